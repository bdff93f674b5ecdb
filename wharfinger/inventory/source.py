"""JSON as it stands in a file, so that an error can name the very place."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from wharfinger.spec.diagnostics import Diagnostic
from wharfinger.spec.places import Place, SpecPath

_BLANK: Final = re.compile(r"[ \t\n\r]*")
_DECODER: Final = json.JSONDecoder(parse_int=float)  # of any length: only where it ends matters


@dataclass(frozen=True, slots=True)
class Source:
    """A sound JSON text, and where it stands."""

    text: str
    file: str
    first_line: int = 1
    """The line of the file that it starts on."""

    def fault(self, path: SpecPath, message: str, help_: str = "") -> Diagnostic:
        """An error in the value at a path."""
        return Diagnostic(message, self.place(path), path, help_)

    def place(self, path: SpecPath) -> Place:
        """Where the value at a path stands; where its nearest written parent does otherwise."""
        offset = self._find(path)
        line = self.first_line + self.text.count("\n", 0, offset)
        return Place(self.file, line, offset - self.text.rfind("\n", 0, offset))

    def _find(self, path: SpecPath) -> int:
        at = _after_blank(self.text, 0)
        for part in path:
            found = [value for key, value in _members(self.text, at) if key == part]
            if not found:
                break
            at = found[-1]  # of a key that stands twice, parsers take the last
        return at


def _members(text: str, at: int) -> Iterator[tuple[str | int, int]]:
    """The keys or indexes of the collection at an offset, with the offsets of their values."""
    opening = text[at]
    if opening not in "{[":
        return
    at, number = _after_blank(text, at + 1), 0
    while text[at] not in "}]":
        key: str | int = number
        if opening == "{":
            key, at = _DECODER.raw_decode(text, at)
            at = _after_blank(text, _after_blank(text, at) + 1)
        yield key, at
        _, at = _DECODER.raw_decode(text, at)
        at, number = _after_blank(text, at), number + 1
        if text[at] == ",":
            at = _after_blank(text, at + 1)


def _after_blank(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at
