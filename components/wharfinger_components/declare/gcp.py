"""What a stack declares in Google Artifact Registry."""

import pulumi

from wharfinger.clouds.gcp.native import (
    CleanupPolicy,
    Condition,
    DeleteVersions,
    KeepNewest,
    KeepVersions,
    NativeRegistry,
    NativeRepository,
)
from wharfinger_components.gcp import (
    GarCleanupCondition,
    GarCleanupPolicy,
    GarMostRecentVersions,
    GarRegistry,
    GarRepository,
    GarRepositoryArgs,
)


def declare_registry(name: str, native: NativeRegistry) -> None:
    """Declare what a project has once."""
    GarRegistry(
        name,
        {
            "project": native.project,
            "location": native.location,
            "enable_services": list(native.services),
        },
    )


def declare_repository(name: str, native: NativeRepository) -> pulumi.Output[str]:
    """Declare a repository; the URL of its image."""
    args: GarRepositoryArgs = {
        "project": native.project,
        "location": native.location,
        "repository_id": native.repository_id,
        "description": native.description,
        "immutable_tags": native.immutable_tags,
        "vulnerability_scanning": native.vulnerability_scanning,
        "cleanup_policies": [_cleanup_policy(policy) for policy in native.cleanup_policies],
        "cleanup_policy_dry_run": native.cleanup_dry_run,
        "labels": native.labels,
        "readers": native.readers,
        "writers": native.writers,
        "image": native.image,
        "delete_protection": native.delete_protection,
        "retain_on_delete": native.retain_on_delete,
    }
    if native.kms_key_name is not None:
        args["kms_key_name"] = native.kms_key_name
    return GarRepository(name, args).push_url


def _cleanup_policy(policy: CleanupPolicy) -> GarCleanupPolicy:
    match policy:
        case DeleteVersions(name, condition):
            return {"id": name, "action": "DELETE", "condition": _condition(condition)}
        case KeepVersions(name, condition):
            return {"id": name, "action": "KEEP", "condition": _condition(condition)}
        case KeepNewest(name, keep_count, packages):
            newest: GarMostRecentVersions = {"keep_count": keep_count}
            if packages:
                newest["package_name_prefixes"] = packages
            return {"id": name, "action": "KEEP", "most_recent_versions": newest}


def _condition(condition: Condition) -> GarCleanupCondition:
    args: GarCleanupCondition = {"tag_state": condition.tag_state}
    if condition.tag_prefixes:
        args["tag_prefixes"] = condition.tag_prefixes
    if condition.version_name_prefixes:
        args["version_name_prefixes"] = condition.version_name_prefixes
    if condition.package_name_prefixes:
        args["package_name_prefixes"] = condition.package_name_prefixes
    if condition.older_than is not None:
        args["older_than"] = condition.older_than
    if condition.newer_than is not None:
        args["newer_than"] = condition.newer_than
    return args
