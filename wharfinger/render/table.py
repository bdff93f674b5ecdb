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


class _AtSpaces(TextWrapper):
    """Breaks a cell at white space alone."""

    wordsep_simple_re = re.compile(r"(\s+)")


class _AtSlashes(TextWrapper):
    """Breaks a cell at white space, and after a `/` in a name."""

    wordsep_simple_re = re.compile(r"(\s+)|(?<=/)")


def terminal_width() -> int:
    """The width to fit tables into: the terminal's, but never less than 80 columns."""
    return max(NARROWEST, shutil.get_terminal_size((WIDTH_OF_FILES, 24)).columns)


def widths(rows: Sequence[Sequence[str]], width: int) -> tuple[int, ...]:
    """The width of each column, so that all fit.

    The widest give way first: down to their longest word and, where that isn't enough, to the longest part of
    a name with slashes. Beyond that the table is wider than asked for.
    """
    columns = [set(column) for column in zip(*rows, strict=True)]
    chosen = [max(map(len, column)) for column in columns]
    for wrapper in (_AtSpaces, _AtSlashes):
        least = [max(_longest_word(cell, wrapper) for cell in column) for column in columns]
        _shrink(chosen, least, sum(chosen) + GAP * (len(chosen) - 1) - width)
    return tuple(chosen)


def _shrink(chosen: list[int], least: Sequence[int], excess: int) -> None:
    for _ in range(excess):
        shrinkable = [index for index, width in enumerate(chosen) if width > least[index]]
        if not shrinkable:
            return
        chosen[max(shrinkable, key=lambda index: chosen[index])] -= 1


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


def _longest_word(cell: str, wrapper: type[TextWrapper]) -> int:
    return min(LONGEST_WORD, max(len(word or "") for word in wrapper.wordsep_simple_re.split(cell)))


@lru_cache(maxsize=4096)
def _wrapped(cell: str, width: int) -> tuple[str, ...]:
    if len(cell) <= width:
        return (cell,)
    wrapper = _AtSpaces if _longest_word(cell, _AtSpaces) <= width else _AtSlashes
    return tuple(wrapper(width, break_on_hyphens=False).wrap(cell)) or ("",)
