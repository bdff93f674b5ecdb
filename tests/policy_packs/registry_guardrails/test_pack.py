"""The pack as a whole: what it tells about itself, how it fails, and what it says."""

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pulumi_policy import ResourceValidationArgs
from pulumi_policy.proxy import unknown_checking_proxy
from registry_guardrails.control import Control, Finding, Severity
from registry_guardrails.controls import CONTROLS, STACK_CONTROLS
from registry_guardrails.pack import resource_policy
from registry_guardrails.resource import Kind, Resource
from registry_guardrails.settings import Settings
from registry_guardrails.tags import ENVIRONMENT_SETTINGS

from tests.policy_packs.registry_guardrails.analyzer import PACK, UNKNOWN, Analyzer, Given
from tests.policy_packs.registry_guardrails.cases import (
    ARM,
    ECR,
    GOOD_ECR,
    assert_advises,
    assert_blocked,
    assert_passes,
    changed,
    said_of,
)

ALL = (*CONTROLS, *STACK_CONTROLS)


def test_the_pack_serves_every_control_under_its_id(analyzer: Analyzer):
    info = analyzer.info()
    assert info.name == "registry-guardrails"
    assert {policy.name for policy in info.policies} == {control.id for control in ALL}
    assert len({control.id for control in ALL}) == len(ALL)


def test_every_control_is_mandatory_and_tells_severity_remediation_and_mappings(analyzer: Analyzer):
    for policy in analyzer.info().policies:
        assert policy.enforcementLevel == 1
        assert policy.severity
        assert policy.displayName
        assert policy.remediation_steps
        assert policy.displayName in policy.description


@pytest.mark.parametrize("control", ALL, ids=lambda control: control.id)
def test_the_defaults_of_a_control_fit_its_own_schema(control: Control):
    defaults = {key: rule["default"] for key, rule in control.settings.items() if "default" in rule}
    jsonschema.validate(defaults, {"type": "object", "properties": dict(control.settings)})


def test_a_message_tells_the_title_the_reason_the_value_and_the_mend(analyzer: Analyzer):
    said = said_of(analyzer, ECR, changed(GOOD_ECR, "imageTagMutability", "MUTABLE"))
    (message,) = said.blocked["WH-REG-001"]
    description, found, mend = message.splitlines()
    assert description.startswith("Image tags are immutable: a tag that can be moved lets")
    assert found == "Found: imageTagMutability is MUTABLE."
    assert mend == 'Mend: Set imageTagMutability to "IMMUTABLE".'


def test_a_setting_that_does_not_exist_blocks_rather_than_being_ignored(analyzer: Analyzer):
    said = said_of(analyzer, ECR, GOOD_ECR, config={"WH-REG-007": {"allowedRegion": ["us-east-1"]}})
    assert_blocked(said, "WH-REG-007", "setting 'allowedRegion' does not exist", "allowedRegions")


@pytest.mark.parametrize("value", ["us-east-1", 7, [1], None])
def test_a_setting_of_the_wrong_type_blocks(analyzer: Analyzer, value: Any):
    said = said_of(analyzer, ECR, GOOD_ECR, config={"WH-REG-007": {"allowedRegions": value}})
    assert_blocked(said, "WH-REG-007", "must be a list of texts")


def test_an_unknown_that_blocks_by_default_advises_where_the_settings_say_so(analyzer: Analyzer):
    unknown = changed(GOOD_ECR, "imageTagMutability", UNKNOWN)
    assert_blocked(
        said_of(analyzer, ECR, unknown), "WH-REG-001", "imageTagMutability is not known during preview"
    )
    config = {"WH-REG-001": {"onUnknown": "advise"}}
    assert_advises(said_of(analyzer, ECR, unknown, config=config), "WH-REG-001")


@pytest.mark.parametrize(
    "kind",
    ["aws:s3/bucket:Bucket", "pulumi:pulumi:Stack", "acme:index:EcrRepository", "", "azure-native:x:Y"],
)
def test_other_resources_are_left_alone(analyzer: Analyzer, kind: str):
    assert_passes(said_of(analyzer, kind, {"imageTagMutability": "MUTABLE", "acl": UNKNOWN}))


@pytest.mark.parametrize("namespace", ["Microsoft.Storage", UNKNOWN])
def test_other_arm_resources_are_left_alone(analyzer: Analyzer, namespace: str):
    properties = {"resourceProviderNamespace": namespace, "resourceType": "registries", "properties": UNKNOWN}
    assert_passes(said_of(analyzer, ARM, properties))


def test_an_error_within_a_control_blocks_and_names_it():
    def broken(_resource: Resource, _settings: Settings) -> list[Finding]:
        raise ZeroDivisionError("by design")

    control = Control(
        id="WH-TEST-001",
        title="t",
        why="w",
        severity=Severity.LOW,
        remediation="r",
        kinds=frozenset({Kind.ECR_REPOSITORY}),
        check=broken,
    )
    properties = unknown_checking_proxy({"name": "api"})
    options: Any = type("Options", (), {"protect": False})
    args = ResourceValidationArgs(ECR, properties, "urn:pulumi:dev::acme::x::api", "api", options, None)
    reported: list[str] = []
    resource_policy(control).validate(args, lambda message, _urn=None: reported.append(message))
    assert reported == ["Found: WH-TEST-001 could not be checked: ZeroDivisionError: by design"]


SCALARS = st.sampled_from(
    [None, True, False, UNKNOWN, "", "*", "KMS", "enabled", "{", "{}", "DELETE", -1.5, 10.0]
)
KEYS = st.sampled_from(
    sorted(
        {*GOOD_ECR, "policy", "policyData", "members", "member", "labels", "cleanupPolicies", "condition"}
        | {
            "roleDefinitionId",
            "conditionVersion",
            "properties",
            "policies",
            "encryption",
            "rules",
            "location",
        }
        | {"dockerConfig", "step", "trigger", "status", "sku", "replicationConfiguration", "destinations"}
        | {
            "resourceProviderNamespace",
            "resourceType",
            "parentResourcePath",
            "Statement",
            "Principal",
            "filter",
        }
    )
)
TREES = st.dictionaries(
    KEYS,
    st.recursive(
        SCALARS | st.text(max_size=8) | st.builds(json.dumps, st.dictionaries(KEYS, SCALARS, max_size=3)),
        lambda children: st.lists(children, max_size=3) | st.dictionaries(KEYS, children, max_size=4),
        max_leaves=12,
    ),
    max_size=8,
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kind=st.sampled_from([*map(str, Kind), ARM]), properties=TREES, provider=st.none() | TREES)
def test_no_property_tree_makes_a_control_fail(
    analyzer: Analyzer, kind: str, properties: dict[str, Any], provider: dict[str, Any] | None
):
    given_resource = Given(kind, properties, provider=provider)
    config = {"WH-REG-007": {"allowedRegions": ["eu-central-1"]}}
    said = analyzer.ask(given_resource, config)
    on_stack = analyzer.ask_stack([given_resource, Given(ECR, GOOD_ECR)], config)
    messages = [text for each in (said, on_stack) for texts in each.blocked.values() for text in texts]
    assert not [text for text in messages if "could not be checked" in text]


@pytest.mark.parametrize("control", ALL, ids=lambda control: control.id)
def test_the_readme_lists_every_control_with_its_title_and_settings(control: Control):
    (line,) = [
        each for each in (PACK / "README.md").read_text().splitlines() if each.startswith(f"| {control.id} |")
    ]
    assert f"| {control.title} | {control.severity} |" in line
    assert all(f"`{setting}`" in line for setting in control.settings if setting not in ENVIRONMENT_SETTINGS)
