"""IAM policy documents on ECR repositories and registries: parsed into statements, never grepped.

Source: AWS IAM user guide, "Grammar of the IAM JSON policy language" and "IAM JSON policy elements".
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from registry_guardrails.documents import MalformedDocumentError, parse_object
from registry_guardrails.values import UNKNOWN, elements, mapping, quote

UNKNOWN_TEXT = "(unknown)"

_DOCUMENT_ELEMENTS = {"Version", "Id", "Statement"}
_STATEMENT_ELEMENTS = {
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
}
_ACCOUNT = re.compile(r"\d{12}")
_ORGANISATION = re.compile(r"o-[a-z0-9]{10,32}")
_ORGANISATION_PATH = re.compile(r"o-[a-z0-9]{10,32}/r-[a-z0-9]{4,32}/.*")
_ARN_OF_ONE_ACCOUNT = re.compile(r"arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:\d{12}:.+")
_ENDPOINT = re.compile(r"vpc(?:e)?-[0-9a-f]+")
_TEXT_OPERATORS = {"stringequals", "stringequalsignorecase", "stringlike"}
_ARN_OPERATORS = {*_TEXT_OPERATORS, "arnequals", "arnlike"}
_LIMITING_KEYS: Mapping[str, tuple[re.Pattern[str], set[str]]] = {
    "aws:principalorgid": (_ORGANISATION, _TEXT_OPERATORS),
    "aws:sourceorgid": (_ORGANISATION, _TEXT_OPERATORS),
    "aws:principalorgpaths": (_ORGANISATION_PATH, _TEXT_OPERATORS),
    "aws:principalaccount": (_ACCOUNT, _TEXT_OPERATORS),
    "aws:sourceaccount": (_ACCOUNT, _TEXT_OPERATORS),
    "aws:principalarn": (_ARN_OF_ONE_ACCOUNT, _ARN_OPERATORS),
    "aws:sourcearn": (_ARN_OF_ONE_ACCOUNT, _ARN_OPERATORS),
    "aws:sourcevpc": (_ENDPOINT, _TEXT_OPERATORS),
    "aws:sourcevpce": (_ENDPOINT, _TEXT_OPERATORS),
}


@dataclass(frozen=True)
class Condition:
    """One key of a condition block: `operator` as written, `key` in lower case, the values it may have."""

    operator: str
    key: str
    values: tuple[str, ...]

    @property
    def limits(self) -> bool:
        """Whether it holds only for callers of named organisations, accounts or networks.

        Values must be exact: an organisation's id, an account's id, or an ARN whose account is spelt out. The
        suffix `IfExists` and the prefix `ForAllValues:` also hold where the caller has no such key, as an
        anonymous one has none.
        """
        pattern, operators = _LIMITING_KEYS.get(self.key, (_ACCOUNT, set[str]()))
        operator = self.operator.lower().removeprefix("foranyvalue:")
        return operator in operators and all(
            value == UNKNOWN_TEXT or pattern.fullmatch(value) for value in self.values
        )


@dataclass(frozen=True)
class Statement:
    """A statement: its place in the document, effect, principals and actions, and the conditions it is under.

    `principals` are the values of all principal types together; with `names_all_but` they are those of
    `NotPrincipal`, and with `allows_all_but` the actions are those of `NotAction`.
    """

    place: str
    allows: bool
    principals: tuple[str, ...]
    names_all_but: bool
    actions: tuple[str, ...]
    allows_all_but: bool
    conditions: tuple[Condition, ...]

    @property
    def is_limited(self) -> bool:
        """Whether a condition limits who may call; all of a statement's conditions must hold together."""
        return any(condition.limits for condition in self.conditions)

    @property
    def open_principal(self) -> str | None:
        """The principal element that lets anyone call, as written, or None."""
        if not self.allows or self.is_limited:
            return None
        if self.names_all_but:
            return f"NotPrincipal {', '.join(self.principals)}"
        return next((f"Principal {value}" for value in self.principals if "*" in value or "?" in value), None)


def parse_policy(value: object) -> tuple[Statement, ...]:
    """Read a resource policy given as JSON text or as an object.

    Unknown values within an object are read as UNKNOWN_TEXT. Raises MalformedDocumentError with the reason.
    """
    document = parse_object(value)
    _reject_strange_elements(document, _DOCUMENT_ELEMENTS, "the document")
    statements = elements(document.get("Statement"))
    if not statements:
        raise MalformedDocumentError("it has no Statement")
    return tuple(_statement(raw, number) for number, raw in enumerate(statements, start=1))


def _statement(raw: object, number: int) -> Statement:
    statement = mapping(raw)
    place = f"statement {quote(statement['Sid']) if 'Sid' in statement else number}"
    _reject_strange_elements(statement, _STATEMENT_ELEMENTS, place)
    if statement.get("Effect") not in ("Allow", "Deny"):
        raise MalformedDocumentError(f"{place} has Effect {quote(statement.get('Effect'))}")
    principal, names_all_but = _either(statement, "Principal", "NotPrincipal", place)
    action, allows_all_but = _either(statement, "Action", "NotAction", place)
    return Statement(
        place=place,
        allows=statement["Effect"] == "Allow",
        principals=_principals(principal, place),
        names_all_but=names_all_but,
        actions=_texts(action, place),
        allows_all_but=allows_all_but,
        conditions=tuple(_conditions(statement.get("Condition"), place)),
    )


def _either(statement: Mapping[str, object], positive: str, negative: str, place: str) -> tuple[object, bool]:
    if (positive in statement) == (negative in statement):
        raise MalformedDocumentError(f"{place} must have one of {positive} and {negative}")
    is_negative = negative in statement
    return statement[negative if is_negative else positive], is_negative


def _principals(value: object, place: str) -> tuple[str, ...]:
    if isinstance(value, dict):
        return tuple(text for by_type in mapping(value).values() for text in _texts(by_type, place))
    return _texts(value, place)


def _conditions(block: object, place: str) -> Iterator[Condition]:
    if block is not None and not isinstance(block, dict):
        raise MalformedDocumentError(f"{place} has a Condition that is not an object")
    for operator, keys in mapping(block).items():
        for key, values in mapping(keys).items():
            yield Condition(operator, key.lower(), _texts(values, place))


def _texts(value: object, place: str) -> tuple[str, ...]:
    return tuple(_text(item, place) for item in elements(value))


def _text(value: object, place: str) -> str:
    if value is UNKNOWN:
        return UNKNOWN_TEXT
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (str, int, float)):
        return str(value)
    raise MalformedDocumentError(f"{place} has an object where a text belongs")


def _reject_strange_elements(found: Mapping[str, object], known: set[str], place: str) -> None:
    strange = sorted(set(found) - known)
    if strange:
        raise MalformedDocumentError(f"{place} has the unknown element {quote(strange[0])}")
