"""A placement in ECR as native arguments."""

from collections.abc import Iterator
from typing import Final

from wharfinger.clouds.aws.access import encode_access
from wharfinger.clouds.aws.naming import repository_name
from wharfinger.clouds.aws.native import Immutability, NativeRepository
from wharfinger.clouds.aws.retention import encode_retention
from wharfinger.clouds.fidelity import Finding, emulated, native, refused
from wharfinger.plan.model import Placement
from wharfinger.plan.settings import EffectiveSettings
from wharfinger.spec.registries import EcrRegistry

MAX_EXCLUSIONS: Final = 5
MAX_EXCLUSION_WILDCARDS: Final = 2


def compile_repository(placement: Placement[EcrRegistry]) -> tuple[NativeRepository, tuple[Finding, ...]]:
    """The ECR repository of a placement, and what became of each setting.

    Raises `ValueError` where ECR would refuse the name.
    """
    registry, settings = placement.registry, placement.settings
    lifecycle_policy, retention = encode_retention(settings.retention)
    repository_policy, access = encode_access(registry, placement.grants)
    tags = _tag_findings(settings)
    exclusions = settings.tags_mutable if all(finding.fidelity != "refused" for finding in tags) else ()
    repository = NativeRepository(
        name=repository_name(placement.full_name),
        account=registry.account,
        region=registry.region,
        immutability=_immutability(settings.tags_immutable, exclusions),
        immutability_exclusions=tuple(sorted(set(exclusions))) if settings.tags_immutable else (),
        scan_on_push=settings.scanning != "disabled",
        kms_key=registry.customer_key if settings.encryption == "customer_key" else None,
        lifecycle_policy=lifecycle_policy,
        repository_policy=repository_policy,
        delete_protection=settings.delete_protection,
        retain_on_delete=settings.on_removal == "retain",
        tags=placement.labels,
    )
    findings = (*tags, *_other_findings(registry, settings), *retention, *access)
    return repository, findings


def _immutability(immutable: bool, exclusions: tuple[str, ...]) -> Immutability:
    if not immutable:
        return "MUTABLE"
    return "IMMUTABLE_WITH_EXCLUSION" if exclusions else "IMMUTABLE"


def _tag_findings(settings: EffectiveSettings) -> tuple[Finding, ...]:
    immutable = native("tags.immutable")
    patterns = set(settings.tags_mutable)
    if not patterns:
        return (immutable,)
    if not settings.tags_immutable:
        return (immutable, native("tags.mutable", "all tags are mutable"))
    if len(patterns) > MAX_EXCLUSIONS:
        return (
            immutable,
            refused("tags.mutable", f"ECR takes {MAX_EXCLUSIONS} patterns, not {len(patterns)}"),
        )
    if unknown := sorted(pattern for pattern in patterns if "?" in pattern):
        return (immutable, refused("tags.mutable", f"ECR knows no `?` in a pattern: `{unknown[0]}`"))
    if greedy := sorted(pattern for pattern in patterns if pattern.count("*") > MAX_EXCLUSION_WILDCARDS):
        why = f"ECR takes {MAX_EXCLUSION_WILDCARDS} `*` in a pattern: `{greedy[0]}`"
        return (immutable, refused("tags.mutable", why))
    return (immutable, native("tags.mutable"))


def _other_findings(registry: EcrRegistry, settings: EffectiveSettings) -> Iterator[Finding]:
    if settings.scanning == "continuous" and registry.scanner == "basic":
        yield refused("scanning", "ECR scans continuously only with `scanner: enhanced` on the registry")
    else:
        yield native("scanning")
    if settings.encryption == "customer_key" and registry.customer_key is None:
        yield refused("encryption", "the registry has no `customer_key`")
    else:
        yield native("encryption")
    if set(settings.replicas["aws"]) - {registry.region}:
        yield emulated(
            "replicas", "ECR copies images that are pushed from now on; settings of the copies don't follow"
        )
    yield native("delete_protection")
    yield native("on_removal")
    yield native("labels")
