"""Prefixes that cover some repository names and none of the others."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence


def covering(names: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    """The shortest prefixes, each to a `/` or a whole name, of all names and of none of the others.

    A whole name may be the prefix of another name: `starting_with` tells.
    """
    apart = sorted(others)
    return tuple(sorted({_shortest(name, apart) for name in names}))


def _shortest(name: str, others: Sequence[str]) -> str:
    segments = name.split("/")
    for length in range(1, len(segments)):
        prefix = "/".join(segments[:length]) + "/"
        if starting_with(prefix, others) is None:
            return prefix
    return name


def starting_with(prefix: str, names: Sequence[str]) -> str | None:
    """The first of the sorted names that starts with the prefix."""
    index = bisect_left(names, prefix)
    return names[index] if index < len(names) and names[index].startswith(prefix) else None
