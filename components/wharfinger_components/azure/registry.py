"""One Azure container registry with its replicas."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NotRequired, TypedDict

import pulumi
from pulumi_azure_native import containerregistry, resources, security

API_VERSION: Final = "2025-11-01"
"""The first stable API of the registry with `roleAssignmentMode` (azure-rest-api-specs)."""


class AcrEncryption(TypedDict):
    """A customer's key, and the identity that may use it."""

    key_identifier: pulumi.Input[str]
    """The URI of the key in Key Vault; without a version, so that rotation is followed."""
    identity_resource_id: pulumi.Input[str]
    """The Azure resource id of the user-assigned identity."""
    identity_client_id: pulumi.Input[str]
    """The client id of the same identity."""


class AcrRegistryArgs(TypedDict):
    """The arguments of AcrRegistry."""

    subscription_id: pulumi.Input[str]
    """The subscription that the provider works in; Defender is turned on for all of it."""
    resource_group: pulumi.Input[str]
    """The name of the resource group."""
    registry_name: pulumi.Input[str]
    """The name of the registry: 5 to 50 letters and digits, unique in the world."""
    location: pulumi.Input[str]
    """The home region, such as westeurope."""
    sku: pulumi.Input[str]
    """Basic, Standard or Premium."""
    replicas: Sequence[str]
    """The other regions that hold a copy of everything, such as northeurope; Premium only."""
    encryption: NotRequired[AcrEncryption]
    """Encrypt with a customer's key; Premium only, and only at creation."""
    public_network_access: NotRequired[bool]
    """Whether the registry is reached from the internet. On unless said."""
    network_bypass_for_tasks: NotRequired[bool]
    """Whether tasks, such as AcrPurge, reach the registry while public access is off. Off unless said."""
    arm_audience_tokens: NotRequired[bool]
    """Whether tokens made for Azure Resource Manager are taken too. As Azure has it, unless said."""
    zone_redundancy: NotRequired[bool]
    """Whether the registry and its replicas span availability zones. As Azure has it, unless said."""
    defender: bool
    """Whether Defender for Containers scans images. Subscription-wide: say so on one registry only."""
    data_endpoint: NotRequired[bool]
    """Whether layers come from a host name of the registry's own. Off unless said; Premium only."""
    tags: NotRequired[pulumi.Input[Mapping[str, pulumi.Input[str]]]]
    """Tags of the registry and its replicas."""
    delete_protection: NotRequired[bool]
    """Whether Pulumi refuses to delete or replace the registry (the `protect` option)."""
    retain_on_delete: NotRequired[bool]
    """Whether the registry stays in Azure, with its replicas, when it leaves the program."""


class AcrRegistry(pulumi.ComponentResource):
    """One Azure container registry in ABAC mode, without an admin user and without anonymous pull.

    It is declared through the generic `azure-native:resources:Resource`: the typed Registry of
    pulumi-azure-native 3.29.0 is API 2023-01-01-preview, which has no `roleAssignmentMode`. In ABAC mode the
    roles AcrPull, AcrPush and AcrDelete grant nothing; use AcrGrant or AcrRepository.
    """

    registry_id: pulumi.Output[str]
    """The Azure resource id of the registry."""
    login_server: pulumi.Output[str]
    """The host that every image reference begins with."""

    def __init__(self, name: str, args: AcrRegistryArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("wharfinger:index:AcrRegistry", name, None, opts)

        registry = resources.Resource(
            name,
            api_version=API_VERSION,
            resource_group_name=args["resource_group"],
            resource_provider_namespace="Microsoft.ContainerRegistry",
            parent_resource_path="",
            resource_type="registries",
            resource_name_=args["registry_name"],
            location=args["location"],
            sku={"name": args["sku"]},
            identity=_identity(args),
            properties=_properties(args),
            tags=args.get("tags"),
            opts=pulumi.ResourceOptions(
                parent=self,
                protect=args.get("delete_protection"),
                retain_on_delete=args.get("retain_on_delete"),
                # Said, so that no provider's default deletes the images first when a change needs a
                # replacement: the creation fails on the name that is taken instead.
                delete_before_replace=False,
            ),
        )
        for location in args["replicas"]:
            containerregistry.Replication(
                f"{name}-{location}",
                resource_group_name=args["resource_group"],
                registry_name=registry.name,
                # Azure calls a replica by its region.
                replication_name=location,
                location=location,
                zone_redundancy=_switch(args.get("zone_redundancy", False)),
                tags=args.get("tags"),
                # Azure deletes the replicas of a registry with it, and a retained registry keeps them.
                opts=pulumi.ResourceOptions(parent=self, deleted_with=registry),
            )
        if args["defender"]:
            security.Pricing(
                name,
                pricing_name="Containers",
                pricing_tier=security.PricingTier.STANDARD,
                scope_id=pulumi.Output.concat("subscriptions/", args["subscription_id"]),
                # Others in the subscription may count on it: to stop managing it must not switch it off.
                opts=pulumi.ResourceOptions(parent=self, retain_on_delete=True),
            )

        self.registry_id = registry.id
        self.login_server = pulumi.Output.all(registry.properties, args["registry_name"]).apply(
            lambda known: login_server(known[0], known[1])
        )
        self.register_outputs({"registryId": self.registry_id, "loginServer": self.login_server})


def login_server(properties: Mapping[str, Any], registry_name: str) -> str:
    """The host of a registry as Azure tells it, or, before the registry exists, as it will most likely be."""
    return properties.get("loginServer") or f"{registry_name.lower()}.azurecr.io"


def _properties(args: AcrRegistryArgs) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "roleAssignmentMode": "AbacRepositoryPermissions",
        "adminUserEnabled": False,
        "anonymousPullEnabled": False,
        "dataEndpointEnabled": args.get("data_endpoint", False),
        "publicNetworkAccess": _switch(args.get("public_network_access", True)),
        "networkRuleBypassAllowedForTasks": args.get("network_bypass_for_tasks", False),
    }
    if "zone_redundancy" in args:
        properties["zoneRedundancy"] = _switch(args["zone_redundancy"])
    if "arm_audience_tokens" in args:
        status = _switch(args["arm_audience_tokens"]).lower()
        properties["policies"] = {"azureADAuthenticationAsArmPolicy": {"status": status}}
    if "encryption" in args:
        properties["encryption"] = {
            "status": "enabled",
            "keyVaultProperties": {
                "keyIdentifier": args["encryption"]["key_identifier"],
                "identity": args["encryption"]["identity_client_id"],
            },
        }
    return properties


def _identity(args: AcrRegistryArgs) -> resources.IdentityArgsDict | None:
    if "encryption" not in args:
        return None
    return {
        "type": resources.ResourceIdentityType.USER_ASSIGNED,
        "user_assigned_identities": [args["encryption"]["identity_resource_id"]],
    }


def _switch(on: bool) -> str:
    return "Enabled" if on else "Disabled"
