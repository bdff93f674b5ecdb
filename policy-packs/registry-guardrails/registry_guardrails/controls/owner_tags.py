"""Each registry and repository says whose it is."""

from collections.abc import Iterator

from registry_guardrails.control import Control, Finding, Severity, Undecided, Violation
from registry_guardrails.resource import Resource
from registry_guardrails.settings import Settings
from registry_guardrails.tags import TAGS_PROPERTY, tags_of
from registry_guardrails.values import UNKNOWN, is_text, mapping, quote


def check(resource: Resource, settings: Settings) -> Iterator[Finding]:
    """Judge the tags or labels, with the provider's default ones beneath; an unknown value is there."""
    path = TAGS_PROPERTY[resource.kind]
    tags = tags_of(resource)
    if tags is UNKNOWN:
        yield Undecided(path)
        return
    for key in settings.texts("requiredTags"):
        value = mapping(tags).get(key)
        if not is_text(value):
            yield Violation(f"{path}.{key} is {quote(value)}", f"Set {path}.{key}.")


CONTROL = Control(
    id="WH-REG-008",
    title="Owners are named in tags",
    why="without an owner, nobody answers for a vulnerable image, and no cost can be assigned",
    severity=Severity.LOW,
    remediation="Set the required keys in tags (ECR, ACR), labels (GAR) or resourceTags (creation template).",
    mappings=("security-hub:ECR.4",),
    settings={
        "requiredTags": {
            "type": "array",
            "items": {"type": "string"},
            "default": ["owner"],
            "description": "Keys of the tags or labels that must be there with a value.",
        },
    },
    kinds=frozenset(TAGS_PROPERTY),
    check=check,
)
