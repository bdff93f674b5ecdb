"""Components for Google Artifact Registry."""

from wharfinger_components.gcp.registry import GarRegistry, GarRegistryArgs
from wharfinger_components.gcp.repository import (
    GarCleanupCondition,
    GarCleanupPolicy,
    GarMostRecentVersions,
    GarRepository,
    GarRepositoryArgs,
)

__all__ = [
    "GarCleanupCondition",
    "GarCleanupPolicy",
    "GarMostRecentVersions",
    "GarRegistry",
    "GarRegistryArgs",
    "GarRepository",
    "GarRepositoryArgs",
]
