"""The stand-in control plane of Azure: container registries, grants on them, and what they need."""

from wharfinger_sandbox.clouds.azure import (
    caches,
    generic,
    grants,
    identities,
    keys,
    registry,
    replication,
    resource_group,
    retention,
    scanning,
    scoped_access,
    webhooks,
)
from wharfinger_sandbox.provider.model import ResourceModel

MODELS: tuple[ResourceModel, ...] = (
    registry.MODEL,
    generic.MODEL,
    replication.MODEL,
    retention.MODEL,
    grants.MODEL,
    scanning.MODEL,
    *scoped_access.MODELS,
    caches.MODEL,
    webhooks.MODEL,
    *keys.MODELS,
    *identities.MODELS,
    resource_group.MODEL,
)
