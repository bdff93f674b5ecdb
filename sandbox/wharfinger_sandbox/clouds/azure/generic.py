"""Generic resources: registries and tasks at API versions that the SDK's typed resources don't have."""

from collections.abc import Mapping
from typing import Any, Final

from wharfinger_sandbox.clouds.azure import registry, retention
from wharfinger_sandbox.clouds.azure.account import identity_outputs, with_location
from wharfinger_sandbox.clouds.azure.registries import (
    GENERIC,
    NAMESPACE,
    child_id,
    parent_problems,
    registry_id,
)
from wharfinger_sandbox.clouds.azure.registry_shape import API_VERSION, SWITCH, Shape, shape_problems
from wharfinger_sandbox.clouds.reading import block, created, given, outputs_so_far, required, text
from wharfinger_sandbox.provider.model import CloudView, Inputs, Outputs, Problem, ResourceModel

TASK_API_VERSION: Final = "2025-03-01-preview"
PARENT: Final = "registries/"

TASK_SHAPE: Final[Mapping[str, Shape]] = {
    "agentConfiguration": {"cpu": int},
    "agentPoolName": str,
    "credentials": {"sourceRegistry": {"identity": str, "loginMode": ("None", "Default")}},
    "isSystemTask": bool,
    "logTemplate": str,
    "platform": {
        "architecture": ("amd64", "x86", "386", "arm", "arm64"),
        "os": ("Linux", "Windows"),
        "variant": ("v6", "v7", "v8"),
    },
    "status": ("Enabled", "Disabled"),
    "step": {
        "type": retention.STEP_TYPES,
        "contextAccessToken": str,
        "contextPath": str,
        "encodedTaskContent": str,
        "encodedValuesContent": str,
        "values": [{"isSecret": bool, "name": str, "value": str}],
    },
    "timeout": int,
    "trigger": {"timerTriggers": [{"name": str, "schedule": str, "status": SWITCH}]},
}
"""TaskProperties with an EncodedTask and timers (azure-rest-api-specs, RegistryTasks 2025-03-01-preview)."""


def check(inputs: Inputs) -> list[Problem]:
    """The rules for a generic resource: the sandbox knows registries and tasks, each at one API version."""
    if unknown := _unknown_kind(inputs):
        return unknown
    if not _is_task(inputs):
        return registry.generic_check(inputs)
    return (
        required(inputs, "resourceName", "name the task: the sandbox draws no random names.")
        + shape_problems(inputs.get("properties"), TASK_SHAPE, "properties")
        + [Problem(_place(problem.property), problem.reason) for problem in retention.check(_typed(inputs))]
    )


def admit(inputs: Inputs, cloud: CloudView) -> list[Problem]:
    """The rules that need state."""
    if not _is_task(inputs):
        return registry.generic_admit(inputs, cloud)
    return [
        Problem("parentResourcePath", problem.reason) for problem in parent_problems(_typed(inputs), cloud)
    ]


def identify(inputs: Inputs, cloud: CloudView) -> str:
    """The ARM id of the registry or the task."""
    if _is_task(inputs):
        return child_id(_typed(inputs), cloud, "tasks", inputs["resourceName"])
    return registry_id(inputs, inputs["resourceName"], cloud)


def outputs(resource_id: str, inputs: Inputs, cloud: CloudView) -> Outputs:
    """What ARM says of the registry or the task."""
    if not _is_task(inputs):
        return registry.generic_outputs(resource_id, inputs, cloud)
    before = block(outputs_so_far(GENERIC, resource_id, cloud), "properties")
    told: Outputs = {
        "azureApiVersion": registry.GENERIC_API_VERSION,
        "location": inputs["location"],
        "name": inputs["resourceName"],
        "properties": {
            "status": "Enabled",
            "timeout": 3_600,
            **block(inputs, "properties"),
            "creationDate": created(before, "creationDate"),
            "provisioningState": "Succeeded",
        },
        "type": f"{registry.RESOURCE_TYPE}/tasks",
    }
    if given(inputs, "identity"):
        told["identity"] = identity_outputs(resource_id, inputs["identity"])
    return told


def _is_task(inputs: Inputs) -> bool:
    return text(inputs, "resourceType") == "tasks"


def _typed(inputs: Inputs) -> dict[str, Any]:
    """A generic task as the inputs of the typed one."""
    known = {
        "location": inputs.get("location"),
        "registryName": (text(inputs, "parentResourcePath") or "").removeprefix(PARENT) or None,
        "resourceGroupName": inputs.get("resourceGroupName"),
        "tags": inputs.get("tags"),
        "taskName": inputs.get("resourceName"),
    }
    return {
        **block(inputs, "properties"),
        **{key: value for key, value in known.items() if value is not None},
    }


def _place(typed: str) -> str:
    """Where in a generic resource a property of the typed task stands."""
    own = {"registryName": "parentResourcePath", "taskName": "resourceName"}
    if typed in {"location", "resourceGroupName"} or typed.startswith("tags"):
        return typed
    return own.get(typed) or f"properties.{typed}"


def _unknown_kind(inputs: Inputs) -> list[Problem]:
    namespace, kind = text(inputs, "resourceProviderNamespace"), text(inputs, "resourceType")
    parent, version = text(inputs, "parentResourcePath"), text(inputs, "apiVersion")
    known = kind in (None, "registries", "tasks") and namespace in (None, NAMESPACE)
    well_placed = parent is None or (parent.startswith(PARENT) if kind == "tasks" else parent == "")
    if not known or not well_placed:
        path = "/".join(part for part in (namespace, parent, kind) if part)
        return [Problem("resourceType", f"the sandbox knows no generic resource of type {path}.")]
    wanted = TASK_API_VERSION if kind == "tasks" else API_VERSION
    if version not in (None, wanted):
        reason = f"the sandbox knows {kind or 'registries'} at apiVersion {wanted}, not {version}."
        return [Problem("apiVersion", reason)]
    return []


MODEL = ResourceModel(
    token=GENERIC,
    args="pulumi_azure_native.resources:ResourceArgs",
    identify=identify,
    outputs=outputs,
    # What is in the path of the request, and the location, which ARM does not change.
    replace_on=frozenset(
        {
            "location",
            "parentResourcePath",
            "resourceGroupName",
            "resourceName",
            "resourceProviderNamespace",
            "resourceType",
        }
    ),
    completed=frozenset({"identity"}),
    defaults=with_location,
    check=check,
    admit=admit,
)
