"""Defender for Cloud plans, which decide whether a subscription's registries are scanned."""

import re

from wharfinger_sandbox.clouds.reading import blocks, one_of, required, text
from wharfinger_sandbox.provider.model import CloudView, Inputs, Outputs, Problem, ResourceModel

PRICING = "azure-native:security:Pricing"
PLANS = (
    "AI",
    "Api",
    "AppServices",
    "Arm",
    "CloudPosture",
    "ContainerRegistry",
    "Containers",
    "CosmosDbs",
    "Discovery",
    "Dns",
    "FoundationalCspm",
    "KeyVaults",
    "KubernetesService",
    "OpenSourceRelationalDatabases",
    "SqlServerVirtualMachines",
    "SqlServers",
    "StorageAccounts",
    "VirtualMachines",
)
DEPRECATED = {"ContainerRegistry": "Containers", "KubernetesService": "Containers"}
TIERS = ("Free", "Standard")
EXTENSIONS = {
    "Containers": (
        "AgentlessDiscoveryForKubernetes",
        "AgentlessVmScanning",
        "ContainerIntegrityContribution",
        "ContainerRegistriesVulnerabilityAssessments",
        "ContainerSensor",
    ),
}
SCOPE = re.compile(r"/?subscriptions/[0-9a-fA-F-]{36}(?:/.+)?")


def check(inputs: Inputs) -> list[Problem]:
    """The rules for a plan (Microsoft.Security pricings 2024-01-01)."""
    problems = required(inputs, "pricingName", "name the plan, such as Containers.")
    problems += one_of(inputs, "pricingName", PLANS) + one_of(inputs, "pricingTier", TIERS)
    name, tier, scope = (text(inputs, key) for key in ("pricingName", "pricingTier", "scopeId"))
    if name in DEPRECATED:
        problems.append(Problem("pricingName", f"{name} is deprecated: use {DEPRECATED[name]}."))
    if scope is not None and not SCOPE.fullmatch(scope):
        problems.append(Problem("scopeId", f"{scope!r} is no scope, such as subscriptions/ID."))
    if tier == "Free" and (text(inputs, "subPlan") or blocks(inputs, "extensions")):
        problems.append(Problem("pricingTier", "sub-plans and extensions need pricingTier Standard."))
    if name in EXTENSIONS:
        for path, extension in blocks(inputs, "extensions"):
            problems += one_of(extension, "name", EXTENSIONS[name], f"{path}.name")
    return problems


def outputs(_resource_id: str, inputs: Inputs, _cloud: CloudView) -> Outputs:
    """What Defender for Cloud says of a plan."""
    return {
        "azureApiVersion": "2024-01-01",
        "deprecated": False,
        "freeTrialRemainingTime": "PT0S",
        "inherited": "False",
        "name": inputs["pricingName"],
        "replacedBy": [],
        "resourcesCoverageStatus": "FullyCovered" if inputs["pricingTier"] == "Standard" else "NotCovered",
        "type": "Microsoft.Security/pricings",
    }


def identify(inputs: Inputs, _cloud: CloudView) -> str:
    """The plan's id: a subscription has each plan once."""
    return f"/{inputs['scopeId'].strip('/')}/providers/Microsoft.Security/pricings/{inputs['pricingName']}"


MODEL = ResourceModel(
    # Every plan exists in every subscription and is only changed. The sandbox refuses a second owner.
    token=PRICING,
    args="pulumi_azure_native.security:PricingArgs",
    identify=identify,
    outputs=outputs,
    replace_on=frozenset({"pricingName", "scopeId"}),
    check=check,
)
