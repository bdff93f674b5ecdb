"""One view of container registries, whether a program declares them typed or as generic resources."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from wharfinger_sandbox.clouds.azure.account import name_problems, resource_id
from wharfinger_sandbox.clouds.reading import block, text
from wharfinger_sandbox.provider.model import UNKNOWN, CloudView, Inputs, Problem, Stored

TYPED = "azure-native:containerregistry:Registry"
GENERIC = "azure-native:resources:Resource"
NAMESPACE = "Microsoft.ContainerRegistry"

CACHE_RULE = "azure-native:containerregistry:CacheRule"
REPLICATION = "azure-native:containerregistry:Replication"
SCOPE_MAP = "azure-native:containerregistry:ScopeMap"
TASK = "azure-native:containerregistry:Task"
ACCESS_TOKEN = "azure-native:containerregistry:Token"  # noqa: S105 - a resource type, no secret
WEBHOOK = "azure-native:containerregistry:Webhook"

CHILD_API_VERSION = "2024-11-01-preview"
"""What pulumi-azure-native 3.29.0 uses for replicas, scope maps, tokens, cache rules and webhooks."""
ABAC = "AbacRepositoryPermissions"
REGISTRY_ID = re.compile(
    r"/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\.ContainerRegistry/registries/[^/]+",
    re.IGNORECASE,
)
CHILD_NAME = re.compile(r"[a-zA-Z0-9_-]{5,50}")
CHILD_RULE = "5 to 50 letters, digits, hyphens and underscores"


@dataclass(frozen=True)
class Registry:
    """A registry's settings; `at` leads from the resource to the properties, `""` or `properties.`."""

    name: str | None
    location: str | None
    sku: str | None
    identity: Any
    properties: Mapping[str, Any]
    at: str

    @property
    def role_assignment_mode(self) -> str:
        """Whether repositories are granted by ABAC or the registry as a whole."""
        return text(self.properties, "roleAssignmentMode") or "LegacyRegistryPermissions"

    @property
    def policies(self) -> Mapping[str, Any]:
        """The registry's policies."""
        return block(self.properties, "policies")

    @property
    def lacks_user_identity(self) -> bool:
        """Whether it is certain that no user-assigned identity belongs to the registry."""
        if self.identity is None:
            return True
        kind = self.identity.get("type") if isinstance(self.identity, Mapping) else UNKNOWN
        return kind is not UNKNOWN and "UserAssigned" not in str(kind)

    def has_policy(self, name: str) -> bool:
        """Whether the policy of that name is enabled."""
        return text(block(self.policies, name), "status") == "enabled"


def typed_registry(inputs: Inputs) -> Registry:
    """The registry that the inputs of the typed resource describe."""
    return Registry(
        name=text(inputs, "registryName"),
        location=text(inputs, "location"),
        sku=text(block(inputs, "sku"), "name"),
        identity=inputs.get("identity"),
        properties=inputs,
        at="",
    )


def generic_registry(inputs: Inputs) -> Registry:
    """The registry that the inputs of a generic resource describe."""
    return Registry(
        name=text(inputs, "resourceName"),
        location=text(inputs, "location"),
        sku=text(block(inputs, "sku"), "name"),
        identity=inputs.get("identity"),
        properties=block(inputs, "properties"),
        at="properties.",
    )


def registry_id(inputs: Inputs, name: str, cloud: CloudView) -> str:
    """The ARM id of the registry of that name in the resource group of the inputs."""
    return resource_id(inputs, cloud, NAMESPACE, "registries", name)


def each_registry(cloud: CloudView) -> Iterator[tuple[str, Registry]]:
    """All registries of the sandbox with their ids, however they were declared."""
    yield from ((stored.id, typed_registry(stored.inputs)) for stored in cloud.each(TYPED))
    yield from (
        (stored.id, generic_registry(stored.inputs))
        for stored in cloud.each(GENERIC)
        if stored.inputs["resourceType"] == "registries"
    )


def find_registry(identifier: str, cloud: CloudView) -> Registry | None:
    """The registry of that id; ARM ids are compared without regard to case."""
    wanted = identifier.lower()
    return next((registry for own, registry in each_registry(cloud) if own.lower() == wanted), None)


def parent_of(inputs: Inputs, cloud: CloudView) -> tuple[str, Registry] | None:
    """The registry that a child's `registryName` and `resourceGroupName` name, with its id."""
    if text(inputs, "registryName") is None or text(inputs, "resourceGroupName") is None:
        return None
    identifier = registry_id(inputs, inputs["registryName"], cloud)
    registry = find_registry(identifier, cloud)
    return None if registry is None else (identifier, registry)


def parent_problems(inputs: Inputs, cloud: CloudView) -> list[Problem]:
    """The problem where a child names a registry that does not exist."""
    name, group = text(inputs, "registryName"), text(inputs, "resourceGroupName")
    if name is None or group is None or parent_of(inputs, cloud) is not None:
        return []
    reason = f"ParentResourceNotFound: resource group {group} has no registry {name}."
    return [Problem("registryName", reason)]


def child_id(inputs: Inputs, cloud: CloudView, kind: str, name: str) -> str:
    """The ARM id of a registry's child, such as `…/registries/acme/replications/westeurope`."""
    return f"{registry_id(inputs, inputs['registryName'], cloud)}/{kind}/{name}"


def children(token: str, identifier: str, cloud: CloudView) -> list[Stored]:
    """A registry's children of one type."""
    start = f"{identifier.lower()}/"
    return [stored for stored in cloud.each(token) if stored.id.lower().startswith(start)]


def child_name_problems(inputs: Inputs, key: str) -> list[Problem]:
    """What ARM refuses in the names of a registry's children (azure-rest-api-specs, 2025-11-01)."""
    return name_problems(inputs, key, CHILD_NAME, CHILD_RULE)
