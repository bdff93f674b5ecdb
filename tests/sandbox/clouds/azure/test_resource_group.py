"""Resource groups, and the locations that others take from them."""

import pytest
from wharfinger_sandbox.clouds.azure import registry
from wharfinger_sandbox.clouds.azure.account import place
from wharfinger_sandbox.clouds.azure.resource_group import MODEL


def test_a_resource_group_gives_its_location_to_what_names_none(azure):
    unset = azure.configured(location="")
    stored = unset.put(MODEL, {"resourceGroupName": "registries", "location": "northeurope"})
    assert stored.id == "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/registries"
    inputs = {"resourceGroupName": "registries", "registryName": "acmeprod", "sku": {"name": "Basic"}}
    assert unset.put(registry.MODEL, inputs).inputs["location"] == "northeurope"


def test_without_any_location_a_resource_is_refused(azure):
    refusal = azure.configured(location="").refusal(MODEL, {"resourceGroupName": "registries"})
    assert refusal == "location: no location: set it on the resource, or azure-native:location."


@pytest.mark.parametrize("name", ["", "a" * 91, "ends.", "a/b"])
def test_a_bad_name_is_refused(azure, name):
    assert f"{name!r} is no resource group" in azure.refusal(MODEL, {"resourceGroupName": name})


def test_a_location_is_the_same_however_it_is_written():
    assert place("West Europe") == place("westeurope") == "westeurope"
