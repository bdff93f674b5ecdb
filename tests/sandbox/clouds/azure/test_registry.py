"""Container registries, typed and generic."""

from typing import Any

import pytest
from wharfinger_sandbox.clouds.azure import generic, registry, replication
from wharfinger_sandbox.provider.model import UNKNOWN

TYPED, GENERIC = registry.MODEL, generic.MODEL
GROUP = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg"
IDENTITY = f"{GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/acr"
CLIENT_ID = "22222222-2222-2222-2222-222222222222"
KEY = {"keyIdentifier": "https://acme.vault.azure.net/keys/acr", "identity": CLIENT_ID}


def typed(sku: str = "Premium", name: str = "acmeprod", **settings: Any) -> dict[str, Any]:
    return {"resourceGroupName": "registries", "registryName": name, "sku": {"name": sku}, **settings}


def generic(sku: str = "Premium", name: str = "acmeprod", **properties: Any) -> dict[str, Any]:
    return {
        "apiVersion": "2025-11-01",
        "resourceGroupName": "registries",
        "resourceProviderNamespace": "Microsoft.ContainerRegistry",
        "parentResourcePath": "",
        "resourceType": "registries",
        "resourceName": name,
        "sku": {"name": sku},
        "properties": properties,
    }


def policy(name: str, **settings: Any) -> dict[str, Any]:
    return {"policies": {name: {"status": "enabled", **settings}}}


SOUND: list[tuple[str, dict[str, Any]]] = [
    ("Basic", {}),
    ("Standard", {"anonymousPullEnabled": True}),
    (
        "Premium",
        {"publicNetworkAccess": "Disabled", "zoneRedundancy": "Enabled", "dataEndpointEnabled": True},
    ),
    ("Premium", policy("retentionPolicy", days=365)),
    ("Premium", policy("retentionPolicy", days=UNKNOWN)),
    ("Premium", {"policies": {"exportPolicy": {"status": "disabled"}}, "publicNetworkAccess": "Disabled"}),
    ("Premium", {"networkRuleSet": {"defaultAction": "Deny", "ipRules": []}}),
    ("Basic", {"policies": {"retentionPolicy": {"days": 7, "status": "disabled"}}}),
]
UNSOUND: list[tuple[str, dict[str, Any], str]] = [
    ("Classic", {}, "sku is 'Classic'; new registries are Basic, Standard, Premium."),
    ("Basic", {"anonymousPullEnabled": True}, "anonymous pull needs sku Standard or Premium."),
    ("Standard", {"dataEndpointEnabled": True}, "a dedicated data endpoint needs sku Premium, not Standard."),
    ("Standard", {"publicNetworkAccess": "Disabled"}, "a private registry needs sku Premium, not Standard."),
    ("Standard", {"zoneRedundancy": "Enabled"}, "zone redundancy needs sku Premium, not Standard."),
    ("Basic", {"networkRuleSet": {"defaultAction": "Deny"}}, "a firewall needs sku Premium, not Basic."),
    ("Standard", policy("retentionPolicy", days=7), "untagged retention needs sku Premium"),
    (
        "Standard",
        {"policies": {"exportPolicy": {"status": "disabled"}}},
        "a closed export policy needs sku Premium",
    ),
    ("Premium", policy("retentionPolicy", days=366), "retention is 366 days; it is 0 to 365."),
    ("Premium", policy("trustPolicy", type="Notary"), "content trust is refused for new registries"),
    (
        "Premium",
        {"policies": {"exportPolicy": {"status": "disabled"}}},
        "export can only be disabled where publicNetworkAccess is Disabled.",
    ),
    (
        "Standard",
        {"encryption": {"status": "enabled", "keyVaultProperties": KEY}},
        "a customer-managed key needs sku",
    ),
    ("Premium", {"encryption": {"status": "enabled"}}, "encryption needs keyVaultProperties"),
    (
        "Premium",
        {"encryption": {"keyVaultProperties": KEY}},
        "keyVaultProperties need encryption status enabled.",
    ),
    (
        "Premium",
        {"encryption": {"status": "enabled", "keyVaultProperties": KEY}},
        "a customer-managed key needs a user-assigned identity.",
    ),
    (
        "Premium",
        {"encryption": {"status": "enabled", "keyVaultProperties": {**KEY, "keyIdentifier": "acr"}}},
        "'acr' is no key",
    ),
    (
        "Premium",
        {"encryption": {"status": "enabled", "keyVaultProperties": {**KEY, "identity": IDENTITY}}},
        "is no client id of a user-assigned identity.",
    ),
]


@pytest.mark.parametrize(("sku", "settings"), SOUND)
def test_sound_settings_are_accepted_in_both_forms(azure, sku, settings):
    assert azure.refusal(TYPED, typed(sku, **settings)) == ""
    assert azure.refusal(GENERIC, generic(sku, **settings)) == ""


@pytest.mark.parametrize(("sku", "settings", "reason"), UNSOUND, ids=[case[2][:40] for case in UNSOUND])
def test_unsound_settings_are_refused_in_both_forms(azure, sku, settings, reason):
    assert reason in azure.refusal(TYPED, typed(sku, **settings))
    assert reason in azure.refusal(GENERIC, generic(sku, **settings))


@pytest.mark.parametrize("name", ["acme", "a" * 51, "acme-prod", "acme.prod"])
def test_a_bad_name_is_refused_in_both_forms(azure, name):
    reason = f"{name!r} is no registry name: 5 to 50 letters and digits."
    assert azure.refusal(TYPED, typed(name=name)) == f"registryName: {reason}"
    assert azure.refusal(GENERIC, generic(name=name)) == f"resourceName: {reason}"


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"location": "europewest"}, "location: Azure has no location 'europewest'."),
        ({"resourceGroupName": "rg."}, "'rg.' is no resource group"),
        ({"tags": {"a/b": "c"}}, "a tag key has 1 to 512 characters and none of"),
        ({"tags": {"a": "v" * 257}}, "a tag value has at most 256 characters."),
        ({"tags": {f"k{n}": "v" for n in range(51)}}, "51 tags; at most 50 are allowed."),
    ],
)
def test_unsound_surroundings_are_refused_in_both_forms(azure, settings, reason):
    assert reason in azure.refusal(TYPED, typed() | settings)
    assert reason in azure.refusal(GENERIC, generic() | settings)


@pytest.mark.parametrize(
    ("policies", "reason"),
    [
        ({"softDeletePolicy": {"status": "enabled", "retentionDays": 7}}, ""),
        (
            {"softDeletePolicy": {"status": "enabled", "retentionDays": 91}},
            "soft delete keeps for 91 days; it is 1 to 90.",
        ),
        (
            {"softDeletePolicy": {"status": "enabled", "retentionDays": 0}},
            "soft delete keeps for 0 days; it is 1 to 90.",
        ),
        (
            {"softDeletePolicy": {"status": "enabled"}, "retentionPolicy": {"status": "enabled"}},
            "soft delete does not go with the retention policy: enable one of them.",
        ),
    ],
)
def test_soft_delete_has_its_bounds_in_the_typed_form(azure, policies, reason):
    refusal = azure.refusal(TYPED, typed(policies=policies))
    assert reason in refusal if reason else refusal == ""


def test_the_stable_api_version_has_no_soft_delete(azure):
    refusal = azure.refusal(GENERIC, generic(policies={"softDeletePolicy": {"status": "enabled"}}))
    assert "the API has no property 'softDeletePolicy' here." in refusal


@pytest.mark.parametrize(
    ("properties", "reason"),
    [
        (
            {"roleAssignmentModes": "AbacRepositoryPermissions"},
            "has no property 'roleAssignmentModes' here. Did you mean 'roleAssignmentMode'?",
        ),
        (
            {"roleAssignmentMode": "Abac"},
            "'Abac' is none of AbacRepositoryPermissions, LegacyRegistryPermissions.",
        ),
        ({"adminUserEnabled": "yes"}, "properties.adminUserEnabled: a bool is expected, not 'yes'."),
        ({"policies": []}, "properties.policies: an object is expected."),
        ({"policies": {"retentionPolicy": {"days": "7"}}}, "a int is expected, not '7'."),
        ({"networkRuleSet": {"ipRules": "all"}}, "properties.networkRuleSet.ipRules: a list is expected."),
        (
            {"networkRuleSet": {"ipRules": [{"action": "Deny", "value": "1.2.3.4"}]}},
            "properties.networkRuleSet.ipRules[0].action: 'Deny' is none of Allow.",
        ),
    ],
)
def test_the_properties_of_a_generic_registry_are_checked_like_typed_ones(azure, properties, reason):
    assert reason in azure.refusal(GENERIC, generic(**properties))


@pytest.mark.parametrize("address", ["10.0.0.0/8", "1.2.3.4/33", "somewhere", "::1"])
def test_the_firewall_takes_public_ipv4_ranges_only(azure, address):
    reason = f"{address!r} is no public IPv4 address or CIDR range."
    assert reason in azure.refusal(GENERIC, generic(networkRuleSet={"ipRules": [{"value": address}]}))
    assert reason in azure.refusal(TYPED, typed(networkRuleSet={"ipRules": [{"iPAddressOrRange": address}]}))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"resourceType": "registries/tasks"}, "the sandbox knows no generic resource of type Microsoft.Con"),
        (
            {"resourceProviderNamespace": "Microsoft.Storage"},
            "no generic resource of type Microsoft.Storage/registries.",
        ),
        ({"parentResourcePath": "registries/acme"}, "the sandbox knows no generic resource of type"),
        ({"apiVersion": "2023-07-01"}, "knows registries at apiVersion 2025-11-01, not 2023-07-01."),
    ],
)
def test_other_generic_resources_are_refused_as_not_known(azure, change, reason):
    assert reason in azure.refusal(GENERIC, generic() | change)


def test_a_generic_registry_needs_a_sku_and_a_name(azure):
    refusal = azure.refusal(GENERIC, {**generic(), "sku": None, "resourceName": None})
    assert "sku: a registry has a sku: Basic, Standard, Premium." in refusal
    assert "resourceName: name the registry" in refusal


def test_both_forms_have_the_same_id_and_name_space(azure):
    stored = azure.put(GENERIC, generic())
    assert stored.id == (
        "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/registries"
        "/providers/Microsoft.ContainerRegistry/registries/acmeprod"
    )
    assert f"Conflict: {stored.id} exists already" in azure.refusal(TYPED, typed())


def test_a_registry_s_name_is_unique_in_all_of_azure(azure):
    azure.put(TYPED, typed())
    elsewhere = azure.configured(subscriptionId="33333333-3333-3333-3333-333333333333")
    assert "AlreadyInUse: another registry is named acmeprod." in elsewhere.refusal(
        GENERIC, generic(name="AcmeProd")
    )
    assert "AlreadyInUse" in azure.refusal(TYPED, typed(resourceGroupName="other"))


ENCRYPTED = {
    "encryption": {"status": "enabled", "keyVaultProperties": KEY},
    "identity": {"type": "UserAssigned", "userAssignedIdentities": [IDENTITY]},
}


def test_a_customer_managed_key_is_chosen_at_creation(azure):
    azure.put(TYPED, typed())
    assert "cannot be added or removed later" in azure.refusal(TYPED, typed(**ENCRYPTED))


def test_a_key_can_be_rotated(azure):
    azure.put(TYPED, typed(**ENCRYPTED))
    other = {**KEY, "keyIdentifier": "https://acme.vault.azure.net/keys/acr2"}
    rotated = {**ENCRYPTED, "encryption": {"status": "enabled", "keyVaultProperties": other}}
    assert azure.refusal(TYPED, typed(**rotated)) == ""


def test_zone_redundancy_cannot_be_changed(azure):
    azure.put(GENERIC, generic())
    assert "cannot be changed" in azure.refusal(GENERIC, generic(zoneRedundancy="Enabled"))


def test_the_mode_of_role_assignments_can_be_changed(azure):
    azure.put(GENERIC, generic())
    assert azure.refusal(GENERIC, generic(roleAssignmentMode="AbacRepositoryPermissions")) == ""


def test_replicas_hold_a_registry_at_its_sku_and_away_from_soft_delete(azure):
    azure.put(TYPED, typed())
    replica = {"resourceGroupName": "registries", "registryName": "acmeprod", "location": "northeurope"}
    azure.put(replication.MODEL, {**replica, "replicationName": "northeurope"})
    assert "1 resources of type Replication; sku Standard takes 0." in azure.refusal(TYPED, typed("Standard"))
    soft = typed(policies={"softDeletePolicy": {"status": "enabled", "retentionDays": 7}})
    assert "soft delete does not go with a Replication." in azure.refusal(TYPED, soft)


def test_programs_read_the_properties_of_a_generic_registry(azure):
    inputs = generic(roleAssignmentMode="AbacRepositoryPermissions", dataEndpointEnabled=True)
    outputs = azure.put(GENERIC, inputs | {"identity": {"type": "SystemAssigned"}}).outputs
    properties = outputs["properties"]
    assert outputs["name"] == "acmeprod"
    assert outputs["type"] == "Microsoft.ContainerRegistry/registries"
    assert outputs["location"] == "westeurope"
    assert outputs["identity"]["principalId"]
    assert properties["loginServer"] == "acmeprod.azurecr.io"
    assert properties["provisioningState"] == "Succeeded"
    assert properties["roleAssignmentMode"] == "AbacRepositoryPermissions"
    assert properties["adminUserEnabled"] is False
    assert properties["dataEndpointHostNames"] == ["acmeprod.westeurope.data.azurecr.io"]
    assert properties["policies"]["exportPolicy"] == {"status": "enabled"}


def test_programs_read_the_properties_of_a_typed_registry(azure):
    outputs = azure.put(TYPED, typed("Standard", adminUserEnabled=True)).outputs
    assert outputs["loginServer"] == "acmeprod.azurecr.io"
    assert outputs["adminUserEnabled"] is True
    assert outputs["sku"] == {"name": "Standard", "tier": "Standard"}
    assert outputs["provisioningState"] == "Succeeded"


@pytest.mark.parametrize("model", [TYPED, GENERIC], ids=["typed", "generic"])
def test_the_date_of_creation_stays(azure, model):
    inputs = typed() if model is TYPED else generic()
    first = azure.put(model, inputs).outputs
    second = azure.put(model, inputs | {"tags": {"team": "platform"}}).outputs
    created = [outputs.get("properties", outputs)["creationDate"] for outputs in (first, second)]
    assert created[0] == created[1]
    assert model.replace_on >= {"location", "resourceGroupName"}


@pytest.mark.parametrize(
    "identity", [UNKNOWN, {"type": UNKNOWN}, {"type": "SystemAssigned, UserAssigned"}], ids=str
)
def test_an_identity_that_may_turn_out_user_assigned_is_no_problem(identity):
    inputs = typed(location="westeurope", **{**ENCRYPTED, "identity": identity})
    assert TYPED.check(inputs) == []
