"""Scopes: what a stack's config may say, and that every placement has one owner."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.organisations import ECR, GAR_PROD, plan, team
from wharfinger.plan.scopes import (
    RegistryScope,
    ScopeError,
    TeamScope,
    implied,
    ownership,
    parse,
    team_scope,
)

FORMS = "`{team: TEAM, environment: ENVIRONMENT}` or `{registry: REGISTRY}`"
PLAN = plan(registries={"ecr": ECR, "gar-prod": GAR_PROD}, teams={"payments": team(), "search": team()})
IMPLIED = (
    RegistryScope("ecr"),
    RegistryScope("gar-prod"),
    TeamScope("payments", "dev"),
    TeamScope("payments", "prod"),
    TeamScope("search", "dev"),
    TeamScope("search", "prod"),
)


@pytest.mark.parametrize(
    ("config", "expected", "text"),
    [
        ({"team": "search", "environment": "dev"}, TeamScope("search", "dev"), "team search in dev"),
        ({"registry": "ecr"}, RegistryScope("ecr"), "registry ecr"),
    ],
    ids=["team", "registry"],
)
def test_a_scope_is_read_from_a_stacks_config(config, expected, text):
    scope = parse(config, PLAN)
    assert scope == expected
    assert str(scope) == text


@pytest.mark.parametrize(
    ("config", "message", "help_"),
    [
        (None, "this stack has no scope", f"set `wharfinger:scope` to {FORMS}"),
        ("ecr", "`wharfinger:scope` is 'ecr'", f"it must be {FORMS}"),
        ([], "`wharfinger:scope` is []", f"it must be {FORMS}"),
        ({}, "`wharfinger:scope` is {}", f"it must be {FORMS}"),
        ({"team": "search"}, "`wharfinger:scope` is {'team': 'search'}", f"it must be {FORMS}"),
        ({"environment": "dev"}, "`wharfinger:scope` is {'environment': 'dev'}", f"it must be {FORMS}"),
        ({"registry": 3}, "`wharfinger:scope` is {'registry': 3}", f"it must be {FORMS}"),
        (
            {"registry": "ecr", "team": "search"},
            "`wharfinger:scope` is {'registry': 'ecr', 'team': 'search'}",
            f"it must be {FORMS}",
        ),
        (
            {"team": "search", "environment": "dev", "registry": "ecr"},
            "`wharfinger:scope` is {'team': 'search', 'environment': 'dev', 'registry': 'ecr'}",
            f"it must be {FORMS}",
        ),
        ({"team": "sales", "environment": "dev"}, "the spec has no team `sales`", "it has: payments, search"),
        (
            {"team": "search", "environment": "test"},
            "the spec has no environment `test`",
            "it has: dev, prod",
        ),
        ({"registry": "acr"}, "the spec has no registry `acr`", "it has: ecr, gar-prod"),
    ],
    ids=[
        "none",
        "text",
        "list",
        "empty",
        "team-only",
        "environment-only",
        "number",
        "two-kinds",
        "all",
        "unknown-team",
        "unknown-environment",
        "unknown-registry",
    ],
)
def test_a_config_that_names_no_scope_is_refused(config, message, help_):
    with pytest.raises(ScopeError) as refused:
        parse(config, PLAN)
    assert (str(refused.value), refused.value.help) == (message, help_)


def test_a_plan_implies_a_scope_for_each_registry_and_each_team_in_an_environment():
    assert implied(PLAN) == IMPLIED


def test_a_team_without_placements_in_an_environment_has_no_scope_there():
    repositories = {"api": {"placement": {"environments": ["dev"]}}}
    found = plan(registries={"ecr": ECR, "gar-prod": GAR_PROD}, teams={"payments": team(repositories)})
    assert TeamScope("payments", "prod") not in implied(found)
    assert RegistryScope("gar-prod") in implied(found)


def test_each_scope_with_one_stack_is_owned():
    owned = ownership(PLAN, {f"stack-{n}": scope for n, scope in enumerate(IMPLIED)})
    assert (owned.in_none, owned.in_several, owned.idle) == ((), {}, {})


def test_scopes_in_no_stack_in_several_and_stacks_without_anything_are_told():
    idle = TeamScope("sales", "dev")
    stacks = {"b": IMPLIED[0], "a": IMPLIED[0], "c": IMPLIED[2], "old": idle}
    owned = ownership(PLAN, stacks)
    assert owned.in_several == {IMPLIED[0]: ("a", "b")}
    assert owned.in_none == (IMPLIED[1], *IMPLIED[3:])
    assert owned.idle == {"old": idle}


CONDITIONS = st.fixed_dictionaries(
    {},
    optional={
        "clouds": st.lists(st.sampled_from(["aws", "gcp", "azure"]), unique=True),
        "environments": st.lists(st.sampled_from(["dev", "prod"]), unique=True),
    },
)


@given(
    st.dictionaries(
        st.sampled_from(["payments", "search", "data"]),
        st.dictionaries(st.sampled_from(["api", "web"]), CONDITIONS),
        min_size=1,
    )
)
def test_every_placement_is_in_exactly_one_scope(teams):
    found = plan(
        teams={
            name: team({repository: {"placement": condition} for repository, condition in own.items()})
            for name, own in teams.items()
        }
    )
    scopes = implied(found)
    assert len(set(scopes)) == len(scopes)
    for placement in found.placements:
        assert scopes.count(team_scope(placement)) == 1
    of_teams = {scope for scope in scopes if isinstance(scope, TeamScope)}
    assert of_teams == {team_scope(placement) for placement in found.placements}
