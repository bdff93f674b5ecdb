"""Hold inputs against the shape that the SDK declares for them."""

import difflib
from collections.abc import Iterator, Mapping
from typing import Any

from wharfinger_sandbox.provider.model import UNKNOWN, Inputs, Problem
from wharfinger_sandbox.provider.schema import (
    Choice,
    ListOf,
    MapOf,
    OneOf,
    Record,
    Scalar,
    Shape,
    properties_of,
)

_NAMES = {str: "a text", bool: "true or false", int: "a whole number", float: "a number"}


def shape_problems(inputs: Inputs, record: Record) -> list[Problem]:
    """Every property that is unknown, missing, or has a value of the wrong type; unknown values pass."""
    return list(_record_problems(inputs, record, ""))


def _problems(value: Any, shape: Shape, path: str) -> Iterator[Problem]:
    if value is UNKNOWN:
        return
    match shape:
        case Record():
            yield from _record_problems(value, shape, path)
        case ListOf(item):
            yield from _list_problems(value, item, path)
        case MapOf(item):
            yield from _map_problems(value, item, path)
        case OneOf(options):
            yield from min((list(_problems(value, option, path)) for option in options), key=len)
        case Choice(values) if value not in values:
            yield Problem(path, f"{value!r} is not allowed{_instead(str(value), values)}")
        case Scalar(expected) if not _is_a(value, expected):
            yield _wrong(path, value, _NAMES[expected])
        case _:
            return


def _list_problems(value: Any, item: Shape, path: str) -> Iterator[Problem]:
    if not isinstance(value, list):
        yield _wrong(path, value, "a list")
        return
    for index, element in enumerate(value):
        yield from _problems(element, item, f"{path}[{index}]")


def _map_problems(value: Any, item: Shape, path: str) -> Iterator[Problem]:
    if not isinstance(value, Mapping):
        yield _wrong(path, value, "a map")
        return
    for name, element in value.items():
        yield from _problems(element, item, f'{path}["{name}"]')


def _record_problems(value: Any, record: Record, path: str) -> Iterator[Problem]:
    if not isinstance(value, Mapping):
        yield _wrong(path, value, "an object")
        return
    properties = properties_of(record)
    for name, element in value.items():
        here = f"{path}.{name}" if path else name
        if name in properties:
            yield from _problems(element, properties[name].shape, here)
        else:
            yield Problem(here, f"there is no property {name!r}{_instead(name, tuple(properties))}")
    for name, declared in properties.items():
        if declared.required and name not in value:
            yield Problem(f"{path}.{name}" if path else name, "is required but missing")


def _is_a(value: Any, expected: type) -> bool:
    if expected is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if expected is int:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, expected)


def _wrong(path: str, value: Any, expected: str) -> Problem:
    return Problem(path, f"must be {expected}, but is {value!r}")


def _instead(wrong: str, known: tuple[Any, ...]) -> str:
    texts = {str(item).lower(): str(item) for item in known}
    near = difflib.get_close_matches(wrong.lower(), texts, n=1)
    if near:
        return f"; did you mean {texts[near[0]]!r}?"
    return f"; allowed are {', '.join(sorted(texts.values()))}"
