"""What the models say about a place in a spec."""

import pytest

from wharfinger.spec.organisation import Spec
from wharfinger.spec.registries import EcrRegistry
from wharfinger.spec.settings import PlacementSettings, Repository
from wharfinger.spec.shape import keys, locate, required_keys, sections

IN_REPOSITORY = ("teams", "a", "repositories", "b")


@pytest.mark.parametrize(
    ("location", "path", "holder"),
    [
        (("organisation",), ("organisation",), Spec),
        (("registries", "x", "aws", "region"), ("registries", "x", "region"), EcrRegistry),
        (("registries", "X", "[key]"), ("registries", "X"), Spec),
        ((*IN_REPOSITORY, "class"), (*IN_REPOSITORY, "class"), Repository),
        (
            (*IN_REPOSITORY, "placement", "clouds", 0),
            (*IN_REPOSITORY, "placement", "clouds", 0),
            PlacementSettings,
        ),
        ((*IN_REPOSITORY, "no", "such"), (*IN_REPOSITORY, "no", "such"), Repository),
    ],
)
def test_a_location_of_pydantics_is_a_path_in_the_spec(location, path, holder):
    spot = locate(Spec, location)
    assert spot.path == path
    assert spot.holder is holder


def test_a_place_knows_its_rule_and_its_options():
    assert locate(Spec, ("registries", "x", "aws", "customer_key")).rule.startswith("a KMS key")
    assert locate(Spec, ("registries", "X", "[key]")).rule.startswith("a name is")
    assert locate(Spec, (*IN_REPOSITORY, "scanning")).options == ("disabled", "on_push", "continuous")
    assert locate(Spec, (*IN_REPOSITORY, "placement", "clouds", 0)).options == ("aws", "gcp", "azure")
    assert locate(Spec, (*IN_REPOSITORY, "placement")).model is PlacementSettings


def test_keys_are_those_that_the_spec_is_written_with():
    assert "class" in keys(Repository)
    assert "class_" not in keys(Repository)
    assert required_keys(Spec) == ("organisation", "environments")
    assert dict(sections(Repository))["placement"] is PlacementSettings
