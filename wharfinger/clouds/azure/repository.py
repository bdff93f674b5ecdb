"""A placement in Azure Container Registry as native arguments."""

from collections.abc import Iterator

from wharfinger.clouds.azure.access import access_findings
from wharfinger.clouds.azure.naming import login_server, repository_name
from wharfinger.clouds.azure.native import NativeRepository
from wharfinger.clouds.azure.retention import encode_retention
from wharfinger.clouds.fidelity import Finding, emulated, native, refused
from wharfinger.plan.model import Placement
from wharfinger.spec.registries import AcrRegistry


def compile_repository(placement: Placement[AcrRegistry]) -> tuple[NativeRepository, tuple[Finding, ...]]:
    """The name of a placement in ACR, and what became of each setting.

    ACR has no resource for a repository: grants are in the registry's role assignments, and purging is a task
    of the team's scope.

    Raises `ValueError` where ACR would refuse the name.
    """
    name = repository_name(placement.full_name)
    _, retention = encode_retention(name, placement.settings.retention)
    repository = NativeRepository(
        login_server=login_server(placement.registry),
        name=name,
    )
    return repository, (*_findings(placement), *retention, *access_findings(placement.grants))


def _findings(placement: Placement[AcrRegistry]) -> Iterator[Finding]:
    registry, settings = placement.registry, placement.settings
    if settings.tags_immutable:
        yield refused("tags.immutable", "ACR has no write-once tags, only locks to set on images once pushed")
    else:
        yield native("tags.immutable")
    if settings.scanning == "disabled":
        yield emulated("scanning", "Defender scans all of a subscription: images are scanned where it is on")
    else:
        who = "this registry's stack" if registry.scanner == "managed" else "someone else"
        yield emulated("scanning", f"Defender for Containers scans the whole subscription; {who} turns it on")
    if settings.encryption == "customer_key" and registry.customer_key is None:
        yield refused("encryption", "the registry has no `customer_key`")
    else:
        yield native("encryption", "the key is the registry's")
    wanted = settings.replicas["azure"]
    if missing := sorted(set(wanted) - set(registry.replicas)):
        why = f"ACR replicates whole registries: add `{missing[0]}` to the registry's `replicas`"
        yield refused("replicas", why)
    elif wanted:
        yield native("replicas", "the whole registry is replicated")
    yield emulated("delete_protection", "removing the repository from the spec removes grants, never images")
    if settings.labels:
        yield refused("labels", "repositories in ACR carry no tags, only the registry does")
    else:
        yield emulated("labels", "the repository's path names its team; only the registry carries tags")
