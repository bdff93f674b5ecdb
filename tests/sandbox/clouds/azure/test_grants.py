"""Role assignments."""

from typing import Any

import pytest
from wharfinger_sandbox.clouds.azure import generic
from wharfinger_sandbox.clouds.azure.condition import REPOSITORY_NAME
from wharfinger_sandbox.clouds.azure.grants import CATALOG_LISTER, MODEL

SUBSCRIPTION = "/subscriptions/11111111-1111-1111-1111-111111111111"
ACR = f"{SUBSCRIPTION}/resourceGroups/registries/providers/Microsoft.ContainerRegistry/registries/acmeprod"
READER = "b93aa761-3e63-49ed-ac28-beffa264f7ac"
ACR_PULL = "7f951dda-4ed3-4680-a7ca-43fe172d538d"
OWNER = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635"
NAME = "44444444-4444-4444-4444-444444444444"
OTHER_NAME = "55555555-5555-5555-5555-555555555555"
CONDITION = f"@Request[{REPOSITORY_NAME}] StringStartsWithIgnoreCase 'team/'"


def grant(role: str = READER, **settings: Any) -> dict[str, Any]:
    return {
        "scope": ACR,
        "roleAssignmentName": NAME,
        "roleDefinitionId": f"{SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/{role}",
        "principalId": "66666666-6666-6666-6666-666666666666",
        "principalType": "ServicePrincipal",
        **settings,
    }


def declare(azure: Any, mode: str) -> Any:
    azure.put(
        generic.MODEL,
        {
            "apiVersion": "2025-11-01",
            "resourceGroupName": "registries",
            "resourceProviderNamespace": "Microsoft.ContainerRegistry",
            "parentResourcePath": "",
            "resourceType": "registries",
            "resourceName": "acmeprod",
            "sku": {"name": "Standard"},
            "properties": {"roleAssignmentMode": mode},
        },
    )
    return azure


@pytest.fixture
def abac(azure):
    return declare(azure, "AbacRepositoryPermissions")


def test_a_conditioned_grant_is_accepted_in_abac_mode(abac):
    stored = abac.put(MODEL, grant(condition=CONDITION, conditionVersion="2.0"))
    assert stored.id == f"{ACR}/providers/Microsoft.Authorization/roleAssignments/{NAME}"
    assert stored.outputs["name"] == NAME
    assert stored.outputs["createdOn"] == stored.outputs["systemData"]["createdAt"]


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"roleAssignmentName": "reader"}, "'reader' breaks the rule for this name: a GUID."),
        ({"roleAssignmentName": None}, "name the resource: the sandbox draws no random names."),
        ({"principalId": "team"}, "'team' is not a GUID, the object id of a principal."),
        ({"roleDefinitionId": "AcrPull"}, "'AcrPull' is not the id of a role definition."),
        (
            {"scope": "acmeprod"},
            "'acmeprod' is not a subscription, resource group, resource or management group.",
        ),
        ({"condition": CONDITION}, "a condition needs conditionVersion 2.0."),
        ({"condition": CONDITION, "conditionVersion": "1.0"}, "a condition needs conditionVersion 2.0."),
        ({"conditionVersion": "2.0"}, "conditionVersion goes with a condition."),
        (
            {"condition": CONDITION.replace("team/", "team"), "conditionVersion": "2.0"},
            "a repository prefix ends in a slash.",
        ),
    ],
)
def test_unsound_grants_are_refused_with_their_rule(abac, settings, reason):
    assert reason in abac.refusal(MODEL, grant(**settings))


def test_the_catalog_lister_takes_no_condition(abac):
    lister = grant(CATALOG_LISTER)
    assert abac.refusal(MODEL, lister) == ""
    refusal = abac.refusal(MODEL, lister | {"condition": CONDITION, "conditionVersion": "2.0"})
    assert "Container Registry Repository Catalog Lister takes no condition." in refusal


def test_the_registry_of_the_scope_must_exist(azure):
    assert azure.refusal(MODEL, grant()) == f"scope: ResourceNotFound: there is no registry {ACR}."


def test_scopes_that_the_sandbox_does_not_own_are_accepted(azure):
    vault = f"{SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/acme"
    for scope in (SUBSCRIPTION, f"{SUBSCRIPTION}/resourceGroups/rg", vault):
        assert azure.refusal(MODEL, grant(OWNER, scope=scope)) == ""


def test_a_role_that_the_mode_of_the_registry_ignores_is_refused(abac):
    refusal = abac.refusal(MODEL, grant(ACR_PULL))
    assert "AcrPull is accepted by ARM but ignored in ABAC mode" in refusal
    legacy = declare(abac, "LegacyRegistryPermissions")
    assert legacy.refusal(MODEL, grant(ACR_PULL)) == ""
    assert "Repository Reader is accepted by ARM but ignored outside ABAC mode" in legacy.refusal(
        MODEL, grant()
    )


def test_other_roles_are_accepted_in_both_modes(abac):
    assert abac.refusal(MODEL, grant(OWNER)) == ""


def test_the_same_role_is_granted_once(abac):
    first = abac.put(MODEL, grant())
    again = grant(roleAssignmentName=OTHER_NAME, scope=ACR.replace("acmeprod", "ACMEPROD"))
    assert abac.refusal(MODEL, again) == f": RoleAssignmentExists: {first.id} grants this role here already."
    assert abac.refusal(MODEL, grant(description="the same one, changed")) == ""


def test_a_role_is_not_changed_in_place(abac):
    abac.put(MODEL, grant())
    assert "RoleAssignmentUpdateNotPermitted" in abac.refusal(MODEL, grant(OWNER))
    assert MODEL.replace_on == {"principalId", "roleAssignmentName", "scope"}
