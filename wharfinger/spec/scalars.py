"""Scalars of YAML as the spec reads them: YAML 1.2's core schema, with its traps closed."""

import re
from dataclasses import dataclass
from typing import Final

FORBIDDEN: Final = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
"""Characters that no file may hold: control characters, and those at which only some editors end a line."""


@dataclass(frozen=True, slots=True)
class Unquoted:
    """A scalar without quotes that is neither plainly text nor plainly a number or a truth value.

    Such are `012345678901`, `1.10`, `0x1F`, `True` and `NULL`: YAML versions and tools disagree on them, so
    no field of the spec takes one. The text is as written, for the error to name.
    """

    text: str


Scalar = str | int | bool | Unquoted | None

_CONSTANTS: Final[dict[str, bool | None]] = {
    "": None,
    "~": None,
    "null": None,
    "true": True,
    "false": False,
}

_WHOLE_NUMBER: Final = re.compile(r"0|-?[1-9][0-9]{0,17}")

_NOT_TEXT: Final = re.compile(
    r"""True|TRUE|False|FALSE|Null|NULL
    |[-+]?[0-9]+ | 0o[0-7]+ | 0x[0-9a-fA-F]+
    |[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?
    |[-+]?\.(inf|Inf|INF) | \.(nan|NaN|NAN)""",
    re.VERBOSE,
)
"""What YAML 1.2's core schema (YAML 1.2.2, section 10.3.2) reads as something else than text."""

_MAY_BE_NO_TEXT: Final = frozenset("0123456789+-.TFN")


def plain(text: str) -> Scalar:
    """The value of a scalar that was written without quotes.

    Only `true` and `false` are truth values, so `yes`, `on` and `off` are text; only whole numbers in their
    shortest form, of at most 18 digits, are numbers.
    """
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in _MAY_BE_NO_TEXT:
        return text
    if _WHOLE_NUMBER.fullmatch(text):
        return int(text)
    return Unquoted(text) if _NOT_TEXT.fullmatch(text) else text


def in_quotes(text: str) -> str:
    """A text in the quotes that it needs least escaping in."""
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'
