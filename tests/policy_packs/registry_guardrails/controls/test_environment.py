"""How a control knows that a resource belongs to prod."""

from typing import Any

import pytest

from tests.policy_packs.registry_guardrails.analyzer import UNKNOWN, Analyzer
from tests.policy_packs.registry_guardrails.cases import ECR, GOOD_ECR, changed, said_of

FORCED = changed(GOOD_ECR, "forceDelete", True)


@pytest.mark.parametrize(
    ("tag", "setting", "stack", "is_prod"),
    [
        ("prod", None, "checkout-dev", True),
        ("dev", None, "checkout-prod", False),
        ("dev", "prod", "checkout-prod", False),
        (UNKNOWN, None, "checkout-dev", True),
        ("prdo", None, "checkout-dev", True),
        (None, "prod", "checkout-dev", True),
        (None, "staging", "checkout-prod", False),
        (None, None, "checkout-dev", False),
        (None, None, "dev", False),
        (None, None, "checkout.staging", False),
        (None, None, "checkout-prod", True),
        (None, None, "checkout", True),
        (None, None, "nodev", True),
    ],
)
def test_the_tag_comes_before_the_setting_and_the_setting_before_the_stack(
    analyzer: Analyzer, tag: str | None, setting: str | None, stack: str, is_prod: bool
):
    config: dict[str, Any] = {"WH-REG-009": {"environment": setting} if setting else {}}
    said = said_of(analyzer, ECR, changed(FORCED, "tags.environment", tag), stack=stack, config=config)
    assert ("WH-REG-009" in said.blocked) is is_prod


def test_tags_that_are_unknown_as_a_whole_count_as_prod(analyzer: Analyzer):
    said = said_of(analyzer, ECR, changed(FORCED, "tags", UNKNOWN), stack="checkout-dev")
    assert "WH-REG-009" in said.blocked


def test_which_environments_and_stacks_are_not_prod_is_configurable(analyzer: Analyzer):
    config = {"WH-REG-009": {"nonProdEnvironments": ["lab"], "nonProdStacks": ["lab-*"]}}
    lab = changed(FORCED, "tags.environment", "lab")
    assert "WH-REG-009" not in said_of(analyzer, ECR, lab, config=config).blocked
    dev = changed(FORCED, "tags.environment", "dev")
    assert "WH-REG-009" in said_of(analyzer, ECR, dev, config=config).blocked
    untagged = changed(FORCED, "tags.environment", None)
    assert "WH-REG-009" not in said_of(analyzer, ECR, untagged, stack="lab-1", config=config).blocked
