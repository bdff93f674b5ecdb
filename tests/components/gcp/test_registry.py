import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wharfinger_components.gcp import GarRegistry, GarRegistryArgs
from wharfinger_components.gcp.registry import registry_url

SERVICE = "gcp:projects/service:Service"
SERVICES = [
    "artifactregistry.googleapis.com",
    "containerscanning.googleapis.com",
    "containeranalysis.googleapis.com",
]


def args(services) -> GarRegistryArgs:
    return {"project": "acme-prod", "location": "europe-west4", "enable_services": services}


@pytest.mark.parametrize(
    ("location", "project", "url"),
    [
        pytest.param("europe-west4", "acme-prod", "europe-west4-docker.pkg.dev/acme-prod", id="region"),
        pytest.param("eu", "acme-prod", "eu-docker.pkg.dev/acme-prod", id="multi-region"),
        pytest.param("us", "acme.example:shop", "us-docker.pkg.dev/acme.example/shop", id="domain-scoped"),
    ],
)
def test_the_url_names_location_and_project(location, project, url):
    assert registry_url(location, project) == url


def test_each_service_is_enabled_and_never_switched_off(declare):
    declared = declare(lambda: GarRegistry("prod-eu", args(SERVICES[:1])))

    service = declared.only(SERVICE)
    assert (service.name, service.parent) == ("prod-eu-artifactregistry.googleapis.com", "prod-eu")
    assert service.inputs == {
        "project": "acme-prod",
        "service": "artifactregistry.googleapis.com",
        "disableOnDestroy": False,
    }
    assert declared.outputs == {"registryUrl": "europe-west4-docker.pkg.dev/acme-prod"}


@settings(max_examples=6, deadline=None)
@given(services=st.permutations(SERVICES))
def test_the_order_of_services_changes_no_name(declare, services):
    names = declare(lambda: GarRegistry("prod-eu", args(services))).names

    assert names == declare(lambda: GarRegistry("prod-eu", args(SERVICES))).names
