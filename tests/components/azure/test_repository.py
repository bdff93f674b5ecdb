import pulumi
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wharfinger_components.azure import AcrRepository, AcrRepositoryArgs, abac
from wharfinger_components.azure.repository import UnnamedPrincipalError

ASSIGNMENT = "azure-native:authorization:RoleAssignment"
SUBSCRIPTION = "/subscriptions/11111111-1111-1111-1111-111111111111"
ROLES = f"{SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions"
SCOPE = f"{SUBSCRIPTION}/resourceGroups/images/providers/Microsoft.ContainerRegistry/registries/acmeprod"
PRINCIPALS = [{"principal_id": digit * 8, "principal_type": "Group"} for digit in "abc"]
CI = {"principal_id": "cccccccc-0000-0000-0000-000000000000", "principal_type": "ServicePrincipal"}


def args(**more) -> AcrRepositoryArgs:
    return {
        "registry_id": SCOPE,
        "login_server": "acmeprod.azurecr.io",
        "repository_name": "payments/api",
        **more,
    }


def test_a_repository_without_grants_declares_nothing(declare):
    declared = declare(lambda: AcrRepository("payments-api", args()))

    assert declared.children == []
    assert declared.outputs == {
        "pushUrl": "acmeprod.azurecr.io/payments/api",
        "pullUrl": "acmeprod.azurecr.io/payments/api",
    }


@pytest.mark.parametrize(
    ("argument", "access", "role"),
    [("readers", "pull", abac.READER), ("writers", "push", abac.WRITER)],
)
def test_a_grant_is_limited_to_exactly_the_repository(declare, argument, access, role):
    declared = declare(lambda: AcrRepository("payments-api", args(**{argument: [CI]})))

    assignment = declared.only(ASSIGNMENT)
    assert assignment.name == f"payments-api-{access}-cccccccc-0000-0000-0000-000000000000"
    assert assignment.parent == "payments-api"
    assert assignment.delete_before_replace is True
    assert assignment.inputs == {
        "scope": SCOPE,
        "roleDefinitionId": f"{ROLES}/{role.id}",
        "principalId": CI["principal_id"],
        "principalType": "ServicePrincipal",
        "roleAssignmentName": abac.role_assignment_name(SCOPE, role, CI["principal_id"], "payments/api"),
        "condition": abac.condition(role, ["payments/api"]),
        "conditionVersion": "2.0",
    }


def test_an_identity_of_the_same_program_is_called_by_its_given_name(declare):
    made = {
        "principal_id": pulumi.Output.from_input("dddd"),
        "principal_type": "ServicePrincipal",
        "name": "ci",
    }

    assignment = declare(lambda: AcrRepository("payments-api", args(writers=[made]))).only(ASSIGNMENT)

    assert assignment.name == "payments-api-push-ci"
    assert assignment.inputs["principalId"] == "dddd"


def test_an_identity_of_the_same_program_without_a_name_is_refused(declare):
    def program():
        unnamed = {**CI, "principal_id": pulumi.Output.from_input("dddd")}
        AcrRepository("payments-api", args(readers=[unnamed]))

    with pytest.raises(UnnamedPrincipalError) as raised:
        declare(program)

    assert raised.value.repository == "payments/api"


@settings(max_examples=10, deadline=None)
@given(readers=st.permutations(PRINCIPALS), writers=st.permutations(PRINCIPALS))
def test_the_order_of_principals_changes_no_name(declare, readers, writers):
    def names(**more):
        return declare(lambda: AcrRepository("payments-api", args(**more))).names

    assert names(readers=readers, writers=writers) == names(readers=PRINCIPALS, writers=PRINCIPALS)
