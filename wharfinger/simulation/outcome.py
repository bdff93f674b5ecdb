"""What a retention document does to one repository, summed up."""

from collections.abc import Sequence
from dataclasses import dataclass

from wharfinger.inventory.model import Fate, Image, Time, Verdict


@dataclass(frozen=True, slots=True)
class Tally:
    """A number of images, and their bytes."""

    images: int = 0
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class RuleTally:
    """What one rule does."""

    rule: str
    fate: Fate
    tally: Tally


@dataclass(frozen=True, slots=True)
class Outcome:
    """One repository in one registry after its retention document has run."""

    registry: str
    repository: str
    """The name that the registry knows it by."""
    total: Tally
    deleted: Tally
    archived: Tally
    tags: int
    """Tags that go from images that stay."""
    by_rule: tuple[RuleTally, ...]
    """What deletes or archives, sorted by rule."""
    oldest_left: Time | None
    """When the oldest survivor was pushed; `None` where nothing is left."""
    newest_left: Time | None
    tied: int
    """Images whose fate is up to the cloud, since others are exactly as old."""


def sum_up(registry: str, repository: str, images: Sequence[Image], verdicts: Sequence[Verdict]) -> Outcome:
    """The outcome of verdicts on the images of one repository."""
    counts: dict[tuple[str, Fate], list[int]] = {}
    left: list[Time] = []
    size = tags = tied = 0
    for image, verdict in zip(images, verdicts, strict=True):
        size += image.size
        if verdict.fate == "kept":
            left.append(image.pushed)
            tags += len(verdict.tags)
        else:
            if verdict.fate == "archived":
                left.append(image.pushed)
            count = counts.setdefault((verdict.rule, verdict.fate), [0, 0])
            count[0] += 1
            count[1] += image.size
        tied += verdict.tied
    by_rule = tuple(RuleTally(rule, fate, Tally(*count)) for (rule, fate), count in sorted(counts.items()))
    return Outcome(
        registry=registry,
        repository=repository,
        total=Tally(len(images), size),
        deleted=_sum(by_rule, "deleted"),
        archived=_sum(by_rule, "archived"),
        tags=tags,
        by_rule=by_rule,
        oldest_left=min(left, default=None),
        newest_left=max(left, default=None),
        tied=tied,
    )


def _sum(tallies: Sequence[RuleTally], fate: Fate) -> Tally:
    own = [one.tally for one in tallies if one.fate == fate]
    return Tally(sum(one.images for one in own), sum(one.bytes for one in own))
