"""Plan to native arguments: what each scope declares."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.organisations import ACR, ECR, GAR, REGISTRIES, compiled, team
from wharfinger.clouds.compiled import resources
from wharfinger.plan.scopes import RegistryScope, TeamScope, implied

FOUND = compiled(teams={"payments": team({"api": {}, "web": {}}), "search": team()})


def test_everything_in_the_plan_is_compiled():
    assert list(FOUND.registries) == sorted(REGISTRIES)
    assert [one.placement for one in FOUND.placements] == list(FOUND.plan.placements)
    assert FOUND.refused_names == ()


@pytest.mark.parametrize("name", sorted(REGISTRIES))
def test_a_registrys_scope_declares_the_registry_only(name):
    found = resources(FOUND, RegistryScope(name))
    assert [registry.name for registry in found.registries] == [name]
    assert found.placements == ()
    assert found.clouds == {REGISTRIES[name]["cloud"]}


def test_a_teams_scope_declares_its_placements_only():
    found = resources(FOUND, TeamScope("payments", "dev"))
    assert found.registries == ()
    assert [one.placement.key for one in found.placements] == [
        "payments/api@acr",
        "payments/api@ecr",
        "payments/api@gar",
        "payments/web@acr",
        "payments/web@ecr",
        "payments/web@gar",
    ]
    assert found.clouds == {"aws", "gcp"}


def test_a_scope_reaches_only_the_clouds_that_it_declares_something_in():
    """A placement in ACR declares nothing: its grants and its purging are the registry's."""
    assert resources(FOUND, TeamScope("search", "prod")).clouds == {"aws", "gcp"}
    assert resources(FOUND, TeamScope("sales", "dev")).clouds == frozenset()


def test_each_placement_is_declared_by_exactly_one_scope():
    declared = [
        one.placement.key for scope in implied(FOUND.plan) for one in resources(FOUND, scope).placements
    ]
    assert sorted(declared) == sorted(one.placement.key for one in FOUND.placements)


@pytest.mark.parametrize(("registry", "name"), [(ECR, "x" * 260), (GAR, "x" * 70), (ACR, "x" * 260)])
def test_a_name_that_a_cloud_refuses_is_set_aside_in_all_of_its_documents(registry, name):
    found = compiled(
        registries={"here": registry},
        naming={"repository": f"{name[:-3]}{{name}}"},
        teams={"payments": team({"api": {}})},
    )
    (refused,) = found.refused_names
    assert refused.placement.key == "payments/api@here"
    assert "characters" in refused.reason
    assert resources(found, TeamScope("payments", "dev")).placements == ()
    bare = compiled(registries={"here": registry}, teams={})
    assert found.registries["here"] == bare.registries["here"]


@given(st.permutations(["api", "web", "job"]), st.permutations(sorted(REGISTRIES)))
def test_the_order_of_the_spec_changes_no_native_argument(repositories, registries):
    def found(repositories, registries):
        return compiled(
            registries={name: REGISTRIES[name] for name in registries},
            teams={
                "payments": team(
                    {name: {"scanning": "disabled"} if name == "job" else {} for name in repositories}
                )
            },
        )

    expected = found(["api", "job", "web"], sorted(REGISTRIES))
    assert found(repositories, registries) == expected
