"""What is wrong with an inventory or with a cloud's output, in our own words."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails, from_json

from wharfinger.inventory.line import DIGEST_RULE, TIME_RULE
from wharfinger.inventory.source import Source
from wharfinger.spec.diagnostics import Diagnostic, SpecError
from wharfinger.spec.places import Place, SpecPath
from wharfinger.spec.suggestions import suggest
from wharfinger.spec.wording import shown

MOST_SHOWN: Final = 20

NO_TIME: Final = "no_time"
"""The type of pydantic's error on what is no time, raised by our own validator."""

_NO_RULES: Final[Mapping[str, str]] = {}
_POSITION: Final = re.compile(r"(?P<what>.*) at line (?P<line>\d+) column (?P<column>\d+)")
"""How the parser says where JSON is broken."""


def load(text: str | bytes, file: str, first_line: int = 1, *, help_: str) -> Any:
    """The data in a JSON text that starts on that line of a file. Raises `SpecError` for broken JSON."""
    try:
        return from_json(text)
    except ValueError as error:
        found = _POSITION.fullmatch(str(error))
        what, line, column = found.groups() if found else (error, 1, 1)
        broken = Place(file, first_line + int(line) - 1, max(1, int(column)))
        raise SpecError([Diagnostic(f"this is no JSON: {what}", broken, help=help_)]) from None


Problem = tuple[SpecPath, str, str]
"""Where in a JSON text something is wrong, what, and what may stand there."""


def problems(error: ValidationError, text: str, rules: Mapping[str, str] = _NO_RULES) -> Iterator[Problem]:
    """What is wrong with sound JSON that holds something else than it should.

    `rules` tell what may stand at each key.
    """
    data = from_json(text)
    found: dict[SpecPath, ErrorDetails] = {}
    for detail in error.errors(include_url=False):
        found.setdefault(_path(detail["loc"], data, detail["type"]), detail)
    holders = {path[:length] for path in found for length in range(len(path))}
    for path, detail in found.items():
        if path in holders:  # of a choice, the side that wasn't meant: the other has an error further in
            continue
        fault = _Fault(path, detail["input"], rules)
        explain = _WORDS.get(detail["type"])
        message, help_ = explain(fault) if explain else (f"{fault.subject}: {detail['msg']}", fault.rule)
        yield path, message, help_


def no_time(path: SpecPath, written: str) -> Problem:
    """What is wrong with a text that is no time."""
    return path, *_no_time(_Fault(path, written, _NO_RULES))


def missing(path: SpecPath, help_: str) -> Problem:
    """What is wrong where something is missing."""
    return path, f"`{name_of(path)}` is missing", help_


def refusal(source: Source, found: Iterable[Problem]) -> SpecError:
    """The first problems of a source, in its order, and how many more there are."""
    every = list(found)
    told = [source.fault(*one) for one in every[: MOST_SHOWN + 1]]
    return first_of(told, len(every) - len(told))


def first_of(diagnostics: Iterable[Diagnostic], untold: int = 0) -> SpecError:
    """The first errors, and how many more there are: `untold` more than those given."""
    found = SpecError(diagnostics).diagnostics
    told, rest = found[:MOST_SHOWN], found[MOST_SHOWN:]
    if not rest:
        return SpecError(told)
    return SpecError([*told, Diagnostic(f"more errors from here on: {len(rest) + untold:,}", rest[0].place)])


def name_of(path: SpecPath) -> str:
    """A path in JSON as people write it, such as `imageDetails[3].imagePushedAt`."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")


@dataclass(frozen=True, slots=True)
class _Fault:
    path: SpecPath
    value: Any
    """What was written."""
    rules: Mapping[str, str]

    @property
    def subject(self) -> str:
        return f"`{name_of(self.path)}`" if self.path else "this"

    @property
    def rule(self) -> str:
        """What may stand there, where a rule is known."""
        return next((self.rules[str(part)] for part in reversed(self.path) if part in self.rules), "")

    @property
    def shown(self) -> str:
        return "an object" if isinstance(self.value, dict) else shown(self.value)


_Words = tuple[str, str]
"""Message and help."""


def _path(location: SpecPath, data: Any, kind: str) -> SpecPath:
    """The path that a location in one of pydantic's errors means, without what it adds for choices."""
    path: list[str | int] = []
    for part in location:
        try:
            data = data[part]
        except (LookupError, TypeError):
            if kind != "missing":
                continue
        path.append(part)
    return tuple(path)


def _must_be(what: str) -> Callable[[_Fault], _Words]:
    return lambda fault: (f"{fault.subject} must be {what}, not {fault.shown}", fault.rule)


def _unknown(fault: _Fault) -> _Words:
    key = str(fault.path[-1])
    return f"unknown key {shown(key)}", suggest(key, fault.rules)


def _no_time(fault: _Fault) -> _Words:
    return f"{fault.subject} can't be {fault.shown}", TIME_RULE


def _no_digest(fault: _Fault) -> _Words:
    return f"{fault.subject} can't be {fault.shown}", DIGEST_RULE


_WORDS: Final[Mapping[str, Callable[[_Fault], _Words]]] = {
    "bool_type": _must_be("`true` or `false`"),
    "dict_type": _must_be("an object"),
    "extra_forbidden": _unknown,
    "float_type": _no_time,
    "greater_than_equal": _must_be("at least 0"),
    "int_parsing": _must_be("a whole number"),
    "int_type": _must_be("a whole number"),
    "list_type": _must_be("a list"),
    "missing": lambda fault: (f"{fault.subject} is missing", fault.rule),
    "model_type": _must_be("an object"),
    "string_pattern_mismatch": _no_digest,
    "string_too_short": lambda fault: (f"{fault.subject} must not be empty", fault.rule),
    "string_type": _must_be("text"),
    NO_TIME: _no_time,
    "tuple_type": _must_be("a list"),
}
"""What explains each type of error that pydantic finds here."""
