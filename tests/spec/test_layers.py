"""All places of a spec that say settings."""

from tests.organisations import spec, team
from wharfinger.spec.layers import layers, repositories, said

FOUND = spec(
    defaults={"environments": {"dev": {}}},
    classes={"service": {}},
    teams={"payments": team({"api": {"environments": {"prod": {}}}})},
)
API = ("teams", "payments", "repositories", "api")


def test_layers_are_the_defaults_the_classes_and_the_repositories():
    assert [path for path, _ in layers(FOUND)] == [("defaults",), ("classes", "service"), API]
    assert [path for path, _ in repositories(FOUND)] == [API]


def test_settings_for_one_environment_stand_apart():
    assert [(place.path, place.team, place.environment) for place in said(FOUND)] == [
        (("defaults",), None, None),
        (("defaults", "environments", "dev"), None, "dev"),
        (("classes", "service"), None, None),
        (API, "payments", None),
        ((*API, "environments", "prod"), "payments", "prod"),
    ]
