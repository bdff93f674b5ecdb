"""A registry on which the tests of its children stand."""

import pytest
from wharfinger_sandbox.clouds.azure import registry


@pytest.fixture
def declare(azure):
    """Declares the typed registry `acmeprod` and gives the clouds that hold it."""

    def declared(sku="Premium", **settings):
        inputs = {"resourceGroupName": "registries", "registryName": "acmeprod", "sku": {"name": sku}}
        azure.put(registry.MODEL, {**inputs, **settings})
        return azure

    return declared
