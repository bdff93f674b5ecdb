"""IAM policies on ECR repositories as statements, whoever wrote them.

Sources: the IAM user guide, "Grammar of the IAM JSON policy language", "AWS JSON policy elements: Principal"
and "Condition operators", and the ECR user guide, "Private repository policies".
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, Final, Literal, Self

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic.alias_generators import to_pascal

from wharfinger.clouds.aws.access import MAX_CHARACTERS
from wharfinger.clouds.policy import Native, PolicyError, problems
from wharfinger.clouds.rights import Limit

EVERYONE: Final = "*"

_OPERATOR: Final = re.compile(
    r"(?P<over>forallvalues:|foranyvalue:)?(?P<base>[a-z]+?)(?P<optional>ifexists)?", re.IGNORECASE
)
_OPERATORS: Final = frozenset(
    [
        "stringequals",
        "stringnotequals",
        "stringequalsignorecase",
        "stringnotequalsignorecase",
        "stringlike",
        "stringnotlike",
        "numericequals",
        "numericnotequals",
        "numericlessthan",
        "numericlessthanequals",
        "numericgreaterthan",
        "numericgreaterthanequals",
        "dateequals",
        "datenotequals",
        "datelessthan",
        "datelessthanequals",
        "dategreaterthan",
        "dategreaterthanequals",
        "bool",
        "binaryequals",
        "ipaddress",
        "notipaddress",
        "arnequals",
        "arnlike",
        "arnnotequals",
        "arnnotlike",
        "null",
    ]
)
_NAMING: Final = frozenset({"stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike"})
_ORGANISATION: Final = re.compile(r"o-[a-z0-9]{10,32}")
_ORGANISATION_PATH: Final = re.compile(r"o-[a-z0-9]{10,32}/.+")
_ACCOUNT: Final = re.compile(r"[0-9]{12}")
_ARN_OF_ONE_ACCOUNT: Final = re.compile(r"arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]{12}:.+")
_WHO: Final[Mapping[str, re.Pattern[str]]] = {
    "aws:principalorgid": _ORGANISATION,
    "aws:principalorgpaths": _ORGANISATION_PATH,
    "aws:principalaccount": _ACCOUNT,
    "aws:principalarn": _ARN_OF_ONE_ACCOUNT,
    "aws:sourceorgid": _ORGANISATION,
    "aws:sourceorgpaths": _ORGANISATION_PATH,
    "aws:sourceaccount": _ACCOUNT,
    "aws:sourcearn": _ARN_OF_ONE_ACCOUNT,
}
"""The keys that say who calls, with what a value looks like that names someone."""

_AWS_PRINCIPAL: Final = re.compile(
    r"\*|[0-9]{12}|A(?:ROA|IDA)[A-Z0-9]{12,}"
    r"|arn:aws[a-z-]*:iam::[0-9]{12}:(?:root|(?:role|user)/[\w+=,.@/-]+)"
    r"|arn:aws[a-z-]*:sts::[0-9]{12}:(?:assumed-role|federated-user)/[\w+=,.@/-]+"
)
_ROOT: Final = re.compile(r"arn:aws[a-z-]*:iam::([0-9]{12}):root")
_ACTION: Final = re.compile(r"\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+")


@dataclass(frozen=True, slots=True)
class Principal:
    """Someone whom a statement names."""

    kind: Literal["AWS", "Service", "Federated", "CanonicalUser"]
    name: str
    """`*`, an account id (for `…:root` too), an ARN, a unique id, or the name of a service or provider."""

    @property
    def account(self) -> str | None:
        """The account that it is, or is in; `None` where that isn't known."""
        if self.kind != "AWS":
            return None
        if _ACCOUNT.fullmatch(self.name):
            return self.name
        return self.name.split(":")[4] if self.name.startswith("arn:") else None


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of a policy; its conditions must hold together."""

    name: str
    """Its Sid, or else its number."""
    allows: bool
    principals: tuple[Principal, ...]
    all_but_principals: bool
    """Whether it speaks of everyone but the principals (`NotPrincipal`)."""
    actions: tuple[str, ...]
    all_but_actions: bool
    """Whether it speaks of everything but the actions (`NotAction`)."""
    conditions: tuple[Limit, ...]


def read_statements(text: str) -> tuple[Statement, ...]:
    """The statements of a repository policy, as `aws ecr set-repository-policy` takes it.

    Raises `PolicyError` where ECR would refuse it.
    """
    if len(text) > MAX_CHARACTERS:
        raise PolicyError((f"the document: ECR takes {MAX_CHARACTERS:,} characters, not {len(text):,}",))
    try:
        policy = _Policy.model_validate_json(text)
    except ValidationError as error:
        raise PolicyError(problems(error)) from None
    return tuple(statement.value(number) for number, statement in enumerate(policy.statement, start=1))


def condition(operator: str, key: str, values: tuple[str, ...]) -> Limit:
    """A condition, with whether it names who calls.

    Values with wildcards name nobody, such as the `*` that every organisation is like; neither do `IfExists`
    and `ForAllValues:`, which hold as well for callers without the key.
    """
    limit = Limit(key, operator, values)
    over, base, optional = operator_of(limit)
    form = _WHO.get(key.lower())
    exact = form is not None and all(form.fullmatch(value) for value in values)
    return replace(limit, names_who=exact and base in _NAMING and not optional and over != "forallvalues:")


def operator_of(limit: Limit) -> tuple[str, str, bool]:
    """An operator's set prefix, its name and whether it ends in `IfExists`, in lower case."""
    found = _OPERATOR.fullmatch(limit.operator)
    if found is None:
        return "", limit.operator.lower(), False
    return (found["over"] or "").lower(), found["base"].lower(), found["optional"] is not None


def _several(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else (value,)


def _action(text: Any) -> Any:
    if isinstance(text, str) and not _ACTION.fullmatch(text):
        raise ValueError(f"`{text}` is no action, such as `ecr:BatchGetImage`")
    return text


def _principals(value: Any) -> tuple[Principal, ...]:
    if value == EVERYONE:
        return (Principal("AWS", EVERYONE),)
    if not isinstance(value, dict) or not value:
        raise ValueError('principals are `"*"` or an object such as `{"AWS": "111111111111"}`')
    return tuple(_principal(kind, name) for kind, names in value.items() for name in _several(names))


def _principal(kind: Any, name: Any) -> Principal:
    if kind not in ("AWS", "Service", "Federated", "CanonicalUser"):
        raise ValueError(f"`{kind}` is no kind of principal: AWS, Service, Federated or CanonicalUser")
    if not isinstance(name, str) or not name:
        raise ValueError(f"{kind} takes names")
    if kind == "AWS" and not _AWS_PRINCIPAL.fullmatch(name):
        raise ValueError(f"`{name}` is no account id, nor a role's, user's or session's ARN")
    root = _ROOT.fullmatch(name)
    return Principal(kind, root[1] if root else name)


def _conditions(block: Any) -> tuple[Limit, ...]:
    if not isinstance(block, dict) or not all(isinstance(tests, dict) for tests in block.values()):
        raise ValueError('conditions look like `{"StringEquals": {"aws:PrincipalOrgID": "o-…"}}`')
    return tuple(
        _compared(operator, key, _several(values))
        for operator, tests in block.items()
        for key, values in tests.items()
    )


def _compared(operator: str, key: str, values: tuple[Any, ...]) -> Limit:
    limit = condition(operator, key, tuple(_text(value) for value in values))
    if operator_of(limit)[1] not in _OPERATORS:
        raise ValueError(f"there is no operator `{operator}`")
    if not values:
        raise ValueError(f"`{operator}` of `{key}` has no value")
    return limit


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int | float):
        return str(value)
    raise ValueError("a condition compares with texts, numbers, `true` and `false`")


_Actions = Annotated[
    tuple[Annotated[str, BeforeValidator(_action)], ...], BeforeValidator(_several), Field(min_length=1)
]
_Principals = Annotated[tuple[Principal, ...], BeforeValidator(_principals), Field(min_length=1)]
_Conditions = Annotated[tuple[Limit, ...], BeforeValidator(_conditions)]


class _Iam(Native):
    model_config = ConfigDict(alias_generator=to_pascal)


class _Statement(_Iam):
    sid: str = ""
    effect: Literal["Allow", "Deny"]
    principal: _Principals | None = None
    not_principal: Annotated[_Principals | None, Field(validate_default=True)] = None
    action: _Actions | None = None
    not_action: Annotated[_Actions | None, Field(validate_default=True)] = None
    condition: _Conditions = ()

    @field_validator("not_principal", "not_action")
    @classmethod
    def _check(cls, value: Any, info: ValidationInfo) -> Any:
        positive = str(info.field_name).removeprefix("not_")
        if positive in info.data and (info.data[positive] is None) == (value is None):
            name = to_pascal(positive)
            raise ValueError(f"a statement has one of {name} and Not{name}")
        return value

    def value(self, number: int) -> Statement:
        return Statement(
            name=self.sid or f"statement {number}",
            allows=self.effect == "Allow",
            principals=self.principal or self.not_principal or (),
            all_but_principals=self.not_principal is not None,
            actions=self.action or self.not_action or (),
            all_but_actions=self.not_action is not None,
            conditions=self.condition,
        )


class _Policy(_Iam):
    version: Literal["2012-10-17", "2008-10-17"] = "2008-10-17"
    id: str = ""
    statement: Annotated[tuple[_Statement, ...], BeforeValidator(_several), Field(min_length=1)]

    @model_validator(mode="after")
    def _check(self) -> Self:
        used = Counter(statement.sid for statement in self.statement if statement.sid)
        if twice := [sid for sid, times in used.items() if times > 1]:
            raise ValueError(f"two statements have the Sid `{twice[0]}`")
        return self
