"""What a stack declares in Azure Container Registry."""

import pulumi

from wharfinger.clouds.azure.native import NativeGrant, NativePurge, NativeRegistry
from wharfinger_components.azure import AcrGrant, AcrPurge, AcrRegistry, AcrRegistryArgs


def declare_registry(name: str, native: NativeRegistry) -> None:
    """Declare the registry, its replicas, its role assignments and its purge tasks."""
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
        _declare_grant(name, native, registry, grant)
    for purge in native.purges:
        _declare_purge(name, native, registry, purge)


def _declare_grant(name: str, native: NativeRegistry, registry: AcrRegistry, grant: NativeGrant) -> None:
    """The registry's id is written out, so that a preview knows the grant before the registry exists."""
    AcrGrant(
        f"{name}-{grant.right}-{grant.principal.object_id}",
        {
            "registry_id": native.registry_id,
            "principal_id": grant.principal.object_id,
            "principal_type": grant.principal.type,
            "access": grant.right,
            "repositories": grant.repositories,
            "prefixes": grant.prefixes,
        },
        pulumi.ResourceOptions(depends_on=[registry]),
    )


def _declare_purge(name: str, native: NativeRegistry, registry: AcrRegistry, purge: NativePurge) -> None:
    AcrPurge(
        f"{name}-{purge.task_name}",
        {
            "subscription_id": native.subscription,
            "resource_group": native.resource_group,
            "registry_name": native.name,
            "location": native.location,
            "task_name": purge.task_name,
            "commands": purge.commands,
            "repositories": purge.repositories,
            "lists_repositories": purge.lists_repositories,
            "schedule": purge.schedule,
            "timeout_seconds": purge.timeout_seconds,
            "tags": purge.tags,
        },
        pulumi.ResourceOptions(depends_on=[registry]),
    )
