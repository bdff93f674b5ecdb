"""Files of the spec: from a path or bytes to a document, whatever the file holds."""

from pathlib import Path
from typing import Final

from wharfinger.spec.diagnostics import Diagnostic
from wharfinger.spec.document import SPLIT_IT, Document, read_text
from wharfinger.spec.places import Place, Places
from wharfinger.spec.scalars import FORBIDDEN

MAX_BYTES: Final = 5_000_000
"""The largest file that is read."""


def read_file(path: Path, name: str) -> Document:
    """The document in a file that is called `name` in messages; never raises for what the file holds."""
    try:
        if not path.is_file():
            return _refused(f"{name} is no regular file", Place(name, 1, 1))
        size = path.stat().st_size
        if size > MAX_BYTES:
            return _too_large(name, f"{size:,}")
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        return _refused(f"{name} can't be read: {error.strerror or error}", Place(name, 1, 1))
    return read_bytes(content, name)


def read_bytes(content: bytes, name: str) -> Document:
    """The document in a file's bytes, which must be UTF-8; a byte order mark at the start is skipped."""
    if len(content) > MAX_BYTES:
        return _too_large(name, f"over {MAX_BYTES:,}")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig", errors="replace")
        return _refused(
            f"the byte 0x{content[error.start]:02X} is not UTF-8 text",
            _place_after(before, name),
            "save the file in the encoding UTF-8",
        )
    if found := FORBIDDEN.search(text):
        return _refused(
            f"the character U+{ord(found[0]):04X} is not allowed",
            _place_after(text[: found.start()], name),
            "remove it: it is invisible, and editors and tools disagree on what it does",
        )
    return read_text(text, name)


def _refused(message: str, place: Place, help_: str = "") -> Document:
    return Document(None, Places({}, {}), (Diagnostic(message, place, help=help_),))


def _too_large(name: str, size: str) -> Document:
    return _refused(
        f"{name} is too large: {size} bytes, where at most {MAX_BYTES:,} are read",
        Place(name, 1, 1),
        SPLIT_IT,
    )


def _place_after(text: str, name: str) -> Place:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return Place(name, len(lines), len(lines[-1]) + 1)
