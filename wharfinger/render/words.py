"""Settings and grants in a few words."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from wharfinger.plan.model import AnyRegistry, Grant, NamedPrincipal
from wharfinger.plan.settings import EffectiveSettings, Retention
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
    """What expires and what never does: `keep newest 20; untagged 14 d; protect v*`."""
    said: list[str] = []
    if rules.keep_newest is not None:
        said.append(f"keep newest {rules.keep_newest}")
    if rules.expire_untagged_after_days is not None:
        said.append(f"untagged {rules.expire_untagged_after_days} d")
    if not said:
        return "keep everything"
    if rules.protect:
        said.append(f"protect {', '.join(rules.protect)}")
    return "; ".join(said)


def principals(grants: Iterable[Grant], right: str) -> str:
    """The names of those with exactly this right."""
    return listed([grant.principal.name for grant in grants if grant.right == right])


def listed(items: Sequence[str], most: int | None = None) -> str:
    """Items with commas between; beyond `most`, only how many more there are."""
    if most is not None and len(items) > most:
        return f"{', '.join(items[:most])} and {len(items) - most} more"
    return ", ".join(items) or NOTHING


def value(setting: Any) -> str:
    """The value of a setting as the spec would have it."""
    match setting:
        case None | ():
            return "none"
        case bool():
            return str(setting).lower()
        case tuple():
            return listed(setting)
        case _:
            return str(setting)


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
