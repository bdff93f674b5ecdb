"""A resource's tags or labels, and the environment it belongs to."""

import json
from collections.abc import Mapping
from fnmatch import fnmatchcase

from registry_guardrails.resource import Kind, Resource
from registry_guardrails.settings import Schema, Settings
from registry_guardrails.values import UNKNOWN, Unknown, mapping

TAGS_PROPERTY = {
    Kind.ECR_REPOSITORY: "tags",
    Kind.ECR_CREATION_TEMPLATE: "resourceTags",
    Kind.GAR_REPOSITORY: "labels",
    Kind.ACR_REGISTRY: "tags",
}

ENVIRONMENT_SETTINGS: Schema = {
    "environment": {
        "type": "string",
        "description": "The environment of resources that carry no `environment` tag or label.",
    },
    "nonProdEnvironments": {
        "type": "array",
        "items": {"type": "string"},
        "default": ["dev", "development", "test", "staging", "sandbox"],
        "description": "Environments that do not count as prod; every other one does.",
    },
    "nonProdStacks": {
        "type": "array",
        "items": {"type": "string"},
        "default": [
            f"{start}{name}"
            for name in ("dev", "test", "staging", "sandbox")
            for start in ("", "*-", "*.", "*_")
        ],
        "description": "Patterns of the names of stacks that do not count as prod, where nothing else tells.",
    },
}


def tags_of(resource: Resource) -> Mapping[str, object] | Unknown:
    """Give a resource's tags or labels, over its provider's default ones; UNKNOWN if the whole is unknown.

    pulumi-aws keeps default tags under `defaultTags.tags`, pulumi-gcp under `defaultLabels`; the engine hands
    a provider's nested settings over as JSON text.
    """
    own = resource.get(TAGS_PROPERTY[resource.kind])
    if own is UNKNOWN:
        return UNKNOWN
    return {**_default_tags(resource), **mapping(own)}


def is_prod(resource: Resource, settings: Settings) -> bool:
    """Whether a resource counts as prod; what nothing tells is prod.

    The first that is there decides: the tag or label `environment`, the setting `environment`, the stack's
    name against `nonProdStacks`.
    """
    tags = tags_of(resource)
    if tags is UNKNOWN:
        return True
    named = next((value for key, value in mapping(tags).items() if key.lower() == "environment"), None)
    environment = named or settings.text("environment")
    if environment:
        return environment not in settings.texts("nonProdEnvironments")
    return not any(fnmatchcase(resource.stack, pattern) for pattern in settings.texts("nonProdStacks"))


def _default_tags(resource: Resource) -> Mapping[str, object]:
    if resource.kind is Kind.ECR_REPOSITORY:
        return mapping(mapping(_nested(resource.provider.get("defaultTags"))).get("tags"))
    if resource.kind is Kind.GAR_REPOSITORY:
        return mapping(_nested(resource.provider.get("defaultLabels")))
    return {}


def _nested(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return None
