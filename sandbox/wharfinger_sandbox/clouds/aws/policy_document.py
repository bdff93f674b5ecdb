"""The grammar of IAM policy documents: identity, resource and trust policies.

Source: IAM user guide, "Grammar of the IAM JSON policy language" and "IAM JSON policy elements".
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wharfinger_sandbox.clouds.aws.actions import ECR_ACTIONS, names_an_action
from wharfinger_sandbox.clouds.reading import did_you_mean, repeated

VERSIONS = ("2012-10-17", "2008-10-17")
DOCUMENT_KEYS = ("Version", "Id", "Statement")
STATEMENT_KEYS = (
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
)
PRINCIPAL_KINDS = ("AWS", "Service", "Federated", "CanonicalUser")
_OPERATORS = """
    StringEquals StringNotEquals StringEqualsIgnoreCase StringNotEqualsIgnoreCase StringLike
    StringNotLike NumericEquals NumericNotEquals NumericLessThan NumericLessThanEquals
    NumericGreaterThan NumericGreaterThanEquals DateEquals DateNotEquals DateLessThan DateLessThanEquals
    DateGreaterThan DateGreaterThanEquals Bool BinaryEquals IpAddress NotIpAddress ArnEquals ArnLike
    ArnNotEquals ArnNotLike Null
"""
OPERATORS = frozenset(_OPERATORS.split())
ACTION = re.compile(r"\*|[a-z0-9-]+:[A-Za-z0-9*?]+")
AWS_PRINCIPAL = re.compile(
    r"\*|[0-9]{12}"
    r"|arn:aws[a-z-]*:iam::[0-9]{12}:(?:root|(?:user|role)/[\w+=,.@/-]+)"
    r"|arn:aws[a-z-]*:sts::[0-9]{12}:(?:assumed-role/[\w+=,.@-]+/[\w+=,.@-]+|federated-user/[\w+=,.@-]+)"
    r"|A(?:ROA|IDA)[A-Z0-9]{16,}"
)
IAM_GROUP = re.compile(r"arn:aws[a-z-]*:iam::[0-9]{12}:group/.*")
SERVICE_PRINCIPAL = re.compile(r"[a-z0-9.-]+\.(?:amazonaws\.com(?:\.cn)?|amazon\.com|internal)")


@dataclass(frozen=True)
class Dialect:
    """What one kind of policy takes: the most characters, who is named, what is named, and which actions."""

    longest: int
    principals: bool
    resources: bool
    ecr_only: bool = False


REPOSITORY_DIALECT = Dialect(longest=10_240, principals=True, resources=False, ecr_only=True)
REGISTRY_DIALECT = Dialect(longest=10_240, principals=True, resources=True, ecr_only=True)
KEY_DIALECT = Dialect(longest=32_768, principals=True, resources=True)
TRUST_DIALECT = Dialect(longest=2_048, principals=True, resources=False)
IDENTITY_DIALECT = Dialect(longest=10_240, principals=False, resources=True)


def policy_problems(policy: str, dialect: Dialect) -> list[str]:
    """Why AWS refuses a policy document, as sentences that name the rule; empty for a valid document."""
    try:
        document = json.loads(policy)
    except json.JSONDecodeError as error:
        return [f"the policy is not JSON: {error}."]
    if not isinstance(document, Mapping):
        return ["the policy is a JSON object."]
    reasons = _unknown_keys(document, DOCUMENT_KEYS, "the policy")
    length = len(json.dumps(document, separators=(",", ":"), ensure_ascii=False))
    if length > dialect.longest:
        reasons.append(f"the policy has {length:,} characters; at most {dialect.longest:,} are allowed.")
    if document.get("Version", VERSIONS[0]) not in VERSIONS:
        reasons.append(f"Version is {' or '.join(VERSIONS)}.")
    statements = _several(document.get("Statement"))
    if not statements:
        return [*reasons, "the policy has no Statement."]
    for number, statement in enumerate(statements):
        reasons += _statement_reasons(statement, f"Statement[{number}]", dialect)
    sids = [s["Sid"] for s in statements if isinstance(s, Mapping) and isinstance(s.get("Sid"), str)]
    return reasons + [f"Sid {sid!r} is used twice; Sids are unique." for sid in repeated(sids)]


def _statement_reasons(statement: Any, at: str, dialect: Dialect) -> list[str]:
    if not isinstance(statement, Mapping):
        return [f"{at} is not an object."]
    reasons = _unknown_keys(statement, STATEMENT_KEYS, at)
    if statement.get("Effect") not in ("Allow", "Deny"):
        reasons.append(f"{at}.Effect is Allow or Deny.")
    reasons += _exactly_one(statement, "Action", at)
    reasons += (
        _exactly_one(statement, "Principal", at) if dialect.principals else _none(statement, "Principal", at)
    )
    reasons += (
        _exactly_one(statement, "Resource", at) if dialect.resources else _none(statement, "Resource", at)
    )
    for key in ("Principal", "NotPrincipal"):
        if dialect.principals and key in statement:
            reasons += _principal_reasons(statement[key], f"{at}.{key}")
    for key in ("Action", "NotAction"):
        reasons += _action_reasons(_several(statement.get(key)), f"{at}.{key}", dialect)
    return reasons + _condition_reasons(statement.get("Condition", {}), f"{at}.Condition")


def _principal_reasons(principal: Any, at: str) -> list[str]:
    if principal == "*":
        return []
    if not isinstance(principal, Mapping) or not principal:
        return [f'{at} is "*" or an object such as {{"AWS": "111111111111"}}.']
    reasons = _unknown_keys(principal, PRINCIPAL_KINDS, at)
    for kind, names in principal.items():
        entries = _several(names)
        if not entries:
            reasons.append(f"{at}.{kind} names nobody.")
        reasons += [reason for entry in entries for reason in _name_reasons(kind, entry, f"{at}.{kind}")]
    return reasons


def _name_reasons(kind: str, name: Any, at: str) -> list[str]:
    if not isinstance(name, str):
        return [f"{at} holds strings."]
    if kind == "AWS" and IAM_GROUP.fullmatch(name):
        return [f"{at}: {name} is an IAM group; a group cannot be a principal, name its roles."]
    if kind == "AWS" and not AWS_PRINCIPAL.fullmatch(name):
        return [f"{at}: {name!r} is no account id and no ARN of a root, user, role or session."]
    if kind == "Service" and not SERVICE_PRINCIPAL.fullmatch(name):
        return [f"{at}: {name!r} is no service principal, such as ecr.amazonaws.com."]
    return []


def _action_reasons(actions: list[Any], at: str, dialect: Dialect) -> list[str]:
    reasons: list[str] = []
    for action in actions:
        if not isinstance(action, str) or not ACTION.fullmatch(action):
            reasons.append(f"{at}: {action!r} is no action, such as ecr:BatchGetImage.")
        elif action.lower() == "ecr:getauthorizationtoken" and dialect.ecr_only:
            reasons.append(f"{at}: ecr:GetAuthorizationToken belongs in an identity policy on '*', not here.")
        elif action.startswith("ecr:") and not names_an_action(action):
            hint = did_you_mean(action, [f"ecr:{name}" for name in ECR_ACTIONS])
            reasons.append(f"{at}: ECR has no action {action}.{hint}")
        elif dialect.ecr_only and action != "*" and not action.startswith("ecr:"):
            reasons.append(f"{at}: {action} is no action of ECR.")
    return reasons


def _condition_reasons(condition: Any, at: str) -> list[str]:
    if not isinstance(condition, Mapping):
        return [f"{at} is an object of operators."]
    reasons: list[str] = []
    for operator, tests in condition.items():
        plain = (
            str(operator).removeprefix("ForAllValues:").removeprefix("ForAnyValue:").removesuffix("IfExists")
        )
        if plain not in OPERATORS:
            reasons.append(f"{at} has no operator {operator!r}.{did_you_mean(plain, OPERATORS)}")
        if not isinstance(tests, Mapping) or not tests:
            reasons.append(f"{at}.{operator} maps condition keys to values.")
        else:
            reasons += [
                f"{at}.{operator}.{key} has no value." for key, value in tests.items() if value in ([], None)
            ]
    return reasons


def _exactly_one(statement: Mapping[str, Any], key: str, at: str) -> list[str]:
    present = [name for name in (key, f"Not{key}") if statement.get(name) not in (None, [], "")]
    return [] if len(present) == 1 else [f"{at} needs exactly one of {key} and Not{key}."]


def _none(statement: Mapping[str, Any], key: str, at: str) -> list[str]:
    return [
        f"{at}.{name} has no place in this kind of policy."
        for name in (key, f"Not{key}")
        if name in statement
    ]


def _several(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def _unknown_keys(document: Mapping[str, Any], keys: tuple[str, ...], at: str) -> list[str]:
    return [f"{at} has no element {key!r}.{did_you_mean(key, keys)}" for key in document if key not in keys]
