"""Settings and grants in a few words."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from wharfinger.clouds.fidelity import Finding
from wharfinger.plan.model import AnyRegistry, Grant, NamedPrincipal
from wharfinger.plan.retention import ExpireAfter, Retention
from wharfinger.plan.settings import EffectiveSettings
from wharfinger.spec.registries import AcrRegistry, EcrRegistry, GarRegistry

NOTHING: Final = "-"
_SCANNING: Final = {"disabled": "off", "on_push": "on push", "continuous": "continuous"}
_KEYS: Final = {"provider_key": "provider", "customer_key": "customer"}


def tags(settings: EffectiveSettings) -> str:
    """Whether tags move: `immutable`, `immutable but latest`, `movable`."""
    if not settings.tags_immutable:
        return "movable"
    return f"immutable but {', '.join(settings.tags_mutable)}" if settings.tags_mutable else "immutable"


def scanning(settings: EffectiveSettings) -> str:
    """When images are scanned."""
    return _SCANNING[settings.scanning]


def key(settings: EffectiveSettings) -> str:
    """Whose key encrypts."""
    return _KEYS[settings.encryption]


def retention(rules: Retention) -> str:
    """What never expires and what does, in deciding order.

    Such as `protect v*; pr-*: expire after 14 days; *: keep newest 20; untagged: expire after 3 days`.
    """
    said = [f"{rule.pattern}: {rule}" for rule in rules.expiring]
    if rules.untagged_days is not None:
        said.append(f"untagged: {ExpireAfter('', rules.untagged_days)}")
    if not said:
        return "keep everything"
    if rules.protected:
        said.insert(0, f"protect {', '.join(rules.protected)}")
    if rules.rollout == "observe":
        said.append("observed only")
    return "; ".join(said)


def setting(finding: Finding) -> str:
    """The setting that a finding is about, as the spec says it: `scanning`, `retention.tags.v*`."""
    return finding.said_as or finding.setting


def principals(grants: Iterable[Grant], right: str) -> str:
    """The names of those with exactly this right."""
    return listed([grant.principal.name for grant in grants if grant.right == right])


def listed(items: Sequence[str], most: int | None = None) -> str:
    """Items with commas between; beyond `most`, only how many more there are."""
    if most is not None and len(items) > most:
        return f"{', '.join(items[:most])} and {len(items) - most} more"
    return ", ".join(items) or NOTHING


def value(said: Any) -> str:
    """The value of a setting as the spec would have it."""
    match said:
        case None | ():
            return "none"
        case bool():
            return str(said).lower()
        case tuple():
            return listed(said)
        case _:
            return str(said)


def identities(named: NamedPrincipal, registry: AnyRegistry) -> tuple[str, ...]:
    """Who a principal is in a registry's cloud; empty where it has no identity there."""
    principal = named.principal
    match registry:
        case EcrRegistry():
            return tuple(one.replace("{account}", registry.account) for one in principal.aws)
        case GarRegistry():
            return tuple(one.replace("{project}", registry.project) for one in principal.gcp)
        case AcrRegistry():
            return tuple(f"{one.type} {one.object_id}" for one in principal.azure)
