"""Registries that don't fit each other, their keys, or where images may be."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from typing import TypeVar

from wharfinger.spec.base import CLOUDS
from wharfinger.spec.diagnostics import Diagnostic, Severity, at_key, at_value
from wharfinger.spec.layers import said
from wharfinger.spec.organisation import Spec
from wharfinger.spec.places import Places, SpecPath
from wharfinger.spec.registries import AcrRegistry, EcrRegistry, GarRegistry
from wharfinger.spec.suggestions import listed

RegistryT = TypeVar("RegistryT", EcrRegistry, GarRegistry, AcrRegistry)


def check_registries(spec: Spec, places: Places) -> Iterator[Diagnostic]:
    """What is wrong with registries that are each sound."""
    ecr, gar, acr = _kind(spec, EcrRegistry), _kind(spec, GarRegistry), _kind(spec, AcrRegistry)
    yield from _check_locations(spec, places)
    yield from _check_twins(ecr, places, "account and region", lambda one: (one.account, one.region))
    yield from _check_twins(gar, places, "project and location", lambda one: (one.project, one.location))
    yield from _check_twins(acr, places, "name", lambda one: one.name.lower())
    yield from _check_accounts(ecr, places)
    yield from _check_scanners(gar, places, "project", lambda one: one.project)
    yield from _check_scanners(acr, places, "subscription", lambda one: one.subscription)
    for name, registry in ecr.items():
        yield from _check_kms_key(name, registry, places)
    for name, registry in gar.items():
        yield from _check_crypto_key(name, registry, places)
    for name, registry in acr.items():
        yield from _check_acr(name, registry, places)


def _kind(spec: Spec, kind: type[RegistryT]) -> dict[str, RegistryT]:
    return {
        name: registry for name, registry in sorted(spec.registries.items()) if isinstance(registry, kind)
    }


def _check_locations(spec: Spec, places: Places) -> Iterator[Diagnostic]:
    for cloud in CLOUDS:
        allowed: tuple[str, ...] | None = getattr(spec.allowed_locations, cloud)
        if allowed is None:
            continue
        for path, location in (*_home_locations(spec, cloud), *_replicas(spec, cloud)):
            if location not in allowed:
                message = f"images may not be in `{location}`"
                help_ = f"`allowed_locations.{cloud}`: {listed(allowed)}"
                yield at_value(places, path, message, help_)


def _home_locations(spec: Spec, cloud: str) -> Iterator[tuple[SpecPath, str]]:
    for name, registry in spec.registries.items():
        if registry.cloud != cloud:
            continue
        path = ("registries", name)
        if isinstance(registry, EcrRegistry):
            yield (*path, "region"), registry.region
            continue
        yield (*path, "location"), registry.location
        if isinstance(registry, AcrRegistry):
            for index, replica in enumerate(registry.replicas):
                yield (*path, "replicas", index), replica


def _replicas(spec: Spec, cloud: str) -> Iterator[tuple[SpecPath, str]]:
    for place in said(spec):
        if replicas := place.settings.replicas:
            for index, replica in enumerate(getattr(replicas, cloud) or ()):
                yield (*place.path, "replicas", cloud, index), replica


def _grouped(
    registries: dict[str, RegistryT], key: Callable[[RegistryT], Hashable]
) -> Iterator[dict[str, RegistryT]]:
    """Registries that have something in common, where there are several; each group sorted by name."""
    groups: defaultdict[Hashable, dict[str, RegistryT]] = defaultdict(dict)
    for name, registry in registries.items():
        groups[key(registry)][name] = registry
    return (group for group in groups.values() if len(group) > 1)


def _check_twins(
    registries: dict[str, RegistryT], places: Places, what: str, key: Callable[[RegistryT], Hashable]
) -> Iterator[Diagnostic]:
    for group in _grouped(registries, key):
        first, *others = group
        for name in others:
            path = ("registries", name)
            message = f"`{name}` is the same registry as `{first}`: they have one {what}"
            yield at_key(places, path, message, f"the other is at {places.key(('registries', first))}")


def _check_accounts(registries: dict[str, EcrRegistry], places: Places) -> Iterator[Diagnostic]:
    for group in _grouped(registries, lambda registry: registry.environment):
        first, *others = group
        for name in others:
            if group[name].account != group[first].account:
                message = (
                    f"the environment `{group[name].environment}` has a second AWS account:"
                    f" `{group[name].account}` here, `{group[first].account}` in `{first}`"
                )
                help_ = (
                    "a team's stack of one environment uses one set of AWS credentials;"
                    " give each account an environment of its own"
                )
                yield at_value(places, ("registries", name, "account"), message, help_)


def _check_scanners(
    registries: dict[str, RegistryT], places: Places, what: str, owner: Callable[[RegistryT], str]
) -> Iterator[Diagnostic]:
    """A project's APIs and a subscription's Defender plan are one resource, which one stack can own."""
    managed = {name: registry for name, registry in registries.items() if registry.scanner == "managed"}
    for group in _grouped(managed, owner):
        first, *others = group
        for name in others:
            message = f"`{first}` already manages the scanner of the {what} `{owner(group[name])}`"
            help_ = f"one registry can own it: write `scanner: external` in `{name}`"
            yield at_key(places, ("registries", name, "scanner"), message, help_)


def _check_kms_key(name: str, registry: EcrRegistry, places: Places) -> Iterator[Diagnostic]:
    """ECR takes a key of the repository's own region only (API reference, EncryptionConfiguration)."""
    if registry.customer_key is None:
        return
    path = ("registries", name, "customer_key")
    _, _, _, region, account, resource = registry.customer_key.split(":", 5)
    if region != registry.region:
        message = f"the key is in `{region}`, and its registry in `{registry.region}`"
        replica = "; a multi-region key has an ARN of its own in each region" if "/mrk-" in resource else ""
        yield at_value(places, path, message, f"ECR takes a key of the registry's own region only{replica}")
    if account != registry.account:
        message = f"the key belongs to the account `{account}`, and its registry to `{registry.account}`"
        help_ = "the key's policy must let the registry's account use it and create grants"
        yield _advice(at_value(places, path, message, help_))


def _check_crypto_key(name: str, registry: GarRegistry, places: Places) -> Iterator[Diagnostic]:
    """Artifact Registry takes a key of the repository's location only (docs, "Enabling CMEK")."""
    if registry.customer_key is None:
        return
    location = registry.customer_key.split("/")[3]
    if location != registry.location:
        message = f"the key is in `{location}`, and its registry in `{registry.location}`"
        help_ = "Artifact Registry takes a key of the registry's own location only"
        yield at_value(places, ("registries", name, "customer_key"), message, help_)


def _check_acr(name: str, registry: AcrRegistry, places: Places) -> Iterator[Diagnostic]:
    """Geo-replication and customer-managed keys are Premium features (docs, "Service tiers")."""
    path = ("registries", name)
    if registry.sku != "Premium":
        for key, value in (("replicas", registry.replicas), ("customer_key", registry.customer_key)):
            if value:
                message = f"`{key}` needs the tier Premium, and this registry has {registry.sku}"
                yield at_value(places, (*path, "sku"), message, f"write `sku: Premium`, or leave out `{key}`")
    for index, replica in enumerate(registry.replicas):
        if replica == registry.location or replica in registry.replicas[:index]:
            message = f"the registry is already in `{replica}`"
            yield at_value(places, (*path, "replicas", index), message, "leave this replica out")


def _advice(diagnostic: Diagnostic) -> Diagnostic:
    severity: Severity = "warning"
    return Diagnostic(diagnostic.message, diagnostic.place, diagnostic.path, diagnostic.help, severity)
