"""A placement in Azure Container Registry as native arguments."""

from collections.abc import Iterator

from wharfinger.clouds.azure.access import access_findings
from wharfinger.clouds.azure.naming import login_server, repository_name
from wharfinger.clouds.azure.native import NativeRepository
from wharfinger.clouds.azure.retention import encode_retention
from wharfinger.clouds.fidelity import Finding, emulated, native, refused
from wharfinger.plan.model import Placement
from wharfinger.plan.settings import EffectiveSettings
from wharfinger.spec.registries import AcrRegistry


def compile_repository(placement: Placement[AcrRegistry]) -> tuple[NativeRepository, tuple[Finding, ...]]:
    """The name of a placement in ACR, and what became of each setting.

    ACR has no resource for a repository: grants are in the registry's role assignments, and purging is a task
    of the team's scope.

    Raises `ValueError` where ACR would refuse the name.
    """
    registry, settings = placement.registry, placement.settings
    name = repository_name(placement.full_name)
    _, retention = encode_retention(name, settings.retention)
    findings = (
        *_tag_findings(settings),
        *_registry_findings(registry, settings),
        *_removal_findings(settings),
        _label_finding(settings),
        *retention,
        *access_findings(placement.grants),
    )
    return NativeRepository(login_server=login_server(registry), name=name), findings


def _tag_findings(settings: EffectiveSettings) -> Iterator[Finding]:
    if settings.tags_immutable:
        yield refused("tags.immutable", "ACR has no write-once tags, only locks to set on images once pushed")
    else:
        yield native("tags.immutable")
    if settings.tags_mutable:
        yield native("tags.mutable", "all tags are mutable")


def _registry_findings(registry: AcrRegistry, settings: EffectiveSettings) -> Iterator[Finding]:
    """What becomes of the settings that ACR has for a whole registry only."""
    if settings.scanning == "disabled":
        yield emulated("scanning", "Defender scans all of a subscription: images are scanned where it is on")
    else:
        who = "this registry's stack" if registry.scanner == "managed" else "someone else"
        yield emulated("scanning", f"Defender for Containers scans the whole subscription; {who} turns it on")
    if settings.encryption == "customer_key" and registry.customer_key is None:
        yield refused("encryption", "the registry has no `customer_key`")
    elif settings.encryption == "provider_key" and registry.customer_key is not None:
        yield emulated("encryption", "the whole registry is encrypted with its `customer_key`")
    else:
        yield native("encryption", "the key is the registry's")
    wanted = set(settings.replicas["azure"]) - {registry.location}
    if missing := sorted(wanted - set(registry.replicas)):
        why = f"ACR replicates whole registries: add `{missing[0]}` to the registry's `replicas`"
        yield refused("replicas", why)
    elif wanted:
        yield native("replicas", "the whole registry is replicated")


def _removal_findings(settings: EffectiveSettings) -> Iterator[Finding]:
    yield emulated("delete_protection", "removing the repository from the spec removes grants, never images")
    if settings.on_removal == "retain":
        yield native("on_removal")
    else:
        yield emulated("on_removal", "images stay in ACR until someone deletes them")


def _label_finding(settings: EffectiveSettings) -> Finding:
    if settings.labels:
        return refused("labels", "repositories in ACR carry no tags, only the registry does")
    return emulated("labels", "the repository's path names its team; only the registry carries tags")
