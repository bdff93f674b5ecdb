"""Retention deletes something."""

from collections.abc import Iterator

from registry_guardrails.aws import retention as ecr
from registry_guardrails.azure import retention as acr
from registry_guardrails.control import Control, Finding, Severity, Undecided, Violation
from registry_guardrails.documents import MalformedDocumentError
from registry_guardrails.gcp import retention as gar
from registry_guardrails.resource import Kind, Resource
from registry_guardrails.retention_limits import RETENTION_SETTINGS, Limits, limits_of
from registry_guardrails.settings import Settings
from registry_guardrails.values import UNKNOWN, has_unknown

_ECR_PROPERTY = {Kind.ECR_LIFECYCLE_POLICY: "policy", Kind.ECR_CREATION_TEMPLATE: "lifecyclePolicy"}
_GAR_PROPERTIES = ("cleanupPolicies", "cleanupPolicyDryRun")
_STEPS = "step.encodedTaskContent"


def check(resource: Resource, settings: Settings) -> Iterator[Finding]:
    """Judge a lifecycle policy, a GAR repository, an ACR's retention policy, or an ACR task that purges.

    That each ECR repository and each ACR has one at all needs the whole stack: see `retention_present`.
    """
    limits = limits_of(settings)
    match resource.kind:
        case Kind.GAR_REPOSITORY:
            yield from _gar(resource, limits)
        case Kind.ACR_REGISTRY:
            yield from _acr(resource, limits)
        case Kind.ACR_TASK:
            yield from _task(resource, limits)
        case _:
            yield from _ecr(resource, limits)


def _ecr(resource: Resource, limits: Limits) -> Iterator[Finding]:
    path = _ECR_PROPERTY[resource.kind]
    document = resource.get(path)
    if has_unknown(document):
        yield Undecided(path)
        return
    if document is None:
        yield Violation(f"{path} is not set", f"Set {path} to a lifecycle policy.")
        return
    mend = f"Give {path} a rule with action expire and tagStatus untagged."
    try:
        reason = ecr.shortfall(document, limits)
    except MalformedDocumentError as error:
        reason = f"can't be read: {error}"
    if reason:
        yield Violation(f"{path} {reason}", mend)


def _gar(repository: Resource, limits: Limits) -> Iterator[Finding]:
    if repository.get("mode") == "VIRTUAL_REPOSITORY":
        return
    unknown = next((path for path in _GAR_PROPERTIES if has_unknown(repository.get(path))), None)
    reason = gar.shortfall(repository, limits)
    if unknown:
        yield Undecided(unknown)
    elif reason:
        yield Violation(
            reason, "Give cleanupPolicies a policy with action DELETE, and set cleanupPolicyDryRun to false."
        )


def _acr(registry: Resource, limits: Limits) -> Iterator[Finding]:
    if has_unknown(registry.get("policies.retentionPolicy")):
        yield Undecided("policies.retentionPolicy")
    elif acr.has_retention_policy(registry):
        reason = acr.shortfall(registry, limits)
        if reason:
            yield Violation(reason, "Mend policies.retentionPolicy, or purge by a task instead.")


def _task(task: Resource, limits: Limits) -> Iterator[Finding]:
    if task.get(_STEPS) is UNKNOWN:
        yield Undecided(_STEPS, expected=True)
        return
    try:
        reason = acr.purge_shortfall(task, limits) if acr.purge_commands(task) else None
    except MalformedDocumentError as error:
        reason = f"{_STEPS} can't be read: {error}"
    if reason:
        yield Violation(reason, f"Run acr purge in {_STEPS} without --dry-run, by a timer that is on.")


CONTROL = Control(
    id="WH-REG-005",
    title="Retention deletes something",
    why="a rule that deletes nothing lets old, vulnerable images pile up, to be paid for and pulled again",
    severity=Severity.MEDIUM,
    remediation="Mend policy (ECR), cleanupPolicies (GAR), policies.retentionPolicy or step (ACR).",
    mappings=(
        "checkov:CKV_AZURE_167",
        "prowler:ecr_repositories_lifecycle_policy_enabled",
        "security-hub:ECR.3",
        "nist-800-190:4.2.2",
    ),
    settings=RETENTION_SETTINGS,
    kinds=frozenset(
        {
            Kind.ECR_LIFECYCLE_POLICY,
            Kind.ECR_CREATION_TEMPLATE,
            Kind.GAR_REPOSITORY,
            Kind.ACR_REGISTRY,
            Kind.ACR_TASK,
        }
    ),
    check=check,
)
