"""Replicas of a registry in other locations."""

import re

from wharfinger_sandbox.clouds.azure.account import (
    group_problems,
    location_problems,
    name_problems,
    place,
    system_data_of,
    with_location,
)
from wharfinger_sandbox.clouds.azure.registries import (
    CHILD_API_VERSION,
    REPLICATION,
    child_id,
    children,
    parent_of,
    parent_problems,
)
from wharfinger_sandbox.clouds.azure.registry_rules import limit_problems
from wharfinger_sandbox.clouds.azure.tags import tag_problems
from wharfinger_sandbox.provider.model import CloudView, Inputs, Outputs, Problem, ResourceModel

NAME = re.compile(r"[a-zA-Z0-9]{5,50}")


def check(inputs: Inputs) -> list[Problem]:
    """The rules for a replica's inputs (azure-rest-api-specs: Replications_Create)."""
    return (
        group_problems(inputs)
        + location_problems(inputs)
        + name_problems(inputs, "replicationName", NAME, "5 to 50 letters and digits")
        + tag_problems(inputs)
    )


def admit(inputs: Inputs, cloud: CloudView) -> list[Problem]:
    """The registry exists, is Premium, and has one replica a location and none at home."""
    parent = parent_of(inputs, cloud)
    if parent is None:
        return parent_problems(inputs, cloud)
    identifier, registry = parent
    own_id = _identify(inputs, cloud)
    here = place(inputs.get("location", ""))
    problems = limit_problems(REPLICATION, identifier, registry, own_id, cloud)
    if registry.has_policy("softDeletePolicy"):
        problems.append(
            Problem("", "a registry with soft delete has no replicas: disable soft delete first.")
        )
    if here and here == place(registry.location or ""):
        problems.append(
            Problem("location", f"{here} is the registry's home location; it needs no replica there.")
        )
    for other in children(REPLICATION, identifier, cloud):
        if other.id != own_id and place(other.inputs.get("location", "")) == here:
            problems.append(Problem("location", f"the registry has a replica in {here} already: {other.id}."))
    stored = cloud.find(REPLICATION, own_id)
    if stored is not None and _zones(stored.inputs) != _zones(inputs):
        problems.append(Problem("zoneRedundancy", "zone redundancy is chosen when a replica is made."))
    return problems


def outputs(resource_id: str, inputs: Inputs, cloud: CloudView) -> Outputs:
    """What ARM says of a replica."""
    data = system_data_of(REPLICATION, resource_id, cloud)
    return {
        "azureApiVersion": CHILD_API_VERSION,
        "location": inputs["location"],
        "name": inputs["replicationName"],
        "provisioningState": "Succeeded",
        "regionEndpointEnabled": inputs.get("regionEndpointEnabled", True),
        "status": {
            "displayStatus": "Ready",
            "message": "The replication is ready.",
            "timestamp": data["createdAt"],
        },
        "systemData": data,
        "type": "Microsoft.ContainerRegistry/registries/replications",
        "zoneRedundancy": _zones(inputs),
    }


def _identify(inputs: Inputs, cloud: CloudView) -> str:
    return child_id(inputs, cloud, "replications", inputs["replicationName"])


def _zones(inputs: Inputs) -> str:
    return inputs.get("zoneRedundancy", "Disabled")


MODEL = ResourceModel(
    token=REPLICATION,
    args="pulumi_azure_native.containerregistry:ReplicationArgs",
    identify=_identify,
    outputs=outputs,
    replace_on=frozenset({"location", "registryName", "replicationName", "resourceGroupName"}),
    defaults=with_location,
    check=check,
    admit=admit,
)
