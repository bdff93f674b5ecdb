"""Images and their keys stay in the regions that the organisation allows."""

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

from registry_guardrails.control import Control, Finding, NotApplicable, Severity, Undecided, Violation
from registry_guardrails.resource import Kind, Resource
from registry_guardrails.settings import Settings
from registry_guardrails.values import UNKNOWN, elements, lookup, quote

_KMS_ARN = re.compile(r"arn:aws[a-z-]*:kms:([a-z0-9-]+):.*")
_CLOUD_KMS_NAME = re.compile(r"projects/[^/]+/locations/([^/]+)/.*")
_PLACE_PROPERTY = {
    Kind.ECR_REPOSITORY: "region",
    Kind.ECR_CREATION_TEMPLATE: "region",
    Kind.ECR_REPLICATION: "region",
    Kind.GAR_REPOSITORY: "location",
    Kind.ACR_REGISTRY: "location",
    Kind.ACR_REPLICATION: "location",
}
_PROVIDER_PROPERTY = {"aws": "region", "gcp": "region", "azure-native": "location"}


def check(resource: Resource, settings: Settings) -> Iterator[Finding]:
    """Judge each place where a resource puts images or keys, a multi-region (`europe`) as a name of its own.

    An unknown key passes a preview: ECR and GAR take only keys of the repository's own region, and the update
    reads it again.
    """
    allowed = [_canonical(pattern) for pattern in settings.texts("allowedRegions")]
    if not allowed:
        yield NotApplicable("allowedRegions is not configured")
        return
    for path, place in (_own_place(resource), *_replicas(resource), *_keys(resource)):
        if place is UNKNOWN:
            yield Undecided(path)
        elif place is None:
            yield Violation(
                f"{path} is not set, so the region can't be told", f"Set {path} to an allowed region."
            )
        elif not any(fnmatchcase(_canonical(str(place)), pattern) for pattern in allowed):
            yield Violation(
                f"{path} is in {quote(place)}, which is not an allowed region",
                f"Move {path} to one of: {', '.join(settings.texts('allowedRegions'))}.",
            )


def _own_place(resource: Resource) -> tuple[str, object]:
    path = _PLACE_PROPERTY[resource.kind]
    place = resource.get(path)
    if place is not None:
        return path, place
    package = resource.kind.value.split(":", 1)[0]
    return path, resource.provider.get(_PROVIDER_PROPERTY[package])


def _replicas(resource: Resource) -> Iterator[tuple[str, object]]:
    if resource.kind is not Kind.ECR_REPLICATION:
        return
    for configuration in elements(resource.get("replicationConfiguration")):
        for rule in elements(_step(configuration, "rules")):
            for destination in elements(_step(rule, "destinations")):
                yield "replicationConfiguration.rules[].destinations[].region", _step(destination, "region")


def _step(parent: object, key: str) -> object:
    return UNKNOWN if parent is UNKNOWN else lookup(parent, key)


def _keys(resource: Resource) -> Iterator[tuple[str, object]]:
    for configuration in elements(resource.get("encryptionConfigurations")):
        yield from _place_in(lookup(configuration, "kmsKey"), _KMS_ARN, "encryptionConfigurations[].kmsKey")
    yield from _place_in(resource.get("kmsKeyName"), _CLOUD_KMS_NAME, "kmsKeyName")


def _place_in(key: object, pattern: re.Pattern[str], path: str) -> Iterator[tuple[str, object]]:
    match = pattern.fullmatch(key) if isinstance(key, str) else None
    if match:
        yield path, match[1]


def _canonical(place: str) -> str:
    """Write a region as its id: Azure takes `West Europe` for `westeurope`."""
    return place.replace(" ", "").lower()


CONTROL = Control(
    id="WH-REG-007",
    title="Images and keys stay in allowed regions",
    why="a replica or a multi-region puts code and data under another jurisdiction's law",
    severity=Severity.HIGH,
    remediation="Set region and replication destinations (ECR) or location (GAR, ACR) to allowed regions.",
    settings={
        "allowedRegions": {
            "type": "array",
            "items": {"type": "string"},
            "default": [],
            "description": "Patterns of regions and multi-regions of all clouds; without any, it is off.",
        },
    },
    kinds=frozenset(_PLACE_PROPERTY),
    check=check,
)
