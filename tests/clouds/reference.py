"""What retention rules say, evaluated directly: no native document, and no code of the evaluators.

A cloud differs from another in what a rule is about (an image with all its tags, or a single tag), and in
what counts among the newest.
"""

from collections.abc import Sequence

from wharfinger.inventory.model import DAY, Image
from wharfinger.plan.retention import Archive, ExpireAfter, KeepNewest, Retention, TagRule


def fits(pattern: str, tag: str) -> bool:
    """Whether a tag matches a pattern, by recursion over both."""
    if not pattern:
        return not tag
    if pattern[0] == "*":
        return fits(pattern[1:], tag) or (bool(tag) and fits(pattern, tag[1:]))
    return bool(tag) and pattern[0] in {"?", tag[0]} and fits(pattern[1:], tag[1:])


def rule_of(retention: Retention, tags: Sequence[str]) -> TagRule | None:
    """The rule that decides about something with these tags."""
    return next((rule for rule in retention.tags if any(fits(rule.pattern, tag) for tag in tags)), None)


def image_fates(retention: Retention, images: Sequence[Image], at: float) -> dict[str, str]:
    """Where an image goes with all its tags: `kept`, `deleted` or `archived` by digest."""
    moved: dict[str, str] = {}
    while True:
        left = [image for image in images if image.digest not in moved]
        free = [image for image in left if not _follows(image, images)]
        fates = {image.digest: _image_fate(retention, image, free, at) for image in free}
        held = {part for index in left if index.archived is None for part in index.children}
        going = {digest: fate for digest, fate in fates.items() if fate != "kept" and digest not in held}
        going |= {image.digest: moved[image.subject] for image in left if image.subject in moved}
        if not going:
            return {image.digest: moved.get(image.digest, "kept") for image in images}
        moved |= going


def _follows(image: Image, images: Sequence[Image]) -> bool:
    return any(image.subject == other.digest != image.digest for other in images)


def _image_fate(retention: Retention, image: Image, images: Sequence[Image], at: float) -> str:
    arrived = _arrived(image)
    if image.archived is not None:
        return _archived_fate(retention, image, at)
    if not image.tags:
        days = retention.untagged_days
        return "deleted" if days is not None and at - arrived > days * DAY else "kept"
    match rule_of(retention, image.tags):
        case ExpireAfter(_, days):
            return "deleted" if at - arrived > days * DAY else "kept"
        case KeepNewest(pattern, count):
            rivals = [
                other
                for other in images
                if other.archived is None and any(fits(pattern, tag) for tag in other.tags)
            ]
            newer = [o for o in rivals if (-_arrived(o), o.digest) < (-arrived, image.digest)]
            return "deleted" if len(newer) >= count else "kept"
        case Archive(_, days):
            uses = [time for time in (image.pulled, image.restored) if time is not None]
            return "archived" if at - max(uses or [image.pushed]) > days * DAY else "kept"
        case _:
            return "kept"


def _arrived(image: Image) -> float:
    return image.pushed if image.restored is None else image.restored


def _archived_fate(retention: Retention, image: Image, at: float) -> str:
    """In the archive only `protect` and `archive` speak."""
    rules = [rule for rule in retention.tags if not isinstance(rule, KeepNewest | ExpireAfter)]
    match rule_of(Retention(tuple(rules)), image.tags):
        case Archive(_, _, int(days)) if image.archived is not None:
            return "deleted" if at - image.archived > days * DAY else "kept"
        case _:
            return "kept"


def tags_left(retention: Retention, images: Sequence[Image], at: float) -> dict[str, set[str]]:
    """The tags of each image that stay where a rule is about single tags."""
    return {
        image.digest: {tag for tag in image.tags if _tag_stays(retention, image, tag, images, at)}
        for image in images
    }


def _tag_stays(retention: Retention, image: Image, tag: str, images: Sequence[Image], at: float) -> bool:
    match rule_of(retention, [tag]):
        case ExpireAfter(_, days):
            return at - image.tag_change(tag) <= days * DAY
        case KeepNewest(_, count) as rule:
            rivals = [
                (-other.tag_change(name), name)
                for other in images
                for name in other.tags
                if rule_of(retention, [name]) == rule and other.tag_change(name) < at
            ]
            mine = (-image.tag_change(tag), tag)
            return mine not in rivals or sum(rival < mine for rival in rivals) < count
        case _:
            return True


def manifests_left(retention: Retention, images: Sequence[Image], at: float) -> set[str]:
    """The digests that stay where tags go first, and what has none left is deleted at an age of its own."""
    tags = tags_left(retention, images, at)
    left = {image.digest: image for image in images}
    days = retention.untagged_days
    while days is not None:
        young = {digest for digest, image in left.items() if at - image.last_change <= days * DAY}
        held: set[str] = set()
        for digest in left:
            if tags[digest] or digest in young:
                held |= _below(left, digest)
        going = {
            digest
            for digest, image in left.items()
            if not tags[digest] and digest not in held | young and not _follows(image, images)
        }
        while followers := {d for d, image in left.items() if image.subject in going and d not in going}:
            going |= followers
        if not going:
            break
        left = {digest: image for digest, image in left.items() if digest not in going}
    return set(left)


def _below(images: dict[str, Image], digest: str) -> set[str]:
    found: set[str] = set()
    parts = list(images[digest].children)
    while parts:
        part = parts.pop()
        if part not in found:
            found.add(part)
            parts += images[part].children if part in images else ()
    return found
