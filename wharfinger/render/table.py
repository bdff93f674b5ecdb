"""Plain tables that fit a width: columns of text, two spaces apart, long cells wrapped between words."""

import re
import shutil
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import zip_longest
from textwrap import TextWrapper
from typing import Final

GAP: Final = 2
NARROWEST: Final = 80
WIDTH_OF_FILES: Final = 120
"""The width where there is no terminal."""
LONGEST_WORD: Final = 44
"""Words up to this length are never broken."""

_BREAK: Final = re.compile(r"(\s+)|(?<=/)")
"""Where a cell may be broken: at white space, and after a `/` in a name."""


class _Wrapper(TextWrapper):
    wordsep_simple_re = _BREAK


def terminal_width() -> int:
    """The width to fit tables into: the terminal's, but never less than 80 columns."""
    return max(NARROWEST, shutil.get_terminal_size((WIDTH_OF_FILES, 24)).columns)


def widths(rows: Sequence[Sequence[str]], width: int) -> tuple[int, ...]:
    """The width of each column, so that all fit; the widest give way first, down to their longest word."""
    columns = [set(column) for column in zip(*rows, strict=True)]
    chosen = [max(map(len, column)) for column in columns]
    least = [max(map(_longest_word, column)) for column in columns]
    excess = sum(chosen) + GAP * (len(chosen) - 1) - width
    while excess > 0:
        shrinkable = [index for index in range(len(chosen)) if chosen[index] > least[index]]
        if not shrinkable:
            break
        chosen[max(shrinkable, key=lambda index: chosen[index])] -= 1
        excess -= 1
    return tuple(chosen)


def row(cells: Iterable[str], columns: Sequence[int]) -> list[str]:
    """The lines of one row."""
    wrapped = [_wrapped(cell, width) for cell, width in zip(cells, columns, strict=True)]
    return [
        (" " * GAP).join(part.ljust(width) for part, width in zip(parts, columns, strict=True)).rstrip()
        for parts in zip_longest(*wrapped, fillvalue="")
    ]


def table(header: Sequence[str], rows: Iterable[Sequence[str]], width: int) -> list[str]:
    """The lines of a whole table."""
    everything = [header, *rows]
    columns = widths(everything, width)
    return [line for cells in everything for line in row(cells, columns)]


def markdown(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """The lines of a table in GitHub's Markdown."""
    cells = [[cell.replace("|", r"\|").replace("\n", "<br>") for cell in one] for one in rows]
    return [f"| {' | '.join(one)} |" for one in (header, ["---"] * len(header), *cells)]


def _longest_word(cell: str) -> int:
    return min(LONGEST_WORD, max(len(word) for word in _BREAK.split(cell) if word is not None))


@lru_cache(maxsize=4096)
def _wrapped(cell: str, width: int) -> tuple[str, ...]:
    if len(cell) <= width:
        return (cell,)
    return tuple(_Wrapper(width, break_on_hyphens=False).wrap(cell)) or ("",)
