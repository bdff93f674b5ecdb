"""An Azure Container Registry, and the purge tasks in it."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Final

from wharfinger.clouds.azure.access import batches, encode_access
from wharfinger.clouds.azure.naming import repository_name
from wharfinger.clouds.azure.native import NativePurge, NativeRegistry
from wharfinger.clouds.azure.retention import encode_retention, lists_repositories, purge_commands
from wharfinger.clouds.fidelity import Finding
from wharfinger.plan.model import Placement
from wharfinger.plan.retention import Retention
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
        purges=tuple(_purges(registry, placements)),
        tags={
            **registry.labels,
            "environment": registry.environment,
            "managed-by": "wharfinger",
            "organisation": organisation,
        },
    )
    return compiled, access


def _purges(registry: AcrRegistry, placements: Sequence[Placement[AcrRegistry]]) -> Iterator[NativePurge]:
    """The purge tasks, each for one team; none where nothing expires.

    A task may delete only from the repositories that its role assignment names: very many take several tasks.
    """
    rules: dict[str, dict[str, Retention]] = {}
    for placement in placements:
        name, retention = repository_name(placement.full_name), placement.settings.retention
        if encode_retention(name, retention)[0]:
            rules.setdefault(placement.repository.team, {})[name] = retention
    for team, by_name in sorted(rules.items()):
        for number, names in enumerate(batches(by_name), start=1):
            yield _purge(registry, team, number, {name: by_name[name] for name in names})


def _purge(registry: AcrRegistry, team: str, number: int, rules: Mapping[str, Retention]) -> NativePurge:
    """One task; no team's name has the underscore that the names of further tasks have."""
    alike: dict[Retention, list[str]] = {}
    for name, retention in rules.items():
        alike.setdefault(retention, []).append(name)
    return NativePurge(
        task_name=f"purge-{team}" if number == 1 else f"purge-{team}_{number}",
        repositories=tuple(rules),
        lists_repositories=lists_repositories(rules),
        commands=tuple(chain.from_iterable(purge_commands(names, one) for one, names in alike.items())),
        schedule=registry.purge_schedule,
        timeout_seconds=PURGE_TIMEOUT_SECONDS,
        tags={"environment": registry.environment, "managed-by": "wharfinger", "team": team},
    )
