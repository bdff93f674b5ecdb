"""Replicas of a registry."""

from typing import Any

import pytest
from wharfinger_sandbox.clouds.azure import generic, registry
from wharfinger_sandbox.clouds.azure.replication import MODEL

TYPED, GENERIC = registry.MODEL, generic.MODEL


def replica(location: str = "northeurope", **settings: Any) -> dict[str, Any]:
    place = {"resourceGroupName": "registries", "registryName": "acmeprod", "location": location}
    return {**place, "replicationName": location.replace(" ", "").lower(), **settings}


def declare(azure: Any, sku: str = "Premium", **settings: Any) -> None:
    inputs = {"resourceGroupName": "registries", "registryName": "acmeprod", "sku": {"name": sku}}
    azure.put(TYPED, {**inputs, **settings})


def test_a_premium_registry_has_one_replica_a_location(azure):
    declare(azure)
    stored = azure.put(MODEL, replica())
    assert stored.id.endswith("/registries/acmeprod/replications/northeurope")
    assert stored.outputs["provisioningState"] == "Succeeded"
    assert stored.outputs["regionEndpointEnabled"] is True
    again = azure.refusal(MODEL, replica("North Europe", replicationName="second"))
    assert again == f"location: the registry has a replica in northeurope already: {stored.id}."
    assert azure.refusal(MODEL, replica(regionEndpointEnabled=False)) == ""


def test_a_replica_finds_a_registry_that_is_declared_as_a_generic_resource(azure):
    generic = {
        "apiVersion": "2025-11-01",
        "resourceGroupName": "registries",
        "resourceProviderNamespace": "Microsoft.ContainerRegistry",
        "parentResourcePath": "",
        "resourceType": "registries",
        "resourceName": "acmeprod",
        "sku": {"name": "Premium"},
    }
    azure.put(GENERIC, generic)
    assert azure.refusal(MODEL, replica()) == ""


def test_a_replica_needs_its_registry(azure):
    expected = "registryName: ParentResourceNotFound: resource group registries has no registry acmeprod."
    assert azure.refusal(MODEL, replica()) == expected


@pytest.mark.parametrize("sku", ["Basic", "Standard"])
def test_only_premium_registries_have_replicas(azure, sku):
    declare(azure, sku)
    assert f"a {sku} registry has no Replication: it needs a higher SKU." in azure.refusal(MODEL, replica())


@pytest.mark.parametrize("location", ["westeurope", "West Europe"])
def test_the_home_location_needs_no_replica(azure, location):
    declare(azure)
    reason = "westeurope is the registry's home location; it needs no replica there."
    assert reason in azure.refusal(MODEL, replica(location))


def test_soft_delete_and_replicas_exclude_each_other(azure):
    declare(azure, policies={"softDeletePolicy": {"status": "enabled", "retentionDays": 7}})
    assert "disable soft delete first" in azure.refusal(MODEL, replica())


def test_zone_redundancy_is_chosen_when_a_replica_is_made(azure):
    declare(azure)
    azure.put(MODEL, replica())
    refusal = azure.refusal(MODEL, replica(zoneRedundancy="Enabled"))
    assert refusal == "zoneRedundancy: zone redundancy is chosen when a replica is made."


def test_a_bad_name_is_refused(azure):
    refusal = azure.refusal(MODEL, replica(replicationName="north-europe"))
    assert "'north-europe' breaks the rule for this name: 5 to 50 letters and digits." in refusal
