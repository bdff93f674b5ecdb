"""The grammar of conditions on Azure role assignments, as far as container registries need it.

Sources: "Azure role assignment condition format and syntax", and the ACR page on ABAC repository permissions.
"""

import re
from dataclasses import dataclass

from wharfinger_sandbox.clouds.reading import did_you_mean

LONGEST_CONDITION = 8_192
DEEPEST_NESTING = 50
"""Brackets within brackets; Azure documents no limit, and no condition that a person reads comes near it."""
REPOSITORY_NAME = "Microsoft.ContainerRegistry/registries/repositories:name"
_REPOSITORIES = "Microsoft.ContainerRegistry/registries/repositories"
DATA_ACTIONS = tuple(
    f"{_REPOSITORIES}/{part}/{verb}"
    for part in ("content", "metadata")
    for verb in ("read", "write", "delete")
)
OPERATORS = frozenset(
    f"String{relation}{case}"
    for relation in ("Equals", "NotEquals", "StartsWith", "NotStartsWith", "Like", "NotLike")
    for case in ("", "IgnoreCase")
    if (relation, case) not in (("Like", "IgnoreCase"), ("NotLike", "IgnoreCase"))
) | {"BoolEquals", "BoolNotEquals", "NumericEquals", "DateTimeEquals", "GuidEquals", "GuidNotEquals"}
QUANTIFIER = re.compile(r"For(?:Any|All)Of(?:Any|All)Values:")
LEXEME = re.compile(
    r"\s*(?:(?P<text>'(?:[^'\\]|\\.)*')"
    r"|(?P<attribute>@(?:Request|Resource|Principal|Environment)\[[^\]\[]+\])"
    r"|(?P<mark>&&|\|\||[(){},!])"
    r"|(?P<word>[A-Za-z0-9_.:-]+))"
)


@dataclass(frozen=True)
class _ConditionError(Exception):
    reason: str


@dataclass(frozen=True)
class _Lexeme:
    kind: str
    value: str


def condition_problems(condition: str) -> list[str]:
    """Why Azure refuses a condition, as sentences; empty for a valid one."""
    if len(condition) > LONGEST_CONDITION:
        return [
            f"the condition has {len(condition):,} characters; at most {LONGEST_CONDITION:,} are allowed."
        ]
    try:
        parser = _Parser(_lexemes(condition))
        parser.expression()
        parser.end()
    except _ConditionError as refusal:
        return [refusal.reason]
    return parser.reasons


def _lexemes(condition: str) -> list[_Lexeme]:
    lexemes: list[_Lexeme] = []
    position = 0
    while condition[position:].strip():
        found = LEXEME.match(condition, position)
        if found is None or found.lastgroup is None:
            start = condition[position:].strip()[:20]
            raise _ConditionError(
                f"the condition cannot be read from {start!r}: a quote or bracket may be missing."
            )
        lexemes.append(_Lexeme(found.lastgroup, found[found.lastgroup]))
        position = found.end()
    return lexemes


class _Parser:
    """A recursive descent over the lexemes; what is well-formed but wrong is gathered in `reasons`."""

    def __init__(self, lexemes: list[_Lexeme]) -> None:
        self._lexemes = lexemes
        self._next = 0
        self._depth = 0
        self.reasons: list[str] = []

    def expression(self) -> None:
        self._term()
        while self._peek().value.upper() in ("AND", "OR", "&&", "||"):
            self._take()
            self._term()

    def end(self) -> None:
        if self._next < len(self._lexemes):
            raise _ConditionError(
                f"the condition does not end before {self._peek().value!r}: brackets are unbalanced."
            )

    def _term(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST_NESTING:
            raise _ConditionError(f"the condition nests deeper than {DEEPEST_NESTING} terms.")
        self._inner_term()
        self._depth -= 1

    def _inner_term(self) -> None:
        first = self._take()
        if first.value.upper() in ("!", "NOT"):
            self._term()
        elif first.value == "(":
            self.expression()
            self._expect(")")
        elif first.value in ("ActionMatches", "SubOperationMatches"):
            self._action()
        elif first.value == "Exists":
            self._attribute(self._take())
        else:
            self._comparison(first)

    def _action(self) -> None:
        self._expect("{")
        action = self._take()
        if action.kind != "text":
            raise _ConditionError(f"ActionMatches takes a quoted action, not {action.value!r}.")
        self._expect("}")
        name = action.value.strip("'")
        if name.startswith("Microsoft.ContainerRegistry/") and name not in DATA_ACTIONS:
            self.reasons.append(f"{name} is no data action of a registry.{did_you_mean(name, DATA_ACTIONS)}")

    def _comparison(self, attribute: _Lexeme) -> None:
        self._attribute(attribute)
        operator = QUANTIFIER.sub("", self._take().value)
        if operator not in OPERATORS:
            raise _ConditionError(f"there is no operator {operator!r}.{did_you_mean(operator, OPERATORS)}")
        values = self._values()
        if "StartsWith" not in operator or not attribute.value.endswith(f"{REPOSITORY_NAME}]"):
            return
        self.reasons += [
            f"the prefix '{value}' also matches siblings: a repository prefix ends in a slash."
            for value in values
            if not value.endswith("/")
        ]

    def _attribute(self, lexeme: _Lexeme) -> None:
        if lexeme.kind != "attribute":
            raise _ConditionError(
                f"an attribute such as @Request[{REPOSITORY_NAME}] is expected, not {lexeme.value!r}."
            )
        source, name = lexeme.value[1:-1].split("[", 1)
        if not name.startswith("Microsoft.ContainerRegistry/"):
            return
        if name != REPOSITORY_NAME:
            self.reasons.append(f"a registry has no attribute {name}.{did_you_mean(name, [REPOSITORY_NAME])}")
        elif source != "Request":
            self.reasons.append(f"{REPOSITORY_NAME} is an attribute of the @Request, not of the @{source}.")

    def _values(self) -> list[str]:
        first = self._take()
        if first.value != "{":
            return [self._value(first)]
        values = [self._value(self._take())]
        while self._peek().value == ",":
            self._take()
            values.append(self._value(self._take()))
        self._expect("}")
        return values

    def _value(self, lexeme: _Lexeme) -> str:
        if lexeme.kind == "mark":
            raise _ConditionError(f"a value is expected, not {lexeme.value!r}.")
        return lexeme.value.strip("'")

    def _peek(self) -> _Lexeme:
        return self._lexemes[self._next] if self._next < len(self._lexemes) else _Lexeme("end", "")

    def _take(self) -> _Lexeme:
        if self._next == len(self._lexemes):
            raise _ConditionError("the condition ends too early: a bracket or a value is missing.")
        self._next += 1
        return self._lexemes[self._next - 1]

    def _expect(self, mark: str) -> None:
        found = self._take()
        if found.value != mark:
            raise _ConditionError(f"{mark!r} is expected before {found.value!r}: brackets are unbalanced.")
