"""Nobody pulls from ACR without an identity."""

from collections.abc import Iterator

from registry_guardrails.azure.switches import stays_off
from registry_guardrails.control import Control, Finding, Severity
from registry_guardrails.resource import Kind, Resource
from registry_guardrails.settings import Settings

_PROPERTY = "anonymousPullEnabled"


def check(registry: Resource, _settings: Settings) -> Iterator[Finding]:
    """Judge an ACR, whichever way it was declared."""
    return stays_off(registry, _PROPERTY)


CONTROL = Control(
    id="WH-ACR-002",
    title="Anonymous pull from ACR is off",
    why="with anonymous pull on, anyone on the internet can pull every image of the registry",
    severity=Severity.CRITICAL,
    remediation=f"Set {_PROPERTY} to false.",
    mappings=("checkov:CKV_AZURE_138", "azure-policy:9f2dea28-e834-476c-99c5-3507b4728395"),
    kinds=frozenset({Kind.ACR_REGISTRY}),
    check=check,
)
