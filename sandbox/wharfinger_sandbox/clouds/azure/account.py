"""Subscriptions, resource groups and locations of Azure, and the ids that follow from them."""

import re
from collections.abc import Mapping
from typing import Any

from wharfinger_sandbox.clouds.reading import (
    given,
    made_up_uuid,
    now,
    outputs_so_far,
    required,
    setting_text,
    text,
)
from wharfinger_sandbox.provider.model import CloudView, Inputs, Problem

DEFAULT_SUBSCRIPTION = "00000000-0000-0000-0000-000000000000"
GROUP_TYPE = "azure-native:resources:ResourceGroup"
GUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
RESOURCE_GROUP = re.compile(r"[\w.()-]{0,89}[\w()-]")

_LOCATIONS = """
    australiacentral australiacentral2 australiaeast australiasoutheast austriaeast belgiumcentral
    brazilsouth brazilsoutheast canadacentral canadaeast centralindia centralus chilecentral chinaeast2
    chinanorth3 denmarkeast eastasia eastus eastus2 francecentral francesouth germanynorth
    germanywestcentral indonesiacentral israelcentral italynorth japaneast japanwest jioindiacentral
    jioindiawest koreacentral koreasouth malaysiawest mexicocentral newzealandnorth northcentralus
    northeurope norwayeast norwaywest polandcentral qatarcentral southafricanorth southafricawest
    southcentralus southeastasia southindia spaincentral swedencentral swedensouth switzerlandnorth
    switzerlandwest uaecentral uaenorth uksouth ukwest usgovarizona usgovtexas usgovvirginia
    westcentralus westeurope westindia westus westus2 westus3
"""
LOCATIONS = frozenset(_LOCATIONS.split())
"""Where Azure has regions (`az account list-locations`)."""


def subscription_id(cloud: CloudView) -> str:
    """The subscription of the provider's configuration, else the sandbox's default."""
    return setting_text(cloud.config, "subscriptionId") or DEFAULT_SUBSCRIPTION


def resource_id(inputs: Inputs, cloud: CloudView, *path: str) -> str:
    """The ARM id of a resource in the resource group of the inputs; `path` starts with the namespace."""
    group = f"/subscriptions/{subscription_id(cloud)}/resourceGroups/{inputs['resourceGroupName']}"
    return "/".join([group, "providers", *path])


def place(location: str) -> str:
    """A location in the one form that ARM compares: `West Europe` is `westeurope`."""
    return location.replace(" ", "").lower()


def with_location(inputs: Inputs, cloud: CloudView) -> dict[str, Any]:
    """The inputs, where they name no location with that of the configuration or of their resource group."""
    if given(inputs, "location"):
        return dict(inputs)
    location = setting_text(cloud.config, "location") or _location_of_group(inputs, cloud)
    return dict(inputs) if location is None else {**inputs, "location": location}


def location_problems(inputs: Inputs) -> list[Problem]:
    """What is wrong with the location: none at all, or one that Azure does not have."""
    missing = required(inputs, "location", "no location: set it on the resource, or azure-native:location.")
    location = text(inputs, "location")
    if location is None or place(location) in LOCATIONS:
        return missing
    return [Problem("location", f"Azure has no location {location!r}.")]


def group_problems(inputs: Inputs) -> list[Problem]:
    """What ARM refuses in the name of a resource group ("Naming rules for Azure resources")."""
    group = text(inputs, "resourceGroupName")
    if group is None or RESOURCE_GROUP.fullmatch(group):
        return []
    reason = f"{group!r} is no resource group: at most 90 letters, digits and . _ - ( ), no '.' last."
    return [Problem("resourceGroupName", reason)]


def name_problems(inputs: Inputs, key: str, pattern: re.Pattern[str], rule: str) -> list[Problem]:
    """The problem where a name is missing, since the sandbox draws no random ones, or breaks its rule."""
    missing = required(inputs, key, "name the resource: the sandbox draws no random names.")
    name = text(inputs, key)
    if name is None or pattern.fullmatch(name):
        return missing
    return [Problem(key, f"{name!r} breaks the rule for this name: {rule}.")]


def system_data_of(token: str, identifier: str, cloud: CloudView) -> dict[str, str]:
    """The `systemData` that a resource has already, else a new one of this moment."""
    return outputs_so_far(token, identifier, cloud).get("systemData") or system_data(now())


def system_data(created_at: str) -> dict[str, str]:
    """The read-only `systemData` of a resource."""
    return {
        "createdAt": created_at,
        "createdByType": "Application",
        "lastModifiedAt": created_at,
        "lastModifiedByType": "Application",
    }


def _location_of_group(inputs: Inputs, cloud: CloudView) -> str | None:
    group = text(inputs, "resourceGroupName")
    if group is None:
        return None
    stored = cloud.find(GROUP_TYPE, f"/subscriptions/{subscription_id(cloud)}/resourceGroups/{group}")
    return None if stored is None else text(stored.inputs, "location")


def identity_outputs(resource_id: str, identity: Mapping[str, Any]) -> dict[str, Any]:
    """A resource's identity as ARM tells it: with its principal, user-assigned ones as a map."""
    outputs = dict(identity)
    if "SystemAssigned" in str(identity.get("type", "")):
        outputs["principalId"] = made_up_uuid(resource_id, "principal")
        outputs["tenantId"] = made_up_uuid("tenant")
    if assigned := identity.get("userAssignedIdentities"):
        outputs["userAssignedIdentities"] = {
            name: {"clientId": made_up_uuid(name, "client"), "principalId": made_up_uuid(name, "principal")}
            for name in assigned
        }
    return outputs
