"""Scope maps and tokens."""

from typing import Any

import pytest
from wharfinger_sandbox.clouds.azure.scoped_access import MODELS

SCOPE_MAP, TOKEN = MODELS
PLACE = {"resourceGroupName": "registries", "registryName": "acmeprod"}
ACR = (
    "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/registries"
    "/providers/Microsoft.ContainerRegistry/registries/acmeprod"
)


def scope_map(name: str = "pullers", **settings: Any) -> dict[str, Any]:
    return {**PLACE, "scopeMapName": name, "actions": ["repositories/team/app/content/read"], **settings}


def token(name: str = "puller", **settings: Any) -> dict[str, Any]:
    return {**PLACE, "tokenName": name, "scopeMapId": f"{ACR}/scopeMaps/pullers", **settings}


def test_a_token_uses_a_scope_map_of_its_registry(declare):
    azure = declare()
    assert azure.put(SCOPE_MAP, scope_map()).id == f"{ACR}/scopeMaps/pullers"
    stored = azure.put(TOKEN, token())
    assert stored.id == f"{ACR}/tokens/puller"
    assert stored.outputs["status"] == "enabled"
    assert azure.refusal(TOKEN, token("admin", scopeMapId=f"{ACR}/scopeMaps/_repositories_admin")) == ""


@pytest.mark.parametrize(
    "action",
    ["repositories/*/content/read", "repositories/team/*/metadata/write", "gateway/edge/config/read"],
)
def test_sound_actions_are_accepted(declare, action):
    assert declare().refusal(SCOPE_MAP, scope_map(actions=[action])) == ""


@pytest.mark.parametrize(
    ("inputs", "reason"),
    [
        (scope_map("p"), "'p' breaks the rule for this name"),
        (scope_map("_mine_"), "names that start with '_' belong to the system."),
        (scope_map(actions=[]), "a scope map has at least one action."),
        (scope_map(actions=["team/app:pull"]), "'team/app:pull' is no action"),
        (scope_map(actions=["repositories/a/content/pull"]), "is no action"),
        (scope_map(actions=["repositories/a/content/read"] * 2), "is named twice."),
        (scope_map(actions=[f"repositories/a{n}/content/read" for n in range(501)]), "501 actions"),
        (scope_map(description="d" * 257), "at most 256 are allowed."),
    ],
)
def test_unsound_scope_maps_are_refused_with_their_rule(declare, inputs, reason):
    assert reason in declare().refusal(SCOPE_MAP, inputs)


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"scopeMapId": None}, "a token has a scope map."),
        ({"scopeMapId": "pullers"}, "'pullers' is no id of a scope map."),
        ({}, "ResourceNotFound: there is no scope map pullers."),
        ({"scopeMapId": f"{ACR}2/scopeMaps/pullers"}, "the scope map belongs to another registry."),
        ({"registryName": "acmedev"}, "ParentResourceNotFound"),
    ],
)
def test_unsound_tokens_are_refused_with_their_rule(declare, settings, reason):
    assert reason in declare().refusal(TOKEN, token(**settings))


def test_a_basic_registry_has_a_hundred_scope_maps(declare):
    azure = declare("Basic")
    for number in range(100):
        azure.put(SCOPE_MAP, scope_map(f"pullers{number}"))
    assert "a Basic registry has at most 100 resources of type ScopeMap." in azure.refusal(
        SCOPE_MAP, scope_map()
    )
    assert azure.refusal(SCOPE_MAP, scope_map("pullers7", description="changed")) == ""
