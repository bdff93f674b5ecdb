"""Images that must not go, and would."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from wharfinger.clouds.patterns import matches
from wharfinger.inventory.model import DAY, Image, Time, Verdict
from wharfinger.plan.model import AnyRegistry, Placement, RollbackWindow

Reason = Literal["running", "protected", "rollback"]


@dataclass(frozen=True, slots=True)
class Danger:
    """An image that would go although something needs it."""

    placement: str
    """The placement's key."""
    image: Image
    verdict: Verdict
    reason: Reason


def find_dangers(
    placement: Placement[AnyRegistry],
    window: RollbackWindow | None,
    images: Sequence[Image],
    verdicts: Sequence[Verdict],
    at: Time,
) -> Iterator[Danger]:
    """What runs, is protected or can be rolled back to, and would be deleted or archived."""
    going = [(one, verdict) for one, verdict in zip(images, verdicts, strict=True) if verdict.fate != "kept"]
    if not going:
        return
    within = _within(placement, window, images, at) if window else frozenset[str]()
    protected = placement.settings.retention.protected
    for image, verdict in going:
        reason = _reason(image, protected, within)
        if reason is not None:
            yield Danger(placement.key, image, verdict, reason)


def _reason(image: Image, protected: Sequence[str], within: frozenset[str]) -> Reason | None:
    if image.running:
        return "running"
    if any(matches(pattern, tag) for pattern in protected for tag in image.tags):
        return "protected"
    return "rollback" if image.digest in within else None


def _within(
    placement: Placement[AnyRegistry], window: RollbackWindow, images: Sequence[Image], at: Time
) -> frozenset[str]:
    """What can be rolled back to: the newest tagged images, as far as the window reaches."""
    patterns = placement.tag_patterns
    tagged = [
        image
        for image in images
        if image.tags and (not patterns or any(matches(one, tag) for one in patterns for tag in image.tags))
    ]
    if window.newest is not None:
        tagged = sorted(tagged, key=lambda image: (-image.pushed, image.digest))[: window.newest]
    if window.days is not None:
        since = at - window.days * DAY
        tagged = [image for image in tagged if image.pushed >= since]
    return frozenset(image.digest for image in tagged)
