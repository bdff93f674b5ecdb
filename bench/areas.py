"""Where generated repositories go: areas of registries, and the classes that place repositories in them.

Up to a thousand repositories share an area: nine registries, one for each cloud and environment. More get
further areas, in other regions, since clouds have limits: ECR takes 100 prefixes for one set of replicas, and
a role assignment in Azure names about 60 repositories, or prefixes of as many teams.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bench.identities import guid
from wharfinger.spec.base import CLOUDS, Cloud

ENVIRONMENTS: Final = ("dev", "staging", "prod")
AREA_REPOSITORIES: Final = 1_000
AREA_TEAMS: Final = 60

LOCATIONS: Final[Mapping[Cloud, tuple[str, ...]]] = {
    "aws": (
        *("eu-central-1", "eu-west-1", "eu-west-2", "eu-west-3", "eu-north-1", "eu-south-1", "eu-south-2"),
        *("eu-central-2", "us-east-1", "us-east-2", "us-west-1", "us-west-2", "ca-central-1", "ca-west-1"),
    ),
    "gcp": (
        *("europe-west3", "europe-west4", "europe-west1", "europe-west2", "europe-west6", "europe-west8"),
        *("europe-west9", "europe-west10", "europe-west12", "europe-north1", "europe-central2", "us-east1"),
        *("us-central1", "us-west1"),
    ),
    "azure": (
        *("westeurope", "northeurope", "germanywestcentral", "francecentral", "swedencentral", "uksouth"),
        *("switzerlandnorth", "norwayeast", "italynorth", "polandcentral", "spaincentral", "eastus"),
        *("westus2", "canadacentral"),
    ),
}
MOST_AREAS: Final = min(map(len, LOCATIONS.values()))


@dataclass(frozen=True, slots=True)
class Class:
    """A class, its share of the repositories in percent, and the environments that it has in each cloud."""

    name: str
    share: int
    placed: Mapping[Cloud, tuple[str, ...]]
    settings: Mapping[str, Any]


_PROD: Final = ENVIRONMENTS[2:]
_DEV_AND_PROD: Final = ("dev", "prod")
CLASSES: Final = (
    Class(
        "service",
        55,
        {"aws": ENVIRONMENTS, "gcp": _PROD, "azure": _PROD},
        {
            "retention": {"tags": {"v*": "protect"}},
            "environments": {"staging": {"retention": {"tags": {"*": "keep newest 50"}}}},
        },
    ),
    Class(
        "job",
        22,
        {"aws": _DEV_AND_PROD, "gcp": _DEV_AND_PROD},
        {"environments": {"dev": {"retention": {"tags": {"*": "keep newest 10"}}}}},
    ),
    Class("tool", 12, {"aws": ENVIRONMENTS}, {}),
    Class(
        "critical-service",
        7,
        dict.fromkeys(CLOUDS, ENVIRONMENTS),
        {"scanning": "on_push", "retention": {"tags": {"v*": "protect"}}},
    ),
    Class(
        "base-image",
        4,
        dict.fromkeys(CLOUDS, _PROD),
        {"tags": {"mutable": ["edge"]}, "accept": ["gcp.tags.mutable"], "on_removal": "retain"},
    ),
)


def registries(area: int) -> dict[str, Any]:
    """The registries of an area by name: one for each cloud and environment."""
    return {
        in_area(f"{cloud}-{environment}", area): registry(environment, area)
        for environment in ENVIRONMENTS
        for cloud, registry in (("aws", _ecr), ("gcp", _gar), ("azure", _acr))
    }


def classes(area: int) -> dict[str, Any]:
    """The classes of an area by name, which place repositories in its registries."""
    return {in_area(kind.name, area): _class(kind, area) for kind in CLASSES}


def in_area(name: str, area: int) -> str:
    """What an area calls its own; the first area's names are plain."""
    return f"{name}-{area + 1}" if area else name


def _class(kind: Class, area: int) -> dict[str, Any]:
    registries = [
        in_area(f"{cloud}-{environment}", area)
        for cloud, environments in kind.placed.items()
        for environment in environments
    ]
    settings: dict[str, Any] = {**kind.settings, "placement": {"registries": registries}}
    if kind.name == "critical-service":
        replicas = {"aws": [_next("aws", area)], "azure": [_next("azure", area)]}
        settings["environments"] = {"prod": {"scanning": "continuous", "replicas": replicas}}
    return settings


def _next(cloud: Cloud, area: int) -> str:
    """Where the area's images are copied to."""
    places = LOCATIONS[cloud]
    return places[(area + 1) % len(places)]


def _ecr(environment: str, area: int) -> dict[str, Any]:
    account = str(ENVIRONMENTS.index(environment) + 1) * 12
    region = LOCATIONS["aws"][area]
    registry = {"cloud": "aws", "environment": environment, "account": account, "region": region}
    if environment == "prod":
        key = f"arn:aws:kms:{region}:{account}:key/{guid(f'key in {region}')}"
        registry |= {"scanner": "enhanced", "customer_key": key}
    return registry


def _gar(environment: str, area: int) -> dict[str, Any]:
    """The first registry of a project is the one that enables its APIs."""
    project, location = f"acme-registries-{environment}", LOCATIONS["gcp"][area]
    registry = {"cloud": "gcp", "environment": environment, "project": project, "location": location}
    if area:
        registry["scanner"] = "external"
    if environment == "prod":
        ring = f"projects/{project}/locations/{location}/keyRings/registries"
        registry["customer_key"] = f"{ring}/cryptoKeys/images"
    return registry


def _acr(environment: str, area: int) -> dict[str, Any]:
    """The first registry of a subscription is the one that turns Defender on."""
    subscription = guid(f"subscription of {environment}")
    registry: dict[str, Any] = {
        "cloud": "azure",
        "environment": environment,
        "subscription": subscription,
        "resource_group": f"rg-registries-{environment}",
        "name": f"acme{environment}{area + 1}",
        "location": LOCATIONS["azure"][area],
    }
    if area:
        registry["scanner"] = "external"
    if environment == "prod":
        group = f"/subscriptions/{subscription}/resourceGroups/rg-registries-prod"
        registry["replicas"] = [_next("azure", area)]
        registry["customer_key"] = {
            "key": "https://acme-registries.vault.azure.net/keys/images",
            "identity": f"{group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/registries",
            "client_id": guid("identity of the registries"),
        }
    return registry
