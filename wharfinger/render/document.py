"""Values of the plan as JSON: same value, same bytes."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Final

from pydantic import BaseModel

from wharfinger.spec.diagnostics import Diagnostic

_SCALARS: Final = frozenset({str, bool, int, type(None)})


def plain(value: Any) -> Any:
    """A value in JSON's terms: dataclasses and models by field, in the order of their fields."""
    if type(value) in _SCALARS:
        return value
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    return {name: plain(member) for name, member in members(value)}


def members(value: Any) -> Iterator[tuple[str, Any]]:
    """The fields of a dataclass with their values. Raises `TypeError` for anything else."""
    return ((name, getattr(value, name)) for name in _field_names(type(value)))


@cache
def _field_names(kind: type) -> tuple[str, ...]:
    if not is_dataclass(kind):
        raise TypeError(f"{kind.__name__} has no form in JSON")
    return tuple(field.name for field in fields(kind))


def text(document: Mapping[str, Any]) -> str:
    """An object as JSON text in which each item of its lists stands in a line of its own.

    So a line-based difference names what changed, and a large document is written fast.
    """
    members = ",\n".join(f"{_compact(key)}: {_member(value)}" for key, value in document.items())
    return f"{{\n{members}\n}}"


def lines(items: Iterable[Any]) -> str:
    """A list as JSON text, an item a line."""
    written = ",\n".join(_compact(item) for item in items)
    return f"[\n{written}\n]" if written else "[]"


def diagnostics(found: Iterable[Diagnostic]) -> str:
    """Diagnostics as a list of objects.

    Each has `severity` (`error` or `warning`), `file`, `line` and `column` (from 1; all three null where no
    file can be named), `message`, `help` (may be empty) and `path` (keys and indexes from the spec's root).
    """
    return lines(
        {
            "severity": one.severity,
            "file": one.place.file if one.place else None,
            "line": one.place.line if one.place else None,
            "column": one.place.column if one.place else None,
            "message": one.message,
            "help": one.help,
            "path": list(one.path),
        }
        for one in found
    )


def _member(value: Any) -> str:
    return (
        lines(value) if isinstance(value, list) and value and isinstance(value[0], dict) else _compact(value)
    )


_compact: Final = json.JSONEncoder(ensure_ascii=False).encode
