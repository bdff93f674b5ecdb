"""Spec to plan: placements, names, labels, and that order changes nothing."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.organisations import ECR, REGISTRIES, placed, plan, team
from wharfinger.plan.model import Plan

EVERYWHERE = ["acr", "ecr", "ecr-prod", "gar", "gar-prod"]


def _registries(found: Plan, repository: str = "api") -> list[str]:
    return [p.registry_name for p in found.placements if p.repository.name == repository]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({}, EVERYWHERE),
        ({"clouds": ["aws"]}, ["ecr", "ecr-prod"]),
        ({"clouds": ["gcp", "azure"]}, ["acr", "gar", "gar-prod"]),
        ({"environments": ["prod"]}, ["ecr-prod", "gar-prod"]),
        ({"registries": ["gar", "acr"]}, ["acr", "gar"]),
        ({"clouds": ["aws"], "environments": ["dev"]}, ["ecr"]),
        ({"clouds": ["aws"], "registries": ["gar"]}, []),
        ({"clouds": []}, []),
    ],
    ids=["none", "cloud", "clouds", "environments", "registries", "both", "contradiction", "nowhere"],
)
def test_a_repository_is_placed_where_every_condition_holds(condition, expected):
    assert _registries(plan(teams={"payments": team({"api": {"placement": condition}})})) == expected


@pytest.mark.parametrize(
    ("defaults", "class_", "repository", "expected"),
    [
        ({"clouds": ["aws"]}, {}, {}, ["ecr", "ecr-prod"]),
        ({"clouds": ["aws"]}, {"clouds": ["gcp"]}, {}, ["gar", "gar-prod"]),
        ({"clouds": ["aws"]}, {"clouds": ["gcp"]}, {"clouds": ["azure"]}, ["acr"]),
        ({"clouds": ["aws"]}, {}, {"environments": ["prod"]}, ["ecr-prod"]),
        ({"clouds": ["aws"]}, {"environments": ["dev"]}, {"clouds": ["gcp"]}, ["gar"]),
    ],
    ids=["defaults", "class", "repository", "joined", "nearest-per-condition"],
)
def test_the_nearest_layer_wins_condition_by_condition(defaults, class_, repository, expected):
    found = plan(
        defaults={"placement": defaults},
        classes={"service": {"placement": class_}},
        teams={"payments": team({"api": {"class": "service", "placement": repository}})},
    )
    assert _registries(found) == expected


def test_a_placement_has_a_key_an_environment_and_a_path():
    placement = placed(plan(), "payments/api@ecr-prod")
    assert placement.environment == "prod"
    assert placement.repository.path == ("teams", "payments", "repositories", "api")
    assert str(placement.repository) == "payments/api"


def test_a_registry_without_placements_is_in_the_plan():
    found = plan(teams={"payments": team({"api": {"placement": {"clouds": ["aws"]}}})})
    assert list(found.by_registry) == EVERYWHERE
    assert found.by_registry["gar"] == ()
    assert [p.key for p in found.by_registry["ecr"]] == ["payments/api@ecr"]


def test_labels_that_are_always_set_win_over_those_that_are_said():
    teams = {"payments": team({"api": {"labels": {"tier": "one", "team": "other"}}}, cost_centre="CC-42")}
    placement = placed(plan(teams=teams), "payments/api@ecr")
    assert dict(placement.labels) == {
        "cost-centre": "CC-42",
        "environment": "dev",
        "managed-by": "wharfinger",
        "organisation": "acme",
        "owner": "payments@acme.example",
        "repository": "api",
        "team": "payments",
        "tier": "one",
    }
    assert list(placement.labels) == sorted(placement.labels)


def test_acceptances_are_known_by_the_nearest_line():
    found = plan(
        defaults={"accept": ["azure.tags.immutable", "gcp.replicas"]},
        classes={"service": {"accept": ["azure.scanning"]}},
        teams={"payments": team({"api": {"class": "service", "accept": ["gcp.labels", "gcp.replicas"]}})},
    )
    assert dict(placed(found, "payments/api@acr").accepted) == {
        "azure.tags.immutable": ("defaults", "accept", 0),
        "gcp.replicas": ("teams", "payments", "repositories", "api", "accept", 1),
        "azure.scanning": ("classes", "service", "accept", 0),
        "gcp.labels": ("teams", "payments", "repositories", "api", "accept", 0),
    }


def test_repositories_of_one_class_share_their_settings():
    found = plan(
        registries={"ecr": ECR},
        classes={"service": {"scanning": "disabled"}},
        teams={"payments": team({"api": {"class": "service"}, "web": {"class": "service"}})},
    )
    api, web = found.placements
    assert api.settings is web.settings


def _reordered(draw: st.DrawFn, mapping: dict[str, Any]) -> dict[str, Any]:
    return {name: mapping[name] for name in draw(st.permutations(sorted(mapping)))}


TEAMS = {
    "payments": team({"api": {"class": "service"}, "web": {"push": ["pipelines", "search/people"]}}),
    "search": team({"index": {"scanning": "continuous"}, "crawler": {"labels": {"tier": "one"}}}),
    "data": team({"lake": {"pull": ["team", "payments/release"]}}),
}


@st.composite
def _orders(draw: st.DrawFn) -> dict[str, Any]:
    teams = _reordered(draw, TEAMS)
    return {
        "registries": _reordered(draw, REGISTRIES),
        "classes": _reordered(draw, {"service": {"scanning": "disabled"}, "base": {}}),
        "teams": {
            name: one | {"repositories": _reordered(draw, one["repositories"])} for name, one in teams.items()
        },
    }


@given(_orders())
def test_the_order_of_the_spec_changes_nothing(parts):
    sorted_parts = {"registries": REGISTRIES, "classes": {"service": {"scanning": "disabled"}, "base": {}}}
    found, expected = plan(**parts), plan(**sorted_parts, teams=TEAMS)
    assert found == expected
    assert list(found.registries) == sorted(REGISTRIES)
    assert [p.key for p in found.placements] == [p.key for p in expected.placements]
