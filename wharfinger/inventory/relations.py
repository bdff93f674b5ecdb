"""What holds images together: the parts of an index, and what refers to an image."""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass

from wharfinger.inventory.model import NO_RULE, Image, Verdict


@dataclass(frozen=True, slots=True)
class Relations:
    """For the images of one repository: which indexes hold each, and which subject each follows."""

    indexes: dict[str, tuple[str, ...]]
    """By the digest of a part, the digests of the indexes that hold it."""
    subjects: dict[str, str]
    """By the digest of a referrer, the digest of its subject, where that is in the repository."""

    def held(self, digest: str, away: Container[str]) -> bool:
        """Whether an index that isn't away holds the image."""
        return any(index not in away for index in self.indexes.get(digest, ()))


_NONE = Relations({}, {})


def relations(images: Sequence[Image]) -> Relations:
    """How the images of a repository hold together."""
    if not any(image.children or image.subject for image in images):
        return _NONE
    known = {image.digest for image in images}
    indexes: dict[str, tuple[str, ...]] = {}
    for image in images:
        for part in image.children:
            if part != image.digest:
                indexes[part] = (*indexes.get(part, ()), image.digest)
    subjects = {
        image.digest: image.subject
        for image in images
        if image.subject in known and image.subject != image.digest
    }
    return Relations(indexes, subjects)


Decide = Callable[[Sequence[Image]], Sequence[Verdict]]
"""What a document does to images that nothing holds together, each judged as it stands."""


def settle(images: Sequence[Image], decide: Decide) -> list[Verdict]:
    """What becomes of images once the document has run until nothing more goes.

    An image waits for the indexes that hold it, and is judged again when they are gone or in the archive; a
    referrer shares the fate of its subject.
    """
    found = relations(images)
    if not found.indexes and not found.subjects:
        return list(decide(images))
    gone: dict[str, Verdict] = {}
    away = {image.digest for image in images if image.archived is not None}
    while True:
        left = [image for image in images if image.digest not in gone and image.digest not in found.subjects]
        verdicts = {image.digest: verdict for image, verdict in zip(left, decide(left), strict=True)}
        going = {
            digest: verdict
            for digest, verdict in verdicts.items()
            if verdict.fate != "kept" and not found.held(digest, away)
        }
        gone |= going
        away |= going.keys()
        waiting = (digest for digest in found.indexes if digest not in gone and digest in verdicts)
        if not any(verdicts[one].fate != "kept" and not found.held(one, away) for one in waiting):
            # Whatever else goes can only make more stay: so nothing that was kept goes in a further run.
            return [_settled(image, found, gone, verdicts) for image in images]


def _settled(
    image: Image, found: Relations, gone: Mapping[str, Verdict], verdicts: Mapping[str, Verdict]
) -> Verdict:
    if image.digest in found.subjects:
        leader = gone.get(_last_subject(image.digest, found))
        return Verdict(leader.fate, leader.rule, "follows its subject") if leader else NO_RULE
    if image.digest in gone:
        return gone[image.digest]
    verdict = verdicts[image.digest]
    return verdict if verdict.fate == "kept" else Verdict("kept", verdict.rule, "an index holds it")


def _last_subject(digest: str, found: Relations) -> str:
    """What a referrer refers to in the end; itself where it goes round in a circle."""
    seen: set[str] = set()
    while digest in found.subjects and digest not in seen:
        seen.add(digest)
        digest = found.subjects[digest]
    return digest
