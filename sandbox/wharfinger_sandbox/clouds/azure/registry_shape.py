"""The shape of a registry's properties in ARM, for registries that are declared as generic resources.

Source: azure-rest-api-specs, Microsoft.ContainerRegistry stable 2025-11-01, RegistryProperties. That version
has no `softDeletePolicy`: soft delete is in preview versions only.
"""

from collections.abc import Mapping
from typing import Any

from wharfinger_sandbox.clouds.reading import did_you_mean
from wharfinger_sandbox.provider.model import UNKNOWN, Problem

API_VERSION = "2025-11-01"

Shape = type | tuple[str, ...] | list[Any] | Mapping[str, Any]
"""A type, the values of an enumeration, a list of one shape, or an object by property."""

STATUS = ("enabled", "disabled")
SWITCH = ("Enabled", "Disabled")
REGISTRY_SHAPE: Mapping[str, Shape] = {
    "adminUserEnabled": bool,
    "anonymousPullEnabled": bool,
    "dataEndpointEnabled": bool,
    "encryption": {
        "keyVaultProperties": {"identity": str, "keyIdentifier": str},
        "status": STATUS,
    },
    "networkRuleBypassAllowedForTasks": bool,
    "networkRuleBypassOptions": ("AzureServices", "None"),
    "networkRuleSet": {
        "defaultAction": ("Allow", "Deny"),
        "ipRules": [{"action": ("Allow",), "value": str}],
    },
    "policies": {
        "azureADAuthenticationAsArmPolicy": {"status": STATUS},
        "exportPolicy": {"status": STATUS},
        "quarantinePolicy": {"status": STATUS},
        "retentionPolicy": {"days": int, "status": STATUS},
        "trustPolicy": {"status": STATUS, "type": ("Notary",)},
    },
    "publicNetworkAccess": SWITCH,
    "roleAssignmentMode": ("AbacRepositoryPermissions", "LegacyRegistryPermissions"),
    "zoneRedundancy": SWITCH,
}


def shape_problems(value: Any, shape: Shape, at: str) -> list[Problem]:
    """Where a value departs from its shape: unknown properties, wrong types, wrong values of enumerations."""
    if value is UNKNOWN or value is None:
        return []
    if isinstance(shape, tuple):
        hint = did_you_mean(str(value), shape)
        return [] if value in shape else [Problem(at, f"{value!r} is none of {', '.join(shape)}.{hint}")]
    if isinstance(shape, list):
        if not isinstance(value, list | tuple):
            return [Problem(at, "a list is expected.")]
        return [
            problem
            for i, item in enumerate(value)
            for problem in shape_problems(item, shape[0], f"{at}[{i}]")
        ]
    if isinstance(shape, Mapping):
        return _object_problems(value, shape, at)
    return [] if _is_a(value, shape) else [Problem(at, f"a {shape.__name__} is expected, not {value!r}.")]


def _object_problems(value: Any, shape: Mapping[str, Shape], at: str) -> list[Problem]:
    if not isinstance(value, Mapping):
        return [Problem(at, "an object is expected.")]
    problems: list[Problem] = []
    for key, element in value.items():
        if key in shape:
            problems += shape_problems(element, shape[key], f"{at}.{key}")
        else:
            reason = f"the API has no property {key!r} here.{did_you_mean(key, shape)}"
            problems.append(Problem(f"{at}.{key}", reason))
    return problems


def _is_a(value: Any, wanted: type) -> bool:
    if wanted is int:
        return not isinstance(value, bool) and isinstance(value, int | float) and value == int(value)
    return isinstance(value, wanted)
