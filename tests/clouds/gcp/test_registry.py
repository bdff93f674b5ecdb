"""What a Google project has once for its registry."""

import pytest

from tests.organisations import GAR, compiled, team

REGISTRY_API = "artifactregistry.googleapis.com"
SCANNING_API = "containerscanning.googleapis.com"


@pytest.mark.parametrize(
    ("scanner", "repositories", "services"),
    [
        ("managed", {}, (REGISTRY_API,)),
        ("managed", {"api": {"scanning": "disabled"}}, (REGISTRY_API,)),
        ("managed", {"api": {}, "web": {"scanning": "disabled"}}, (REGISTRY_API, SCANNING_API)),
        ("external", {"api": {}}, ()),
    ],
    ids=["empty", "nothing-scanned", "scanned", "external"],
)
def test_the_apis_that_are_needed_are_enabled(scanner, repositories, services):
    found = compiled(registries={"gar": GAR | {"scanner": scanner}}, teams={"payments": team(repositories)})
    native = found.registries["gar"].native
    assert native.services == services
    assert (native.project, native.location) == ("acme-dev", "europe-west3")
    assert [finding.fidelity for finding in found.registries["gar"].findings] == ["native"]
