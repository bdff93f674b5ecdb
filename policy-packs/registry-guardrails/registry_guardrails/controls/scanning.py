"""Images are scanned for vulnerabilities."""

from collections.abc import Iterator

from registry_guardrails.control import Control, Finding, Severity, Undecided, Violation
from registry_guardrails.resource import Kind, Resource
from registry_guardrails.settings import Settings
from registry_guardrails.values import UNKNOWN, elements, has_unknown, lookup, quote

_ON_PUSH = "imageScanningConfiguration.scanOnPush"
_ENABLEMENT = "vulnerabilityScanningConfig.enablementConfig"
_AUTOMATIC = ("SCAN_ON_PUSH", "CONTINUOUS_SCAN")
_REGISTRY_PLANS = ("containers", "containerregistry")


def check(resource: Resource, settings: Settings) -> Iterator[Finding]:
    """Judge what switches scanning on: a setting of the repository, the registry or the subscription."""
    match resource.kind:
        case Kind.ECR_REPOSITORY:
            if not settings.flag("scannedByRegistry"):
                yield from _must_be_true(resource, _ON_PUSH)
        case Kind.ECR_SCANNING:
            yield from _registry_scanning(resource)
        case Kind.GAR_REPOSITORY:
            yield from _gar(resource)
        case _:
            yield from _defender(resource)


def _must_be_true(repository: Resource, path: str) -> Iterator[Finding]:
    value = repository.get(path)
    if value is UNKNOWN:
        yield Undecided(path)
    elif value is not True:
        yield Violation(f"{path} is {quote(value)}", f"Set {path} to true.")


def _registry_scanning(configuration: Resource) -> Iterator[Finding]:
    rules = elements(configuration.get("rules"))
    if any(_covers_all(rule) for rule in rules):
        return
    if has_unknown(rules):
        yield Undecided("rules")
        return
    yield Violation(
        "no rule scans all repositories by itself" if rules else "rules is empty: images are scanned by hand",
        'Give rules one with scanFrequency "SCAN_ON_PUSH" and the filter "*" in repositoryFilters.',
    )


def _covers_all(rule: object) -> bool:
    filters = [lookup(entry, "filter") for entry in elements(lookup(rule, "repositoryFilters"))]
    return lookup(rule, "scanFrequency") in _AUTOMATIC and "*" in filters


def _gar(repository: Resource) -> Iterator[Finding]:
    enablement = repository.get(_ENABLEMENT)
    if repository.get("mode") == "VIRTUAL_REPOSITORY":
        return
    if enablement is UNKNOWN:
        yield Undecided(_ENABLEMENT)
    elif enablement not in (None, "INHERITED"):
        yield Violation(f"{_ENABLEMENT} is {quote(enablement)}", f'Set {_ENABLEMENT} to "INHERITED".')


def _defender(plan: Resource) -> Iterator[Finding]:
    name, tier = plan.get("pricingName"), plan.get("pricingTier")
    if str(name).lower() not in _REGISTRY_PLANS:
        return
    if tier is UNKNOWN:
        yield Undecided("pricingTier")
    elif tier != "Standard":
        yield Violation(
            f"pricingTier of Defender's plan {quote(name)} is {quote(tier)}", 'Set pricingTier to "Standard".'
        )


CONTROL = Control(
    id="WH-REG-002",
    title="Images are scanned",
    why="an image that nothing scans carries known vulnerabilities into production unseen",
    severity=Severity.HIGH,
    remediation=(
        f"Set {_ON_PUSH} to true (ECR), {_ENABLEMENT} to INHERITED (GAR) or pricingTier to Standard (Azure)."
    ),
    mappings=(
        "checkov:CKV_AWS_163",
        "checkov:CKV_AZURE_163",
        "trivy:AWS-0030",
        "kics:9630336b",
        "prowler:ecr_registry_scan_images_on_push_enabled",
        "prowler:artifacts_container_analysis_enabled",
        "security-hub:ECR.1",
        "cis:5.1.1",
        "nist-800-190:4.1.1",
    ),
    settings={
        "scannedByRegistry": {
            "type": "boolean",
            "default": False,
            "description": "A registry scanning configuration, of another stack, scans all repositories.",
        },
    },
    kinds=frozenset({Kind.ECR_REPOSITORY, Kind.ECR_SCANNING, Kind.GAR_REPOSITORY, Kind.AZURE_DEFENDER_PLAN}),
    check=check,
)
