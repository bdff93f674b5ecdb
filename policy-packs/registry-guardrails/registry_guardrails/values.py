"""Plain values, and how to read them where some are unknown.

A property tree is made of dict, list, str, float, bool and None, as JSON gives them, with `UNKNOWN` in the
place of each value that a preview can't tell yet.
"""

import json
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import cast

LONGEST_QUOTE = 80


class Unknown(Enum):
    """The type of `UNKNOWN`."""

    UNKNOWN = "unknown"


UNKNOWN = Unknown.UNKNOWN


def lookup(tree: object, path: str) -> object:
    """Give the value at a dotted path: None where a step is absent, UNKNOWN where a step is unknown."""
    value = tree
    for step in path.split("."):
        if value is UNKNOWN:
            return UNKNOWN
        value = mapping(value).get(step)
    return value


def mapping(value: object) -> Mapping[str, object]:
    """Give the value if it is an object, else an empty one."""
    return cast("Mapping[str, object]", value) if isinstance(value, dict) else {}


def elements(value: object) -> list[object]:
    """Give a list's elements; nothing is no element, and any other value is the one element.

    Pulumi's bridged providers flatten lists of at most one element, and IAM takes a string for a list of one.
    """
    if value is None:
        return []
    return cast("list[object]", value) if isinstance(value, list) else [value]


def is_text(value: object) -> bool:
    """Whether something was set: a text that is not blank, or a value that a preview can't tell yet."""
    return value is UNKNOWN or (isinstance(value, str) and bool(value.strip()))


def has_unknown(value: object) -> bool:
    """Whether the value is unknown, or any value within it."""
    return any(leaf is UNKNOWN for leaf in _leaves(value))


def quote(value: object) -> str:
    """Show a value in a message, on one line and not too long."""
    text = "not set" if value is None else value if isinstance(value, str) else json.dumps(value, default=str)
    text = " ".join(text.split()) or "empty"
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"


def _leaves(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        for child in mapping(cast("object", value)).values():
            yield from _leaves(child)
    elif isinstance(value, list):
        for child in cast("list[object]", value):
            yield from _leaves(child)
    else:
        yield value
