"""Inventories: files of JSON lines, one an image."""

import gzip
import io
import sys
import zlib
from array import array
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from itertools import chain, starmap
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO, Final

from pydantic import ValidationError
from typing_extensions import Buffer

from wharfinger.inventory.faults import MOST_SHOWN, first_of, load, no_time, problems
from wharfinger.inventory.line import RULES, TIMES, image_of, parse, seconds
from wharfinger.inventory.model import Image
from wharfinger.inventory.source import Source
from wharfinger.spec.diagnostics import Diagnostic, SpecError
from wharfinger.spec.places import Place, SpecPath

STANDARD_INPUT: Final = Path("-")

_Key = tuple[str, str]
"""Registry and repository."""

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_CHUNK: Final = 1 << 18
"""Bytes that are read at once."""


@dataclass(frozen=True, slots=True)
class Inventory:
    """What registries hold."""

    repositories: Mapping[_Key, tuple[Image, ...]]
    """The images of each repository in the order of the file, by registry and repository, sorted."""


def read_inventory(path: Path, progress: Callable[[int], None] | None = None) -> Inventory:
    """The inventory in a file of JSON lines, which may be compressed (`.gz`); `-` is standard input.

    `progress` is told how many more bytes of the file are read. Raises `SpecError` with the first of what is
    wrong, and `OSError`.
    """
    name = "standard input" if path == STANDARD_INPUT else str(path)
    try:
        with _opened(path, progress or (lambda _: None)) as lines:
            return _read(lines, name)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        problem = Diagnostic(f"{name} is no whole gzip file: {error}", Place(name, 1, 1))
        raise SpecError([problem]) from None


class _Told(io.RawIOBase):
    """A file that tells how much is read of it."""

    def __init__(self, file: BinaryIO, tell: Callable[[int], None]) -> None:
        self._file, self._tell = file, tell

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer, /) -> int:
        content = self._file.read(len(memoryview(buffer)))
        memoryview(buffer)[: len(content)] = content
        self._tell(len(content))
        return len(content)


@contextmanager
def _opened(path: Path, progress: Callable[[int], None]) -> Generator[Iterable[bytes]]:
    """The lines of a file, without a byte order mark."""
    with nullcontext(sys.stdin.buffer) if path == STANDARD_INPUT else path.open("rb", buffering=0) as file:
        lines = io.BufferedReader(_Told(file, progress), _CHUNK)
        if path.suffix == ".gz":
            lines = io.BufferedReader(gzip.GzipFile(fileobj=lines), _CHUNK)
        if lines.peek(3).startswith(_BYTE_ORDER_MARK):
            lines.read(3)
        yield lines


@dataclass(slots=True)
class _Held:
    """The images of a repository, and the lines that they stand on."""

    images: list[Image] = field(default_factory=list[Image])
    lines: "array[int]" = field(default_factory=lambda: array("Q"))


def _read(lines: Iterable[bytes], file: str) -> Inventory:
    repositories: dict[_Key, _Held] = {}
    wrong: list[Diagnostic] = []
    untold = 0
    for number, text in enumerate(lines, 1):
        try:
            line = parse(text)
            image = image_of(line)
        except ValueError:
            if len(wrong) > MOST_SHOWN:
                untold += not text.isspace()
            elif not text.isspace():
                wrong += _diagnose(text, file, number)
            continue
        key = line["registry"], line["repository"]
        held = repositories.get(key)
        if held is None:
            held = repositories[key] = _Held()
        held.images.append(image)
        held.lines.append(number)
    again = sorted(chain.from_iterable(starmap(_repeated, repositories.items())))
    wrong += [one.diagnostic(file) for one in again[: MOST_SHOWN + 1]]
    untold += len(again[MOST_SHOWN + 1 :])
    if wrong:
        raise first_of(wrong, untold)
    return Inventory(MappingProxyType({key: tuple(repositories[key].images) for key in sorted(repositories)}))


def _diagnose(content: bytes, file: str, number: int) -> Iterator[Diagnostic]:
    """What is wrong with a line that is no image."""
    try:
        data = load(content, file, number, help_="a line is one image, as a JSON object in UTF-8")
    except SpecError as error:
        yield from error.diagnostics
        return
    source = Source(content.decode(), file, number)
    try:
        parse(content)
    except ValidationError as error:
        yield from (source.fault(*one) for one in problems(error, source.text, RULES))
    for path, written in _times(data):
        try:
            seconds(written)
        except ValueError:
            yield source.fault(*no_time(path, written))


def _times(data: Any) -> Iterator[tuple[SpecPath, str]]:
    """What is written as times in a line, with its path."""
    line = data if isinstance(data, dict) else {}
    tags = line.get("tags")
    written = {
        **{(key,): line.get(key) for key in TIMES},
        **{("tags", tag): time for tag, time in (tags.items() if isinstance(tags, dict) else ())},
    }
    return ((path, time) for path, time in written.items() if isinstance(time, str))


@dataclass(frozen=True, slots=True, order=True)
class _Again:
    """An image that is told of again."""

    line: int
    earlier: int
    key: _Key
    package: str
    digest: str

    def diagnostic(self, file: str) -> Diagnostic:
        """The error at the later line."""
        registry, repository = self.key
        within = f"`{self.package}` in `{repository}`" if self.package else f"`{repository}`"
        message = f"`{self.digest}` is in {within} of `{registry}` already"
        help_ = f"line {self.earlier} tells of it; leave one of the two out"
        return Diagnostic(message, Place(file, self.line, 1), help=help_)


def _repeated(key: _Key, held: _Held) -> Iterator[_Again]:
    if len({image.digest for image in held.images}) == len(held.images):
        return
    first: dict[tuple[str, str], int] = {}
    for image, line in zip(held.images, held.lines, strict=True):
        earlier = first.setdefault((image.package, image.digest), line)
        if earlier != line:
            yield _Again(line, earlier, key, image.package, image.digest)
