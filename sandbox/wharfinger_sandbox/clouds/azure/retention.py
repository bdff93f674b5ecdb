"""ACR tasks: what runs on a schedule in a registry, such as a purge."""

from collections.abc import Mapping
from typing import Any

from wharfinger_sandbox.clouds.azure.account import (
    group_problems,
    location_problems,
    system_data,
    with_location,
)
from wharfinger_sandbox.clouds.azure.cron import cron_problems
from wharfinger_sandbox.clouds.azure.purge import task_problems
from wharfinger_sandbox.clouds.azure.registries import TASK, child_id, child_name_problems, parent_problems
from wharfinger_sandbox.clouds.azure.tags import tag_problems
from wharfinger_sandbox.clouds.reading import (
    block,
    blocks,
    created,
    flag,
    given,
    one_of,
    outputs_so_far,
    repeated,
    required,
    text,
    within,
)
from wharfinger_sandbox.provider.model import CloudView, Inputs, Outputs, Problem, ResourceModel

SHORTEST_TIMEOUT = 300
LONGEST_TIMEOUT = 28_800
STEP_TYPES = ("Docker", "EncodedTask", "FileTask")


def check(inputs: Inputs) -> list[Problem]:
    """The rules for a task's inputs (azure-rest-api-specs, Tasks_Create 2019-06-01-preview)."""
    return (
        group_problems(inputs)
        + location_problems(inputs)
        + child_name_problems(inputs, "taskName")
        + within(inputs, "timeout", SHORTEST_TIMEOUT, LONGEST_TIMEOUT, unit="seconds")
        + _needs(inputs)
        + _step_problems(block(inputs, "step"))
        + _trigger_problems(block(inputs, "trigger"))
        + tag_problems(inputs)
    )


def outputs(resource_id: str, inputs: Inputs, cloud: CloudView) -> Outputs:
    """What ARM says of a task."""
    creation = created(outputs_so_far(TASK, resource_id, cloud), "creationDate")
    return {
        "azureApiVersion": "2019-06-01-preview",
        "creationDate": creation,
        "location": inputs["location"],
        "name": inputs["taskName"],
        "provisioningState": "Succeeded",
        "status": inputs.get("status", "Enabled"),
        "systemData": system_data(creation),
        "timeout": inputs.get("timeout", 3_600),
        "type": "Microsoft.ContainerRegistry/registries/tasks",
    }


def _needs(inputs: Inputs) -> list[Problem]:
    """A task that is not a system task says on what it runs, and what."""
    if flag(inputs, "isSystemTask"):
        return []
    return required(inputs, "platform", "a task has a platform, such as Linux.") + required(
        inputs, "step", "a task has a step."
    )


def _step_problems(step: Mapping[str, Any]) -> list[Problem]:
    problems = one_of(step, "type", STEP_TYPES, "step.type")
    if text(step, "type") != "EncodedTask":
        return problems
    if not given(step, "encodedTaskContent"):
        return [*problems, Problem("step.encodedTaskContent", "an EncodedTask has its content in base64.")]
    content = text(step, "encodedTaskContent")
    reasons = [] if content is None else task_problems(content)
    return problems + [Problem("step.encodedTaskContent", reason) for reason in reasons]


def _trigger_problems(trigger: Mapping[str, Any]) -> list[Problem]:
    timers = blocks(trigger, "timerTriggers")
    names = [text(timer, "name") or "" for _, timer in timers]
    problems = [
        Problem("trigger.timerTriggers", f"two triggers are named {name!r}; names are unique.")
        for name in repeated(name for name in names if name)
    ]
    for path, timer in timers:
        schedule = text(timer, "schedule")
        reasons = [] if schedule is None else cron_problems(schedule)
        problems += [Problem(f"trigger.{path}.schedule", reason) for reason in reasons]
    return problems


MODEL = ResourceModel(
    token=TASK,
    args="pulumi_azure_native.containerregistry:TaskArgs",
    identify=lambda inputs, cloud: child_id(inputs, cloud, "tasks", inputs["taskName"]),
    outputs=outputs,
    replace_on=frozenset({"location", "registryName", "resourceGroupName", "taskName"}),
    defaults=with_location,
    check=check,
    admit=parent_problems,
)
