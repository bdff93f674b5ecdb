"""What `acr purge` commands do to the tags and manifests of an ACR repository.

Source: acr-cli, `cmd/acr/purge.go` and `cmd/repository/image_functions.go`.
"""

from collections.abc import Sequence
from functools import cache
from operator import attrgetter, itemgetter

from wharfinger.clouds.azure.policy import Purge
from wharfinger.inventory.model import NO_RULE, Image, Time, Verdict
from wharfinger.inventory.ranking import rank
from wharfinger.inventory.relations import Relations, relations


def evaluate(purges: Sequence[Purge], repository: str, images: Sequence[Image], at: Time) -> list[Verdict]:
    """What becomes of each manifest of one repository, in the order of the images.

    The commands run one after the other, again and again until nothing more goes. Tags go first; a manifest
    goes only once it has none and a command removes untagged ones. A command's `--keep` spares the newest by
    their last update of the tags that it would remove, and as many manifests apart. What an index holds stays
    while the index has a tag, or is too young to go itself. A referrer goes with its subject, and not before,
    even where that is not in the repository. A dry run is evaluated as if it were none; locks are not known.
    """
    there = [purge for purge in purges if purge.reaches(repository)]
    run = _Run(images, at)
    changed = True
    while changed:
        changed = False
        for purge in there:
            changed |= purge.tags and run.untag(purge, repository)
            changed |= purge.untagged and run.delete_untagged(purge)
        changed = changed and bool(run.relations.indexes)
    return [run.verdict(image) for image in images]


class _Run:
    """The state of a repository while commands run."""

    def __init__(self, images: Sequence[Image], at: Time) -> None:
        self.at = at
        self.left = {image.digest: image for image in images}
        self.tags = {image.digest: image.tags for image in images if image.tags}
        """The tags that are left, by digest; none for what has none."""
        self.relations: Relations = relations(images)
        self.referrers: dict[str, list[str]] = {}
        for referrer, subject in self.relations.subjects.items():
            self.referrers.setdefault(subject, []).append(referrer)
        self.removed: dict[str, list[tuple[str, str]]] = {}
        """By digest, the tags that went, each with the command."""
        self.verdicts: dict[str, Verdict] = {}
        """What the last command that spoke of an image says."""

    def untag(self, purge: Purge, repository: str) -> bool:
        """Take away the tags that a command removes, and tell whether there were any."""
        searches = [one.tag.search for one in purge.filters if one.repository.search(repository)]
        before = self.at - (purge.ago or 0)
        eligible: list[tuple[Time, str, str]] = []
        kept = Verdict("kept", purge.name)
        for digest, tags in self.tags.items():
            image = self.left[digest]
            for tag in tags:
                if any(search(tag) for search in searches):
                    self.verdicts[digest] = kept
                    changed = image.tag_change(tag)
                    if changed < before:
                        eligible.append((changed, tag, digest))
        going, tied = (
            rank(eligible, purge.keep, itemgetter(0), itemgetter(1)) if purge.keep else (eligible, None)
        )
        if tied is not None:
            for changed, _, digest in eligible:
                if changed == tied:
                    self.verdicts[digest] = Verdict("kept", purge.name, tied=True)
        for _, tag, digest in going:
            self.removed.setdefault(digest, []).append((tag, purge.name))
            if left := tuple(one for one in self.tags[digest] if one != tag):
                self.tags[digest] = left
            else:
                del self.tags[digest]
        return bool(going)

    def delete_untagged(self, purge: Purge) -> bool:
        """Delete the manifests without a tag that a command removes, and tell whether there were any."""
        before = self.at - (purge.ago or 0)
        held = self._held(before)
        dangling: list[Image] = []
        for digest, image in self.left.items():
            if digest in self.tags or (image.subject and not image.children):
                # acr-cli looks at what an index holds, and then no more at its subject.
                continue
            if digest in held:
                self.verdicts[digest] = _HELD
            elif image.last_change < before:
                dangling.append(image)
            else:
                self.verdicts[digest] = Verdict("kept", purge.name)
        going, _ = rank(dangling, purge.keep, attrgetter("last_change"), attrgetter("digest"))
        for image in going:
            self._delete(image.digest, self._deletion(image.digest, purge))
        return bool(going)

    def _held(self, before: Time) -> frozenset[str]:
        """What is in an index that has a tag or is young, and what such parts hold in turn."""
        if not self.relations.indexes:
            return frozenset()
        held: set[str] = set()
        waiting = [
            part
            for digest, image in self.left.items()
            if image.children and (digest in self.tags or image.last_change >= before)
            for part in image.children
        ]
        while waiting:
            digest = waiting.pop()
            if digest not in held:
                held.add(digest)
                waiting += self.left[digest].children if digest in self.left else ()
        return frozenset(held)

    def _deletion(self, digest: str, purge: Purge) -> Verdict:
        """The rule that took the last tag, where there was one, is what its owner looks for."""
        removed = self.removed.get(digest)
        return _deleted(removed[-1][1], "its last tag went") if removed else _deleted(purge.name, "")

    def _delete(self, digest: str, verdict: Verdict) -> None:
        if self.left.pop(digest, None) is None:
            return
        self.tags.pop(digest, None)
        self.verdicts[digest] = verdict
        for referrer in self.referrers.get(digest, ()):
            self._delete(referrer, _deleted(verdict.rule, "follows its subject"))

    def verdict(self, image: Image) -> Verdict:
        """What became of one of the images."""
        found = self.verdicts.get(image.digest, NO_RULE)
        removed = self.removed.get(image.digest)
        if found.fate == "deleted" or not removed:
            return found
        return Verdict("kept", found.rule, found.why, tuple(tag for tag, _ in removed), found.tied)


_HELD = Verdict("kept", why="an index holds it")


@cache
def _deleted(rule: str, why: str) -> Verdict:
    return Verdict("deleted", rule, why)
