"""What role assignments let principals do in a registry in ABAC mode.

Sources: the Azure Container Registry docs, "Azure ABAC repository permissions" and "Roles directory
reference", and the Azure RBAC docs, "Azure built-in roles".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Final

from wharfinger.clouds.azure.statements import (
    NAME_OPERATOR,
    REPOSITORY_NAME,
    ActionMatches,
    Compares,
    Every,
    Expression,
    Not,
    RoleAssignment,
    Some,
    read_condition,
)
from wharfinger.clouds.patterns import matches
from wharfinger.clouds.policy import PolicyError
from wharfinger.clouds.rights import (
    ALWAYS,
    NEVER,
    ActionSet,
    Allowance,
    Granted,
    Limit,
    Right,
    Way,
    Ways,
    both,
    either,
    rights_of,
    together,
)

_LIKE: Final = "StringLike"
_UNLIKE: Final = "StringNotLike"
_REPOSITORIES: Final = "Microsoft.ContainerRegistry/registries/repositories"
_READ: Final = f"{_REPOSITORIES}/content/read"
_WRITE: Final = f"{_REPOSITORIES}/content/write"
_DELETE: Final = f"{_REPOSITORIES}/content/delete"
_READ_METADATA: Final = f"{_REPOSITORIES}/metadata/read"
_WRITE_METADATA: Final = f"{_REPOSITORIES}/metadata/write"
_DELETE_METADATA: Final = f"{_REPOSITORIES}/metadata/delete"
_CHANGE: Final = (
    "Microsoft.ContainerRegistry/registries/delete",
    "Microsoft.ContainerRegistry/registries/write",
)
_GRANT: Final = "Microsoft.Authorization/roleAssignments/write"
ACTION_SETS: Final[Mapping[Right, ActionSet]] = {
    "pull": ActionSet((frozenset({_READ}),), beside=frozenset({_READ_METADATA})),
    "push": ActionSet((frozenset({_READ, _WRITE}),), beside=frozenset({_READ_METADATA, _WRITE_METADATA})),
    "delete": ActionSet((frozenset({_DELETE}),), beside=frozenset({_DELETE_METADATA})),
    "admin": ActionSet(tuple(frozenset({action}) for action in (*_CHANGE, _GRANT))),
}
"""The actions of each right; one that changes the registry or its role assignments is enough to be admin."""


@dataclass(frozen=True, slots=True)
class Role:
    """A built-in role, with those of its actions that decide on a right."""

    name: str
    actions: tuple[str, ...]


ROLES: Final[Mapping[str, Role]] = {
    "b93aa761-3e63-49ed-ac28-beffa264f7ac": Role(
        "Container Registry Repository Reader", (_READ, _READ_METADATA)
    ),
    "2a1e307c-b015-4ebd-883e-5b7698a07328": Role(
        "Container Registry Repository Writer", (_READ, _WRITE, _READ_METADATA, _WRITE_METADATA)
    ),
    "2efddaa5-3f1f-4df3-97df-af3f13818f4c": Role(
        "Container Registry Repository Contributor",
        (_READ, _WRITE, _DELETE, _READ_METADATA, _WRITE_METADATA, _DELETE_METADATA),
    ),
    "bfdb9389-c9a5-478a-bb2f-ba9ca092c3c7": Role(
        "Container Registry Repository Catalog Lister",
        ("Microsoft.ContainerRegistry/registries/catalog/read",),
    ),
    "3bc748fc-213d-45c1-8d91-9da5725539b9": Role(
        "Container Registry Contributor and Data Access Configuration Administrator", _CHANGE
    ),
    "8e3af657-a8ff-443c-a75c-2fe8c4bcb635": Role("Owner", (*_CHANGE, _GRANT)),
    "b24988ac-6180-42a0-ab88-20f7382dd24c": Role("Contributor", _CHANGE),
    "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9": Role("User Access Administrator", (_GRANT,)),
    "f58310d9-a9f6-439a-9e8d-f62e7b41a168": Role("Role Based Access Control Administrator", (_GRANT,)),
}
"""The roles that are known here, by id. In ABAC mode Owner and Contributor are no right on images."""


def read_rights(registry_id: str, assignments: Sequence[RoleAssignment]) -> Granted:
    """The rights that role assignments give in the registry of this resource id.

    Repositories are those that a condition speaks of, without one all of them. Assignments at scopes that the
    registry isn't in give nothing here; what a management group holds isn't known, so that its count. A role
    that isn't known here, AcrPull and its like among them, is told as another action.

    Raises `PolicyError` where conditions can't be read, with all of them.
    """
    allowances: dict[str, list[Allowance]] = {}
    wrong: list[str] = []
    for number, assignment in enumerate(assignments, start=1):
        if _reaches(assignment.scope, registry_id):
            try:
                allowances.setdefault(assignment.principal_id.lower(), []).extend(_allowances(assignment))
            except PolicyError as error:
                wrong.extend(f"assignment {number}: condition: {problem}" for problem in error.problems)
    if wrong:
        raise PolicyError(tuple(wrong))
    return together(rights_of(who, allowed, ACTION_SETS, _placed) for who, allowed in allowances.items())


def _reaches(scope: str, registry_id: str) -> bool:
    above, registry = scope.rstrip("/").lower(), registry_id.rstrip("/").lower()
    is_group = above.startswith("/providers/microsoft.management/managementgroups/")
    return is_group or f"{registry}/".startswith(f"{above}/")


def _allowances(assignment: RoleAssignment) -> Iterator[Allowance]:
    role_id = assignment.role_definition_id.rsplit("/", 1)[-1].lower()
    role = ROLES.get(role_id) or Role(f"role {role_id}", (f"role {role_id}",))
    statement = role.name if assignment.condition is None else f"{role.name}, under a condition"
    condition = None if assignment.condition is None else read_condition(assignment.condition)
    for action in role.actions:
        for limits in ALWAYS if condition is None else _ways(condition, action):
            yield Allowance(action, statement, limits)


def _ways(expression: Expression, action: str, wanted: bool = True) -> Ways:
    """The ways in which an expression is true of requests of an action; or untrue, if that is wanted."""
    match expression:
        case Not(part):
            return _ways(part, action, not wanted)
        case Every(parts) | Some(parts):
            found = [_ways(part, action, wanted) for part in parts]
            return _joined(found, every=isinstance(expression, Every) == wanted)
        case ActionMatches(pattern):
            return ALWAYS if matches(pattern.lower(), action.lower()) == wanted else NEVER
        case Compares(attribute, operator, values):
            if attribute == REPOSITORY_NAME:
                return _ways_of_names(operator, values, wanted)
            limit = Limit(attribute, operator if wanted else f"not {operator}", values)
            return frozenset([frozenset([limit])])


def _joined(found: Sequence[Ways], *, every: bool) -> Ways:
    return reduce(both, found, ALWAYS) if every else either(found)


def _ways_of_names(operator: str, values: Sequence[str], wanted: bool) -> Ways:
    """A comparison of the repository's name, as limits that are patterns."""
    known = NAME_OPERATOR.fullmatch(operator)
    if known is None:
        raise PolicyError((f"`{operator}` doesn't compare the names of repositories",))
    alike = (known["no"] is None) == wanted
    found: list[Ways] = []
    for value in values:
        pattern = _pattern(value.lower() if known["any_case"] else value, known["how"])
        if pattern is None:
            found.append(NEVER if alike else ALWAYS)
        elif set(pattern) == {"*"}:
            found.append(ALWAYS if alike else NEVER)
        else:
            limit = Limit(REPOSITORY_NAME, _LIKE if alike else _UNLIKE, (pattern,))
            found.append(frozenset([frozenset([limit])]))
    return _joined(found, every=(known["many"] == "All") == wanted)


def _pattern(value: str, how: str) -> str | None:
    """A value as a pattern, `None` where no name is like it: names have no `*`, `?` or backslash."""
    never = "\\" in value if how == "Like" else not _is_exact(value)
    if never or (not value and how != "StartsWith"):
        return None
    return f"{value}*" if how == "StartsWith" else value


def _placed(limits: Way) -> tuple[str, Way] | None:
    """The repository that limits name, or the narrowest pattern, with the limits that this leaves."""
    alike = sorted((limit.values[0] for limit in limits if _on_name(limit, _LIKE)), key=_breadth)
    repository = alike[0] if alike else "*"
    others = frozenset(
        limit for limit in limits if not _on_name(limit, _LIKE) or limit.values[0] != repository
    )
    if not _is_exact(repository):
        return repository, others
    if any(_decided(limit, repository) is False for limit in others):
        return None
    return repository, frozenset(limit for limit in others if _decided(limit, repository) is None)


def _on_name(limit: Limit, operator: str) -> bool:
    return limit.key == REPOSITORY_NAME and limit.operator == operator


def _decided(limit: Limit, repository: str) -> bool | None:
    if limit.key != REPOSITORY_NAME:
        return None
    return matches(limit.values[0], repository) == (limit.operator == _LIKE)


def _breadth(pattern: str) -> tuple[bool, int, str]:
    """Names come before patterns, and long patterns before short ones."""
    return not _is_exact(pattern), -len(pattern), pattern


def _is_exact(pattern: str) -> bool:
    return not {"*", "?"} & set(pattern)
