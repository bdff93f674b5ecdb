"""What an ECR repository policy lets identities do.

Sources: the IAM user guide, "Policy evaluation logic", "AWS JSON policy elements: NotPrincipal" and
"Conditions with multiple context keys or values", and the Service Authorization Reference for Amazon ECR.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from wharfinger.clouds.aws.statements import EVERYONE, Principal, Statement, condition, operator_of
from wharfinger.clouds.patterns import matches
from wharfinger.clouds.rights import ActionSet, Allowance, Granted, Limit, Right, Way, rights_of, together

_PULL: Final = frozenset({"ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"})
_PUSH: Final = frozenset(
    {
        "ecr:BatchCheckLayerAvailability",
        "ecr:CompleteLayerUpload",
        "ecr:InitiateLayerUpload",
        "ecr:PutImage",
        "ecr:UploadLayerPart",
    }
)
_ADMIN: Final = (
    "ecr:DeleteLifecyclePolicy",
    "ecr:DeleteRepository",
    "ecr:DeleteRepositoryPolicy",
    "ecr:PutImageScanningConfiguration",
    "ecr:PutImageTagMutability",
    "ecr:PutLifecyclePolicy",
    "ecr:SetRepositoryPolicy",
)
ACTION_SETS: Final[Mapping[Right, ActionSet]] = {
    "pull": ActionSet((_PULL,)),
    "push": ActionSet((_PULL | _PUSH,)),
    "delete": ActionSet((frozenset({"ecr:BatchDeleteImage"}),)),
    "admin": ActionSet(tuple(frozenset({action}) for action in _ADMIN)),
}
"""The actions of each right; one that changes the repository itself is enough to be admin."""

_OTHERS: Final = """
    BatchGetRepositoryScanningConfiguration BatchImportUpstreamImage CreateRepository
    DescribeImageReplicationStatus DescribeImageScanFindings DescribeImageSigningStatus DescribeImages
    DescribeRepositories GetImageCopyStatus GetLifecyclePolicy GetLifecyclePolicyPreview GetRepositoryPolicy
    ListImageReferrers ListImages ListTagsForResource ReplicateImage StartImageScan
    StartLifecyclePolicyPreview TagResource UntagResource UpdateImageStorageClass
"""
REPOSITORY_ACTIONS: Final = frozenset(f"ecr:{name}" for name in _OTHERS.split()).union(
    *(actions.all for actions in ACTION_SETS.values())
)
"""All actions on a repository (Service Authorization Reference, resource type `repository`)."""

_EVERYONE: Final = Principal("AWS", EVERYONE)
_OPPOSITES: Final = {
    "stringequals": "StringNotEquals",
    "stringequalsignorecase": "StringNotEqualsIgnoreCase",
    "stringlike": "StringNotLike",
    "arnequals": "ArnNotEquals",
    "arnlike": "ArnNotLike",
    "stringnotequals": "StringEquals",
    "stringnotequalsignorecase": "StringEqualsIgnoreCase",
    "stringnotlike": "StringLike",
    "arnnotequals": "ArnEquals",
    "arnnotlike": "ArnLike",
}


def read_rights(repository: str, statements: Sequence[Statement]) -> Granted:
    """The rights that a repository's policy gives, allows minus denies.

    A deny takes away what it speaks of without doubt. One whose single undecided condition has an opposite
    leaves the rest under that opposite; any other stays beside the right, in `unless`. An account's right is
    what it may hand on to its own identities. What everyone or an account has isn't told again for each
    identity in it, unless a statement that names the identity has a part in it.

    Raises `PolicyError` where conditions combine in too many ways.
    """
    allows = [statement for statement in statements if statement.allows]
    denies = [statement for statement in statements if not statement.allows]
    found: list[Granted] = []
    for identity in dict.fromkeys(who for statement in allows for who in _named(statement)):
        own = {statement.name for statement in allows if identity in _named(statement)}
        allowances = _allowances(allows, denies, identity)
        granted = rights_of(identity.name, allowances, ACTION_SETS, lambda limits: (repository, limits))
        found.append(
            Granted(
                tuple(right for right in granted.rights if own.intersection(right.statements)),
                tuple(other for other in granted.other_actions if other.statement in own),
            )
        )
    return together(found)


def _named(statement: Statement) -> tuple[Principal, ...]:
    return (_EVERYONE,) if statement.all_but_principals else statement.principals


@dataclass(frozen=True, slots=True)
class _Denial:
    """What a statement denies an identity: without doubt, under a limit's opposite, or in doubt."""

    name: str
    actions: frozenset[str]
    certain: bool
    leaves: Limit | None


def _allowances(
    allows: Iterable[Statement], denies: Iterable[Statement], identity: Principal
) -> Iterator[Allowance]:
    denials = [denial for statement in denies if (denial := _denial(statement, identity))]
    for statement in allows:
        limits = _limits(statement, identity)
        if limits is None:
            continue
        for action in _actions(statement):
            against = [denial for denial in denials if action in denial.actions]
            if not any(denial.certain for denial in against):
                yield Allowance(
                    action,
                    statement.name,
                    limits.union(denial.leaves for denial in against if denial.leaves),
                    frozenset(denial.name for denial in against if not denial.leaves),
                )


def _limits(statement: Statement, identity: Principal) -> Way | None:
    """What has to hold for a statement to allow an identity something; `None` where it allows nothing."""
    decided = {limit: holds(limit, identity) for limit in statement.conditions}
    if False in decided.values():
        return None
    undecided = frozenset(limit for limit, verdict in decided.items() if verdict is None)
    if any(_covers(one, identity) for one in statement.principals) == statement.all_but_principals:
        return None
    if statement.all_but_principals and _covers_part(statement.principals, identity):
        undecided |= {Limit("NotPrincipal", "", tuple(one.name for one in statement.principals))}
    return undecided


def _denial(statement: Statement, identity: Principal) -> _Denial | None:
    """What a statement denies an identity, `None` for nothing."""
    reached = _reached(statement, identity)
    decided = {limit: holds(limit, identity) for limit in statement.conditions}
    if reached is False or False in decided.values():
        return None
    undecided = [limit for limit, verdict in decided.items() if verdict is None]
    leaves = _opposite(undecided[0]) if reached and len(undecided) == 1 else None
    return _Denial(statement.name, _actions(statement), reached is True and not undecided, leaves)


def _reached(statement: Statement, identity: Principal) -> bool | None:
    """Whether a deny speaks of all of an identity; `None` where it does of a part, or that isn't known.

    `NotPrincipal` spares a caller only where its account, its role and its session are all named: whoever has
    to do with one of the named is in doubt.
    """
    whole = any(_covers(one, identity) for one in statement.principals)
    part = _covers_part(statement.principals, identity)
    if statement.all_but_principals:
        return None if whole or part else True
    return True if whole else None if part else False


def _covers(named: Principal, identity: Principal) -> bool:
    """Whether a name stands for all of an identity: its own, its account's or everyone's."""
    is_account = named.kind == "AWS" and named.name == identity.account
    return named == identity or is_account or named.name == EVERYONE


def _covers_part(named: Iterable[Principal], identity: Principal) -> bool:
    return identity.name == EVERYONE or any(one.account == identity.name for one in named)


def _actions(statement: Statement) -> frozenset[str]:
    spoken_of = frozenset[str]().union(*(_named_actions(pattern) for pattern in statement.actions))
    return REPOSITORY_ACTIONS - spoken_of if statement.all_but_actions else spoken_of


@cache
def _named_actions(pattern: str) -> frozenset[str]:
    """The actions that a pattern names, whatever its case; itself where it is none of a repository's."""
    lowered = pattern.lower()
    found = frozenset(action for action in REPOSITORY_ACTIONS if matches(lowered, action.lower()))
    return found or frozenset({pattern})


def holds(limit: Limit, identity: Principal) -> bool | None:
    """Whether a condition holds for an identity, `None` where its documents don't tell.

    The key is there and has one value, so that a set prefix and `IfExists` make no difference.
    """
    _, base, _ = operator_of(limit)
    known = _known(limit.key.lower(), identity)
    if known is None or any("${" in value for value in limit.values):
        return None
    if base == "null":
        return limit.values == ("false",)
    compare = _COMPARISONS.get(base.replace("not", ""))
    if compare is None:
        return None
    return any(compare(value, known) for value in limit.values) != ("not" in base)


def _known(key: str, identity: Principal) -> str | None:
    if key == "aws:principalaccount":
        return identity.account
    is_role_or_user = identity.name.startswith("arn:") and ":iam:" in identity.name
    if key == "aws:principalarn" and identity.kind == "AWS" and is_role_or_user:
        return identity.name
    return None


def _same(value: str, known: str) -> bool:
    return value == known


def _same_whatever_case(value: str, known: str) -> bool:
    return value.lower() == known.lower()


def _like_arn(value: str, known: str) -> bool:
    """Whether an ARN is like a pattern, of which no wildcard reaches from one part into the next."""
    return value.count(":") == known.count(":") and matches(value, known)


_COMPARISONS: Final[Mapping[str, Callable[[str, str], bool]]] = {
    "stringequals": _same,
    "stringequalsignorecase": _same_whatever_case,
    "stringlike": matches,
    "arnequals": _like_arn,
    "arnlike": _like_arn,
}


def _opposite(limit: Limit) -> Limit | None:
    """What holds exactly where a condition doesn't, `None` where no single condition says that."""
    over, base, optional = operator_of(limit)
    if over or optional or base not in _OPPOSITES:
        return None
    return condition(_OPPOSITES[base], limit.key, limit.values)
