"""Each ECR repository and each ACR has something that deletes its old images."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from registry_guardrails.azure import retention as acr
from registry_guardrails.control import Finding, Severity, StackControl, Violation
from registry_guardrails.documents import MalformedDocumentError
from registry_guardrails.resource import Kind, Resource
from registry_guardrails.retention_limits import RETENTION_SETTINGS, Limits, limits_of
from registry_guardrails.settings import Settings
from registry_guardrails.values import UNKNOWN

_NAME_PROPERTIES = {
    Kind.ECR_REPOSITORY: ("name",),
    Kind.ACR_REGISTRY: ("registryName", "resourceName", "name"),
}
_NO_LIFECYCLE = Violation(
    "the stack has no lifecycle policy for this repository",
    "Add an aws.ecr.LifecyclePolicy whose repository is this repository's name.",
)
_NO_PURGE = Violation(
    "the stack has neither a purge task nor a retention policy that works for this registry",
    "Set policies.retentionPolicy, or add a task that runs acr purge.",
)
_PARENT_PROPERTIES = ("repository", "registryName", "parentResourcePath", "id")


@dataclass(frozen=True)
class _Retained:
    """What lifecycle policies or purge tasks belong to: URNs, and names, each with the regions told."""

    urns: frozenset[str]
    names: Mapping[str, frozenset[object]]

    def covers(self, owner: Resource) -> bool:
        """Whether a reference leads to the owner, or its name is there for its region or an untold one."""
        if owner.urn in self.urns:
            return True
        region = owner.get("region")
        for name in _texts(owner, _NAME_PROPERTIES[owner.kind]):
            regions = self.names.get(name, frozenset())
            if regions and (not isinstance(region, str) or not regions.isdisjoint({region, None, UNKNOWN})):
                return True
        return False


def check(resources: tuple[Resource, ...], settings: Settings) -> Iterator[tuple[Resource, Finding]]:
    """Judge a stack: each ECR repository needs a lifecycle policy, each ACR a retention policy or purge task.

    Whether a lifecycle policy expires anything is judged on it alone, by `retention_effective`. A GAR
    repository carries its cleanup itself.
    """
    limits = limits_of(settings)
    elsewhere = settings.texts("managedElsewhere")
    lifecycles = _retained(each for each in resources if each.kind is Kind.ECR_LIFECYCLE_POLICY)
    purges = _retained(each for each in resources if each.kind is Kind.ACR_TASK and _purges(each, limits))
    for resource in resources:
        if any(fnmatchcase(resource.name, pattern) for pattern in elsewhere):
            continue
        if resource.kind is Kind.ECR_REPOSITORY and not lifecycles.covers(resource):
            yield resource, _NO_LIFECYCLE
        if (
            resource.kind is Kind.ACR_REGISTRY
            and not purges.covers(resource)
            and acr.shortfall(resource, limits)
        ):
            yield resource, _NO_PURGE


def _retained(candidates: Iterable[Resource]) -> _Retained:
    urns: set[str] = set()
    names: dict[str, set[object]] = {}
    for candidate in candidates:
        for path in _PARENT_PROPERTIES:
            urns |= candidate.references.get(path, frozenset())
        for value in _texts(candidate, _PARENT_PROPERTIES):
            names.setdefault(_parent_name(value), set()).add(candidate.get("region"))
    return _Retained(frozenset(urns), {name: frozenset(regions) for name, regions in names.items()})


def _purges(task: Resource, limits: Limits) -> bool:
    try:
        return acr.purge_shortfall(task, limits) is None
    except MalformedDocumentError:
        return False


def _texts(resource: Resource, paths: tuple[str, ...]) -> Iterator[str]:
    for path in paths:
        value = resource.get(path)
        if isinstance(value, str):
            yield value


def _parent_name(value: str) -> str:
    """Give the registry in an ARM path (`…/registries/NAME/tasks/…`); any other text is the name itself."""
    _, is_path, rest = value.partition("registries/")
    return rest.partition("/")[0] if is_path else value


CONTROL = StackControl(
    id="WH-REG-006",
    title="Repositories have retention",
    why="where nothing deletes, old and vulnerable images pile up, to be paid for and pulled again",
    severity=Severity.MEDIUM,
    remediation="Add an aws.ecr.LifecyclePolicy (ECR), or a purge task or policies.retentionPolicy (ACR).",
    mappings=(
        "checkov:CKV_AZURE_167",
        "prowler:ecr_repositories_lifecycle_policy_enabled",
        "security-hub:ECR.3",
        "nist-800-190:4.2.2",
    ),
    settings={
        **RETENTION_SETTINGS,
        "managedElsewhere": {
            "type": "array",
            "items": {"type": "string"},
            "default": [],
            "description": "Patterns of Pulumi names of resources whose retention another stack declares.",
        },
    },
    kinds=frozenset({Kind.ECR_REPOSITORY, Kind.ECR_LIFECYCLE_POLICY, Kind.ACR_REGISTRY, Kind.ACR_TASK}),
    check=check,
)
