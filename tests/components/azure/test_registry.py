import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wharfinger_components.azure import AcrRegistry, AcrRegistryArgs
from wharfinger_components.azure.registry import login_server

RESOURCE = "azure-native:resources:Resource"
REPLICATION = "azure-native:containerregistry:Replication"
PRICING = "azure-native:security:Pricing"
SUBSCRIPTION = "11111111-1111-1111-1111-111111111111"
ANSWERS = {RESOURCE: {"name": "AcmeProd"}}
REPLICAS = ["northeurope", "swedencentral", "francecentral"]


def args(**more) -> AcrRegistryArgs:
    return {
        "subscription_id": SUBSCRIPTION,
        "resource_group": "images",
        "registry_name": "AcmeProd",
        "location": "westeurope",
        "sku": "Premium",
        "replicas": [],
        "defender": False,
        **more,
    }


@pytest.fixture
def declare_registry(declare):
    return lambda **more: declare(lambda: AcrRegistry("prod", args(**more)), ANSWERS)


def test_the_registry_is_declared_at_the_api_version_that_knows_abac(declare_registry):
    declared = declare_registry()

    assert [child.type for child in declared.children] == [RESOURCE]
    registry = declared.only(RESOURCE)
    assert (registry.name, registry.parent) == ("prod", "prod")
    assert registry.inputs == {
        "apiVersion": "2025-11-01",
        "resourceGroupName": "images",
        "resourceProviderNamespace": "Microsoft.ContainerRegistry",
        "parentResourcePath": "",
        "resourceType": "registries",
        "resourceName": "AcmeProd",
        "location": "westeurope",
        "sku": {"name": "Premium"},
        "properties": {
            "roleAssignmentMode": "AbacRepositoryPermissions",
            "adminUserEnabled": False,
            "anonymousPullEnabled": False,
            "dataEndpointEnabled": False,
            "publicNetworkAccess": "Enabled",
            "networkRuleBypassAllowedForTasks": False,
        },
    }


@pytest.mark.parametrize(
    ("argument", "value", "property_name", "expected"),
    [
        ("public_network_access", False, "publicNetworkAccess", "Disabled"),
        ("network_bypass_for_tasks", True, "networkRuleBypassAllowedForTasks", True),
        ("zone_redundancy", True, "zoneRedundancy", "Enabled"),
        ("zone_redundancy", False, "zoneRedundancy", "Disabled"),
        ("data_endpoint", True, "dataEndpointEnabled", True),
        (
            "arm_audience_tokens",
            False,
            "policies",
            {"azureADAuthenticationAsArmPolicy": {"status": "disabled"}},
        ),
    ],
)
def test_a_setting_becomes_the_property_of_the_same_meaning(
    declare_registry, argument, value, property_name, expected
):
    properties = declare_registry(**{argument: value}).only(RESOURCE).inputs["properties"]

    assert properties[property_name] == expected


def test_a_customers_key_comes_with_the_identity_that_uses_it(declare):
    encryption = {
        "key_identifier": "https://acme-images.vault.azure.net/keys/prod",
        "identity_resource_id": "/subscriptions/1/images-key-reader",
        "identity_client_id": "33333333-3333-3333-3333-333333333333",
    }
    # Azure takes a list of identities, and answers with a map.
    answers = {RESOURCE: {"name": "AcmeProd", "identity": {"userAssignedIdentities": {}}}}

    declared = declare(lambda: AcrRegistry("prod", args(encryption=encryption)), answers)

    inputs = declared.only(RESOURCE).inputs

    assert inputs["identity"] == {
        "type": "UserAssigned",
        "userAssignedIdentities": ["/subscriptions/1/images-key-reader"],
    }
    assert inputs["properties"]["encryption"] == {
        "status": "enabled",
        "keyVaultProperties": {
            "keyIdentifier": "https://acme-images.vault.azure.net/keys/prod",
            "identity": "33333333-3333-3333-3333-333333333333",
        },
    }


def test_a_replica_is_called_by_its_region_and_as_redundant_as_the_registry(declare_registry):
    replica = declare_registry(
        replicas=["northeurope"], zone_redundancy=True, tags={"owner": "platform"}
    ).only(REPLICATION)

    assert (replica.name, replica.parent, replica.deleted_with) == ("prod-northeurope", "prod", "prod")
    assert replica.inputs == {
        "resourceGroupName": "images",
        "registryName": "AcmeProd",
        "replicationName": "northeurope",
        "location": "northeurope",
        "regionEndpointEnabled": True,
        "zoneRedundancy": "Enabled",
        "tags": {"owner": "platform"},
    }


def test_defender_is_for_the_subscription_and_stays_on_when_the_registry_goes(declare_registry):
    pricing = declare_registry(defender=True).only(PRICING)

    assert (pricing.name, pricing.parent) == ("prod", "prod")
    assert pricing.inputs == {
        "pricingName": "Containers",
        "pricingTier": "Standard",
        "scopeId": f"subscriptions/{SUBSCRIPTION}",
    }
    assert pricing.retain_on_delete is True


def test_a_registry_is_never_deleted_to_make_room_for_its_replacement(declare_registry):
    assert declare_registry().only(RESOURCE).delete_before_replace is False


@pytest.mark.parametrize("on", [True, False])
def test_protection_is_an_option_of_the_registry_alone(declare_registry, on):
    declared = declare_registry(delete_protection=on, retain_on_delete=on, replicas=["northeurope"])

    assert declared.only(RESOURCE).protect is on
    assert declared.only(RESOURCE).retain_on_delete is on
    assert declared.only(REPLICATION).protect is None


@pytest.mark.parametrize(
    ("properties", "host"),
    [
        pytest.param({"loginServer": "acmeprod-x1.azurecr.io"}, "acmeprod-x1.azurecr.io", id="told by Azure"),
        pytest.param({}, "acmeprod.azurecr.io", id="not made yet"),
        pytest.param({"loginServer": None}, "acmeprod.azurecr.io", id="still being made"),
    ],
)
def test_the_login_server_is_what_azure_says_it_is(properties, host):
    assert login_server(properties, "AcmeProd") == host


def test_other_components_get_the_id_and_the_host(declare_registry):
    assert declare_registry().outputs == {"registryId": "id-of-prod", "loginServer": "acmeprod.azurecr.io"}


@settings(max_examples=6, deadline=None)
@given(replicas=st.permutations(REPLICAS))
def test_the_order_of_replicas_changes_no_name(declare, replicas):
    def names(regions):
        return declare(lambda: AcrRegistry("prod", args(replicas=regions)), ANSWERS).names

    assert names(replicas) == names(REPLICAS)
