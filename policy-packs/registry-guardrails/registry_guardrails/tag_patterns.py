"""Patterns of image tags: `*` stands for any text, `#` for a number, all else for itself."""

from functools import lru_cache
from typing import NamedTuple


class _Token(NamedTuple):
    """What one place of a pattern takes: a character, a digit (`#`) or anything (`*`), once or in a loop."""

    takes: str
    loops: bool


@lru_cache(maxsize=1024)
def share_a_tag(one: str, other: str) -> bool:
    """Whether some tag matches both patterns: `2.*` and `#.#.#` share 2.0.1, `dev-*` and `v*` share none."""
    return _meet(_tokens(one), _tokens(other))


def _meet(one: tuple[_Token, ...], other: tuple[_Token, ...]) -> bool:
    reached = {(0, 0)}
    pending = [(0, 0)]
    while pending:
        i, j = pending.pop()
        if i == len(one) and j == len(other):
            return True
        for place in _next_places(one, other, i, j):
            if place not in reached:
                reached.add(place)
                pending.append(place)
    return False


def _next_places(one: tuple[_Token, ...], other: tuple[_Token, ...], i: int, j: int) -> list[tuple[int, int]]:
    left = one[i] if i < len(one) else None
    right = other[j] if j < len(other) else None
    places: list[tuple[int, int]] = []
    if left and left.loops:
        places.append((i + 1, j))
    if right and right.loops:
        places.append((i, j + 1))
    if left and right and _overlap(left.takes, right.takes):
        places.append((i if left.loops else i + 1, j if right.loops else j + 1))
    return places


def _overlap(one: str, other: str) -> bool:
    if "*" in (one, other) or one == other:
        return True
    return (one == "#" and other.isdigit()) or (other == "#" and one.isdigit())


def _tokens(pattern: str) -> tuple[_Token, ...]:
    tokens: list[_Token] = []
    for character in pattern:
        if character == "#":
            tokens.append(_Token("#", loops=False))
        tokens.append(_Token(character, loops=character in "*#"))
    return tuple(tokens)
