"""In prod no deletion takes images with it."""

from collections.abc import Iterator

from registry_guardrails.control import Control, Finding, Severity, Undecided, Violation
from registry_guardrails.resource import Kind, Resource
from registry_guardrails.settings import Settings
from registry_guardrails.tags import ENVIRONMENT_SETTINGS, is_prod
from registry_guardrails.values import UNKNOWN, quote

_FORCE_DELETE = "forceDelete"
_DELETION_POLICY = "deletionPolicy"


def check(resource: Resource, settings: Settings) -> Iterator[Finding]:
    """Judge a repository or registry of prod.

    ECR refuses to delete a repository with images unless forced. GAR and ACR never refuse, so there a guard
    must be seen: the resource option `protect`, or GAR's deletionPolicy. The engine does not tell a policy
    about `retain_on_delete`.
    """
    if not is_prod(resource, settings):
        return
    if resource.kind is Kind.ECR_REPOSITORY:
        yield from _ecr(resource)
    elif not resource.protect and settings.flag("requireProtection"):
        yield from _gar(resource) if resource.kind is Kind.GAR_REPOSITORY else _acr()


def _ecr(repository: Resource) -> Iterator[Finding]:
    force = repository.get(_FORCE_DELETE)
    if force is UNKNOWN:
        yield Undecided(_FORCE_DELETE)
    elif force not in (None, False):
        yield Violation(f"{_FORCE_DELETE} is {quote(force)}", f"Set {_FORCE_DELETE} to false.")


def _gar(repository: Resource) -> Iterator[Finding]:
    policy = repository.get(_DELETION_POLICY)
    if policy is UNKNOWN:
        yield Undecided(_DELETION_POLICY)
    elif policy not in ("PREVENT", "ABANDON"):
        yield Violation(
            f"{_DELETION_POLICY} is {quote(policy)} and protect is off",
            f"Set the resource option protect, or {_DELETION_POLICY} to PREVENT.",
        )


def _acr() -> Iterator[Finding]:
    yield Violation("the resource option protect is off", "Set the resource option protect.")


CONTROL = Control(
    id="WH-REG-009",
    title="Prod is not deleted together with its images",
    why="one mistaken destroy would take away every image that prod runs and could roll back to",
    severity=Severity.HIGH,
    remediation=f"Set {_FORCE_DELETE} to false (ECR), {_DELETION_POLICY} to PREVENT (GAR) or protect (ACR).",
    mappings=("kics:a187ac47",),
    settings={
        **ENVIRONMENT_SETTINGS,
        "requireProtection": {
            "type": "boolean",
            "default": True,
            "description": "GAR and ACR, which are deleted with their images, must be protected in prod.",
        },
    },
    kinds=frozenset({Kind.ECR_REPOSITORY, Kind.GAR_REPOSITORY, Kind.ACR_REGISTRY}),
    check=check,
)
