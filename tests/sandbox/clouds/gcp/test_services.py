"""Enabled APIs."""

import pytest
from wharfinger_sandbox.clouds.gcp.services import MODEL


def test_an_api_is_identified_by_project_and_name_and_enabled_twice_without_harm(gcp):
    inputs = {"service": "artifactregistry.googleapis.com"}
    assert gcp.put(MODEL, inputs).id == "acme-prod/artifactregistry.googleapis.com"
    assert MODEL.adopts_existing
    assert MODEL.replace_on == {"project", "service"}


@pytest.mark.parametrize(
    "service", ["artifactregistry", "https://x.googleapis.com", "Artifact.googleapis.com"]
)
def test_a_name_that_is_not_full_is_refused(gcp, service):
    refusal = gcp.refusal(MODEL, {"service": service})
    assert (
        f"{service!r} is no service; write its full name, such as artifactregistry.googleapis.com." in refusal
    )
