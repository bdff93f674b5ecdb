"""Role assignments on an ACR reach named repositories only."""

from collections.abc import Iterator

from registry_guardrails.azure.condition import Request, parse_condition
from registry_guardrails.control import Control, Finding, Severity, Undecided, Violation
from registry_guardrails.documents import MalformedDocumentError
from registry_guardrails.resource import Kind, Resource
from registry_guardrails.settings import Settings
from registry_guardrails.values import UNKNOWN, is_text, quote

_ROLE = "roleDefinitionId"
_CONDITION = "condition"
_VERSION = "conditionVersion"

_CONTENT = "Microsoft.ContainerRegistry/registries/repositories/content"
_METADATA = "Microsoft.ContainerRegistry/registries/repositories/metadata"
_READ = (f"{_CONTENT}/read", f"{_METADATA}/read")
_WRITE = (*_READ, f"{_CONTENT}/write", f"{_METADATA}/write")
_DELETE = (*_WRITE, f"{_CONTENT}/delete", f"{_METADATA}/delete")
_REPOSITORY_ROLES = {
    "b93aa761-3e63-49ed-ac28-beffa264f7ac": ("Container Registry Repository Reader", _READ),
    "2a1e307c-b015-4ebd-883e-5b7698a07328": ("Container Registry Repository Writer", _WRITE),
    "2efddaa5-3f1f-4df3-97df-af3f13818f4c": ("Container Registry Repository Contributor", _DELETE),
}
_REGISTRY_WIDE_ROLES = {
    "7f951dda-4ed3-4680-a7ca-43fe172d538d": "AcrPull",
    "8311e382-0749-4cb8-b61a-304f252e45ec": "AcrPush",
    "c2f4ef07-c644-48eb-af81-4b1b4947fb11": "AcrDelete",
}
_UNLISTED_REPOSITORIES = ("unlisted-7f3a/unlisted-7f3a", "unlisted-7f3a")
_MEND = (
    f"Compare @Request[Microsoft.ContainerRegistry/registries/repositories:name] in {_CONDITION}, for each "
    "action of the role."
)


def check(assignment: Resource, _settings: Settings) -> Iterator[Finding]:
    """Judge an assignment by its role; its scope says nothing more, as each role reaches whole registries.

    A role id that is unknown is expected where the stack makes a role of its own, which is none of these.
    """
    role = assignment.get(_ROLE)
    if role is UNKNOWN:
        yield Undecided(_ROLE, expected=True)
        return
    role_id = str(role).rpartition("/")[2].lower()
    if role_id in _REGISTRY_WIDE_ROLES:
        yield Violation(
            f"{_ROLE} is {_REGISTRY_WIDE_ROLES[role_id]}, which reaches every repository of the registry",
            f"Set {_ROLE} to a Container Registry Repository role, with {_CONDITION}; the registry needs "
            "roleAssignmentMode AbacRepositoryPermissions.",
        )
    elif role_id in _REPOSITORY_ROLES:
        yield from _condition(assignment, *_REPOSITORY_ROLES[role_id])


def _condition(assignment: Resource, role: str, actions: tuple[str, ...]) -> Iterator[Finding]:
    condition, version = assignment.get(_CONDITION), assignment.get(_VERSION)
    if not is_text(condition):
        yield Violation(f"{_CONDITION} of {role} is {quote(condition)}, which means every repository", _MEND)
        return
    if version is UNKNOWN:
        yield Undecided(_VERSION)
    elif version != "2.0":
        yield Violation(f"{_VERSION} is {quote(version)}", f'Set {_VERSION} to "2.0".')
    if condition is UNKNOWN:
        yield Undecided(_CONDITION)
        return
    yield from _text(str(condition), role, actions)


def _text(text: str, role: str, actions: tuple[str, ...]) -> Iterator[Finding]:
    try:
        condition = parse_condition(text)
    except MalformedDocumentError as error:
        yield Violation(f"{_CONDITION} can't be read: {error}", _MEND)
        return
    for action in actions:
        if any(condition.may_allow(Request(action, name)) for name in _UNLISTED_REPOSITORIES):
            yield Violation(f"{_CONDITION} of {role} leaves {action} open for every repository", _MEND)
    for prefix in condition.prefixes:
        if not prefix.endswith("/"):
            yield Violation(
                f"{_CONDITION} takes the prefix {quote(prefix)}, which also matches {quote(prefix + '-x')}",
                f"End each prefix in {_CONDITION} with a slash, or compare by StringEqualsIgnoreCase.",
            )


CONTROL = Control(
    id="WH-ACR-003",
    title="ACR role assignments are limited to repositories",
    why="without such a condition a grant for one team's repository opens every other team's",
    severity=Severity.HIGH,
    remediation=f"Use a Container Registry Repository role with {_CONDITION} and {_VERSION} 2.0.",
    mappings=("cis:5.1.2", "cis:5.1.3"),
    kinds=frozenset({Kind.AZURE_ROLE_ASSIGNMENT}),
    check=check,
)
