"""What a stack declares in Azure Container Registry."""

import pulumi

from wharfinger.clouds.azure.native import NativeGrant, NativePurge, NativeRegistry, NativeRepository
from wharfinger_components.azure import AcrGrant, AcrPurge, AcrRegistry, AcrRegistryArgs


def declare_registry(name: str, native: NativeRegistry) -> None:
    """Declare the registry, its replicas and its role assignments."""
    args: AcrRegistryArgs = {
        "subscription_id": native.subscription,
        "resource_group": native.resource_group,
        "registry_name": native.name,
        "location": native.location,
        "sku": native.sku,
        "replicas": list(native.replicas),
        "defender": native.defender,
        "tags": native.tags,
        "delete_protection": native.delete_protection,
    }
    if native.customer_key is not None:
        args["encryption"] = {
            "key_identifier": native.customer_key.key,
            "identity_resource_id": native.customer_key.identity,
            "identity_client_id": native.customer_key.client_id,
        }
    registry = AcrRegistry(name, args)
    for grant in native.grants:
        _declare_grant(name, registry, grant)


def _declare_grant(name: str, registry: AcrRegistry, grant: NativeGrant) -> None:
    AcrGrant(
        f"{name}-{grant.right}-{grant.principal.object_id}",
        {
            "registry_id": registry.registry_id,
            "principal_id": grant.principal.object_id,
            "principal_type": grant.principal.type,
            "access": grant.right,
            "repositories": grant.repositories,
            "prefixes": grant.prefixes,
        },
    )


def declare_repository(_name: str, native: NativeRepository) -> pulumi.Output[str]:
    """Declare nothing, since a repository in ACR comes into being with its first push; its URL."""
    return pulumi.Output.from_input(native.url)


def declare_purge(name: str, native: NativePurge) -> None:
    """Declare the task that purges a scope's repositories in one registry."""
    AcrPurge(
        name,
        {
            "subscription_id": native.subscription,
            "resource_group": native.resource_group,
            "registry_name": native.registry_name,
            "location": native.location,
            "task_name": native.task_name,
            "commands": native.commands,
            "repositories": native.repositories,
            "schedule": native.schedule,
            "timeout_seconds": native.timeout_seconds,
            "tags": native.tags,
        },
    )
