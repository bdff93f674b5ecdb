"""One view of a resource for all controls, whichever of its types it comes in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from registry_guardrails.values import UNKNOWN, lookup, mapping


class Kind(StrEnum):
    """What the controls tell apart; the value is the Pulumi type that most programs use."""

    ECR_REPOSITORY = "aws:ecr/repository:Repository"
    ECR_CREATION_TEMPLATE = "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate"
    ECR_REPOSITORY_POLICY = "aws:ecr/repositoryPolicy:RepositoryPolicy"
    ECR_REGISTRY_POLICY = "aws:ecr/registryPolicy:RegistryPolicy"
    ECR_LIFECYCLE_POLICY = "aws:ecr/lifecyclePolicy:LifecyclePolicy"
    ECR_SCANNING = "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration"
    ECR_REPLICATION = "aws:ecr/replicationConfiguration:ReplicationConfiguration"
    ECR_PUBLIC_REPOSITORY = "aws:ecrpublic/repository:Repository"
    GAR_REPOSITORY = "gcp:artifactregistry/repository:Repository"
    GAR_IAM_MEMBER = "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember"
    GAR_IAM_BINDING = "gcp:artifactregistry/repositoryIamBinding:RepositoryIamBinding"
    GAR_IAM_POLICY = "gcp:artifactregistry/repositoryIamPolicy:RepositoryIamPolicy"
    ACR_REGISTRY = "azure-native:containerregistry:Registry"
    ACR_REPLICATION = "azure-native:containerregistry:Replication"
    ACR_TASK = "azure-native:containerregistry:Task"
    AZURE_ROLE_ASSIGNMENT = "azure-native:authorization:RoleAssignment"
    AZURE_DEFENDER_PLAN = "azure-native:security:Pricing"


_BY_TYPE = {kind.value: kind for kind in Kind}
_ARM_RESOURCE = "azure-native:resources:Resource"
_BY_ARM_TYPE = {
    ("microsoft.containerregistry", "registries"): Kind.ACR_REGISTRY,
    ("microsoft.containerregistry", "replications"): Kind.ACR_REPLICATION,
    ("microsoft.containerregistry", "tasks"): Kind.ACR_TASK,
    ("microsoft.authorization", "roleassignments"): Kind.AZURE_ROLE_ASSIGNMENT,
    ("microsoft.security", "pricings"): Kind.AZURE_DEFENDER_PLAN,
}
_AZURE_TYPE = re.compile(r"azure-native(?:_\w+)?:(\w+)(?:/v\w+)?:(\w+)")


@dataclass(frozen=True)
class Resource:
    """A resource as its program declares it.

    `properties` is the property tree; the settings that ARM keeps under `properties` lie at its top, as they
    do in the typed resources. `provider` is the property tree of its provider. `references` are the URNs of
    the resources that each property was made from, known to stack controls only.
    """

    kind: Kind
    urn: str
    name: str
    properties: Mapping[str, object]
    provider: Mapping[str, object] = field(default_factory=dict[str, object])
    protect: bool = False
    references: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])

    @property
    def stack(self) -> str:
        """The name of the stack, from the URN: `urn:pulumi:STACK::PROJECT::TYPE::NAME`."""
        return self.urn.removeprefix("urn:pulumi:").split("::", 1)[0]

    def get(self, path: str) -> object:
        """Give the property at a dotted path; None where absent, UNKNOWN where unknown."""
        value = lookup(self.properties, path)
        if value is None and self.properties.get("properties") is UNKNOWN:
            return UNKNOWN
        return value


def may_be_read(resource_type: str, kinds: frozenset[Kind]) -> bool:
    """Whether a resource of this Pulumi type can be of one of the kinds: cheap, and asked first."""
    canonical = _canonical(resource_type)
    return canonical == _ARM_RESOURCE or _BY_TYPE.get(canonical) in kinds


def kind_of(resource_type: str, properties: Mapping[str, object]) -> Kind | None:
    """Tell a resource's kind from its Pulumi type, or the ARM type of a generic ARM resource.

    Versioned modules (`azure-native:containerregistry/v20230701:Registry`) and locally generated SDKs
    (`azure-native_containerregistry_v20251101:containerregistry:Registry`) are read as the plain type.
    """
    canonical = _canonical(resource_type)
    if canonical != _ARM_RESOURCE:
        return _BY_TYPE.get(canonical)
    namespace, _, child = str(properties.get("type", "")).partition("/")
    namespace = properties.get("resourceProviderNamespace", namespace)
    child = properties.get("resourceType", child)
    if not isinstance(namespace, str) or not isinstance(child, str):
        return None
    return _BY_ARM_TYPE.get((namespace.lower(), child.lower().rpartition("/")[2]))


def flattened(resource_type: str, properties: Mapping[str, object]) -> Mapping[str, object]:
    """Lay what a generic ARM resource keeps under `properties` at the top; other trees stay as they are."""
    if _canonical(resource_type) != _ARM_RESOURCE:
        return properties
    return {**properties, **mapping(properties.get("properties"))}


@lru_cache(maxsize=1024)
def _canonical(resource_type: str) -> str:
    match = _AZURE_TYPE.fullmatch(resource_type)
    return f"azure-native:{match[1]}:{match[2]}" if match else resource_type
