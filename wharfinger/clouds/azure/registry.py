"""An Azure Container Registry, and the purge tasks in it."""

from collections.abc import Sequence
from typing import Final

from wharfinger.clouds.azure.access import encode_access
from wharfinger.clouds.azure.naming import repository_name
from wharfinger.clouds.azure.native import NativePurge, NativeRegistry
from wharfinger.clouds.azure.retention import encode_retention
from wharfinger.clouds.fidelity import Finding
from wharfinger.plan.model import Placement
from wharfinger.plan.scopes import TeamScope
from wharfinger.spec.registries import AcrRegistry

PURGE_TIMEOUT_SECONDS: Final = 3_600


def compile_registry(
    registry: AcrRegistry, placements: Sequence[Placement[AcrRegistry]], organisation: str
) -> tuple[NativeRegistry, tuple[Finding, ...]]:
    """The registry; Defender is turned on where something in it is to be scanned."""
    scanned = any(placement.settings.scanning != "disabled" for placement in placements)
    grants, access = encode_access(placements)
    compiled = NativeRegistry(
        subscription=registry.subscription,
        resource_group=registry.resource_group,
        name=registry.name,
        location=registry.location,
        sku=registry.sku,
        replicas=tuple(sorted(set(registry.replicas))),
        customer_key=registry.customer_key,
        defender=registry.scanner == "managed" and scanned,
        delete_protection=registry.delete_protection,
        grants=grants,
        tags={
            **registry.labels,
            "environment": registry.environment,
            "managed-by": "wharfinger",
            "organisation": organisation,
        },
    )
    return compiled, access


def compile_purge(
    scope: TeamScope, registry: AcrRegistry, placements: Sequence[Placement[AcrRegistry]]
) -> NativePurge | None:
    """The purge task of a scope in one registry; `None` where nothing in it expires."""
    commands: list[str] = []
    repositories: list[str] = []
    for placement in placements:
        name = repository_name(placement.full_name)
        if own := encode_retention(name, placement.settings.retention)[0]:
            commands.extend(own)
            repositories.append(name)
    if not commands:
        return None
    return NativePurge(
        subscription=registry.subscription,
        resource_group=registry.resource_group,
        registry_name=registry.name,
        location=registry.location,
        task_name=f"purge-{scope.team}",
        repositories=tuple(sorted(repositories)),
        commands=tuple(commands),
        schedule=registry.purge_schedule,
        timeout_seconds=PURGE_TIMEOUT_SECONDS,
        tags={"environment": scope.environment, "managed-by": "wharfinger", "team": scope.team},
    )
