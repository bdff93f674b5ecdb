import pulumi
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wharfinger_components.azure import AcrGrant, AcrGrantArgs, abac
from wharfinger_components.azure.grant import UnknownAccessError

ASSIGNMENT = "azure-native:authorization:RoleAssignment"
SUBSCRIPTION = "/subscriptions/11111111-1111-1111-1111-111111111111"
ROLES = f"{SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions"
SCOPE = f"{SUBSCRIPTION}/resourceGroups/images/providers/Microsoft.ContainerRegistry/registries/acmeprod"
PRINCIPAL = "22222222-2222-2222-2222-222222222222"
NAMES = ["payments/api", "payments/worker", "shop/web"]
ANSWERS = {ASSIGNMENT: {"name": abac.role_assignment_name(SCOPE, abac.WRITER, PRINCIPAL)}}


def args(**more) -> AcrGrantArgs:
    return {
        "registry_id": SCOPE,
        "principal_id": PRINCIPAL,
        "principal_type": "ServicePrincipal",
        "access": "push",
        "repositories": NAMES,
        **more,
    }


def test_a_grant_is_one_conditional_assignment_at_the_registry(declare):
    declared = declare(lambda: AcrGrant("prod-ci-push", args()), ANSWERS)

    assignment = declared.only(ASSIGNMENT)
    name = abac.role_assignment_name(SCOPE, abac.WRITER, PRINCIPAL)
    assert (assignment.name, assignment.parent) == ("prod-ci-push", "prod-ci-push")
    assert assignment.inputs == {
        "scope": SCOPE,
        "roleDefinitionId": f"{ROLES}/{abac.WRITER.id}",
        "principalId": PRINCIPAL,
        "principalType": "ServicePrincipal",
        "roleAssignmentName": name,
        "condition": abac.condition(abac.WRITER, NAMES),
        "conditionVersion": "2.0",
    }
    assert assignment.delete_before_replace is True
    assert declared.outputs == {"roleAssignmentName": name}


@pytest.mark.parametrize("access", ["pull", "push", "admin"])
def test_each_access_has_its_role(declare, access):
    assignment = declare(lambda: AcrGrant("ci", args(access=access)), ANSWERS).only(ASSIGNMENT)

    assert assignment.inputs["roleDefinitionId"].endswith(f"/{abac.ROLES[access].id}")
    assert assignment.inputs["condition"] == abac.condition(abac.ROLES[access], NAMES)


def test_a_grant_may_be_on_prefixes_alone(declare):
    declared = declare(lambda: AcrGrant("ci", args(repositories=[], prefixes=["payments/"])), ANSWERS)

    assert declared.only(ASSIGNMENT).inputs["condition"] == abac.condition(abac.WRITER, [], ["payments/"])


def test_an_unknown_access_is_refused(declare):
    with pytest.raises(UnknownAccessError) as raised:
        declare(lambda: AcrGrant("ci", args(access="delete")))

    assert raised.value.access == "delete"


def test_the_assignment_keeps_its_name_when_the_repositories_change(declare):
    def name(repositories):
        declared = declare(lambda: AcrGrant("ci", args(repositories=repositories)), ANSWERS)
        return declared.only(ASSIGNMENT).inputs["roleAssignmentName"]

    assert name(NAMES) == name(NAMES[:1])


def test_ids_may_come_from_other_resources(declare):
    ids = {
        "registry_id": pulumi.Output.from_input(SCOPE),
        "principal_id": pulumi.Output.from_input(PRINCIPAL),
    }

    made = declare(lambda: AcrGrant("ci", args(**ids)), ANSWERS).only(ASSIGNMENT)

    assert made.inputs == declare(lambda: AcrGrant("ci", args()), ANSWERS).only(ASSIGNMENT).inputs


@settings(max_examples=6, deadline=None)
@given(repositories=st.permutations(NAMES))
def test_the_order_of_repositories_changes_nothing(declare, repositories):
    made = declare(lambda: AcrGrant("ci", args(repositories=repositories)), ANSWERS)

    assert made == declare(lambda: AcrGrant("ci", args()), ANSWERS)
