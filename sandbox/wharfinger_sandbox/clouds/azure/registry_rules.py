"""What Azure refuses in a container registry, however it is declared.

Sources: "Azure Container Registry service tiers" (limits per SKU), the pages on soft delete, retention,
customer-managed keys and content trust, and azure-rest-api-specs, Microsoft.ContainerRegistry 2025-11-01.
"""

import ipaddress
import re
from collections.abc import Mapping
from typing import Any

from wharfinger_sandbox.clouds.azure.account import GUID
from wharfinger_sandbox.clouds.azure.registries import (
    ACCESS_TOKEN,
    CACHE_RULE,
    REPLICATION,
    SCOPE_MAP,
    WEBHOOK,
    Registry,
    children,
    each_registry,
    find_registry,
)
from wharfinger_sandbox.clouds.reading import block, blocks, given, listed, text, whole
from wharfinger_sandbox.provider.model import CloudView, Problem

SKUS = ("Basic", "Standard", "Premium")
NAME = re.compile(r"[a-zA-Z0-9]{5,50}")
MOST_RETENTION_DAYS = 365
SOFT_DELETE_DAYS = (1, 90)
MOST_IP_RULES = 100
KEY_IDENTIFIER = re.compile(r"https://[a-zA-Z0-9-]+\.vault\.[a-z.]+/keys/[a-zA-Z0-9-]+(?:/[0-9a-f]{32})?")

LIMITS: Mapping[str, Mapping[str, int]] = {
    CACHE_RULE: {"Basic": 0, "Standard": 1_000, "Premium": 1_000},
    REPLICATION: {"Basic": 0, "Standard": 0, "Premium": 100},
    SCOPE_MAP: {"Basic": 100, "Standard": 500, "Premium": 50_000},
    ACCESS_TOKEN: {"Basic": 100, "Standard": 500, "Premium": 50_000},
    WEBHOOK: {"Basic": 2, "Standard": 10, "Premium": 500},
}
"""The most children of each type that a registry of each SKU has."""


def registry_problems(registry: Registry) -> list[Problem]:
    """The rules that need no state."""
    return (
        _name_problems(registry)
        + _sku_problems(registry)
        + _retention_problems(registry)
        + _trust_problems(registry)
        + _export_problems(registry)
        + _encryption_problems(registry)
        + _network_problems(registry)
    )


def registry_admission(identifier: str, registry: Registry, cloud: CloudView) -> list[Problem]:
    """The rules that need state: a name that is unique in all of Azure, and what cannot change or coexist."""
    problems: list[Problem] = []
    for other, taken in each_registry(cloud):
        same_name = (taken.name or "").lower() == (registry.name or "").lower()
        if same_name and other.lower() != identifier.lower():
            problems.append(Problem("", f"AlreadyInUse: another registry is named {taken.name}."))
    before = find_registry(identifier, cloud)
    if before is not None:
        problems += _change_problems(before, registry)
    return problems + _children_problems(identifier, registry, cloud)


def taken_by(token: str, identifier: str, cloud: CloudView) -> list[Problem]:
    """The problem where the same registry is already declared by the other resource type."""
    if any(stored.id.lower() == identifier.lower() for stored in cloud.each(token)):
        return [Problem("", f"Conflict: {identifier} exists already, declared as {token}.")]
    return []


def limit_problems(
    token: str, identifier: str, registry: Registry, own_id: str, cloud: CloudView
) -> list[Problem]:
    """The problem where a registry's SKU takes no further child of a type."""
    limit = LIMITS[token].get(registry.sku or "", 0)
    others = [child for child in children(token, identifier, cloud) if child.id != own_id]
    kind = token.rsplit(":", 1)[1]
    if len(others) < limit:
        return []
    if limit == 0:
        return [Problem("", f"a {registry.sku} registry has no {kind}: it needs a higher SKU.")]
    return [Problem("", f"a {registry.sku} registry has at most {limit:,} resources of type {kind}.")]


def _name_problems(registry: Registry) -> list[Problem]:
    if registry.name is None or NAME.fullmatch(registry.name):
        return []
    key = "registryName" if not registry.at else "resourceName"
    return [Problem(key, f"{registry.name!r} is no registry name: 5 to 50 letters and digits.")]


def _sku_problems(registry: Registry) -> list[Problem]:
    """Features that a SKU does not have ("Azure Container Registry service tiers")."""
    sku, properties, at = registry.sku, registry.properties, registry.at
    if sku is None:
        return []
    if sku not in SKUS:
        return [Problem("sku.name", f"sku is {sku!r}; new registries are {', '.join(SKUS)}.")]
    problems: list[Problem] = []
    if sku == "Basic" and properties.get("anonymousPullEnabled") is True:
        problems.append(Problem(f"{at}anonymousPullEnabled", "anonymous pull needs sku Standard or Premium."))
    if sku != "Premium":
        problems += [
            Problem(f"{at}{path}", f"{feature} needs sku Premium, not {sku}.")
            for path, feature in _premium_features(registry)
        ]
    return problems


def _premium_features(registry: Registry) -> list[tuple[str, str]]:
    properties = registry.properties
    network = block(properties, "networkRuleSet")
    export = text(block(registry.policies, "exportPolicy"), "status")
    encryption = text(block(properties, "encryption"), "status")
    features = [
        ("dataEndpointEnabled", "a dedicated data endpoint", properties.get("dataEndpointEnabled") is True),
        ("encryption", "a customer-managed key", encryption == "enabled"),
        ("networkRuleSet", "a firewall", network.get("defaultAction") == "Deny"),
        ("networkRuleSet.ipRules", "a firewall", bool(listed(network, "ipRules"))),
        ("publicNetworkAccess", "a private registry", properties.get("publicNetworkAccess") == "Disabled"),
        ("zoneRedundancy", "zone redundancy", _zones(properties) == "Enabled"),
        ("policies.retentionPolicy", "untagged retention", registry.has_policy("retentionPolicy")),
        ("policies.quarantinePolicy", "quarantine", registry.has_policy("quarantinePolicy")),
        ("policies.exportPolicy", "a closed export policy", export == "disabled"),
    ]
    return [(path, feature) for path, feature, used in features if used]


def _retention_problems(registry: Registry) -> list[Problem]:
    at = f"{registry.at}policies"
    problems: list[Problem] = []
    days = whole(block(registry.policies, "retentionPolicy"), "days")
    if days is not None and not 0 <= days <= MOST_RETENTION_DAYS:
        reason = f"retention is {days} days; it is 0 to {MOST_RETENTION_DAYS}."
        problems.append(Problem(f"{at}.retentionPolicy.days", reason))
    days = whole(block(registry.policies, "softDeletePolicy"), "retentionDays")
    shortest, longest = SOFT_DELETE_DAYS
    if days is not None and not shortest <= days <= longest:
        reason = f"soft delete keeps for {days} days; it is {shortest} to {longest}."
        problems.append(Problem(f"{at}.softDeletePolicy.retentionDays", reason))
    if registry.has_policy("retentionPolicy") and registry.has_policy("softDeletePolicy"):
        reason = "soft delete does not go with the retention policy: enable one of them."
        problems.append(Problem(f"{at}.softDeletePolicy", reason))
    return problems


def _trust_problems(registry: Registry) -> list[Problem]:
    if not registry.has_policy("trustPolicy"):
        return []
    reason = "content trust is refused for new registries and ends on 2028-03-31: sign with Notation instead."
    return [Problem(f"{registry.at}policies.trustPolicy", reason)]


def _export_problems(registry: Registry) -> list[Problem]:
    closed = text(block(registry.policies, "exportPolicy"), "status") == "disabled"
    if not closed or registry.properties.get("publicNetworkAccess", "Enabled") != "Enabled":
        return []
    reason = "export can only be disabled where publicNetworkAccess is Disabled."
    return [Problem(f"{registry.at}policies.exportPolicy", reason)]


def _encryption_problems(registry: Registry) -> list[Problem]:
    """A customer-managed key needs an identity that reads it ("Enable a customer-managed key")."""
    encryption = block(registry.properties, "encryption")
    key, at = block(encryption, "keyVaultProperties"), f"{registry.at}encryption"
    if text(encryption, "status") != "enabled":
        return [Problem(at, "keyVaultProperties need encryption status enabled.")] if key else []
    problems: list[Problem] = []
    if not given(encryption, "keyVaultProperties"):
        problems.append(Problem(at, "encryption needs keyVaultProperties with keyIdentifier and identity."))
    identifier, identity = text(key, "keyIdentifier"), text(key, "identity")
    if identifier is not None and not KEY_IDENTIFIER.fullmatch(identifier):
        reason = (
            f"{identifier!r} is no key (https://VAULT.vault.azure.net/keys/KEY, with or without a version)."
        )
        problems.append(Problem(f"{at}.keyVaultProperties.keyIdentifier", reason))
    if identity is not None and not GUID.fullmatch(identity):
        reason = f"{identity!r} is no client id of a user-assigned identity."
        problems.append(Problem(f"{at}.keyVaultProperties.identity", reason))
    if registry.lacks_user_identity:
        problems.append(Problem("identity", "a customer-managed key needs a user-assigned identity."))
    return problems


def _network_problems(registry: Registry) -> list[Problem]:
    rules = block(registry.properties, "networkRuleSet")
    at = f"{registry.at}networkRuleSet"
    problems: list[Problem] = []
    if len(listed(rules, "ipRules")) > MOST_IP_RULES:
        problems.append(Problem(f"{at}.ipRules", f"a registry has at most {MOST_IP_RULES} IP rules."))
    for path, rule in blocks(rules, "ipRules"):
        address = text(rule, "value") or text(rule, "iPAddressOrRange")
        if address is not None and not _is_public_range(address):
            reason = f"{address!r} is no public IPv4 address or CIDR range."
            problems.append(Problem(f"{at}.{path}", reason))
    return problems


def _is_public_range(address: str) -> bool:
    try:
        return not ipaddress.IPv4Network(address).is_private
    except ValueError:
        return False


def _change_problems(before: Registry, after: Registry) -> list[Problem]:
    """What ARM does not change on a registry that exists (RegistryPropertiesUpdateParameters)."""
    problems: list[Problem] = []
    if _encryption(before) != _encryption(after):
        reason = (
            "a customer-managed key is chosen when a registry is made and cannot be added or removed later."
        )
        problems.append(Problem(f"{after.at}encryption", reason))
    if _zones(before.properties) != _zones(after.properties):
        reason = "zone redundancy is chosen when a registry is made and cannot be changed."
        problems.append(Problem(f"{after.at}zoneRedundancy", reason))
    return problems


def _encryption(registry: Registry) -> Any:
    return block(registry.properties, "encryption").get("status", "disabled")


def _zones(properties: Mapping[str, Any]) -> Any:
    return properties.get("zoneRedundancy", "Disabled")


def _children_problems(identifier: str, registry: Registry, cloud: CloudView) -> list[Problem]:
    """What a registry's children rule out: a lower SKU, and soft delete beside replicas or caches."""
    problems: list[Problem] = []
    for token, limits in LIMITS.items():
        count = len(children(token, identifier, cloud))
        kind = token.rsplit(":", 1)[1]
        limit = limits.get(registry.sku or "", 0)
        if count > limit:
            reason = f"the registry has {count} resources of type {kind}; sku {registry.sku} takes {limit}."
            problems.append(Problem("sku", reason))
        if count and token in (REPLICATION, CACHE_RULE) and registry.has_policy("softDeletePolicy"):
            reason = f"soft delete does not go with a {kind}."
            problems.append(Problem(f"{registry.at}policies.softDeletePolicy", reason))
    return problems
