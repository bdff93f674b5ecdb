"""JSON schemas of the spec's files, for editors and for checks without Wharfinger."""

from typing import Any, Final

from wharfinger.spec.base import Model
from wharfinger.spec.organisation import PartFile, Spec
from wharfinger.spec.people import TeamFile

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

JsonSchema = dict[str, Any]


def organisation_schema() -> JsonSchema:
    """The schema of `org.yaml`."""
    return _schema(Spec, "org.schema.json", "Wharfinger: an organisation's registries (org.yaml)")


def team_schema() -> JsonSchema:
    """The schema of a file of its own for one team."""
    return _schema(TeamFile, "team.schema.json", "Wharfinger: a team and its repositories")


def part_schema() -> JsonSchema:
    """The schema of an included file that holds part of what the organisation has."""
    return _schema(PartFile, "part.schema.json", "Wharfinger: part of an organisation's spec")


def _schema(model: type[Model], identifier: str, title: str) -> JsonSchema:
    generated = _tidied(model.model_json_schema(by_alias=True))
    return {"$schema": DIALECT, "$id": identifier, **generated, "title": title}


def _tidied(node: Any) -> Any:
    """A schema as editors show it best: without titles that repeat the key, and with rules for names.

    pydantic writes a mapping's key type as `patternProperties`, which lets every other key pass.
    """
    if isinstance(node, list):
        return [_tidied(item) for item in node]
    if not isinstance(node, dict):
        return node
    tidied = {key: _tidied(value) for key, value in node.items() if not _is_title(key, value)}
    if patterns := tidied.pop("patternProperties", None):
        ((pattern, values),) = patterns.items()
        tidied["propertyNames"] = {"pattern": pattern, **tidied.get("propertyNames", {})}
        tidied["additionalProperties"] = values
    return tidied


def _is_title(key: str, value: Any) -> bool:
    return key == "title" and isinstance(value, str)
