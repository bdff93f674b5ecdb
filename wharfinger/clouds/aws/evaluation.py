"""What an ECR lifecycle policy does to the images of a repository.

Sources: the ECR user guide, "Automate the cleanup of images by using lifecycle policies" and "Examples of
lifecycle policies".
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Final

from wharfinger.clouds.aws.policy import CountType, LifecyclePolicy, Rule, Selection
from wharfinger.clouds.patterns import some_tag
from wharfinger.inventory.model import DAY, NO_RULE, Image, Time, Verdict
from wharfinger.inventory.ranking import rank
from wharfinger.inventory.relations import settle


def evaluate(policy: LifecyclePolicy, images: Sequence[Image], at: Time) -> list[Verdict]:
    """What becomes of each image of one repository, in the order of the images.

    All rules mark images first; then each image is decided by the first rule whose tag requirement and
    storage class it meets, and by no other, marked or not. Whatever meets the requirement counts, decided by
    that rule or not. An image in an index counts, and waits for the index on the way to the archive too. AWS
    says that a referrer follows its subject to either, and not whether rules speak of it: here none does.
    """
    rules = policy.by_priority
    return settle(images, lambda left: _decide(rules, left, at))


def _decide(rules: Sequence[Rule], images: Sequence[Image], at: Time) -> list[Verdict]:
    decided: dict[str, Verdict] = {}
    for rule in rules:
        matching = _matching(rule.selection, images)
        acts = Verdict("archived" if rule.action.type == "transition" else "deleted", rule.name)
        holds = Verdict("kept", rule.name)
        if rule.selection.count_type == "imageCountMoreThan":
            _count(matching, rule.selection.count_number, acts, holds, decided)
        else:
            clock = _CLOCKS[rule.selection.count_type]
            before = at - rule.selection.count_number * DAY
            for image in matching:
                if image.digest not in decided:
                    decided[image.digest] = acts if clock(image) < before else holds
    return [decided.get(image.digest, NO_RULE) for image in images]


def _matching(selection: Selection, images: Sequence[Image]) -> list[Image]:
    """The images that meet a rule's tag requirement and storage class."""
    archived = selection.storage_class == "archive"
    stored = [image for image in images if (image.archived is not None) == archived]
    if selection.tag_status == "any":
        return stored
    if selection.tag_status == "untagged":
        return [image for image in stored if not image.tags]
    for pattern in selection.patterns:
        fits = some_tag(pattern)
        stored = [image for image in stored if fits(image.tags)]
    return stored


def _count(
    matching: Sequence[Image], count: int, acts: Verdict, holds: Verdict, decided: dict[str, Verdict]
) -> None:
    """Decide about what a counting rule matches; what an earlier rule decided counts all the same."""
    rest, tied = rank(matching, count, _arrived, attrgetter("digest"))
    marked = {image.digest for image in rest}
    for image in matching:
        if image.digest not in decided:
            verdict = acts if image.digest in marked else holds
            decided[image.digest] = replace(verdict, tied=True) if _arrived(image) == tied else verdict


def _arrived(image: Image) -> Time:
    """When it came to standard storage: back from the archive, or by its push."""
    return image.pushed if image.restored is None else image.restored


def _used(image: Image) -> Time:
    """When it was last pulled or came back from the archive, or else its push."""
    return max((time for time in (image.pulled, image.restored) if time is not None), default=image.pushed)


def _archived(image: Image) -> Time:
    return image.pushed if image.archived is None else image.archived


_CLOCKS: Final[Mapping[CountType, Callable[[Image], Time]]] = {
    "sinceImagePushed": _arrived,
    "sinceImagePulled": _used,
    "sinceImageTransitioned": _archived,
}
