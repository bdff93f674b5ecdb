"""Azure role assignments and their conditions, whoever wrote them.

Sources: the Azure RBAC docs, "Azure role assignment condition format and syntax", and the Azure Container
Registry docs, "Azure ABAC repository permissions".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from wharfinger.clouds.policy import Native, PolicyError, problems

MAX_NESTING: Final = 50
"""Brackets in brackets; no condition that a person reads comes near it."""
REPOSITORY_NAME: Final = "@Request[Microsoft.ContainerRegistry/registries/repositories:name]"

_LEXEME: Final = re.compile(
    r"(?P<text>'(?:[^'\\]|\\.)*')|(?P<attribute>@[A-Za-z]+\[[^\]\[]+\])|(?P<mark>&&|\|\||[(){},!])"
    r"|(?P<word>[A-Za-z0-9_.:+-]+)"
)
_GUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_ROLE_ID: Final = re.compile(
    rf"(?:/.+)?/providers/Microsoft\.Authorization/roleDefinitions/{_GUID.pattern}", re.IGNORECASE
)
_SCOPE: Final = re.compile(r"/.*")
_JOINS: Final = {"AND": "AND", "&&": "AND", "OR": "OR", "||": "OR"}
NAME_OPERATOR: Final = re.compile(
    r"(?:For(?:Any|All)Of(?P<many>Any|All)Values:)?"
    r"String(?P<no>Not)?(?P<how>Equals|StartsWith|Like)(?P<any_case>IgnoreCase)?"
)


@dataclass(frozen=True, slots=True)
class Every:
    """Holds where all parts do."""

    parts: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Some:
    """Holds where one part does."""

    parts: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Holds where its part doesn't."""

    part: "Expression"


@dataclass(frozen=True, slots=True)
class ActionMatches:
    """Holds for requests of an action; `*` stands for any text, and case doesn't count."""

    action: str


@dataclass(frozen=True, slots=True)
class Compares:
    """Holds where an attribute compares with values, as written; `Exists` has none."""

    attribute: str
    operator: str
    values: tuple[str, ...]


Expression = Every | Some | Not | ActionMatches | Compares


@dataclass(frozen=True, slots=True)
class RoleAssignment:
    """A role of a principal at a scope, under a condition where there is one."""

    role_definition_id: str
    principal_id: str
    scope: str
    condition: str | None = None
    condition_version: str | None = None


def read_statements(text: str) -> tuple[RoleAssignment, ...]:
    """The role assignments in a list, as `az role assignment list` gives it.

    Raises `PolicyError` where Azure would refuse one.
    """
    try:
        found = _ASSIGNMENTS.validate_json(text)
    except ValidationError as error:
        raise PolicyError(problems(error)) from None
    return tuple(
        RoleAssignment(
            one.role_definition_id, one.principal_id, one.scope, one.condition, one.condition_version
        )
        for one in found
    )


def read_condition(text: str) -> Expression:
    """A condition as an expression.

    Raises `PolicyError` where it isn't well-formed, which is found out one problem at a time.
    """
    try:
        return _Parser(list(_lexemes(text))).whole()
    except _MalformedError as error:
        raise PolicyError((f"character {error.position + 1}: {error.reason}",)) from None


def _condition(text: str | None) -> str | None:
    if text:
        try:
            read_condition(text)
        except PolicyError as error:
            raise ValueError("; ".join(error.problems)) from None
    return text or None


def _shaped(form: re.Pattern[str], what: str) -> AfterValidator:
    def check(text: str) -> str:
        if not form.fullmatch(text):
            raise ValueError(f"`{text}` is no {what}")
        return text

    return AfterValidator(check)


class _Assignment(Native):
    model_config = ConfigDict(extra="ignore")

    role_definition_id: Annotated[str, _shaped(_ROLE_ID, "id of a role definition")]
    principal_id: Annotated[str, _shaped(_GUID, "object id")]
    scope: Annotated[str, _shaped(_SCOPE, "scope, such as the resource id of a registry")]
    condition: Annotated[str | None, AfterValidator(_condition)] = None
    condition_version: Annotated[Literal["2.0"] | None, Field(validate_default=True)] = None

    @field_validator("condition_version")
    @classmethod
    def _check(cls, value: str | None, info: ValidationInfo) -> str | None:
        if "condition" in info.data and (info.data["condition"] is None) != (value is None):
            raise ValueError("a condition and conditionVersion `2.0` go together")
        return value


_ASSIGNMENTS: Final = TypeAdapter(tuple[_Assignment, ...])


class _MalformedError(Exception):
    def __init__(self, position: int, reason: str) -> None:
        self.position = position
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class _Lexeme:
    kind: str
    value: str
    position: int


def _lexemes(text: str) -> Iterator[_Lexeme]:
    position = 0
    while position < len(text):
        if text[position].isspace():
            position += 1
            continue
        found = _LEXEME.match(text, position)
        if found is None or found.lastgroup is None:
            raise _MalformedError(position, "this can't be read; a quote or a bracket may be missing")
        yield _Lexeme(found.lastgroup, found[0], position)
        position = found.end()
    yield _Lexeme("end", "the end", len(text))


class _Parser:
    """A recursive descent; `AND` and `OR` are mixed only with brackets, as Azure asks."""

    def __init__(self, lexemes: list[_Lexeme]) -> None:
        self._lexemes = lexemes
        self._next = 0
        self._depth = 0

    def whole(self) -> Expression:
        found = self._expression()
        if self._peek().kind != "end":
            raise self._unexpected(self._peek(), "AND, OR or the end")
        return found

    def _expression(self) -> Expression:
        parts = [self._term()]
        joins: set[str] = set()
        while join := _JOINS.get(self._peek().value.upper()):
            joins.add(join)
            if len(joins) > 1:
                raise _MalformedError(self._peek().position, "AND and OR are mixed without brackets")
            self._take()
            parts.append(self._term())
        if not joins:
            return parts[0]
        return Every(tuple(parts)) if joins == {"AND"} else Some(tuple(parts))

    def _term(self) -> Expression:
        self._depth += 1
        if self._depth > MAX_NESTING:
            raise _MalformedError(self._peek().position, f"it nests deeper than {MAX_NESTING} terms")
        found = self._inner_term(self._take())
        self._depth -= 1
        return found

    def _inner_term(self, first: _Lexeme) -> Expression:
        match first.value:
            case "!" | "NOT" | "Not" | "not":
                return Not(self._term())
            case "(":
                found = self._expression()
                self._expect(")")
                return found
            case "ActionMatches":
                return ActionMatches(self._braced())
            case "SubOperationMatches":
                return Compares("SubOperation", "Matches", (self._braced(),))
            case "Exists":
                return Compares(self._attribute(self._take()), "Exists", ())
            case _:
                return self._comparison(self._attribute(first))

    def _comparison(self, attribute: str) -> Expression:
        operator = self._take()
        if operator.kind != "word":
            raise self._unexpected(operator, "an operator")
        several = self._peek().value == "{"
        values = self._values() if several else (self._value(),)
        if attribute == REPOSITORY_NAME:
            known = NAME_OPERATOR.fullmatch(operator.value)
            if known is None:
                raise self._unexpected(operator, "an operator such as StringEqualsIgnoreCase")
            if known["many"] is None and len(values) > 1:
                raise _MalformedError(
                    operator.position, "several values go with ForAnyOfAnyValues: and the like"
                )
        return Compares(attribute, operator.value, values)

    def _values(self) -> tuple[str, ...]:
        self._expect("{")
        values = [self._value()]
        while self._peek().value == ",":
            self._take()
            values.append(self._value())
        self._expect("}")
        return tuple(values)

    def _value(self) -> str:
        found = self._take()
        if found.kind not in ("text", "word", "attribute") or found.value.upper() in _JOINS:
            raise self._unexpected(found, "a value")
        return found.value[1:-1] if found.kind == "text" else found.value

    def _braced(self) -> str:
        self._expect("{")
        found = self._value()
        self._expect("}")
        return found

    def _attribute(self, lexeme: _Lexeme) -> str:
        if lexeme.kind != "attribute":
            raise self._unexpected(lexeme, f"an attribute such as {REPOSITORY_NAME}")
        is_name = lexeme.value.lower() == REPOSITORY_NAME.lower()
        return REPOSITORY_NAME if is_name else lexeme.value

    def _peek(self) -> _Lexeme:
        return self._lexemes[self._next]

    def _take(self) -> _Lexeme:
        found = self._lexemes[self._next]
        if found.kind == "end":
            raise self._unexpected(found, "more")
        self._next += 1
        return found

    def _expect(self, mark: str) -> None:
        found = self._take()
        if found.value != mark:
            raise self._unexpected(found, f"`{mark}`")

    @staticmethod
    def _unexpected(found: _Lexeme, wanted: str) -> _MalformedError:
        return _MalformedError(found.position, f"{wanted} is expected, not {found.value}")
