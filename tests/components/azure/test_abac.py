import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wharfinger_components.azure import abac

SCOPE = (
    "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/images"
    "/providers/Microsoft.ContainerRegistry/registries/acmeprod"
)
PRINCIPAL = "22222222-2222-2222-2222-222222222222"
NAMES = ["payments/api", "payments/worker", "shop/web"]


def action(name: str) -> str:
    return f"!(ActionMatches{{'Microsoft.ContainerRegistry/registries/repositories/{name}'}})"


def named(name: str) -> str:
    return (
        f"@Request[Microsoft.ContainerRegistry/registries/repositories:name] StringEqualsIgnoreCase '{name}'"
    )


def test_the_readers_condition_is_the_documented_one():
    assert abac.condition(abac.READER, ["backend/nginx"]) == (
        "((!(ActionMatches{'Microsoft.ContainerRegistry/registries/repositories/content/read'})"
        " AND !(ActionMatches{'Microsoft.ContainerRegistry/registries/repositories/metadata/read'}))"
        " OR (@Request[Microsoft.ContainerRegistry/registries/repositories:name]"
        " StringEqualsIgnoreCase 'backend/nginx'))"
    )


@pytest.mark.parametrize(
    ("role", "actions"),
    [
        pytest.param(
            abac.WRITER, ["content/read", "content/write", "metadata/read", "metadata/write"], id="writer"
        ),
        pytest.param(
            abac.CONTRIBUTOR,
            [
                "content/delete",
                "content/read",
                "content/write",
                "metadata/delete",
                "metadata/read",
                "metadata/write",
            ],
            id="contributor",
        ),
    ],
)
def test_a_condition_limits_every_action_of_its_role(role, actions):
    limited = " AND ".join(action(name) for name in actions)

    assert abac.condition(role, ["api"]) == f"(({limited}) OR ({named('api')}))"


def test_several_repositories_are_alternatives():
    text = abac.condition(abac.READER, ["shop/web", "payments/api"])

    assert text.endswith(f" OR ({named('payments/api')} OR {named('shop/web')}))")


def test_prefixes_are_alternatives_after_the_names():
    assert abac.condition(abac.READER, ["shop/web"], ["payments/", "base/"]).endswith(
        f" OR ({named('shop/web')}"
        " OR @Request[Microsoft.ContainerRegistry/registries/repositories:name]"
        " StringStartsWithIgnoreCase 'base/'"
        " OR @Request[Microsoft.ContainerRegistry/registries/repositories:name]"
        " StringStartsWithIgnoreCase 'payments/'))"
    )


@pytest.mark.parametrize("prefix", ["", "/", "payments", "a' OR 'a/", "Payments/", "pay*/", "payments//"])
def test_a_prefix_that_could_match_more_than_a_part_is_refused(prefix):
    with pytest.raises(abac.InvalidPrefixError) as raised:
        abac.condition(abac.READER, ["shop/web"], [prefix])

    assert raised.value.prefix == prefix


@given(names=st.lists(st.sampled_from(NAMES), min_size=len(NAMES)).filter(lambda names: len(set(names)) == 3))
def test_order_and_repetition_change_no_condition(names):
    assert abac.condition(abac.WRITER, names) == abac.condition(abac.WRITER, NAMES)


@pytest.mark.parametrize(
    "name",
    ["", "Payments", "a' OR 'a", "team/", "/team", "team//app", "team app", "team/*", "a'", "team\n"],
)
def test_what_is_no_repository_name_never_gets_into_a_condition(name):
    with pytest.raises(abac.InvalidRepositoryNameError) as raised:
        abac.condition(abac.READER, ["payments/api", name])

    assert raised.value.name == name


@pytest.mark.parametrize("name", ["a", "a-b", "a--b", "a.b/c_d", "a__b", "a1/b2/c3"])
def test_every_repository_name_that_acr_takes_is_taken(name):
    assert f"'{name}'" in abac.condition(abac.READER, [name])


def test_a_grant_on_nothing_is_refused_rather_than_unlimited():
    with pytest.raises(abac.NoRepositoryError):
        abac.condition(abac.READER, [])


def test_a_condition_longer_than_azure_takes_is_refused():
    names = [f"team/app-{number}" for number in range(100)]

    with pytest.raises(abac.ConditionTooLongError) as raised:
        abac.condition(abac.READER, names)

    assert raised.value.names == 100
    assert raised.value.length > abac.CONDITION_LIMIT


def test_a_role_is_named_in_the_subscription_of_the_registry():
    assert abac.role_definition_id(SCOPE, abac.READER) == (
        "/subscriptions/11111111-1111-1111-1111-111111111111/providers/Microsoft.Authorization"
        "/roleDefinitions/b93aa761-3e63-49ed-ac28-beffa264f7ac"
    )


@pytest.mark.parametrize("scope", ["acmeprod", "/subscriptions/", "/providers/Microsoft.Management/x"])
def test_a_scope_in_no_subscription_is_refused(scope):
    with pytest.raises(abac.InvalidScopeError) as raised:
        abac.role_definition_id(scope, abac.READER)

    assert raised.value.scope == scope


def test_the_name_of_an_assignment_is_a_fixed_guid():
    name = abac.role_assignment_name(SCOPE, abac.READER, PRINCIPAL, "payments/api")

    assert name == "e916da39-9a8a-579c-b8f9-c4e2bb46b31e"
    assert uuid.UUID(name).version == 5


def test_the_case_of_an_azure_id_changes_no_name():
    assert abac.role_assignment_name(SCOPE.upper(), abac.READER, PRINCIPAL) == abac.role_assignment_name(
        SCOPE, abac.READER, PRINCIPAL
    )


@pytest.mark.parametrize(
    "other",
    [
        pytest.param((SCOPE + "2", abac.READER, PRINCIPAL, "payments/api"), id="another registry"),
        pytest.param((SCOPE, abac.WRITER, PRINCIPAL, "payments/api"), id="another role"),
        pytest.param((SCOPE, abac.READER, PRINCIPAL[::-1] + "0", "payments/api"), id="another principal"),
        pytest.param((SCOPE, abac.READER, PRINCIPAL, "payments/web"), id="another repository"),
        pytest.param((SCOPE, abac.READER, PRINCIPAL), id="no repository"),
    ],
)
def test_different_grants_have_different_names(other):
    assert abac.role_assignment_name(*other) != abac.role_assignment_name(
        SCOPE, abac.READER, PRINCIPAL, "payments/api"
    )
