"""The newest of some images."""

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import TypeVar

from wharfinger.inventory.model import Image, Time

T = TypeVar("T")


def beyond_newest(images: Iterable[Image], count: int) -> tuple[list[Image], Time | None]:
    """What comes after the `count` that were pushed last, and the time of the cut if a tie straddles it.

    No cloud says which of several equally old ones it takes for the newest; here the digests decide.
    """
    return rank(images, count, attrgetter("pushed"), attrgetter("digest"))


def rank(
    items: Iterable[T], count: int, time: Callable[[T], Time], name: Callable[[T], str]
) -> tuple[list[T], Time | None]:
    """The same for anything that has a time and a name."""
    ordered = sorted(items, key=name)
    ordered.sort(key=time, reverse=True)
    rest = ordered[count:]
    tied = count and rest and time(ordered[count - 1]) == time(rest[0])
    return rest, (time(rest[0]) if tied else None)
