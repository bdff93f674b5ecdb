"""One YAML text of the spec: plain data, and where each key and value stands.

A strict subset of YAML: one document, a mapping with text keys, no duplicate keys, no anchors, aliases, merge
keys or tags. It is read as a stream of events from libyaml's parser, which costs a third of composing nodes
and has no recursion that a hostile file could exhaust.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from yaml import MarkedYAMLError
from yaml._yaml import CParser
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from wharfinger.spec.diagnostics import Diagnostic
from wharfinger.spec.places import Place, Places, SpecPath
from wharfinger.spec.scalars import FORBIDDEN, Unquoted, in_quotes, plain
from wharfinger.spec.syntax import explain

MAX_DEPTH: Final = 32
"""The deepest nesting that is read; the spec's own is 9."""
MAX_VALUES: Final = 100_000
"""The most values that one file may hold; 5,000 repositories in one file would fit."""
MAX_PROBLEMS: Final = 100
"""After so many errors the rest of a file is not read."""

SPLIT_IT: Final = "split it into files, one for each team, and `include` them"
_USE_A_CLASS: Final = "write it out each time, or put settings that repositories share into a class"


@dataclass(frozen=True, slots=True)
class Document:
    """What one file says."""

    data: dict[str, Any] | None
    """The mapping at the top; `None` where the file can't be read to its end."""
    places: Places
    problems: tuple[Diagnostic, ...]
    empty: tuple[SpecPath, ...] = ()
    """Keys with nothing after them. YAML reads that as `null`; whoever writes it means something else."""


def read_text(text: str, name: str) -> Document:
    """The document in a text of the file `name`; what is wrong with it is told, not raised."""
    reader = _Reader(name)
    try:
        reader.read(_events(text))
    except MarkedYAMLError as error:
        reader.problems.append(explain(error, text, name))
    except _UnreadableError as error:
        reader.problems.append(error.diagnostic)
    else:
        if isinstance(reader.root, dict):
            return reader.document(reader.root)
        reader.problems.append(_no_mapping(reader.root, reader.values.get((), Place(name, 1, 1))))
    return reader.document(None)


def _events(text: str) -> Iterator[Any]:
    parser = CParser(text)
    while (event := parser.get_event()) is not None:
        yield event


def _no_mapping(root: Any, place: Place) -> Diagnostic:
    if root is None:
        return Diagnostic(f"{place.file} is empty", place, help="write `key: value` lines, or delete it")
    return Diagnostic(
        f"{place.file} must hold `key: value` lines, and holds something else",
        place,
        help="start it with a key, such as `team: payments`",
    )


class _UnreadableError(Exception):
    """The file can't be read any further."""

    def __init__(self, message: str, place: Place, help_: str = "") -> None:
        self.diagnostic = Diagnostic(message, place, help=help_)
        super().__init__(message)


class _Frame:
    """A mapping or list that is still open."""

    __slots__ = ("container", "key", "path")

    def __init__(self, container: dict[str, Any] | list[Any], path: SpecPath) -> None:
        self.container = container
        self.path = path
        self.key: str | None = None
        """In a mapping, the key whose value comes next."""

    @property
    def wants_key(self) -> bool:
        return self.key is None and type(self.container) is dict


class _Reader:
    def __init__(self, name: str) -> None:
        self.name = name
        self.root: Any = None
        self.frame: _Frame | None = None
        self.outer: list[_Frame | None] = []
        self.keys: dict[SpecPath, Place] = {}
        self.values: dict[SpecPath, Place] = {}
        self.problems: list[Diagnostic] = []
        self.empty: list[SpecPath] = []

    def document(self, data: dict[str, Any] | None) -> Document:
        return Document(data, Places(self.keys, self.values), tuple(self.problems), tuple(self.empty))

    def read(self, events: Iterator[Any]) -> None:
        documents = 0
        for event in events:
            kind = type(event)
            if kind is ScalarEvent:
                self._scalar(event)
            elif kind is MappingStartEvent:
                self._open(event, {})
            elif kind is SequenceStartEvent:
                self._open(event, [])
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self.frame = self.outer.pop()
            elif kind is AliasEvent:
                self._alias(event)
            elif kind is DocumentStartEvent:
                documents += 1
                if documents > 1:
                    self._refuse(
                        "a second document starts here (`---`), and a file holds one",
                        self._place(event),
                        "put it in a file of its own",
                    )
                    return

    def _scalar(self, event: Any) -> None:
        place = self._place(event)
        if event.anchor is not None or event.tag is not None:
            self._refuse_decoration(event, place)
        if event.implicit[1]:
            self._refuse_characters(event.value, place)
        if self.frame is not None and self.frame.wants_key:
            self._key(self.frame, event.value, place, unquoted=event.implicit[0])
        elif event.tag is not None:
            self._put(Unquoted(event.value), place)
        elif event.implicit[0]:
            path = self._put(plain(event.value), place)
            if not event.value:
                self.empty.append(path)
        else:
            self._put(event.value, place)

    def _key(self, frame: _Frame, key: str, place: Place, *, unquoted: bool) -> None:
        if unquoted:
            if key == "<<":
                self._refuse("merge keys (`<<`) are not allowed", place, _USE_A_CLASS)
            elif not isinstance(plain(key), str):
                self._refuse(f"a key must be text, and `{key}` is not", place, f"write {in_quotes(key)}")
        path = (*frame.path, key)
        if key in frame.container:
            self._refuse(f"the key `{key}` is written twice", place, f"the first is at {self.keys[path]}")
        self.keys[path] = place
        frame.key = key

    def _open(self, event: Any, container: dict[str, Any] | list[Any]) -> None:
        place = self._place(event)
        if event.anchor is not None or event.tag is not None:
            self._refuse_decoration(event, place)
        if len(self.outer) >= MAX_DEPTH:
            raise _UnreadableError(
                f"nested too deep: more than {MAX_DEPTH} mappings and lists in one another",
                place,
                "the spec needs no more than 9",
            )
        path = self._put(container, place)
        self.outer.append(self.frame)
        self.frame = _Frame(container, path)

    def _alias(self, event: Any) -> None:
        place = self._place(event)
        written = f"*{event.anchor}"
        self._refuse(
            f"`{written}` without quotes is an alias in YAML, and aliases are not allowed",
            place,
            f"if it is meant as text, put it in quotes: {in_quotes(written)}",
        )
        if self.frame is not None and self.frame.wants_key:
            self._key(self.frame, written, place, unquoted=False)
        else:
            self._put(Unquoted(written), place)

    def _put(self, value: Any, place: Place) -> SpecPath:
        """Sets a value in the open mapping or list, or as the root."""
        if len(self.values) >= MAX_VALUES:
            message = f"{self.name} is too large: more than {MAX_VALUES:,} values"
            raise _UnreadableError(message, place, SPLIT_IT)
        frame = self.frame
        if frame is None:
            self.root = value
            path: SpecPath = ()
        elif isinstance(frame.container, list):
            path = (*frame.path, len(frame.container))
            frame.container.append(value)
        elif frame.key is not None:
            path = (*frame.path, frame.key)
            frame.container[frame.key] = value
            frame.key = None
            self.values[path] = place
            return path
        else:
            raise _UnreadableError(
                "a key must be text, and this is a mapping or a list",
                place,
                "put a text that contains braces or brackets in quotes",
            )
        self.keys[path] = self.values[path] = place
        return path

    def _place(self, event: Event) -> Place:
        mark: Any = event.start_mark
        return Place(self.name, mark.line + 1, mark.column + 1)

    def _refuse(self, message: str, place: Place, help_: str) -> None:
        if len(self.problems) >= MAX_PROBLEMS:
            raise _UnreadableError("too many errors: the rest of the file is not read", place)
        self.problems.append(Diagnostic(message, place, help=help_))

    def _refuse_decoration(self, event: Any, place: Place) -> None:
        if event.anchor is not None:
            message = f"`&{event.anchor}` is an anchor in YAML, and anchors are not allowed"
            self._refuse(message, place, _USE_A_CLASS)
        if event.tag is not None:
            message = "YAML tags, which start with `!`, are not allowed"
            self._refuse(message, place, "if it is meant as text, put it in quotes")

    def _refuse_characters(self, text: str, place: Place) -> None:
        """An escape in double quotes may stand for a character that the file itself may not hold."""
        if found := FORBIDDEN.search(text):
            self._refuse(f"the character U+{ord(found[0]):04X} is not allowed", place, "remove it")
