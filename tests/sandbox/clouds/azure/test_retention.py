"""ACR tasks as resources."""

import base64
from typing import Any

import pytest
from wharfinger_sandbox.clouds.azure import generic, registry
from wharfinger_sandbox.clouds.azure.retention import MODEL
from wharfinger_sandbox.provider.model import UNKNOWN

CONTENT = base64.b64encode(b"steps:\n  - cmd: acr purge --filter 'app:.*' --ago 30d\n").decode()


def task(**settings: Any) -> dict[str, Any]:
    return {
        "resourceGroupName": "registries",
        "registryName": "acmeprod",
        "taskName": "purge-team_app",
        "platform": {"os": "Linux", "architecture": "amd64"},
        "step": {"type": "EncodedTask", "encodedTaskContent": CONTENT},
        "trigger": {"timerTriggers": [{"name": "daily", "schedule": "0 3 * * *"}]},
        **settings,
    }


@pytest.fixture
def acr(azure):
    inputs = {"resourceGroupName": "registries", "registryName": "acmeprod", "sku": {"name": "Basic"}}
    azure.put(registry.MODEL, inputs)
    return azure


def test_a_purge_task_is_accepted_on_any_sku(acr):
    stored = acr.put(MODEL, task())
    assert stored.id.endswith("/registries/acmeprod/tasks/purge-team_app")
    assert stored.outputs["timeout"] == 3_600
    assert stored.outputs["status"] == "Enabled"
    assert acr.put(MODEL, task(timeout=600)).outputs["creationDate"] == stored.outputs["creationDate"]


def test_a_task_needs_its_registry(azure):
    assert "ParentResourceNotFound" in azure.refusal(MODEL, task())


@pytest.mark.parametrize(
    "settings",
    [
        {"step": UNKNOWN},
        {"step": {"type": "EncodedTask", "encodedTaskContent": UNKNOWN}},
        {"trigger": {"timerTriggers": [{"name": "daily", "schedule": UNKNOWN}]}},
        {"step": {"type": "Docker", "dockerFilePath": "Dockerfile", "contextPath": "https://acme.example"}},
        {"isSystemTask": True, "platform": None, "step": None},
        {"timeout": 300},
        {"timeout": 28_800},
    ],
    ids=str,
)
def test_sound_settings_are_accepted(acr, settings):
    assert acr.refusal(MODEL, task(**settings)) == ""


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        (
            {"taskName": "p"},
            "'p' breaks the rule for this name: 5 to 50 letters, digits, hyphens and underscores.",
        ),
        ({"taskName": "purge/app"}, "'purge/app' breaks the rule for this name"),
        ({"taskName": None}, "name the resource: the sandbox draws no random names."),
        ({"timeout": 299}, "timeout is 299; it is a number from 300 to 28800 seconds."),
        ({"timeout": 28_801}, "timeout is 28801; it is a number from 300 to 28800 seconds."),
        ({"platform": None}, "platform: a task has a platform, such as Linux."),
        ({"step": None}, "step: a task has a step."),
        (
            {"step": {"type": "Encoded"}},
            "step.type: type is 'Encoded'; it is one of Docker, EncodedTask, FileTask.",
        ),
        (
            {"step": {"type": "EncodedTask"}},
            "step.encodedTaskContent: an EncodedTask has its content in base64.",
        ),
        ({"step": {"type": "EncodedTask", "encodedTaskContent": "steps:"}}, "not base64 of UTF-8 text."),
        (
            {"trigger": {"timerTriggers": [{"name": "daily", "schedule": "daily"}]}},
            "trigger.timerTriggers[0].schedule: 'daily' has 1 fields",
        ),
        (
            {"trigger": {"timerTriggers": [{"name": "daily", "schedule": "0 3 * * *"}] * 2}},
            "trigger.timerTriggers: two triggers are named 'daily'; names are unique.",
        ),
    ],
)
def test_unsound_settings_are_refused_with_their_rule(acr, settings, reason):
    assert reason in acr.refusal(MODEL, task(**settings))


def generic_task(**changes: Any) -> dict[str, Any]:
    typed = task()
    properties = {
        key: value
        for key, value in typed.items()
        if key not in {"registryName", "resourceGroupName", "taskName", "location"}
    }
    return {
        "apiVersion": "2025-03-01-preview",
        "identity": {"type": "SystemAssigned"},
        "location": typed.get("location", "westeurope"),
        "parentResourcePath": f"registries/{typed['registryName']}",
        "properties": {**properties, "credentials": {"sourceRegistry": {"identity": "[system]"}}},
        "resourceGroupName": typed["resourceGroupName"],
        "resourceName": typed["taskName"],
        "resourceProviderNamespace": "Microsoft.ContainerRegistry",
        "resourceType": "tasks",
    } | changes


def test_a_generic_task_has_the_id_of_a_typed_one_and_an_identity(acr):
    stored = acr.put(generic.MODEL, generic_task())
    assert stored.id.endswith(f"/registries/{task()['registryName']}/tasks/{task()['taskName']}")
    assert stored.outputs["identity"]["principalId"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"apiVersion": "2019-06-01-preview"}, "the sandbox knows tasks at apiVersion 2025-03-01-preview"),
        ({"parentResourcePath": ""}, "the sandbox knows no generic resource of type"),
        ({"parentResourcePath": "registries/elsewhere"}, "parentResourcePath: ParentResourceNotFound"),
        ({"properties": {"stepp": {}}}, "the API has no property 'stepp' here. Did you mean 'step'?"),
        ({"properties": {"timeout": 1, "status": "Enabled"}}, "properties.timeout: "),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_generic_task_is_checked_as_strictly_as_a_typed_one(acr, changes, reason):
    assert reason in acr.refusal(generic.MODEL, generic_task(**changes))
