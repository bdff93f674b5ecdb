"""Role assignments and the grammar of their conditions: what Azure documents is read, the rest is named."""

import json
from typing import Any

import pytest
from wharfinger_components.azure import abac

from wharfinger.clouds.azure.statements import (
    MAX_NESTING,
    ActionMatches,
    Compares,
    Every,
    Not,
    RoleAssignment,
    Some,
    read_condition,
    read_statements,
)
from wharfinger.clouds.policy import PolicyError

NAME = "@Request[Microsoft.ContainerRegistry/registries/repositories:name]"
ROLE_ATTRIBUTE = "@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId]"
ROLE = f"/providers/Microsoft.Authorization/roleDefinitions/{abac.READER.id}"
SCOPE = "/subscriptions/11111111-1111-1111-1111-111111111111"
ASSIGNMENT = {"roleDefinitionId": ROLE, "principalId": "aaaaaaaa-0000-0000-0000-000000000001", "scope": SCOPE}
CONDITION = abac.condition(abac.READER, ["a/b"])


def test_a_list_from_the_command_line_is_read():
    listed = ASSIGNMENT | {"condition": CONDITION, "conditionVersion": "2.0", "principalType": "Group"}
    text = json.dumps([listed, ASSIGNMENT | {"condition": None, "conditionVersion": None}])
    assert read_statements(text) == (
        RoleAssignment(ROLE, ASSIGNMENT["principalId"], SCOPE, CONDITION, "2.0"),
        RoleAssignment(ROLE, ASSIGNMENT["principalId"], SCOPE),
    )


@pytest.mark.parametrize(
    ("document", "problems"),
    [
        ({}, ["the document: this is no list"]),
        ([7], ["0: this is no object"]),
        (
            [ASSIGNMENT | {"principalId": "payments", "roleDefinitionId": "Reader"}, {"scope": "registry"}],
            [
                "0.roleDefinitionId: `Reader` is no id of a role definition",
                "0.principalId: `payments` is no object id",
                "1.roleDefinitionId: Field required",
                "1.principalId: Field required",
                "1.scope: `registry` is no scope, such as the resource id of a registry",
            ],
        ),
        (
            [ASSIGNMENT | {"condition": "(", "conditionVersion": "1.0"}],
            [
                "0.condition: character 2: more is expected, not the end",
                "0.conditionVersion: Input should be '2.0'",
            ],
        ),
        (
            [ASSIGNMENT | {"condition": CONDITION}, ASSIGNMENT | {"conditionVersion": "2.0"}],
            [
                "0.condition_version: a condition and conditionVersion `2.0` go together",
                "1.conditionVersion: a condition and conditionVersion `2.0` go together",
            ],
        ),
    ],
    ids=["no-list", "no-object", "several-places", "condition", "version"],
)
def test_assignments_that_azure_would_refuse_are_refused_with_each_place(document: Any, problems):
    with pytest.raises(PolicyError) as refused:
        read_statements(json.dumps(document))
    assert list(refused.value.problems) == problems


IS_A = Compares(NAME, "StringEquals", ("a",))
READS = ActionMatches("x/read")


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        (f"{NAME} StringEquals 'a'", IS_A),
        (f"\n{NAME.lower().replace('@request', '@Request')}\tStringEquals\n'a'", IS_A),
        (f"(( {NAME} StringEquals 'a' ))", IS_A),
        ("ActionMatches{'x/read'}", READS),
        ("!(ActionMatches{'x/read'} AND SubOperationMatches{'List'})", None),
        (f"!ActionMatches{{'x/read'}} OR {NAME} StringEquals 'a'", Some((Not(READS), IS_A))),
        (f"NOT ActionMatches{{'x/read'}} || {NAME} StringEquals 'a'", Some((Not(READS), IS_A))),
        (
            "ActionMatches{'x/read'} AND ActionMatches{'x/read'} && ActionMatches{'x/read'}",
            Every((READS,) * 3),
        ),
        ("Exists @Principal[Custom:team]", Compares("@Principal[Custom:team]", "Exists", ())),
        (
            "@Environment[UtcNow] DateTimeLessThan '2027-01-01T00:00:00.0Z'",
            Compares("@Environment[UtcNow]", "DateTimeLessThan", ("2027-01-01T00:00:00.0Z",)),
        ),
        (
            f"{ROLE_ATTRIBUTE} ForAnyOfAnyValues:GuidEquals {{{abac.READER.id}, {abac.WRITER.id}}}",
            Compares(
                ROLE_ATTRIBUTE,
                "ForAnyOfAnyValues:GuidEquals",
                (abac.READER.id, abac.WRITER.id),
            ),
        ),
        (
            "@Principal[Custom:team] StringEquals @Resource[Custom:team]",
            Compares("@Principal[Custom:team]", "StringEquals", ("@Resource[Custom:team]",)),
        ),
    ],
)
def test_a_condition_is_read_as_an_expression(text, expression):
    found = read_condition(text)
    assert found == (expression or Not(Every((READS, Compares("SubOperation", "Matches", ("List",))))))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "character 1: more is expected, not the end"),
        ("'unended", "character 1: this can't be read; a quote or a bracket may be missing"),
        (f"({NAME} StringEquals 'a'))", f"character {len(NAME) + 20}: AND, OR or the end is expected, not )"),
        ("ActionMatches('x')", "character 14: `{` is expected, not ("),
        (f"{NAME} 'a'", f"character {len(NAME) + 2}: an operator is expected, not 'a'"),
        (f"{NAME} StringEquals AND", f"character {len(NAME) + 15}: a value is expected, not AND"),
        ("StringEquals 'a'", f"character 1: an attribute such as {NAME} is expected, not StringEquals"),
        (
            f"{NAME} StringEquals {{'a', 'b'}}",
            f"character {len(NAME) + 2}: several values go with ForAnyOfAnyValues: and the like",
        ),
        (
            "ActionMatches{'a'} AND ActionMatches{'b'} OR ActionMatches{'c'}",
            "character 43: AND and OR are mixed without brackets",
        ),
        ("!" * (MAX_NESTING + 1), f"character {MAX_NESTING + 1}: it nests deeper than {MAX_NESTING} terms"),
    ],
    ids=[
        "empty",
        "quote",
        "bracket",
        "brace",
        "operator",
        "value",
        "attribute",
        "several-values",
        "precedence",
        "nesting",
    ],
)
def test_a_condition_that_is_not_well_formed_is_refused_with_its_place(text, problem):
    with pytest.raises(PolicyError) as refused:
        read_condition(text)
    assert refused.value.problems == (problem,)
