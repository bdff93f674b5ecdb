"""Tag patterns against each other: `*` stands for any run of characters, `?` for exactly one."""

import re
from functools import lru_cache
from typing import Final

_WILDCARDS: Final = re.compile(r"[*?]*\*[*?]*")


@lru_cache(maxsize=4096)
def overlap(left: str, right: str) -> bool:
    """Whether some text matches both patterns.

    Takes time in proportion to the product of their lengths.
    """
    below = [False] * (len(right) + 1)
    for i in range(len(left), -1, -1):
        row = [False] * (len(right) + 1)
        for j in range(len(right), -1, -1):
            ended = (i == len(left), j == len(right))
            if ended == (True, True):
                row[j] = True
            elif not ended[0] and left[i] == "*":
                row[j] = below[j] or (not ended[1] and row[j + 1])
            elif not ended[1] and right[j] == "*":
                row[j] = row[j + 1] or (not ended[0] and below[j])
            elif ended == (False, False):
                row[j] = (left[i] == right[j] or "?" in {left[i], right[j]}) and below[j + 1]
        below = row
    return below[0]


@lru_cache(maxsize=4096)
def covers(wide: str, narrow: str) -> bool:
    """Whether every text that matches the narrow pattern matches the wide one.

    Takes time in proportion to the product of their lengths.
    """
    wide = _starred(wide)
    below = [j == len(narrow) for j in range(len(narrow) + 1)]
    for i in range(len(wide) - 1, -1, -1):
        row = [False] * (len(narrow) + 1)
        for j in range(len(narrow), -1, -1):
            ended = j == len(narrow)
            if wide[i] == "*":
                row[j] = below[j] or (not ended and row[j + 1])
            elif not ended:
                row[j] = (wide[i] == narrow[j] or (wide[i] == "?" != narrow[j] != "*")) and below[j + 1]
        below = row
    return below[0]


def _starred(pattern: str) -> str:
    """The pattern with a `*` on both sides of each `?` that is in a run with one: `?*` is `*?*`.

    So a `?` may stand for whatever character comes next, when a `*` of the narrow pattern stands for none.
    """
    return _WILDCARDS.sub(lambda run: "*" + "?*" * run[0].count("?"), pattern)
