"""Controls on who is let in."""

import json
from typing import Any

import pytest

from tests.policy_packs.registry_guardrails.analyzer import UNKNOWN, Analyzer
from tests.policy_packs.registry_guardrails.cases import (
    ARM,
    ASSIGNMENT,
    ECR_POLICY,
    assert_advises,
    assert_blocked,
    assert_passes,
    policy,
    pull_by,
    said_of,
)

ROLE = "arn:aws:iam::111111111111:role/pull"
ORGANISATION = {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
REGISTRY_POLICY = "aws:ecr/registryPolicy:RegistryPolicy"
BOTH = {"WH-REG-004", "WH-ECR-001"}


@pytest.mark.parametrize("kind", [ECR_POLICY, REGISTRY_POLICY])
@pytest.mark.parametrize(
    "statement",
    [
        pull_by("*"),
        pull_by({"AWS": "*"}),
        pull_by({"AWS": ["*"]}),
        pull_by({"AWS": [ROLE, "*"]}),
        pull_by({"Service": "*"}),
        pull_by({"AWS": "arn:aws:iam::*:root"}),
        {"Effect": "Allow", "NotPrincipal": {"AWS": ROLE}, "Action": "ecr:BatchGetImage"},
        pull_by("*", Condition={}),
        pull_by("*", Condition={"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}),
        pull_by("*", Condition={"StringNotEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}),
        pull_by("*", Condition={"ForAllValues:StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}),
        pull_by("*", Condition={"StringLike": {"aws:PrincipalOrgID": "o-*"}}),
        pull_by("*", Condition={"StringLike": {"aws:PrincipalOrgID": "*"}}),
        pull_by("*", Condition={"StringEquals": {"aws:PrincipalOrgID": ["o-a1b2c3d4e5", "*"]}}),
        pull_by("*", Condition={"StringEquals": {"aws:PrincipalAccount": "${aws:PrincipalAccount}"}}),
        pull_by("*", Condition={"ArnEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}),
        pull_by("*", Condition={"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/pull"}}),
        pull_by("*", Condition={"StringEquals": {"aws:UserAgent": "docker"}}),
        pull_by("*", Condition={"Bool": {"aws:SecureTransport": True}}),
    ],
    ids=str,
)
def test_a_policy_that_lets_everyone_in_is_blocked_by_both_controls(
    analyzer: Analyzer, kind: str, statement: dict[str, Any]
):
    said = said_of(analyzer, kind, {"repository": "checkout/api", "policy": policy(statement)})
    assert set(said.blocked) == BOTH


@pytest.mark.parametrize(
    "statement",
    [
        pull_by({"AWS": ROLE}),
        pull_by({"AWS": ["111111111111", "arn:aws:iam::222222222222:root"]}),
        pull_by({"Service": "lambda.amazonaws.com"}),
        pull_by("*", Condition=ORGANISATION),
        pull_by(
            {"AWS": "*"}, Condition={"ForAnyValue:StringEquals": {"AWS:principalorgid": ["o-a1b2c3d4e5"]}}
        ),
        pull_by("*", Condition={**ORGANISATION, "Bool": {"aws:SecureTransport": "true"}}),
        pull_by("*", Condition={"StringEquals": {"aws:PrincipalAccount": ["111111111111", "222222222222"]}}),
        pull_by("*", Condition={"StringEquals": {"aws:SourceAccount": "111111111111"}}),
        pull_by("*", Condition={"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111111111111:role/ci-*"}}),
        pull_by(
            "*",
            Condition={
                "ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-a1b2c3d4e5/r-ab12/ou-ab12-*/*"}
            },
        ),
        {"Effect": "Deny", "Principal": "*", "Action": "ecr:*"},
        pull_by({"AWS": ROLE}, Action="ecr:BatchGet*"),
    ],
    ids=str,
)
def test_a_policy_that_names_or_limits_its_callers_passes(analyzer: Analyzer, statement: dict[str, Any]):
    assert_passes(said_of(analyzer, ECR_POLICY, {"policy": policy(statement)}))


@pytest.mark.parametrize(
    "action",
    [
        "*",
        "ecr:*",
        ["ecr:BatchGetImage", "ECR:*"],
        "ecr:Put*",
        "e*",
        "ecr:PutImag?",
        ["ecr:Get*", "ecr:Set*"],
    ],
    ids=str,
)
def test_a_wildcard_action_is_blocked_whoever_has_it(analyzer: Analyzer, action: Any):
    said = said_of(analyzer, ECR_POLICY, {"policy": policy(pull_by({"AWS": ROLE}, Action=action))})
    assert_blocked(said, "WH-ECR-001", "is a wildcard", "statement pull")


def test_not_action_is_blocked(analyzer: Analyzer):
    statement = {"Effect": "Allow", "Principal": {"AWS": ROLE}, "NotAction": "ecr:DeleteRepository"}
    said = said_of(analyzer, ECR_POLICY, {"policy": policy(statement)})
    assert_blocked(said, "WH-ECR-001", "NotAction ecr:DeleteRepository")


def test_which_action_patterns_are_allowed_is_configurable(analyzer: Analyzer):
    config = {"WH-ECR-001": {"allowedActionPatterns": []}}
    document = policy(pull_by({"AWS": ROLE}, Action="ecr:Get*"))
    assert_blocked(said_of(analyzer, ECR_POLICY, {"policy": document}, config=config), "WH-ECR-001")


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ("not json", "not valid JSON"),
        ("", "not valid JSON"),
        ("[" * 100_000, "not valid JSON"),
        ("[]", "not a JSON object"),
        ("{}", "no Statement"),
        ('{"Statement": []}', "no Statement"),
        ('{"Statement": ["x"]}', "has Effect not set"),
        ('{"statement": []}', "unknown element statement"),
        (policy({"Effect": "allow", "Principal": "*", "Action": "*"}), "has Effect allow"),
        (policy({"Effect": "Allow", "Action": "*"}), "one of Principal and NotPrincipal"),
        (policy({"Effect": "Allow", "Principal": "*"}), "one of Action and NotAction"),
        (policy(pull_by("*", Conditions=ORGANISATION)), "unknown element Conditions"),
        (policy(pull_by("*", Condition="none")), "Condition that is not an object"),
        (policy(pull_by({"AWS": {"a": "b"}})), "an object where a text belongs"),
        ('{"Statement":[{"Effect":"Deny","Effect":"Allow","Principal":"*","Action":"*"}]}', "a key twice"),
        (42, "not a JSON object"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_policy_that_cant_be_read_is_blocked_with_the_reason(
    analyzer: Analyzer, document: Any, reason: str
):
    said = said_of(analyzer, ECR_POLICY, {"policy": document})
    assert set(said.blocked) == BOTH
    assert all(reason in message for messages in said.blocked.values() for message in messages)


def test_a_policy_given_as_an_object_is_read_like_one_given_as_text(analyzer: Analyzer):
    document = json.loads(policy(pull_by("*")))
    assert set(said_of(analyzer, ECR_POLICY, {"policy": document}).blocked) == BOTH


def test_an_unknown_policy_advises_because_its_role_may_be_created_beside_it(analyzer: Analyzer):
    said = said_of(analyzer, ECR_POLICY, {"repository": UNKNOWN, "policy": UNKNOWN})
    assert_advises(said, *BOTH)
    assert ".policy" in said.advised["WH-REG-004"][0]


def test_an_unknown_policy_blocks_where_the_settings_say_so(analyzer: Analyzer):
    config = {"WH-REG-004": {"onUnknown": "block"}, "WH-ECR-001": {"onUnknown": "block"}}
    said = said_of(analyzer, ECR_POLICY, {"policy": UNKNOWN}, config=config)
    assert set(said.blocked) == BOTH


def test_what_is_known_of_a_policy_is_judged_though_a_part_is_unknown(analyzer: Analyzer):
    document = json.loads(policy(pull_by({"AWS": UNKNOWN}), pull_by("*", Sid="all")))
    said = said_of(analyzer, ECR_POLICY, {"policy": document})
    assert set(said.blocked) == BOTH
    assert "statement all" in said.blocked["WH-REG-004"][0]


def test_a_repository_reference_that_is_unknown_does_not_matter(analyzer: Analyzer):
    properties = {"repository": UNKNOWN, "policy": policy(pull_by({"AWS": ROLE}))}
    assert_passes(said_of(analyzer, ECR_POLICY, properties))


def test_an_ecr_public_repository_is_blocked(analyzer: Analyzer):
    said = said_of(analyzer, "aws:ecrpublic/repository:Repository", {"repositoryName": "api"})
    assert_blocked(said, "WH-REG-004")


GAR_MEMBER = "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember"
GAR_BINDING = "gcp:artifactregistry/repositoryIamBinding:RepositoryIamBinding"
GAR_POLICY = "gcp:artifactregistry/repositoryIamPolicy:RepositoryIamPolicy"


def gar_policy(*members: str) -> str:
    return json.dumps({"bindings": [{"role": "roles/artifactregistry.reader", "members": list(members)}]})


@pytest.mark.parametrize("everyone", ["allUsers", "allAuthenticatedUsers", "ALLUSERS"])
def test_a_gar_grant_to_everyone_is_blocked_in_all_three_forms(analyzer: Analyzer, everyone: str):
    group = "group:checkout@acme.example"
    assert_blocked(said_of(analyzer, GAR_MEMBER, {"member": everyone}), "WH-REG-004", everyone)
    assert_blocked(said_of(analyzer, GAR_BINDING, {"members": [group, everyone]}), "WH-REG-004", everyone)
    said = said_of(analyzer, GAR_POLICY, {"policyData": gar_policy(group, everyone)})
    assert_blocked(said, "WH-REG-004", everyone)


def test_a_gar_grant_to_a_group_passes_in_all_three_forms(analyzer: Analyzer):
    group = "group:checkout@acme.example"
    assert_passes(said_of(analyzer, GAR_MEMBER, {"member": group}))
    assert_passes(said_of(analyzer, GAR_BINDING, {"members": [group]}))
    assert_passes(said_of(analyzer, GAR_POLICY, {"policyData": gar_policy(group)}))


def test_an_unknown_gar_member_advises_and_hides_no_known_one(analyzer: Analyzer):
    assert_advises(said_of(analyzer, GAR_MEMBER, {"member": UNKNOWN}), "WH-REG-004")
    assert_advises(said_of(analyzer, GAR_BINDING, {"members": UNKNOWN}), "WH-REG-004")
    assert_advises(said_of(analyzer, GAR_POLICY, {"policyData": UNKNOWN}), "WH-REG-004")
    said = said_of(analyzer, GAR_BINDING, {"members": [UNKNOWN, "allUsers"]})
    assert "WH-REG-004" in said.blocked


def test_a_gar_policy_that_cant_be_read_is_blocked(analyzer: Analyzer):
    assert_blocked(said_of(analyzer, GAR_POLICY, {"policyData": "{"}), "WH-REG-004", "not valid JSON")


READER = "b93aa761-3e63-49ed-ac28-beffa264f7ac"
WRITER = "2a1e307c-b015-4ebd-883e-5b7698a07328"
CONTRIBUTOR = "2efddaa5-3f1f-4df3-97df-af3f13818f4c"
CATALOG_LISTER = "bfdb9389-c9a5-478a-bb2f-ba9ca092c3c7"
ACR_PULL = "7f951dda-4ed3-4680-a7ca-43fe172d538d"
ACR_PUSH = "8311e382-0749-4cb8-b61a-304f252e45ec"
READ = ("content/read", "metadata/read")
WRITE = (*READ, "content/write", "metadata/write")
NAME = "@Request[Microsoft.ContainerRegistry/registries/repositories:name]"
OWN = f"{NAME} StringStartsWithIgnoreCase 'checkout/'"


def condition(test: str, actions: tuple[str, ...] = READ) -> str:
    prefix = "Microsoft.ContainerRegistry/registries/repositories"
    terms = "\n AND\n ".join(f"!(ActionMatches{{'{prefix}/{action}'}})" for action in actions)
    return f"(\n ({terms})\n OR\n ({test})\n)"


def assignment(role: str, text: Any = None, version: Any = "2.0") -> dict[str, Any]:
    base = "/subscriptions/00000000-0000-0000-0000-000000000000/providers/Microsoft.Authorization"
    properties = {
        "roleDefinitionId": role if role == UNKNOWN else f"{base}/roleDefinitions/{role}",
        "scope": UNKNOWN,
        "principalId": UNKNOWN,
        "condition": text,
        "conditionVersion": version,
    }
    return {key: value for key, value in properties.items() if value is not None}


@pytest.mark.parametrize(
    "test",
    [
        OWN,
        f"{NAME} StringEqualsIgnoreCase 'checkout/api'",
        f"{NAME} StringEquals 'checkout/api' OR {OWN}",
        f"{NAME} ForAnyOfAnyValues:StringEqualsIgnoreCase {{'checkout/api', 'checkout/web'}}",
        f"{NAME} StringLike 'checkout/*' && @Principal[team] StringEquals 'checkout'",
        f"({OWN}) AND NOT ({NAME} StringEquals 'checkout/secret')",
    ],
)
def test_a_condition_that_limits_repositories_passes(analyzer: Analyzer, test: str):
    assert_passes(said_of(analyzer, ASSIGNMENT, assignment(READER, condition(test))))


@pytest.mark.parametrize(
    ("test", "word"),
    [
        (f"{NAME} StringNotEquals 'checkout/api'", "open for every repository"),
        (f"{NAME} StringLike '*'", "open for every repository"),
        (f"{NAME} StringStartsWithIgnoreCase ''", "open for every repository"),
        (f"{OWN} OR @Principal[team] StringEquals 'checkout'", "open for every repository"),
        (f"{OWN} OR Exists @Principal[team]", "open for every repository"),
        (f"NOT ({OWN})", "open for every repository"),
        ("@Environment[utcNow] DateTimeLessThan '2027-01-01'", "open for every repository"),
        (f"{NAME} StringStartsWithIgnoreCase 'checkout'", "also matches checkout-x"),
        (f"{NAME} StringSoundsLike 'checkout'", "can't be read"),
        (f"{OWN} OR", "can't be read"),
        (f"({OWN}", "can't be read"),
        (f"{OWN} %", "can't be read"),
        ("!" * 5000, "can't be read"),
        ("(" * 5000, "can't be read"),
    ],
)
def test_a_condition_that_limits_nothing_is_blocked(analyzer: Analyzer, test: str, word: str):
    said = said_of(analyzer, ASSIGNMENT, assignment(READER, condition(test)))
    assert_blocked(said, "WH-ACR-003", word)


@pytest.mark.parametrize(
    ("role", "text", "version", "word"),
    [
        (READER, None, None, "means every repository"),
        (WRITER, "  ", "2.0", "means every repository"),
        (READER, condition(OWN), None, "conditionVersion is not set"),
        (READER, condition(OWN), "1.0", "conditionVersion is 1.0"),
        (
            WRITER,
            condition(OWN, READ),
            "2.0",
            "leaves Microsoft.ContainerRegistry/registries/repositories/content/write",
        ),
        (CONTRIBUTOR, condition(OWN, WRITE), "2.0", "content/delete"),
        (READER.upper(), None, "2.0", "means every repository"),
        (ACR_PULL, condition(OWN), "2.0", "AcrPull"),
        (ACR_PUSH, None, None, "AcrPush"),
        (READER, UNKNOWN, "2.0", "condition is not known"),
        (READER, condition(OWN), UNKNOWN, "conditionVersion is not known"),
    ],
)
def test_an_assignment_that_reaches_every_repository_is_blocked(
    analyzer: Analyzer, role: str, text: str | None, version: str | None, word: str
):
    assert_blocked(said_of(analyzer, ASSIGNMENT, assignment(role, text, version)), "WH-ACR-003", word)


def test_the_same_assignment_as_an_arm_resource_is_blocked(analyzer: Analyzer):
    properties = {
        "resourceProviderNamespace": "Microsoft.Authorization",
        "resourceType": "roleAssignments",
        "properties": assignment(ACR_PULL),
    }
    assert_blocked(said_of(analyzer, ARM, properties), "WH-ACR-003", "AcrPull")


@pytest.mark.parametrize("role", [CATALOG_LISTER, "00000000-1111-2222-3333-444444444444"])
def test_roles_that_reach_no_repository_content_are_left_alone(analyzer: Analyzer, role: str):
    assert_passes(said_of(analyzer, ASSIGNMENT, assignment(role, None, None)))


def test_an_unknown_role_advises_because_the_stack_may_create_it(analyzer: Analyzer):
    assert_advises(said_of(analyzer, ASSIGNMENT, assignment(UNKNOWN)), "WH-ACR-003")
