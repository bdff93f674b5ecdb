"""Where two versions of a resource's inputs differ."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["add", "delete", "update"]

_PLAIN_NAME = re.compile(r"[A-Za-z_$][\w$]*")


@dataclass(frozen=True)
class Change:
    """One changed value: its path (`tags.team`, `rules[0].action`), its top-level property and the kind."""

    path: str
    property: str
    kind: Kind


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """All differences, in the order of their paths."""
    found = [
        Change(path, name, kind)
        for name in sorted(old.keys() | new.keys())
        for path, kind in _compare(old.get(name), new.get(name), _step("", name))
    ]
    return sorted(found, key=lambda change: change.path)


def _compare(old: Any, new: Any, path: str) -> Iterator[tuple[str, Kind]]:
    if old is None and new is None:
        return
    if old is None:
        yield path, "add"
    elif new is None:
        yield path, "delete"
    elif isinstance(old, Mapping) and isinstance(new, Mapping):
        for name in old.keys() | new.keys():
            yield from _compare(old.get(name), new.get(name), _step(path, name))
    elif isinstance(old, list) and isinstance(new, list):
        for index in range(max(len(old), len(new))):
            yield from _compare(_item(old, index), _item(new, index), f"{path}[{index}]")
    elif type(old) is not type(new) or old != new:
        yield path, "update"


def _item(values: list[Any], index: int) -> Any:
    return values[index] if index < len(values) else None


def _step(path: str, name: str) -> str:
    if not _PLAIN_NAME.fullmatch(name):
        return f'{path}["{name}"]'
    return f"{path}.{name}" if path else name
