"""Container registries: the typed resource, and the rules for a generic one."""

from typing import Any

from wharfinger_sandbox.clouds.azure.account import (
    group_problems,
    identity_outputs,
    location_problems,
    place,
    system_data,
    with_location,
)
from wharfinger_sandbox.clouds.azure.registries import (
    GENERIC,
    NAMESPACE,
    TYPED,
    Registry,
    generic_registry,
    registry_id,
    typed_registry,
)
from wharfinger_sandbox.clouds.azure.registry_rules import (
    SKUS,
    registry_admission,
    registry_problems,
    taken_by,
)
from wharfinger_sandbox.clouds.azure.registry_shape import REGISTRY_SHAPE, shape_problems
from wharfinger_sandbox.clouds.azure.tags import tag_problems
from wharfinger_sandbox.clouds.reading import (
    block,
    created,
    given,
    outputs_so_far,
    required,
)
from wharfinger_sandbox.provider.model import CloudView, Inputs, Outputs, Problem, ResourceModel

TYPED_API_VERSION = "2023-01-01-preview"
GENERIC_API_VERSION = "2024-03-01"
"""What pulumi-azure-native 3.29.0 uses for the two types."""
UNNAMED = "name the registry: the sandbox draws no random names."
RESOURCE_TYPE = f"{NAMESPACE}/registries"


def typed_check(inputs: Inputs) -> list[Problem]:
    """The rules for a typed registry's inputs."""
    return (
        group_problems(inputs)
        + location_problems(inputs)
        + required(inputs, "registryName", UNNAMED)
        + registry_problems(typed_registry(inputs))
        + tag_problems(inputs)
    )


def generic_check(inputs: Inputs) -> list[Problem]:
    """The rules for a generic registry's inputs."""
    return (
        group_problems(inputs)
        + location_problems(inputs)
        + required(inputs, "resourceName", UNNAMED)
        + required(inputs, "sku", f"a registry has a sku: {', '.join(SKUS)}.")
        + shape_problems(inputs.get("properties"), REGISTRY_SHAPE, "properties")
        + registry_problems(generic_registry(inputs))
        + tag_problems(inputs)
    )


def typed_admit(inputs: Inputs, cloud: CloudView) -> list[Problem]:
    """The rules that need state; the generic form shares the namespace."""
    identifier = registry_id(inputs, inputs["registryName"], cloud)
    return taken_by(GENERIC, identifier, cloud) + registry_admission(
        identifier, typed_registry(inputs), cloud
    )


def generic_admit(inputs: Inputs, cloud: CloudView) -> list[Problem]:
    """The rules that need state; the typed form shares the namespace."""
    identifier = registry_id(inputs, inputs["resourceName"], cloud)
    return taken_by(TYPED, identifier, cloud) + registry_admission(
        identifier, generic_registry(inputs), cloud
    )


def typed_outputs(resource_id: str, inputs: Inputs, cloud: CloudView) -> Outputs:
    """What ARM says of a typed registry, its properties at the top."""
    properties = _property_outputs(typed_registry(inputs), outputs_so_far(TYPED, resource_id, cloud))
    return {
        **properties,
        **_common_outputs(resource_id, typed_registry(inputs), inputs),
        "azureApiVersion": TYPED_API_VERSION,
        "systemData": system_data(properties["creationDate"]),
    }


def generic_outputs(resource_id: str, inputs: Inputs, cloud: CloudView) -> Outputs:
    """What ARM says of a generic registry, its properties below `properties`."""
    before = block(outputs_so_far(GENERIC, resource_id, cloud), "properties")
    properties = {
        "networkRuleBypassAllowedForTasks": False,
        "roleAssignmentMode": "LegacyRegistryPermissions",
        **_property_outputs(generic_registry(inputs), before),
    }
    return {
        **_common_outputs(resource_id, generic_registry(inputs), inputs),
        "azureApiVersion": GENERIC_API_VERSION,
        "properties": properties,
    }


def _common_outputs(resource_id: str, registry: Registry, inputs: Inputs) -> Outputs:
    outputs: Outputs = {
        "location": registry.location,
        "name": registry.name,
        "sku": {"name": registry.sku, "tier": registry.sku},
        "type": RESOURCE_TYPE,
    }
    if given(inputs, "identity"):
        outputs["identity"] = identity_outputs(resource_id, registry.identity)
    return outputs


def _property_outputs(registry: Registry, before: Inputs) -> dict[str, Any]:
    """The properties with the defaults that ARM fills in (its example RegistryCreateAbac)."""
    given_properties = {key: value for key, value in registry.properties.items() if key in REGISTRY_SHAPE}
    name, location = (registry.name or "").lower(), place(registry.location or "")
    data_endpoints = (
        [f"{name}.{location}.data.azurecr.io"] if given_properties.get("dataEndpointEnabled") else []
    )
    return {
        "adminUserEnabled": False,
        "anonymousPullEnabled": False,
        "dataEndpointEnabled": False,
        "encryption": {"status": "disabled"},
        "networkRuleBypassOptions": "AzureServices",
        "publicNetworkAccess": "Enabled",
        "zoneRedundancy": "Disabled",
        **given_properties,
        "creationDate": created(before, "creationDate"),
        "dataEndpointHostNames": data_endpoints,
        "loginServer": f"{name}.azurecr.io",
        "networkRuleSet": {
            "defaultAction": "Allow",
            "ipRules": [],
            **block(given_properties, "networkRuleSet"),
        },
        "policies": _policy_outputs(registry),
        "privateEndpointConnections": [],
        "provisioningState": "Succeeded",
    }


def _policy_outputs(registry: Registry) -> dict[str, Any]:
    return {
        "azureADAuthenticationAsArmPolicy": {"status": "enabled"},
        "exportPolicy": {"status": "enabled"},
        "quarantinePolicy": {"status": "disabled"},
        "retentionPolicy": {"days": 7, "status": "disabled"},
        "trustPolicy": {"status": "disabled", "type": "Notary"},
        **registry.policies,
    }


MODEL = ResourceModel(
    token=TYPED,
    args="pulumi_azure_native.containerregistry:RegistryArgs",
    identify=lambda inputs, cloud: registry_id(inputs, inputs["registryName"], cloud),
    outputs=typed_outputs,
    # What is in the path of the request, and the location, which ARM does not change.
    replace_on=frozenset({"location", "registryName", "resourceGroupName"}),
    completed=frozenset({"identity"}),
    defaults=with_location,
    check=typed_check,
    admit=typed_admit,
)
