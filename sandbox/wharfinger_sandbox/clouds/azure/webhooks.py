"""Webhooks: addresses that a registry tells of pushes and deletions."""

import re

from wharfinger_sandbox.clouds.azure.account import (
    group_problems,
    location_problems,
    name_problems,
    system_data_of,
    with_location,
)
from wharfinger_sandbox.clouds.azure.registries import (
    CHILD_API_VERSION,
    WEBHOOK,
    child_id,
    parent_of,
    parent_problems,
)
from wharfinger_sandbox.clouds.azure.registry_rules import limit_problems
from wharfinger_sandbox.clouds.azure.tags import tag_problems
from wharfinger_sandbox.clouds.reading import did_you_mean, repeated, text, texts
from wharfinger_sandbox.provider.model import CloudView, Inputs, Outputs, Problem, ResourceModel

NAME = re.compile(r"[a-zA-Z0-9]{5,50}")
ACTIONS = ("chart_delete", "chart_push", "delete", "push", "quarantine")
SERVICE_URI = re.compile(r"https?://\S+")
SCOPE = re.compile(r"[a-z0-9]+(?:[._/-]+[a-z0-9]+)*(?::(?:\*|[\w.-]{1,128}))?")


def check(inputs: Inputs) -> list[Problem]:
    """The rules for a webhook (azure-rest-api-specs: Webhooks_Create)."""
    problems = (
        group_problems(inputs)
        + location_problems(inputs)
        + name_problems(inputs, "webhookName", NAME, "5 to 50 letters and digits")
        + tag_problems(inputs)
    )
    uri, scope, actions = text(inputs, "serviceUri"), text(inputs, "scope"), texts(inputs, "actions")
    if uri is not None and not SERVICE_URI.fullmatch(uri):
        problems.append(Problem("serviceUri", f"{uri!r} is no address."))
    if scope and not SCOPE.fullmatch(scope):
        problems.append(Problem("scope", f"{scope!r} is no scope, such as team/app:* or team/app:latest."))
    if inputs.get("actions") == []:
        problems.append(Problem("actions", "a webhook has at least one action."))
    problems += [Problem("actions", f"{twice} is named twice.") for twice in repeated(actions)]
    return problems + [
        Problem("actions", f"{action!r} is none of {', '.join(ACTIONS)}.{did_you_mean(action, ACTIONS)}")
        for action in actions
        if action not in ACTIONS
    ]


def admit(inputs: Inputs, cloud: CloudView) -> list[Problem]:
    """The registry exists and its SKU takes one more."""
    parent = parent_of(inputs, cloud)
    if parent is None:
        return parent_problems(inputs, cloud)
    identifier, registry = parent
    return limit_problems(WEBHOOK, identifier, registry, identify(inputs, cloud), cloud)


def identify(inputs: Inputs, cloud: CloudView) -> str:
    """The webhook's ARM id."""
    return child_id(inputs, cloud, "webhooks", inputs["webhookName"])


def outputs(resource_id: str, inputs: Inputs, cloud: CloudView) -> Outputs:
    """What ARM says of a webhook."""
    return {
        "azureApiVersion": CHILD_API_VERSION,
        "location": inputs["location"],
        "name": inputs["webhookName"],
        "provisioningState": "Succeeded",
        "status": inputs.get("status", "enabled"),
        "systemData": system_data_of(WEBHOOK, resource_id, cloud),
        "type": "Microsoft.ContainerRegistry/registries/webhooks",
    }


MODEL = ResourceModel(
    token=WEBHOOK,
    args="pulumi_azure_native.containerregistry:WebhookArgs",
    identify=identify,
    outputs=outputs,
    replace_on=frozenset({"location", "registryName", "resourceGroupName", "webhookName"}),
    defaults=with_location,
    check=check,
    admit=admit,
)
