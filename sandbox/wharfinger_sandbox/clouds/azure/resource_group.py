"""Resource groups."""

from wharfinger_sandbox.clouds.azure.account import (
    GROUP_TYPE,
    group_problems,
    location_problems,
    subscription_id,
    with_location,
)
from wharfinger_sandbox.clouds.azure.tags import tag_problems
from wharfinger_sandbox.clouds.reading import required
from wharfinger_sandbox.provider.model import CloudView, Inputs, Outputs, Problem, ResourceModel


def check(inputs: Inputs) -> list[Problem]:
    """The rules for a resource group (Microsoft.Resources resourceGroups)."""
    return (
        required(inputs, "resourceGroupName", "name it: the sandbox draws no random names.")
        + group_problems(inputs)
        + location_problems(inputs)
        + tag_problems(inputs)
    )


def outputs(_resource_id: str, inputs: Inputs, _cloud: CloudView) -> Outputs:
    """What ARM says of a resource group."""
    return {
        "azureApiVersion": "2024-03-01",
        "location": inputs["location"],
        "name": inputs["resourceGroupName"],
        "properties": {"provisioningState": "Succeeded"},
        "type": "Microsoft.Resources/resourceGroups",
    }


MODEL = ResourceModel(
    token=GROUP_TYPE,
    args="pulumi_azure_native.resources:ResourceGroupArgs",
    identify=lambda inputs, cloud: (
        f"/subscriptions/{subscription_id(cloud)}/resourceGroups/{inputs['resourceGroupName']}"
    ),
    outputs=outputs,
    # pulumi-azure-native, provider/pkg/gen/replacement.go, and what is in the path of the request.
    replace_on=frozenset({"location", "resourceGroupName"}),
    defaults=with_location,
    check=check,
)
