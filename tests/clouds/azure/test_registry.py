"""An Azure Container Registry, and the purge tasks in it."""

import pytest

from tests.organisations import ACR, ACR_KEY, compiled, team
from wharfinger.clouds.compiled import resources
from wharfinger.plan.scopes import TeamScope

DEV = TeamScope("payments", "dev")


def test_a_registry_is_what_its_entry_says():
    acr = ACR | {
        "replicas": ["uksouth", "northeurope", "westeurope"],
        "customer_key": ACR_KEY,
        "delete_protection": False,
        "labels": {"tier": "one", "environment": "other"},
    }
    native = compiled(registries={"acr": acr}).registries["acr"].native
    assert (native.name, native.location, native.sku) == ("acmedev", "westeurope", "Premium")
    assert native.subscription == ACR["subscription"]
    assert native.resource_group == "registries"
    assert native.replicas == ("northeurope", "uksouth")
    assert native.customer_key.key == ACR_KEY["key"]
    assert not native.delete_protection
    assert native.tags == {
        "environment": "dev",
        "managed-by": "wharfinger",
        "organisation": "acme",
        "tier": "one",
    }


@pytest.mark.parametrize(
    ("scanner", "repositories", "expected"),
    [
        ("managed", {"api": {}, "web": {"scanning": "disabled"}}, True),
        ("managed", {"api": {"scanning": "disabled"}}, False),
        ("managed", {}, False),
        ("external", {"api": {}}, False),
    ],
    ids=["scanned", "nothing-scanned", "empty", "external"],
)
def test_defender_is_on_where_something_is_scanned(scanner, repositories, expected):
    found = compiled(registries={"acr": ACR | {"scanner": scanner}}, teams={"payments": team(repositories)})
    assert found.registries["acr"].native.defender is expected


def test_a_team_has_one_purge_task_in_each_registry():
    found = compiled(
        registries={"acr": ACR | {"purge_schedule": "30 4 * * 1"}},
        teams={"payments": team({"web": {}, "api": {"retention": {"keep_newest": 3}}}), "search": team({})},
    )
    (purge,) = resources(found, DEV).purges
    assert purge.task_name == "purge-payments"
    assert (purge.registry_name, purge.location, purge.schedule) == ("acmedev", "westeurope", "30 4 * * 1")
    assert purge.repositories == ("payments/api", "payments/web")
    assert purge.commands == (
        "acr purge --filter 'payments/api:^.*$' --untagged-only --ago 14d",
        "acr purge --filter 'payments/api:^.*$' --ago 0d --keep 3",
        "acr purge --filter 'payments/web:^.*$' --untagged-only --ago 14d",
    )
    assert purge.tags == {"environment": "dev", "managed-by": "wharfinger", "team": "payments"}
    assert purge.timeout_seconds == 3600


def test_each_registry_has_a_task_of_its_own():
    acrs = {"acr": ACR, "acr-two": ACR | {"name": "acmetwo"}}
    purges = resources(compiled(registries=acrs), DEV).purges
    assert [(purge.registry_name, purge.task_name) for purge in purges] == [
        ("acmedev", "purge-payments"),
        ("acmetwo", "purge-payments"),
    ]


def test_many_repositories_take_several_tasks_that_share_none():
    found = compiled(registries={"acr": ACR}, teams={"payments": team({f"s{n:03}": {} for n in range(150)})})
    purges = resources(found, DEV).purges
    assert [purge.task_name for purge in purges] == ["purge-payments", "purge-payments_2", "purge-payments_3"]
    names = [name for purge in purges for name in purge.repositories]
    assert names == sorted({f"payments/s{n:03}" for n in range(150)})
    for purge in purges:
        assert len(purge.commands) == len(purge.repositories)
        for command, name in zip(purge.commands, purge.repositories, strict=True):
            assert f"'{name}:" in command
