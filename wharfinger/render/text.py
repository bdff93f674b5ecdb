"""Diagnostics as text for people: where, what, the line itself and how to mend it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from wharfinger.spec.diagnostics import Diagnostic, Severity
from wharfinger.spec.places import Place

_BOLD: Final = "1"
_BLUE: Final = "1;34"
_COLOURS: Final[dict[Severity, str]] = {"error": "1;31", "warning": "1;33"}

_TOKEN: Final = re.compile(
    r"""
      "(?:[^"\\]|\\.)*" | '[^']*'                   # a quoted scalar
    | \[[^\]]*\]? | \{[^}]*\}?                      # a flow collection, to the end of the line at most
    | .+?(?=:\s | :$ | \s+\# | \s*[,\]}] | \s*$)    # a plain scalar, or a key up to its colon
    """,
    re.VERBOSE,
)


def render(diagnostics: Iterable[Diagnostic], *, colour: bool = False) -> str:
    """All diagnostics, a blank line between them; `colour` adds terminal escapes.

    Reads the lines that are shown from the files themselves; a file that can't be read is left out.
    """
    source = cache(_read_lines)
    return "\n\n".join(
        "\n".join(_lines(diagnostic, source(diagnostic.place.file) if diagnostic.place else (), colour))
        for diagnostic in diagnostics
    )


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """How many errors and warnings there are, such as `3 errors, 1 warning`."""
    counts = Counter(diagnostic.severity for diagnostic in diagnostics)
    severities: tuple[Severity, ...] = ("error", "warning")
    return ", ".join(counted(counts[severity], severity) for severity in severities if counts[severity])


def counted(count: int, noun: str) -> str:
    """A count with its noun: `1 team`, `2 teams`, `2 registries`."""
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{count:,} {noun if count == 1 else plural}"


def _read_lines(file: str) -> Sequence[str]:
    try:
        return Path(file).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return ()


def _lines(diagnostic: Diagnostic, source: Sequence[str], colour: bool) -> Iterator[str]:
    def styled(text: str, style: str) -> str:
        return f"\x1b[{style}m{text}\x1b[0m" if colour else text

    place, severity = diagnostic.place, diagnostic.severity
    where = f"{styled(f'{place}:', _BOLD)} " if place else ""
    yield f"{where}{styled(f'{severity}:', _COLOURS[severity])} {styled(diagnostic.message, _BOLD)}"
    gutter = " " * (len(str(place.line)) if place else 1)
    if place and 0 < place.line <= len(source):
        line = source[place.line - 1]
        bar = styled("|", _BLUE)
        yield f" {styled(str(place.line), _BLUE)} {bar} {line}"
        yield f" {gutter} {bar} {_before(line, place)}{styled(_carets(line, place), _COLOURS[severity])}"
    if diagnostic.help:
        first, *more = diagnostic.help.splitlines()
        yield f" {gutter} {styled('=', _BLUE)} {styled('help:', _BOLD)} {first}"
        yield from (f" {gutter}     {line}".rstrip() for line in more)


def _before(line: str, place: Place) -> str:
    """White space as wide as what stands before the place, tabs kept."""
    return "".join("\t" if character == "\t" else " " for character in line[: place.column - 1])


def _carets(line: str, place: Place) -> str:
    token = _TOKEN.match(line, place.column - 1)
    return "^" * max(1, len(token.group()) if token else 1)
