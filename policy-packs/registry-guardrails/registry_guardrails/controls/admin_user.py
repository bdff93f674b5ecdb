"""ACR has no shared admin password."""

from collections.abc import Iterator

from registry_guardrails.azure.switches import stays_off
from registry_guardrails.control import Control, Finding, Severity
from registry_guardrails.resource import Kind, Resource
from registry_guardrails.settings import Settings

_PROPERTY = "adminUserEnabled"


def check(registry: Resource, _settings: Settings) -> Iterator[Finding]:
    """Judge an ACR, whichever way it was declared."""
    return stays_off(registry, _PROPERTY)


CONTROL = Control(
    id="WH-ACR-001",
    title="The ACR admin user is off",
    why="the admin user is one shared password with full rights that no identity stands behind",
    severity=Severity.HIGH,
    remediation=f"Set {_PROPERTY} to false.",
    mappings=(
        "checkov:CKV_AZURE_137",
        "kics:b897dfbf",
        "prowler:containerregistry_admin_user_disabled",
        "azure-policy:dc921057-6b28-4fbe-9b83-f7bec05db6c2",
    ),
    kinds=frozenset({Kind.ACR_REGISTRY}),
    check=check,
)
