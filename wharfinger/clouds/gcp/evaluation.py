"""What cleanup policies do to the versions of an Artifact Registry repository.

Sources: the Artifact Registry docs, "Cleanup policies overview" and "Configure cleanup policies", and the
API's `repository.proto`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from wharfinger.clouds.gcp.native import CleanupPolicy, Condition, DeleteVersions, KeepNewest, KeepVersions
from wharfinger.inventory.model import NO_RULE, Image, Time, Verdict
from wharfinger.inventory.ranking import beyond_newest
from wharfinger.inventory.relations import relations, settle

IMMUTABLE = "cleanup can't delete a version with an immutable tag"


def evaluate(
    policies: Sequence[CleanupPolicy], images: Sequence[Image], at: Time, *, immutable_tags: bool = False
) -> list[Verdict]:
    """What becomes of each version of one repository, in the order of the images.

    A version goes when some DELETE matches and no KEEP does; of several that match, the first by id is named.
    The newest are counted in each package among all its versions, tagged or not: parts of an index and
    referrers too. A version in an index waits for the index, and a referrer follows its subject.
    """
    ordered = sorted(policies, key=lambda policy: policy.id)
    packages: dict[str, list[Image]] = {}
    for image in images:
        packages.setdefault(image.package, []).append(image)
    verdicts = {
        package: iter(_in_package(ordered, versions, at, immutable_tags))
        for package, versions in packages.items()
    }
    return [next(verdicts[image.package]) for image in images]


def _in_package(
    policies: Sequence[CleanupPolicy], versions: Sequence[Image], at: Time, immutable_tags: bool
) -> list[Verdict]:
    referrers: list[Image] = []
    if any(isinstance(policy, KeepNewest) for policy in policies):  # only what counts asks for them
        subjects = relations(versions).subjects
        referrers = [image for image in versions if image.digest in subjects]
    return settle(versions, lambda left: _decide(policies, left, referrers, at, immutable_tags))


@dataclass(frozen=True, slots=True)
class _Newest:
    """What a KEEP of the most recent versions keeps."""

    id: str
    digests: frozenset[str]
    tie: Time | None
    """The time of the cut, where a tie straddles it."""


def _decide(
    policies: Sequence[CleanupPolicy],
    images: Sequence[Image],
    referrers: Sequence[Image],
    at: Time,
    immutable_tags: bool,
) -> list[Verdict]:
    keeps = [(one.id, _test(one.condition, at)) for one in policies if isinstance(one, KeepVersions)]
    deletes = [(one.id, _test(one.condition, at)) for one in policies if isinstance(one, DeleteVersions)]
    versions = _with_referrers(images, referrers)
    newest = [_newest(one, versions) for one in policies if isinstance(one, KeepNewest)]
    deleted = {id_: Verdict("deleted", id_) for id_, _ in deletes}

    def decide(image: Image) -> Verdict:
        for id_, meets in deletes:
            if meets(image):
                return _kept(image, id_) or deleted[id_]
        return NO_RULE

    def _kept(image: Image, deleting: str) -> Verdict | None:
        for id_, meets in keeps:
            if meets(image):
                return Verdict("kept", id_)
        for one in newest:
            if image.digest in one.digests:
                return Verdict("kept", one.id, tied=image.pushed == one.tie)
        if image.tags and immutable_tags:
            return Verdict("kept", deleting, IMMUTABLE)
        tied = any(image.pushed == one.tie for one in newest)
        return replace(deleted[deleting], tied=True) if tied else None

    return [decide(image) for image in images]


def _test(condition: Condition, at: Time) -> Callable[[Image], bool]:
    """A test for the versions that meet all parts of a condition; ages count from the upload.

    `newerThan` is taken for the opposite of `olderThan`, so that a version is always one of the two.
    """
    before = None if condition.older_than is None else at - _seconds(condition.older_than)
    since = None if condition.newer_than is None else at - _seconds(condition.newer_than)
    tagged = None if condition.tag_state == "ANY" else condition.tag_state == "TAGGED"
    prefixes, digests = condition.tag_prefixes, condition.version_name_prefixes
    packages = condition.package_name_prefixes

    def meets(image: Image) -> bool:
        if (before is not None and image.pushed >= before) or (since is not None and image.pushed < since):
            return False
        if tagged is not None and bool(image.tags) != tagged:
            return False
        if (digests and not image.digest.startswith(digests)) or (
            packages and not image.package.startswith(packages)
        ):
            return False
        return not prefixes or any(tag.startswith(prefixes) for tag in image.tags)

    return meets


def _with_referrers(images: Sequence[Image], referrers: Sequence[Image]) -> list[Image]:
    """Also what refers to the images, directly or by way of another referrer."""
    found = list(images)
    here = {image.digest for image in images}
    while added := [one for one in referrers if one.subject in here and one.digest not in here]:
        found += added
        here |= {image.digest for image in added}
    return found


def _newest(policy: KeepNewest, images: Iterable[Image]) -> _Newest:
    """What it keeps of one package's versions."""
    prefixes = policy.package_name_prefixes
    versions = [image for image in images if not prefixes or image.package.startswith(prefixes)]
    rest, tied = beyond_newest(versions, policy.keep_count)
    kept = {image.digest for image in versions} - {image.digest for image in rest}
    return _Newest(policy.id, frozenset(kept), tied)


def _seconds(duration: str) -> int:
    return int(duration.removesuffix("s"))
