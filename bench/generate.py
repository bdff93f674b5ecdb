"""Organisations of any size to measure with: a spec like a real one's, the same bytes from the same seed.

A few teams are big and most are small, as lognormal sizes are. Each repository has a class, and a fifth of
them says something itself.
"""

import argparse
import random
from collections.abc import Mapping
from dataclasses import dataclass
from math import log
from pathlib import Path
from typing import Any, Final

import yaml

from bench.areas import (
    AREA_REPOSITORIES,
    AREA_TEAMS,
    CLASSES,
    ENVIRONMENTS,
    LOCATIONS,
    MOST_AREAS,
    classes,
    in_area,
    registries,
)
from bench.identities import machine, people
from wharfinger.clouds.compiled import compile_plan
from wharfinger.plan.resolve import resolve
from wharfinger.spec.organisation import Spec
from wharfinger.stacks import stack_configs

MEDIAN_TEAM: Final = 12
LARGEST_TEAM: Final = 60

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
class _Team:
    name: str
    size: int
    area: int


def documents(repositories: int, seed: int) -> dict[str, dict[str, Any]]:
    """The spec's files by path: `org.yaml`, and a file for each team.

    Raises `ValueError` for more repositories than the clouds' regions have room for: about eleven thousand.
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


def write_organisation(folder: Path, repositories: int, seed: int) -> None:
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
    area = taken = teams_in_area = 0
    while repositories:
        size = min(_team_size(chance), repositories)
        if taken + size > AREA_REPOSITORIES or teams_in_area == AREA_TEAMS:
            area, taken, teams_in_area = area + 1, 0, 0
        if area == MOST_AREAS or not names:
            raise ValueError(f"{repositories} of the repositories have no room in {MOST_AREAS} areas")
        teams.append(_Team(names.pop(), size, area))
        repositories, taken, teams_in_area = repositories - size, taken + size, teams_in_area + 1
    return teams


def _team_size(chance: random.Random) -> int:
    return max(1, min(LARGEST_TEAM, round(chance.lognormvariate(log(MEDIAN_TEAM), 0.9))))


def _organisation(areas: int) -> dict[str, Any]:
    """What the platform says; each area has registries of its own, and classes that place things in them."""
    return {
        "organisation": "acme",
        "environments": list(ENVIRONMENTS),
        "allowed_locations": {cloud: list(places) for cloud, places in LOCATIONS.items()},
        "naming": {
            "repository": "{team}/{name}",
            "tags": ["v*", "sha-*", "pr-*", "main", "edge"],
            "environments": {"prod": {"tags": ["v*", "edge"]}},
        },
        "rollback_windows": {"prod": {"newest": 10, "days": 90}},
        "registries": {
            name: registry for area in range(areas) for name, registry in registries(area).items()
        },
        "principals": {"clusters": machine("clusters")},
        "defaults": {
            "pull": ["team", "pipelines", "clusters"],
            "push": ["pipelines"],
            "retention": {"untagged": "expire after 14 days"},
            "accept": ["azure.tags.immutable", "azure.labels", "gcp.retention.keep_newest"],
            "environments": {
                "dev": {
                    "tags": {"immutable": False},
                    "push": ["team", "pipelines"],
                    "retention": {
                        "tags": {"pr-*": "expire after 14 days", "*": "keep newest 20"},
                        "untagged": "expire after 3 days",
                    },
                    "delete_protection": False,
                },
                "prod": {"encryption": "customer_key"},
            },
        },
        "classes": {name: one for area in range(areas) for name, one in classes(area).items()},
    }


def _team(team: _Team, teams: list[_Team], chance: random.Random) -> dict[str, Any]:
    names = [f"{field}-{kind}" for field in _FIELDS for kind in _KINDS]
    return {
        "team": team.name,
        "description": f"Team {team.name}",
        "owners": [f"{team.name}@acme.example"],
        "cost_centre": f"CC-{chance.randrange(1000, 10_000)}",
        "principals": {"developers": people(f"{team.name}-developers")},
        "pipelines": {
            "ci": {"environments": ["dev", "staging"], **machine(f"{team.name}-ci")},
            "release": {"environments": ["prod"], **machine(f"{team.name}-release")},
        },
        "repositories": {
            name: _repository(team, teams, chance) for name in sorted(chance.sample(names, team.size))
        },
    }


def _repository(team: _Team, teams: list[_Team], chance: random.Random) -> dict[str, Any]:
    (kind,) = chance.choices(CLASSES, weights=[kind.share for kind in CLASSES])
    repository: dict[str, Any] = {
        "class": in_area(kind.name, team.area),
        "description": f"A {kind.name.replace('-', ' ')} of team {team.name}",
    }
    return repository | _own_settings(teams, chance)


def _own_settings(teams: list[_Team], chance: random.Random) -> dict[str, Any]:
    """What a fifth of all repositories says itself."""
    draw = chance.random()
    if draw < 0.06:
        return {"labels": {"data-class": chance.choice(["cardholder", "personal", "public"])}}
    if draw < 0.12:
        puller = f"{chance.choice(teams).name}/release"
        return {"environments": {"prod": {"pull": ["team", "pipelines", "clusters", puller]}}}
    if draw < 0.16:
        return {
            "environments": {"dev": {"scanning": "disabled", "retention": {"tags": {"*": "keep newest 5"}}}}
        }
    if draw < 0.20:
        return {"retention": {"untagged": f"expire after {chance.choice([7, 30, 60])} days"}}
    return {}


def main() -> None:
    """Write an organisation into the folder that the command line names."""
    parser = argparse.ArgumentParser(prog="python -m bench.generate", description=main.__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--repositories", type=int, default=AREA_REPOSITORIES)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    write_organisation(arguments.folder, arguments.repositories, arguments.seed)


if __name__ == "__main__":
    main()
