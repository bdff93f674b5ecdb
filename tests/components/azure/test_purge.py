import base64

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from wharfinger_components.azure import AcrPurge, AcrPurgeArgs, abac
from wharfinger_components.azure.purge import task_yaml

RESOURCE = "azure-native:resources:Resource"
ASSIGNMENT = "azure-native:authorization:RoleAssignment"
SUBSCRIPTION = "11111111-1111-1111-1111-111111111111"
REGISTRY = (
    f"/subscriptions/{SUBSCRIPTION}/resourceGroups/images"
    "/providers/Microsoft.ContainerRegistry/registries/acmeprod"
)
IDENTITY = "22222222-2222-2222-2222-222222222222"
ANSWERS = {RESOURCE: {"identity": {"type": "SystemAssigned", "principalId": IDENTITY, "tenantId": "t"}}}
COMMANDS = [
    "acr purge --filter 'payments/api:^(?:dev-.*)$' --ago 30d",
    "acr purge --filter 'payments/api:^(?:v.*)$' --ago 0d --keep 10",
]


def args(**more) -> AcrPurgeArgs:
    return {
        "subscription_id": SUBSCRIPTION,
        "resource_group": "images",
        "registry_name": "acmeprod",
        "location": "westeurope",
        "task_name": "purge",
        "commands": COMMANDS,
        "schedule": "0 3 * * *",
        "timeout_seconds": 3600,
        **more,
    }


@pytest.fixture
def declare_purge(declare):
    return lambda **more: declare(lambda: AcrPurge("prod-purge", args(**more)), ANSWERS)


def test_the_definition_has_a_step_for_each_command():
    assert task_yaml(COMMANDS, 3600) == (
        "version: v1.1.0\n"
        "steps:\n"
        "  - cmd: \"acr purge --filter 'payments/api:^(?:dev-.*)$$' --ago 30d\"\n"
        "    disableWorkingDirectoryOverride: true\n"
        "    timeout: 3600\n"
        "  - cmd: \"acr purge --filter 'payments/api:^(?:v.*)$$' --ago 0d --keep 10\"\n"
        "    disableWorkingDirectoryOverride: true\n"
        "    timeout: 3600\n"
    )


@given(commands=st.lists(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1), min_size=1))
def test_a_command_comes_out_of_the_yaml_as_it_went_in_but_for_the_doubled_dollar(commands):
    read = yaml.safe_load(task_yaml(commands, 60))

    assert [step["cmd"].replace("$$", "$") for step in read["steps"]] == commands
    assert {step["timeout"] for step in read["steps"]} == {60}


def test_the_task_runs_on_schedule_with_an_identity_of_its_own(declare_purge):
    declared = declare_purge(tags={"owner": "platform"})

    task = declared.only(RESOURCE)
    assert (task.name, task.parent) == ("prod-purge", "prod-purge")
    encoded = base64.b64encode(task_yaml(COMMANDS, 3600).encode()).decode()
    assert task.inputs == {
        "apiVersion": "2025-03-01-preview",
        "resourceGroupName": "images",
        "resourceProviderNamespace": "Microsoft.ContainerRegistry",
        "parentResourcePath": "registries/acmeprod",
        "resourceType": "tasks",
        "resourceName": "purge",
        "location": "westeurope",
        "identity": {"type": "SystemAssigned"},
        "properties": {
            "status": "Enabled",
            "platform": {"os": "Linux", "architecture": "amd64"},
            "step": {"type": "EncodedTask", "encodedTaskContent": encoded},
            "trigger": {
                "timerTriggers": [{"name": "schedule", "schedule": "0 3 * * *", "status": "Enabled"}]
            },
            "credentials": {"sourceRegistry": {"identity": "[system]"}},
            "timeout": 3600,
        },
        "tags": {"owner": "platform"},
    }
    assert declared.outputs == {"taskId": "id-of-prod-purge"}


def test_the_identity_may_delete_and_list_and_nothing_else(declare_purge):
    grants = {grant.name: grant.inputs for grant in declare_purge().all(ASSIGNMENT)}

    assert set(grants) == {"prod-purge-delete", "prod-purge-list"}
    for inputs in grants.values():
        assert inputs["scope"] == REGISTRY
        assert inputs["principalId"] == IDENTITY
        assert inputs["principalType"] == "ServicePrincipal"
    assert grants["prod-purge-delete"]["roleDefinitionId"].endswith(abac.CONTRIBUTOR.id)
    assert grants["prod-purge-list"]["roleDefinitionId"].endswith(abac.CATALOG_LISTER.id)


def test_deleting_is_limited_to_the_named_repositories_and_listing_takes_no_condition(declare_purge):
    grants = {
        grant.name: grant.inputs for grant in declare_purge(repositories=["payments/api"]).all(ASSIGNMENT)
    }

    assert grants["prod-purge-delete"]["condition"] == abac.condition(abac.CONTRIBUTOR, ["payments/api"])
    assert grants["prod-purge-delete"]["conditionVersion"] == "2.0"
    assert "condition" not in grants["prod-purge-list"]


def test_a_task_that_lists_no_repositories_has_no_right_to(declare_purge):
    (grant,) = declare_purge(lists_repositories=False).all(ASSIGNMENT)

    assert grant.name == "prod-purge-delete"


def test_an_empty_list_of_repositories_is_refused_rather_than_the_whole_registry(declare_purge):
    with pytest.raises(abac.NoRepositoryError):
        declare_purge(repositories=[])


def test_a_timeout_from_a_program_in_another_language_is_a_whole_number(declare_purge):
    task = declare_purge(timeout_seconds=3600.0).only(RESOURCE)

    definition = base64.b64decode(task.inputs["properties"]["step"]["encodedTaskContent"]).decode()
    assert definition == task_yaml(COMMANDS, 3600)
