"""An Azure Container Registry, and the purge tasks in it."""

import re
from typing import Any

import pytest

from tests.organisations import ACR, ACR_KEY, compiled, team
from wharfinger.clouds.azure.native import NativePurge


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


def _purges(teams: dict[str, Any], acr: dict[str, Any] = ACR) -> tuple[NativePurge, ...]:
    return compiled(registries={"acr": acr}, teams=teams).registries["acr"].native.purges


def test_each_team_has_a_purge_task():
    teams = {
        "search": team({"index": {}}),
        "payments": team({"web": {}, "api": {"retention": {"tags": {"*": "keep newest 3"}}}}),
    }
    payments, search = _purges(teams, ACR | {"purge_schedule": "30 4 * * 1"})
    assert payments == NativePurge(
        task_name="purge-payments",
        repositories=("payments/api", "payments/web"),
        lists_repositories=False,
        commands=(
            "acr purge --filter 'payments/api:^.*$' --ago 0d --keep 3 --concurrency 8",
            "acr purge --filter 'payments/api:^.*$' --untagged-only --ago 14d --concurrency 8",
            "acr purge --filter 'payments/web:^.*$' --untagged-only --ago 14d --concurrency 8",
        ),
        schedule="30 4 * * 1",
        timeout_seconds=3600,
        tags={"environment": "dev", "managed-by": "wharfinger", "team": "payments"},
    )
    assert (search.task_name, search.repositories) == ("purge-search", ("search/index",))


def test_a_team_without_repositories_in_the_registry_has_no_purge_task():
    assert (
        _purges({"payments": team({}), "search": team({"index": {"placement": {"clouds": ["aws"]}}})}) == ()
    )


def test_only_the_repositories_that_are_observed_have_dry_runs():
    teams = {"payments": team({"api": {"retention": {"rollout": "observe"}}, "web": {}})}
    (purge,) = _purges(teams)
    assert [(command.split("'")[1], " --dry-run" in command) for command in purge.commands] == [
        ("payments/api:^.*$", True),
        ("payments/web:^.*$", False),
    ]


def test_repositories_of_the_same_rules_share_their_commands():
    """One step of a task a rule, not one a rule and repository; the rules of each stay what they are."""
    newest = {"retention": {"tags": {"*": "keep newest 3"}}}
    repositories = {"api": newest, "job": {}, "web": newest}
    (purge,) = _purges({"payments": team(repositories)})
    api, web = "--filter 'payments/api:^.*$'", "--filter 'payments/web:^.*$'"
    assert purge.commands == (
        f"acr purge {api} {web} --ago 0d --keep 3 --concurrency 8",
        f"acr purge {api} {web} --untagged-only --ago 14d --concurrency 8",
        "acr purge --filter 'payments/job:^.*$' --untagged-only --ago 14d --concurrency 8",
    )


@pytest.mark.parametrize(("name", "lists"), [("a-b/c_d", False), ("a.b", True)])
def test_a_task_lists_repositories_only_for_a_name_that_is_an_expression(name, lists):
    (purge,) = _purges({"payments": team({"api": {}, name: {}})})
    assert purge.lists_repositories is lists


def test_many_repositories_take_several_tasks_that_share_none():
    purges = _purges({"payments": team({f"s{n:03}": {} for n in range(150)})})
    assert [purge.task_name for purge in purges] == ["purge-payments", "purge-payments_2", "purge-payments_3"]
    names = [name for purge in purges for name in purge.repositories]
    assert names == sorted({f"payments/s{n:03}" for n in range(150)})
    for purge in purges:
        (command,) = purge.commands
        assert re.findall("--filter '(.*?):", command) == list(purge.repositories)
