import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from wharfinger.clouds.compiled import CompiledPlan, compile_plan
from wharfinger.plan.resolve import resolve
from wharfinger.plan.scopes import RegistryScope, TeamScope, implied, parse
from wharfinger.spec.base import NAME
from wharfinger.spec.organisation import Spec
from wharfinger.spec.places import Places
from wharfinger.stacks import SCOPE_KEY, check_stacks, read_stacks, stack_configs, stack_file, stack_name

GUID = "11111111-1111-1111-1111-111111111111"
NAMES = st.from_regex(NAME, fullmatch=True)


def ecr(environment: str, account: str, region: str = "eu-central-1") -> dict[str, str]:
    return {"cloud": "aws", "environment": environment, "account": account, "region": region}


def compiled(registries: dict[str, Any], **more: Any) -> CompiledPlan:
    teams = {"payments": {"owners": ["payments@acme.example"], "repositories": {"api": {}}}}
    environments = list(dict.fromkeys(registry["environment"] for registry in registries.values()))
    spec = {"organisation": "acme", "environments": environments, "registries": registries, "teams": teams}
    return compile_plan(resolve(Spec.model_validate({**spec, **more})))


def problems(folder: Path, plan: CompiledPlan) -> list[tuple[str, str]]:
    found = check_stacks(read_stacks(folder, plan.plan), plan, Places({}, {}))
    return [(one.severity, one.message) for one in found]


THREE = {
    "aws-prod": ecr("prod", "011111111111"),
    "gcp-prod": {"cloud": "gcp", "environment": "prod", "project": "acme-prod", "location": "europe-west3"},
    "azure-prod": {
        "cloud": "azure",
        "environment": "prod",
        "subscription": GUID,
        "resource_group": "registries",
        "name": "acmeprod",
        "location": "westeurope",
    },
}


@given(st.lists(st.one_of(st.builds(RegistryScope, NAMES), st.builds(TeamScope, NAMES, NAMES)), unique=True))
def test_no_two_scopes_share_a_stack(scopes):
    assert len({stack_name(scope) for scope in scopes}) == len(scopes)


def test_every_scope_gets_the_providers_that_it_needs():
    configs = {name: yaml.safe_load(text)["config"] for name, text in stack_configs(compiled(THREE)).items()}
    aws = {"aws:region": "eu-central-1", "aws:allowedAccountIds": ["011111111111"]}
    gcp, azure = {"gcp:project": "acme-prod"}, {"azure-native:subscriptionId": GUID}
    assert configs == {
        "Pulumi.aws-prod.yaml": {SCOPE_KEY: {"registry": "aws-prod"}, **aws},
        "Pulumi.gcp-prod.yaml": {SCOPE_KEY: {"registry": "gcp-prod"}, **gcp},
        "Pulumi.azure-prod.yaml": {SCOPE_KEY: {"registry": "azure-prod"}, **azure},
        "Pulumi.payments.prod.yaml": {
            SCOPE_KEY: {"team": "payments", "environment": "prod"},
            **aws,
            **gcp,
        },
    }


def test_a_scope_over_two_accounts_allows_both_and_no_other():
    registries = {
        "b": ecr("prod", "222222222222", "eu-west-1"),
        "a": ecr("prod", "111111111111"),
        "c": ecr("prod", "111111111111", "eu-west-3"),
        "d": ecr("dev", "333333333333"),
    }
    config = yaml.safe_load(stack_configs(compiled(registries))["Pulumi.payments.prod.yaml"])["config"]
    assert config["aws:region"] == "eu-central-1"
    assert config["aws:allowedAccountIds"] == ["111111111111", "222222222222"]


def test_the_configs_are_sound_and_read_back_as_every_scope(tmp_path):
    plan = compiled(THREE)
    for name, text in stack_configs(plan).items():
        (tmp_path / name).write_text(text)
    scopes = {stack.scope for stack in read_stacks(tmp_path, plan.plan).files.values()}
    assert scopes == set(implied(plan.plan))
    assert problems(tmp_path, plan) == []


def test_each_config_is_what_the_scope_parses_to():
    plan = compiled(THREE)
    configs = stack_configs(plan)
    for scope in implied(plan.plan):
        assert parse(yaml.safe_load(configs[stack_file(scope)])["config"][SCOPE_KEY], plan.plan) == scope


def test_a_scope_may_be_json_text_as_pulumi_takes_it(tmp_path):
    plan = compiled({"aws-dev": ecr("dev", "111111111111")}, teams={})
    config = {"config": {SCOPE_KEY: json.dumps({"registry": "aws-dev"})}}
    (tmp_path / "Pulumi.any.yaml").write_text(yaml.safe_dump(config))
    assert problems(tmp_path, plan) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("config: {}\n", "this stack has no scope"),
        ("encryptionsalt: v1:x\n", "this stack has no scope"),
        ("config:\n  wharfinger:scope: {registry: aws-test}\n", "the spec has no registry `aws-test`"),
        ("config:\n  wharfinger:scope: everything\n", "`wharfinger:scope` is 'everything'"),
    ],
)
def test_a_stack_without_a_scope_of_the_plan_is_an_error(tmp_path, text, message):
    plan = compiled({"aws-dev": ecr("dev", "111111111111")}, teams={})
    (tmp_path / "Pulumi.aws-dev.yaml").write_text(text)
    assert problems(tmp_path, plan) == [("error", message)]


def test_a_file_that_is_no_yaml_is_an_error_at_its_line(tmp_path):
    plan = compiled({"aws-dev": ecr("dev", "111111111111")}, teams={})
    (tmp_path / "Pulumi.aws-dev.yaml").write_text("config:\n  a: [\n")
    [problem] = read_stacks(tmp_path, plan.plan).problems
    assert problem.place is not None
    assert problem.place.file == str(tmp_path / "Pulumi.aws-dev.yaml")


def test_the_project_file_and_other_files_are_no_stacks(tmp_path):
    plan = compiled({"aws-dev": ecr("dev", "111111111111")}, teams={})
    for name in ("Pulumi.yaml", "org.yaml", "Pulumi.aws-dev.yaml.bak"):
        (tmp_path / name).write_text("name: acme\n")
    assert read_stacks(tmp_path, plan.plan).files == {}


def test_a_file_with_another_scope_is_named_where_a_scope_has_no_stack(tmp_path):
    plan = compiled({"a": ecr("dev", "111111111111"), "b": ecr("dev", "222222222222")}, teams={})
    (tmp_path / "Pulumi.a.yaml").write_text("config:\n  wharfinger:scope: {registry: b}\n")
    [problem] = check_stacks(read_stacks(tmp_path, plan.plan), plan, Places({}, {}))
    assert problem.message == "no stack owns registry a"
    assert problem.help.startswith(
        f"{tmp_path / 'Pulumi.a.yaml'} has another scope; it should hold:\nconfig:"
    )


def test_an_organisation_with_nothing_needs_no_stacks(tmp_path):
    plan = compile_plan(resolve(Spec.model_validate({"organisation": "acme", "environments": ["dev"]})))
    assert problems(tmp_path, plan) == []
