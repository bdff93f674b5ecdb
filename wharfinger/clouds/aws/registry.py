"""What an account and region of ECR have once, from all placements there."""

from collections.abc import Iterator, Sequence
from typing import Final

from wharfinger.clouds.aws.naming import repository_name
from wharfinger.clouds.aws.native import NativeRegistry, ReplicationRule, ScanningRule
from wharfinger.clouds.fidelity import Finding, emulated, native, refused
from wharfinger.clouds.prefixes import covering, starting_with
from wharfinger.plan.model import Placement
from wharfinger.spec.registries import EcrRegistry

MAX_SCANNING_FILTERS: Final = 100
MAX_REPLICATION_RULES: Final = 10
MAX_DESTINATIONS: Final = 25
MAX_REPLICATION_FILTERS: Final = 100


def compile_registry(
    registry: EcrRegistry, placements: Sequence[Placement[EcrRegistry]]
) -> tuple[NativeRegistry, tuple[Finding, ...]]:
    """The scanning and replication configurations, which exist once for an account and region."""
    scanning_rules, scanning = _scanning(registry, placements)
    replication_rules, replication = _replication(registry, placements)
    compiled = NativeRegistry(
        account=registry.account,
        region=registry.region,
        scan_type="ENHANCED" if registry.scanner == "enhanced" else "BASIC",
        scanning_rules=scanning_rules,
        replication_rules=replication_rules,
    )
    return compiled, (scanning, *replication)


def _scanning(
    registry: EcrRegistry, placements: Sequence[Placement[EcrRegistry]]
) -> tuple[tuple[ScanningRule, ...], Finding]:
    """The filters are exact names where they fit: a filter without `*` matches every name that contains it.

    Where filters of both frequencies match, continuous scanning wins (ECR user guide, "Image scanning").
    """
    continuous = [
        p for p in placements if p.settings.scanning == "continuous" and registry.scanner == "enhanced"
    ]
    scanned = [p for p in placements if p.settings.scanning != "disabled"]
    rules: list[ScanningRule] = []
    caught: list[str] = []
    if continuous:
        rules.append(ScanningRule("CONTINUOUS_SCAN", _filters(continuous, placements)))
        caught.extend(_caught_by_filters(rules[-1], continuous, placements))
    if scanned and len(continuous) < len(scanned):
        rules.append(ScanningRule("SCAN_ON_PUSH", _filters(scanned, placements)))
        caught.extend(_caught_by_filters(rules[-1], scanned, placements))
    if caught:
        names = sorted(set(caught))
        more = f" and {len(names) - 1} more" if len(names) > 1 else ""
        why = f"ECR takes {MAX_SCANNING_FILTERS} filters, each of which matches every name that contains it"
        return tuple(rules), emulated("scanning", f"`{names[0]}`{more} scanned more than asked: {why}")
    return tuple(rules), native("scanning")


def _filters(
    chosen: Sequence[Placement[EcrRegistry]], placements: Sequence[Placement[EcrRegistry]]
) -> tuple[str, ...]:
    if len(chosen) == len(placements) or len(chosen) > MAX_SCANNING_FILTERS:
        return ("*",)
    return tuple(sorted(_name(placement) for placement in chosen))


def _caught_by_filters(
    rule: ScanningRule, chosen: Sequence[Placement[EcrRegistry]], placements: Sequence[Placement[EcrRegistry]]
) -> Iterator[str]:
    """The names that a rule matches without having been chosen."""
    wanted = {_name(placement) for placement in chosen}
    for name in (_name(placement) for placement in placements):
        if name not in wanted and any(text == "*" or text in name for text in rule.filters):
            yield name


def _replication(
    registry: EcrRegistry, placements: Sequence[Placement[EcrRegistry]]
) -> tuple[tuple[ReplicationRule, ...], tuple[Finding, ...]]:
    names_by_regions: dict[tuple[str, ...], list[str]] = {}
    for placement in placements:
        regions = tuple(sorted(set(placement.settings.replicas["aws"]) - {registry.region}))
        names_by_regions.setdefault(regions, []).append(_name(placement))
    findings: list[Finding] = []
    rules: list[ReplicationRule] = []
    for regions, names in sorted(names_by_regions.items()):
        if not regions:
            continue
        others = sorted(n for other, group in names_by_regions.items() if other != regions for n in group)
        findings.extend(_caught(names, others))
        rules.append(ReplicationRule(regions, covering(names, others)))
    return tuple(rules), (*findings, *_over_limits(rules))


def _caught(names: Sequence[str], others: Sequence[str]) -> Iterator[Finding]:
    for name in names:
        if other := starting_with(name, others):
            why = f"ECR replicates by prefix: `{name}` would copy `{other}` too; rename one of them"
            yield refused("replicas", why)


def _over_limits(rules: Sequence[ReplicationRule]) -> Iterator[Finding]:
    destinations = {region for rule in rules for region in rule.regions}
    filters = max((len(rule.prefixes) for rule in rules), default=0)
    for count, limit, what in (
        (len(rules), MAX_REPLICATION_RULES, "different sets of replicas in one registry"),
        (len(destinations), MAX_DESTINATIONS, "replica regions of one registry"),
        (filters, MAX_REPLICATION_FILTERS, "prefixes for one set of replicas"),
    ):
        if count > limit:
            yield refused("replicas", f"ECR takes {limit} {what}, not {count}")


def _name(placement: Placement[EcrRegistry]) -> str:
    return repository_name(placement.full_name)
