"""An Azure Container Registry, and the purge tasks in it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from wharfinger.clouds.azure.access import batches, encode_access
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
        replicas=tuple(sorted(set(registry.replicas) - {registry.location})),
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


def compile_purges(
    scope: TeamScope, registry: AcrRegistry, placements: Sequence[Placement[AcrRegistry]]
) -> Iterator[NativePurge]:
    """The purge tasks of a scope in one registry: none where nothing in it expires.

    A task may delete only from the repositories that its role assignment names, so many take several tasks.
    """
    commands: dict[str, tuple[str, ...]] = {}
    for placement in placements:
        name = repository_name(placement.full_name)
        if own := encode_retention(name, placement.settings.retention)[0]:
            commands[name] = own
    for number, names in enumerate(batches(commands), start=1):
        yield _purge(scope, registry, number, {name: commands[name] for name in names})


def _purge(
    scope: TeamScope, registry: AcrRegistry, number: int, commands: Mapping[str, tuple[str, ...]]
) -> NativePurge:
    """One task; no team's name has the underscore that the names of further tasks have."""
    return NativePurge(
        subscription=registry.subscription,
        resource_group=registry.resource_group,
        registry_name=registry.name,
        location=registry.location,
        task_name=f"purge-{scope.team}" if number == 1 else f"purge-{scope.team}_{number}",
        repositories=tuple(commands),
        commands=tuple(command for own in commands.values() for command in own),
        schedule=registry.purge_schedule,
        timeout_seconds=PURGE_TIMEOUT_SECONDS,
        tags={"environment": scope.environment, "managed-by": "wharfinger", "team": scope.team},
    )
