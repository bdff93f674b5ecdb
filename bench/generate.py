"""Organisations of any size to measure with: a spec like a real one's, the same bytes from the same seed.

A few teams are big and most are small, as lognormal sizes are. Repositories have one of five classes, which
decide where they are placed; a fifth of them has something of its own. Up to a thousand repositories share
nine registries, one for each cloud and environment. More get further regions, since clouds have limits:
ECR takes 100 prefixes for one set of replicas, and a role assignment in Azure names about 60 repositories.
"""

import argparse
import random
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from math import log
from pathlib import Path
from typing import Any, Final

import yaml

from wharfinger.clouds.compiled import compile_plan
from wharfinger.plan.resolve import resolve
from wharfinger.spec.organisation import Spec
from wharfinger.stacks import stack_configs

SEED: Final = 1
ENVIRONMENTS: Final = ("dev", "staging", "prod")
MEDIAN_TEAM: Final = 12
LARGEST_TEAM: Final = 60
AREA_REPOSITORIES: Final = 1_000
AREA_TEAMS: Final = 60

_AWS_REGIONS: Final = (
    *("eu-central-1", "eu-west-1", "eu-west-2", "eu-west-3", "eu-north-1", "eu-south-1", "eu-south-2"),
    *("eu-central-2", "us-east-1", "us-east-2", "us-west-1", "us-west-2", "ca-central-1", "ca-west-1"),
)
_GCP_LOCATIONS: Final = (
    *("europe-west3", "europe-west4", "europe-west1", "europe-west2", "europe-west6", "europe-west8"),
    *("europe-west9", "europe-west10", "europe-west12", "europe-north1", "europe-central2", "us-east1"),
    *("us-central1", "us-west1"),
)
_AZURE_LOCATIONS: Final = (
    *("westeurope", "northeurope", "germanywestcentral", "francecentral", "swedencentral", "uksouth"),
    *("switzerlandnorth", "norwayeast", "italynorth", "polandcentral", "spaincentral", "eastus"),
    *("westus2", "canadacentral"),
)
MOST_AREAS: Final = len(_AWS_REGIONS)

_FIELDS: Final = (
    *("account", "billing", "card", "catalogue", "claims", "content", "courier", "credit", "delivery"),
    *("fleet", "fraud", "identity", "invoice", "ledger", "loyalty", "market", "media", "order", "payment"),
    *("pricing", "profile", "quality", "refund", "rental", "returns", "search", "stock", "tax", "ticket"),
)
_DUTIES: Final = (
    *("audit", "chat", "core", "data", "design", "edge", "growth", "insight", "labs", "mobile", "ops"),
    *("partner", "plan", "portal", "reports", "research", "risk", "rules", "shop", "store", "sync"),
    *("tools", "trade", "trust", "web"),
)
_KINDS: Final = (
    *("api", "archiver", "consumer", "exporter", "gateway", "importer", "indexer", "mailer", "monitor"),
    *("notifier", "planner", "proxy", "reader", "scheduler", "ui", "worker"),
)
"""No kind starts with another: ECR replicates by prefix, and would copy one repository with the other."""


@dataclass(frozen=True, slots=True)
class _Class:
    """A class, its share of the repositories in percent, and the environments that it has in each cloud."""

    name: str
    share: int
    placed: Mapping[str, tuple[str, ...]]
    settings: Mapping[str, Any]


_PROD: Final = ENVIRONMENTS[2:]
_DEV_AND_PROD: Final = ("dev", "prod")
_CLASSES: Final = (
    _Class(
        "service",
        55,
        {"aws": ENVIRONMENTS, "gcp": _PROD, "azure": _PROD},
        {"retention": {"protect": ["v*"]}, "environments": {"staging": {"retention": {"keep_newest": 50}}}},
    ),
    _Class(
        "job",
        22,
        {"aws": _DEV_AND_PROD, "gcp": _DEV_AND_PROD},
        {"environments": {"dev": {"retention": {"keep_newest": 10}}}},
    ),
    _Class("tool", 12, {"aws": ENVIRONMENTS}, {}),
    _Class(
        "critical-service",
        7,
        dict.fromkeys(("aws", "gcp", "azure"), ENVIRONMENTS),
        {"scanning": "on_push", "retention": {"protect": ["v*"]}},
    ),
    _Class(
        "base-image",
        4,
        dict.fromkeys(("aws", "gcp", "azure"), _PROD),
        {"tags": {"mutable": ["edge"]}, "accept": ["gcp.tags.mutable"], "on_removal": "retain"},
    ),
)


@dataclass(frozen=True, slots=True)
class _Team:
    name: str
    size: int
    area: int


def documents(repositories: int, seed: int = SEED) -> dict[str, dict[str, Any]]:
    """The spec's files by path: `org.yaml`, and a file for each team.

    Raises `ValueError` for more repositories than the areas hold: about twelve thousand.
    """
    chance = random.Random(seed)  # noqa: S311 -- the same numbers each time are the point
    teams = _teams(repositories, chance)
    return {
        "org.yaml": _organisation(teams[-1].area + 1),
        **{f"teams/{team.name}.yaml": _team(team, teams, chance) for team in teams},
    }


def whole(files: Mapping[str, Mapping[str, Any]]) -> Spec:
    """The spec that such files add up to."""
    teams = {
        document["team"]: {key: value for key, value in document.items() if key != "team"}
        for path, document in files.items()
        if path != "org.yaml"
    }
    return Spec.model_validate({**files["org.yaml"], "teams": teams})


def write(folder: Path, repositories: int, seed: int = SEED) -> None:
    """Write an organisation's spec and the config of each of its stacks into a folder."""
    files = documents(repositories, seed)
    texts = {path: to_yaml(document) for path, document in files.items()}
    texts |= stack_configs(compile_plan(resolve(whole(files))))
    for path, text in texts.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def to_yaml(document: Mapping[str, Any]) -> str:
    """A document as the spec's YAML, which has no aliases."""
    return yaml.dump(dict(document), Dumper=_Plain, sort_keys=False, width=110)


class _Plain(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True


def _teams(repositories: int, chance: random.Random) -> list[_Team]:
    """Teams of random sizes, which fill one area after the other."""
    names = [f"{field}-{duty}" for field in _FIELDS for duty in _DUTIES]
    chance.shuffle(names)
    teams: list[_Team] = []
    area = in_area = teams_in_area = 0
    while repositories:
        size = min(_team_size(chance), repositories)
        if in_area + size > AREA_REPOSITORIES or teams_in_area == AREA_TEAMS:
            area, in_area, teams_in_area = area + 1, 0, 0
        if area == MOST_AREAS:
            raise ValueError(f"{repositories} repositories too many for {MOST_AREAS} areas")
        teams.append(_Team(names.pop(), size, area))
        repositories, in_area, teams_in_area = repositories - size, in_area + size, teams_in_area + 1
    return teams


def _team_size(chance: random.Random) -> int:
    return max(1, min(LARGEST_TEAM, round(chance.lognormvariate(log(MEDIAN_TEAM), 0.9))))


def _organisation(areas: int) -> dict[str, Any]:
    """What the platform says; each area has registries of its own, and classes that place things in them."""
    return {
        "organisation": "acme",
        "environments": list(ENVIRONMENTS),
        "allowed_locations": {
            "aws": list(_AWS_REGIONS),
            "gcp": list(_GCP_LOCATIONS),
            "azure": list(_AZURE_LOCATIONS),
        },
        "naming": {
            "repository": "{team}/{name}",
            "tags": ["v*", "sha-*", "pr-*", "main", "edge"],
            "environments": {"prod": {"tags": ["v*", "edge"]}},
        },
        "registries": {
            _in_area(f"{cloud}-{environment}", area): registry(environment, area)
            for area in range(areas)
            for environment in ENVIRONMENTS
            for cloud, registry in (("aws", _ecr), ("gcp", _gar), ("azure", _acr))
        },
        "principals": {"clusters": {**identities("clusters", "ServicePrincipal")}},
        "defaults": {
            "pull": ["team", "pipelines", "clusters"],
            "push": ["pipelines"],
            "retention": {"expire_untagged_after_days": 14},
            "accept": ["azure.tags.immutable", "azure.labels"],
            "environments": {
                "dev": {
                    "tags": {"immutable": False},
                    "push": ["team", "pipelines"],
                    "retention": {"keep_newest": 20, "expire_untagged_after_days": 3},
                    "delete_protection": False,
                },
                "prod": {"encryption": "customer_key"},
            },
        },
        "classes": {
            _in_area(kind.name, area): _class(kind, area) for area in range(areas) for kind in _CLASSES
        },
    }


def _in_area(name: str, area: int) -> str:
    return f"{name}-{area + 1}" if area else name


def _class(kind: _Class, area: int) -> dict[str, Any]:
    registries = [
        _in_area(f"{cloud}-{environment}", area)
        for cloud, environments in kind.placed.items()
        for environment in environments
    ]
    settings: dict[str, Any] = {**kind.settings, "placement": {"registries": registries}}
    if kind.name == "critical-service":
        replicas = {"aws": [_next(_AWS_REGIONS, area)], "azure": [_next(_AZURE_LOCATIONS, area)]}
        settings["environments"] = {"prod": {"scanning": "continuous", "replicas": replicas}}
    return settings


def _next(places: tuple[str, ...], area: int) -> str:
    return places[(area + 1) % len(places)]


def _ecr(environment: str, area: int) -> dict[str, Any]:
    account = str(ENVIRONMENTS.index(environment) + 1) * 12
    region = _AWS_REGIONS[area]
    registry = {"cloud": "aws", "environment": environment, "account": account, "region": region}
    if environment == "prod":
        key = f"arn:aws:kms:{region}:{account}:key/{_guid(f'key in {region}')}"
        registry |= {"scanner": "enhanced", "customer_key": key}
    return registry


def _gar(environment: str, area: int) -> dict[str, Any]:
    """The first registry of a project is the one that enables its APIs."""
    project, location = f"acme-registries-{environment}", _GCP_LOCATIONS[area]
    registry = {"cloud": "gcp", "environment": environment, "project": project, "location": location}
    if area:
        registry["scanner"] = "external"
    if environment == "prod":
        ring = f"projects/{project}/locations/{location}/keyRings/registries"
        registry["customer_key"] = f"{ring}/cryptoKeys/images"
    return registry


def _acr(environment: str, area: int) -> dict[str, Any]:
    """The first registry of a subscription is the one that turns Defender on."""
    subscription = _guid(f"subscription of {environment}")
    registry: dict[str, Any] = {
        "cloud": "azure",
        "environment": environment,
        "subscription": subscription,
        "resource_group": f"rg-registries-{environment}",
        "name": f"acme{environment}{area + 1}",
        "location": _AZURE_LOCATIONS[area],
    }
    if area:
        registry["scanner"] = "external"
    if environment == "prod":
        group = f"/subscriptions/{subscription}/resourceGroups/rg-registries-prod"
        registry["replicas"] = [_next(_AZURE_LOCATIONS, area)]
        registry["customer_key"] = {
            "key": "https://acme-registries.vault.azure.net/keys/images",
            "identity": f"{group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/registries",
            "client_id": _guid("identity of the registries"),
        }
    return registry


def _team(team: _Team, teams: list[_Team], chance: random.Random) -> dict[str, Any]:
    names = [f"{field}-{kind}" for field in _FIELDS for kind in _KINDS]
    return {
        "team": team.name,
        "description": f"Team {team.name}",
        "owners": [f"{team.name}@acme.example"],
        "cost_centre": f"CC-{chance.randrange(1000, 10_000)}",
        "principals": {"developers": identities(f"{team.name}-developers", "Group")},
        "pipelines": {
            "ci": {
                "environments": ["dev", "staging"],
                **identities(f"{team.name}-ci", "ServicePrincipal"),
            },
            "release": {
                "environments": ["prod"],
                **identities(f"{team.name}-release", "ServicePrincipal"),
            },
        },
        "repositories": {
            name: _repository(team, teams, chance) for name in sorted(chance.sample(names, team.size))
        },
    }


def _repository(team: _Team, teams: list[_Team], chance: random.Random) -> dict[str, Any]:
    (kind,) = chance.choices(_CLASSES, weights=[kind.share for kind in _CLASSES])
    repository: dict[str, Any] = {
        "class": _in_area(kind.name, team.area),
        "description": f"A {kind.name.replace('-', ' ')} of team {team.name}",
    }
    return repository | _own_settings(teams, chance)


def _own_settings(teams: list[_Team], chance: random.Random) -> dict[str, Any]:
    """What a fifth of all repositories says itself."""
    match chance.randrange(100):
        case number if number < 6:
            return {"labels": {"data-class": chance.choice(["cardholder", "personal", "public"])}}
        case number if number < 12:
            puller = f"{chance.choice(teams).name}/release"
            return {"environments": {"prod": {"pull": ["team", "pipelines", "clusters", puller]}}}
        case number if number < 16:
            return {"environments": {"dev": {"scanning": "disabled", "retention": {"keep_newest": 5}}}}
        case number if number < 20:
            return {"retention": {"expire_untagged_after_days": chance.choice([7, 30, 60])}}
        case _:
            return {}


def identities(name: str, azure_type: str) -> dict[str, Any]:
    """A principal as each cloud knows it."""
    group = azure_type == "Group"
    member = (
        f"group:{name}@acme.example"
        if group
        else f"serviceAccount:{name}@{{project}}.iam.gserviceaccount.com"
    )
    return {
        "aws": [f"arn:aws:iam::{{account}}:role/{name}"],
        "gcp": [member],
        "azure": [{"object_id": _guid(name), "type": azure_type}],
    }


def _guid(name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{name}.acme.example"))


def main() -> None:
    """Write an organisation into the folder that the command line names."""
    parser = argparse.ArgumentParser(prog="python -m bench.generate", description=main.__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--repositories", type=int, default=AREA_REPOSITORIES)
    parser.add_argument("--seed", type=int, default=SEED)
    arguments = parser.parse_args()
    write(arguments.folder, arguments.repositories, arguments.seed)


if __name__ == "__main__":
    main()
