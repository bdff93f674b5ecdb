"""The grammar of IAM policy documents."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wharfinger_sandbox.clouds.aws.policy_document import (
    IDENTITY_DIALECT,
    REGISTRY_DIALECT,
    REPOSITORY_DIALECT,
    TRUST_DIALECT,
    policy_problems,
)

ROLE = "arn:aws:iam::111111111111:role/ci/deployer"
STATEMENT = {"Sid": "pull", "Effect": "Allow", "Principal": {"AWS": ROLE}, "Action": ["ecr:BatchGetImage"]}


def document(*statements: Any, **top: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements), **top})


def changed(**elements: Any) -> str:
    return document({**STATEMENT, **elements})


def without(*names: str) -> str:
    return document({key: value for key, value in STATEMENT.items() if key not in names})


@pytest.mark.parametrize(
    "text",
    [
        changed(),
        json.dumps({"Statement": STATEMENT}),
        changed(Principal="*", Effect="Deny"),
        changed(Principal={"AWS": "*"}),
        changed(Principal={"AWS": ["111111111111", "arn:aws:iam::222222222222:root"]}),
        changed(Principal={"AWS": "arn:aws:sts::111111111111:assumed-role/ci/run-1"}),
        changed(Principal={"Service": ["lambda.amazonaws.com"]}),
        changed(Action="ecr:*"),
        changed(Action=["ecr:Batch*", "ecr:GetDownloadUrlForLayer", "ecr:batchgetimage"]),
        changed(Condition={"StringEquals": {"aws:PrincipalOrgID": "o-abc123"}}),
        changed(Condition={"ForAnyValue:StringLikeIfExists": {"aws:PrincipalOrgPaths": ["o-a/*"]}}),
    ],
)
def test_a_sound_repository_policy_is_accepted(text):
    assert policy_problems(text, REPOSITORY_DIALECT) == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[", "the policy is not JSON"),
        ("[]", "the policy is a JSON object."),
        ("{}", "the policy has no Statement."),
        (document(STATEMENT, Version="2024-01-01"), "Version is 2012-10-17 or 2008-10-17."),
        (
            document(STATEMENT, Statements=[]),
            "the policy has no element 'Statements'. Did you mean 'Statement'?",
        ),
        (document("x"), "Statement[0] is not an object."),
        (changed(Effect="allow"), "Statement[0].Effect is Allow or Deny."),
        (without("Principal"), "Statement[0] needs exactly one of Principal and NotPrincipal."),
        (changed(NotPrincipal="*"), "Statement[0] needs exactly one of Principal and NotPrincipal."),
        (without("Action"), "Statement[0] needs exactly one of Action and NotAction."),
        (changed(Action=[]), "Statement[0] needs exactly one of Action and NotAction."),
        (changed(Resource="*"), "Statement[0].Resource has no place in this kind of policy."),
        (changed(Principals={}), "Statement[0] has no element 'Principals'. Did you mean 'Principal'?"),
        (changed(Principal="111111111111"), 'Statement[0].Principal is "*" or an object'),
        (changed(Principal={"aws": "*"}), "Statement[0].Principal has no element 'aws'."),
        (changed(Principal={"AWS": []}), "Statement[0].Principal.AWS names nobody."),
        (changed(Principal={"AWS": [5]}), "Statement[0].Principal.AWS holds strings."),
        (
            changed(Principal={"AWS": "arn:aws:iam::111111111111:group/developers"}),
            "is an IAM group; a group cannot be a principal, name its roles.",
        ),
        (changed(Principal={"AWS": "11111111111"}), "'11111111111' is no account id"),
        (changed(Principal={"Service": "lambda"}), "'lambda' is no service principal"),
        (changed(Action="ecr:GetAuthorizationToken"), "belongs in an identity policy on '*', not here."),
        (
            changed(Action="ecr:BatchGetImages"),
            "ECR has no action ecr:BatchGetImages. Did you mean 'ecr:BatchGetImage'?",
        ),
        (changed(Action="ecr:Pull*"), "ECR has no action ecr:Pull*."),
        (changed(Action="s3:GetObject"), "s3:GetObject is no action of ECR."),
        (changed(Action="BatchGetImage"), "'BatchGetImage' is no action, such as ecr:BatchGetImage."),
        (
            changed(Condition={"StringEqual": {"a": "b"}}),
            "has no operator 'StringEqual'. Did you mean 'StringEquals'?",
        ),
        (
            changed(Condition={"StringEquals": {}}),
            "Statement[0].Condition.StringEquals maps condition keys to values.",
        ),
        (
            changed(Condition={"StringEquals": {"a": []}}),
            "Statement[0].Condition.StringEquals.a has no value.",
        ),
        (changed(Condition=[]), "Statement[0].Condition is an object of operators."),
        (document(STATEMENT, STATEMENT), "Sid 'pull' is used twice; Sids are unique."),
        (changed(Sid="x" * 10_240), "characters; at most 10,240 are allowed."),
    ],
)
def test_an_unsound_repository_policy_is_refused_with_its_rule(text, reason):
    problems = policy_problems(text, REPOSITORY_DIALECT)
    assert any(reason in problem for problem in problems), problems


def test_a_registry_policy_names_the_repositories():
    statement = {**STATEMENT, "Action": ["ecr:ReplicateImage", "ecr:CreateRepository"]}
    assert policy_problems(document(statement), REGISTRY_DIALECT) == [
        "Statement[0] needs exactly one of Resource and NotResource."
    ]
    arn = "arn:aws:ecr:eu-west-1:111111111111:repository/*"
    assert policy_problems(document({**statement, "Resource": arn}), REGISTRY_DIALECT) == []


def test_an_identity_policy_names_nobody_and_may_log_in():
    login = {"Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*"}
    assert policy_problems(document(login), IDENTITY_DIALECT) == []
    assert policy_problems(document({**login, "Principal": "*"}), IDENTITY_DIALECT) == [
        "Statement[0].Principal has no place in this kind of policy."
    ]


def test_a_trust_policy_takes_federated_principals():
    provider = "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com"
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": provider},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {"StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}},
    }
    assert policy_problems(document(statement), TRUST_DIALECT) == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["AWS", "Service", "Bool", "x"]), inner),
)


@given(st.sampled_from(["Effect", "Principal", "Action", "Condition", "Sid", "Resource"]), JSON)
def test_whatever_json_an_element_holds_the_answer_is_sentences(element, value):
    for dialect in (REPOSITORY_DIALECT, IDENTITY_DIALECT):
        problems = policy_problems(changed(**{element: value}), dialect)
        assert all(isinstance(problem, str) and problem.endswith((".", "?")) for problem in problems)
