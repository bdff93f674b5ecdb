"""A placement in Artifact Registry as native arguments."""

from collections.abc import Iterator

from wharfinger.clouds.fidelity import Finding, emulated, native, refused
from wharfinger.clouds.gcp.access import encode_access
from wharfinger.clouds.gcp.naming import image_name, label_value, repository_name
from wharfinger.clouds.gcp.native import NativeRepository
from wharfinger.clouds.gcp.retention import encode_retention
from wharfinger.plan.model import Placement
from wharfinger.spec.registries import GarRegistry


def compile_repository(placement: Placement[GarRegistry]) -> tuple[NativeRepository, tuple[Finding, ...]]:
    """The Artifact Registry repository of a placement, and what became of each setting.

    Grants hold for a whole Artifact Registry repository, so each neutral repository has one of its own.
    Raises `ValueError` where Artifact Registry would refuse the name.
    """
    registry, settings = placement.registry, placement.settings
    cleanup_policies, retention = encode_retention(settings.retention, settings.tags_immutable)
    members, access = encode_access(registry, placement.grants)
    repository = NativeRepository(
        repository_id=repository_name(placement.full_name),
        project=registry.project,
        location=registry.location,
        image=image_name(placement.repository.name),
        description=f"{placement.full_name}, owned by team {placement.repository.team}",
        immutable_tags=settings.tags_immutable,
        vulnerability_scanning="DISABLED" if settings.scanning == "disabled" else "INHERITED",
        kms_key_name=registry.customer_key if settings.encryption == "customer_key" else None,
        cleanup_policies=cleanup_policies,
        cleanup_dry_run=settings.retention.rollout == "observe",
        readers=members.readers,
        writers=members.writers,
        delete_protection=settings.delete_protection,
        retain_on_delete=settings.on_removal == "retain",
        labels={key: label_value(value) for key, value in placement.labels.items()},
    )
    return repository, (*_findings(placement), *retention, *access)


def _findings(placement: Placement[GarRegistry]) -> Iterator[Finding]:
    registry, settings = placement.registry, placement.settings
    yield native("tags.immutable")
    if settings.tags_mutable and settings.tags_immutable:
        yield refused("tags.mutable", "Artifact Registry's immutable tags have no exceptions")
    elif settings.tags_mutable:
        yield native("tags.mutable", "all tags are mutable")
    if settings.scanning == "continuous":
        how = "Artifact Analysis scans on push, and goes on for images that were pulled in the last 30 days"
        yield emulated("scanning", how)
    elif settings.scanning == "disabled" or registry.scanner == "managed":
        yield native("scanning")
    else:
        how = "the repository inherits the project's scanning, which someone else enables"
        yield emulated("scanning", how)
    if settings.encryption == "customer_key" and registry.customer_key is None:
        yield refused("encryption", "the registry has no `customer_key`")
    else:
        yield native("encryption")
    if set(settings.replicas["gcp"]) - {registry.location}:
        yield refused(
            "replicas", "Artifact Registry has no replication; add a registry there and place it in both"
        )
    yield native("delete_protection")
    yield native("on_removal")
    changed = [key for key, value in placement.labels.items() if label_value(value) != value]
    if changed:
        yield emulated(
            "labels", f"labels take `a-z`, `0-9`, `_` and `-` only: {', '.join(changed)} rewritten"
        )
    else:
        yield native("labels")
