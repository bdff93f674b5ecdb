"""Role assignments on single repositories of a registry, as text: conditions, role ids and names.

Everything here follows "Azure ABAC repository permissions in Azure Container Registry" (Azure Container
Registry docs) and the data actions of the built-in roles ("Azure built-in roles for Containers").
"""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_NAMESPACE: Final = "Microsoft.ContainerRegistry/registries/repositories"
_REPOSITORY_NAME: Final = re.compile(r"[a-z0-9]+(?:(?:[._/]|__|-+)[a-z0-9]+)*")
CONDITION_LIMIT: Final = 8192
"""The most characters that Azure takes in one condition (Azure RBAC limits: 8 KB)."""


@dataclass(frozen=True, slots=True)
class RepositoryRole:
    """A built-in role of the ABAC mode: its id, and the data actions that a condition can limit."""

    id: str
    actions: tuple[str, ...]


READER: Final = RepositoryRole(
    "b93aa761-3e63-49ed-ac28-beffa264f7ac",
    ("content/read", "metadata/read"),
)
WRITER: Final = RepositoryRole(
    "2a1e307c-b015-4ebd-883e-5b7698a07328",
    ("content/read", "content/write", "metadata/read", "metadata/write"),
)
CONTRIBUTOR: Final = RepositoryRole(
    "2efddaa5-3f1f-4df3-97df-af3f13818f4c",
    (
        "content/delete",
        "content/read",
        "content/write",
        "metadata/delete",
        "metadata/read",
        "metadata/write",
    ),
)
CATALOG_LISTER: Final = RepositoryRole("bfdb9389-c9a5-478a-bb2f-ba9ca092c3c7", ())

ROLES: Final = {"pull": READER, "push": WRITER, "admin": CONTRIBUTOR}
"""The role that grants each access."""


class InvalidRepositoryNameError(ValueError):
    """A name that can't be a repository, and could end the condition it is put into."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"{name!r} is not the name of a repository: use lower-case parts such as team/app")


class InvalidPrefixError(ValueError):
    """A prefix that does not end a part of a name, and so would match the names beside it too."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        super().__init__(f"{prefix!r} is no prefix of repository names: end it with a slash, as in team/")


class InvalidScopeError(ValueError):
    """A scope that is not the Azure resource id of something in a subscription."""

    def __init__(self, scope: str) -> None:
        self.scope = scope
        super().__init__(f"{scope!r} is no resource id: it begins with /subscriptions/ and an id")


class NoRepositoryError(ValueError):
    """A grant on no repository: without a condition, it would be one on the whole registry."""

    def __init__(self) -> None:
        super().__init__("name at least one repository: an assignment without a condition covers them all")


class ConditionTooLongError(ValueError):
    """A grant on more repositories than one condition can name."""

    def __init__(self, length: int, names: int) -> None:
        self.length = length
        self.names = names
        super().__init__(
            f"a condition with {names} names has {length} characters, and Azure takes {CONDITION_LIMIT}:"
            " use a prefix, another principal or another registry for some of them"
        )


def condition(role: RepositoryRole, repositories: Sequence[str], prefixes: Sequence[str] = ()) -> str:
    """The condition that limits every data action of a role to these repositories.

    `repositories` are full names, and `prefixes` begin names and end in a slash: `backend` would match
    `backend-infra/k8s` too. Sorted and without duplicates, so that the same sets give the same text. Raises
    NoRepositoryError, InvalidRepositoryNameError, InvalidPrefixError or ConditionTooLongError.
    """
    names, starts = sorted(set(repositories)), sorted(set(prefixes))
    if not names and not starts:
        raise NoRepositoryError
    for name in names:
        if not _REPOSITORY_NAME.fullmatch(name):
            raise InvalidRepositoryNameError(name)
    for start in starts:
        if not start.endswith("/") or not _REPOSITORY_NAME.fullmatch(start[:-1]):
            raise InvalidPrefixError(start)
    other_action = " AND ".join(f"!(ActionMatches{{'{_NAMESPACE}/{action}'}})" for action in role.actions)
    matches = [f"@Request[{_NAMESPACE}:name] StringEqualsIgnoreCase '{name}'" for name in names]
    matches += [f"@Request[{_NAMESPACE}:name] StringStartsWithIgnoreCase '{start}'" for start in starts]
    text = f"(({other_action}) OR ({' OR '.join(matches)}))"
    if len(text) > CONDITION_LIMIT:
        raise ConditionTooLongError(len(text), len(matches))
    return text


def role_definition_id(scope: str, role: RepositoryRole) -> str:
    """The full id of a built-in role in the subscription of a scope, as Azure reads it back.

    Raises InvalidScopeError where the scope is in no subscription.
    """
    subscription = re.match(r"/subscriptions/[^/]+", scope, re.IGNORECASE)
    if subscription is None:
        raise InvalidScopeError(scope)
    return f"{subscription[0]}/providers/Microsoft.Authorization/roleDefinitions/{role.id}"


def role_assignment_name(scope: str, role: RepositoryRole, principal_id: str, *repositories: str) -> str:
    """The GUID of a role assignment: the same for the same grant, whatever the case of its Azure ids."""
    key = "\n".join((scope, role.id, principal_id, *repositories))
    return str(uuid.uuid5(uuid.NAMESPACE_URL, key.lower()))
