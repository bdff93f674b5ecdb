"""The JSON schemas: complete, and of one mind with the models."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from wharfinger.spec.organisation import PartFile, Spec
from wharfinger.spec.people import TeamFile
from wharfinger.spec.schema import organisation_schema, part_schema, team_schema

ROOT = Path(__file__).parents[2]
STACKS = ROOT / "stacks"
SCHEMAS = [organisation_schema, team_schema, part_schema]

ORG = {"organisation": "acme", "environments": ["dev"]}
ECR = {"cloud": "aws", "environment": "dev", "account": "111111111111", "region": "eu-central-1"}
TEAM = {"team": "payments", "owners": ["x"]}


def retention(tags: dict[str, str]) -> dict[str, Any]:
    return {"repositories": {"api": {"retention": {"tags": tags}}}}


def accepts(schema: dict[str, Any], data: Any) -> bool:
    return jsonschema.Draft202012Validator(schema).is_valid(data)


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_schema_is_sound(schema):
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("schema", SCHEMAS)
def test_every_property_is_described(schema):
    document = schema()
    objects = [document, *document["$defs"].values()]
    assert [
        name
        for item in objects
        for name, property_ in item["properties"].items()
        if not property_.get("description")
    ] == []


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_schema_has_the_same_bytes_each_time(schema):
    assert json.dumps(schema()) == json.dumps(schema())


@pytest.mark.parametrize(
    ("schema", "identifier"),
    [(organisation_schema, "org"), (team_schema, "team"), (part_schema, "part")],
)
def test_a_schema_says_what_it_is(schema, identifier):
    document = schema()
    assert document["$id"] == f"{identifier}.schema.json"
    assert document["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert document["title"].startswith("Wharfinger")


def test_the_examples_fit_their_schemas():
    teams = sorted((STACKS / "teams").glob("*.yaml"))
    assert teams
    jsonschema.validate(yaml.safe_load((STACKS / "org.yaml").read_text()), organisation_schema())
    for path in teams:
        jsonschema.validate(yaml.safe_load(path.read_text()), team_schema())


@pytest.mark.parametrize(
    ("schema", "data", "fits"),
    [
        (organisation_schema, ORG, True),
        (organisation_schema, ORG | {"registries": {"ecr": ECR}}, True),
        (organisation_schema, ORG | {"registries": {"Ecr": ECR}}, False),
        (organisation_schema, ORG | {"registries": {"e" * 41: ECR}}, False),
        (organisation_schema, ORG | {"registries": {"ecr": ECR | {"cloud": "amazon"}}}, False),
        (organisation_schema, ORG | {"registries": {"ecr": ECR | {"account": 111111111111}}}, False),
        (organisation_schema, ORG | {"registries": {"ecr": ECR | {"project": "x"}}}, False),
        (organisation_schema, ORG | {"environments": []}, False),
        (organisation_schema, ORG | {"retenion": {}}, False),
        (organisation_schema, ORG | {"defaults": {"scanning": "onpush"}}, False),
        (organisation_schema, ORG | {"defaults": {"delete_protection": "yes"}}, False),
        (organisation_schema, {"organisation": "acme"}, False),
        (team_schema, TEAM | {"repositories": {"api/v1": {"class": "service"}}}, True),
        (team_schema, TEAM | {"repositories": {"api": {"class_": "service"}}}, False),
        (team_schema, TEAM | {"repositories": {"Api": {}}}, False),
        (organisation_schema, ORG | {"rollback_windows": {"dev": {"newest": 1, "days": 1}}}, True),
        (organisation_schema, ORG | {"rollback_windows": {"dev": {"newest": 0}}}, False),
        (team_schema, TEAM | retention({"v*": "keep newest 20"}), True),
        (team_schema, TEAM | retention({"v*": "keep newest 0"}), False),
        (team_schema, TEAM | retention({"v 1": "protect"}), False),
        (team_schema, TEAM | {"repositories": {"api": {"labels": {"Tier": "x"}}}}, False),
        (team_schema, {"owners": ["x"]}, False),
        (part_schema, {"registries": {"ecr": ECR}, "include": ["x.yaml"]}, True),
        (part_schema, ORG, False),
    ],
)
def test_a_schema_takes_what_the_models_take(schema, data, fits):
    model = {organisation_schema: Spec, team_schema: TeamFile, part_schema: PartFile}[schema]
    assert accepts(schema(), data) is fits
    if fits:
        model.model_validate(data)
    else:
        with pytest.raises(ValueError, match="validation error"):
            model.model_validate(data)
