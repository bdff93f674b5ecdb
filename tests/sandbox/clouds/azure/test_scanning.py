"""Defender plans."""

from typing import Any

import pytest
from wharfinger_sandbox.clouds.azure.scanning import MODEL

SCOPE = "subscriptions/11111111-1111-1111-1111-111111111111"


def plan(**settings: Any) -> dict[str, Any]:
    return {"pricingName": "Containers", "pricingTier": "Standard", "scopeId": SCOPE, **settings}


def test_a_plan_is_one_per_subscription_and_name(azure):
    assessed = [{"name": "ContainerRegistriesVulnerabilityAssessments", "isEnabled": "True"}]
    stored = azure.put(MODEL, plan(extensions=assessed))
    assert stored.id == f"/{SCOPE}/providers/Microsoft.Security/pricings/Containers"
    assert MODEL.identify(plan(scopeId=f"/{SCOPE}"), azure) == stored.id
    assert stored.outputs["resourcesCoverageStatus"] == "FullyCovered"
    assert not MODEL.adopts_existing


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"pricingName": None}, "name the plan, such as Containers."),
        ({"pricingName": "Container"}, "Did you mean 'Containers'?"),
        ({"pricingName": "ContainerRegistry"}, "ContainerRegistry is deprecated: use Containers."),
        ({"pricingTier": "Premium"}, "it is one of Free, Standard."),
        ({"scopeId": "acme"}, "'acme' is no scope, such as subscriptions/ID."),
        ({"pricingTier": "Free", "subPlan": "P1"}, "sub-plans and extensions need pricingTier Standard."),
        (
            {"extensions": [{"name": "ContainerRegistriesVulnerabilityAssessment", "isEnabled": "True"}]},
            "Did you mean 'ContainerRegistriesVulnerabilityAssessments'?",
        ),
    ],
)
def test_unsound_plans_are_refused_with_their_rule(azure, settings, reason):
    assert reason in azure.refusal(MODEL, plan(**settings))
