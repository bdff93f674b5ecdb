"""What is checked of a spec although some of its values are wrong."""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.spec.conftest import line
from wharfinger.spec.load import attempt
from wharfinger.spec.references import check_references

SOUND: dict[str, Any] = {
    "organisation": "acme",
    "environments": ["dev", "prod"],
    "allowed_locations": {"aws": ["eu-central-1", "eu-west-1"]},
    "naming": {"repository": "{team}/{name}", "tags": ["v*"], "environments": {"prod": {"tags": ["v*"]}}},
    "registries": {
        "aws-dev": {"cloud": "aws", "environment": "dev", "account": "1" * 12, "region": "eu-central-1"},
        "gcp-dev": {
            "cloud": "gcp",
            "environment": "dev",
            "project": "acme-dev",
            "location": "europe-west3",
        },
        "gcp-prod": {
            "cloud": "gcp",
            "environment": "prod",
            "project": "acme-dev",
            "location": "europe-west4",
            "scanner": "external",
        },
    },
    "principals": {"clusters": {"environments": ["dev"], "aws": ["1" * 12]}},
    "rollback_windows": {"prod": {"newest": 10, "days": 30}},
    "defaults": {
        "tags": {"immutable": True},
        "pull": ["team", "clusters"],
        "environments": {"prod": {"scanning": "continuous"}},
    },
    "classes": {"service": {"placement": {"clouds": ["aws"]}, "retention": {"tags": {"v*": "protect"}}}},
    "teams": {
        "payments": {
            "owners": ["payments@acme.example"],
            "pipelines": {"release": {"environments": ["prod"]}},
            "repositories": {
                "api": {
                    "class": "service",
                    "push": ["payments/release"],
                    "placement": {"environments": ["dev"], "registries": ["aws-dev"]},
                }
            },
        }
    },
}


def leaves(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        if isinstance(value, dict | list):
            yield from leaves(value, (*path, key))
        else:
            yield (*path, key)


def told(folder: Path, data: Any) -> list[tuple[tuple[Any, ...], str]]:
    (folder / "org.yaml").write_text(yaml.safe_dump(data, sort_keys=False))
    loaded, problems = attempt(folder / "org.yaml")
    found = (*problems, *(check_references(loaded) if loaded else ()))
    return [(problem.path, line(problem)) for problem in found]


def test_the_spec_of_these_tests_is_sound(tmp_path: Path):
    assert told(tmp_path, SOUND) == []


@pytest.mark.parametrize("path", list(leaves(SOUND)), ids=lambda path: ".".join(map(str, path)))
def test_one_wrong_value_is_all_that_is_told(tmp_path: Path, path: tuple[Any, ...]):
    wrong = copy.deepcopy(SOUND)
    holder: Any = wrong
    for part in path[:-1]:
        holder = holder[part]
    holder[path[-1]] = {"bogus": "!"}
    found = told(tmp_path, wrong)
    assert found
    assert all(told_path[: len(path)] == path for told_path, _ in found), found


def test_names_that_nothing_bears_are_told_beside_values_that_are_wrong(tmp_path: Path):
    wrong = copy.deepcopy(SOUND)
    wrong["defaults"]["scanning"] = "on-push"
    wrong["teams"]["payments"]["repositories"]["api"] |= {"class": "servic", "retenion": {}}
    messages = [message.split(": ", 1)[1].split(" (")[0] for _, message in told(tmp_path, wrong)]
    assert sorted(messages) == [
        "`scanning` can't be `on-push`",
        "there is no class `servic`",
        "unknown key `retenion` in a repository",
    ]


@pytest.mark.parametrize(
    ("section", "name"), [("registries", "aws-dev"), ("classes", "service"), ("principals", "clusters")]
)
def test_nothing_is_said_to_be_missing_that_is_only_wrong(tmp_path: Path, section: str, name: str):
    wrong = copy.deepcopy(SOUND)
    wrong[section][name] = "not a mapping"
    found = told(tmp_path, wrong)
    assert [path for path, _ in found] == [(section, name)]
