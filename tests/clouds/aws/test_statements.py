"""The grammar of repository policies: what AWS documents is read, and what it refuses is named."""

import json
from typing import Any

import pytest

from wharfinger.clouds.aws.access import MAX_CHARACTERS
from wharfinger.clouds.aws.statements import Principal, read_statements
from wharfinger.clouds.policy import PolicyError
from wharfinger.clouds.rights import Limit

ROLE = "arn:aws:iam::111111111111:role/ci"
ANY_ROOT = "arn:aws:iam::*:root"
ALLOW: dict[str, Any] = {"Effect": "Allow", "Principal": {"AWS": ROLE}, "Action": "ecr:BatchGetImage"}


def _text(*statements: Any, **more: Any) -> str:
    return json.dumps({"Statement": statements, **more})


def test_a_statement_is_read_whole():
    text = _text(
        ALLOW
        | {
            "Sid": "Pull",
            "Principal": {
                "AWS": ["111111111111", "arn:aws-cn:iam::222222222222:root", ROLE],
                "Service": "x.example",
            },
            "Condition": {
                "StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"},
                "NumericLessThan": {"aws:x": 3},
            },
        },
        Version="2012-10-17",
        Id="policy",
    )
    (statement,) = read_statements(text)
    assert (statement.name, statement.allows, statement.actions) == ("Pull", True, ("ecr:BatchGetImage",))
    assert statement.principals == (
        Principal("AWS", "111111111111"),
        Principal("AWS", "222222222222"),
        Principal("AWS", ROLE),
        Principal("Service", "x.example"),
    )
    assert statement.conditions == (
        Limit("aws:PrincipalOrgID", "StringEquals", ("o-abcdefghij",), names_who=True),
        Limit("aws:x", "NumericLessThan", ("3",)),
    )


def test_a_single_statement_needs_no_list_and_no_sid():
    (statement,) = read_statements(json.dumps({"Statement": ALLOW | {"Effect": "Deny"}}))
    assert (statement.name, statement.allows) == ("statement 1", False)


@pytest.mark.parametrize(
    "name",
    [
        "*",
        "arn:aws:iam::111111111111:user/people/jo",
        "arn:aws:sts::111111111111:assumed-role/ci/session",
        "arn:aws:sts::111111111111:federated-user/jo",
        "AROAABCDEFGHIJKLMNOPQ",
    ],
)
def test_other_principals_are_read_as_they_stand(name):
    (statement,) = read_statements(_text(ALLOW | {"Principal": {"AWS": name}}))
    assert statement.principals == (Principal("AWS", name),)


WRONG = {
    "no-json": ("{", ["the document: Invalid JSON: EOF while parsing an object at line 1 column 1"]),
    "no-object": ("[]", ["the document: this is no object"]),
    "no-statement": ("{}", ["Statement: Field required"]),
    "effect-and-resource": (
        _text(ALLOW | {"Effect": "allow", "Resource": "*"}),
        [
            "Statement.0.Effect: Input should be 'Allow' or 'Deny'",
            "Statement.0.Resource: Extra inputs are not permitted",
        ],
    ),
    "several-places": (
        _text(ALLOW | {"Action": ["ecr:BatchGetImage", "pull"]}, {"Effect": "Allow", "NotAction": "ecr:*"}),
        [
            "Statement.0.Action.1: `pull` is no action, such as `ecr:BatchGetImage`",
            "Statement.1.not_principal: a statement has one of Principal and NotPrincipal",
        ],
    ),
    "both-of-two": (
        _text(ALLOW | {"NotAction": "ecr:*"}),
        ["Statement.0.NotAction: a statement has one of Action and NotAction"],
    ),
    "no-action": (
        _text(ALLOW | {"Action": []}),
        ["Statement.0.Action: Value should have at least 1 item after validation, not 0"],
    ),
    "principal-as-a-text": (
        _text(ALLOW | {"Principal": ROLE}),
        ['Statement.0.Principal: principals are `"*"` or an object such as `{"AWS": "111111111111"}`'],
    ),
    "part-of-an-arn": (
        _text(ALLOW | {"Principal": {"AWS": ANY_ROOT}}),
        [f"Statement.0.Principal: `{ANY_ROOT}` is no account id, nor a role's, user's or session's ARN"],
    ),
    "kind-of-principal": (
        _text(ALLOW | {"Principal": {"Aws": ROLE}}),
        ["Statement.0.Principal: `Aws` is no kind of principal: AWS, Service, Federated or CanonicalUser"],
    ),
    "nameless-service": (
        _text(ALLOW | {"Principal": {"Service": [7]}}),
        ["Statement.0.Principal: Service takes names"],
    ),
    "operator": (
        _text(ALLOW | {"Condition": {"StringIs": {"aws:PrincipalOrgID": "o-abcdefghij"}}}),
        ["Statement.0.Condition: there is no operator `StringIs`"],
    ),
    "no-value": (
        _text(ALLOW | {"Condition": {"StringEquals": {"aws:PrincipalOrgID": []}}}),
        ["Statement.0.Condition: `StringEquals` of `aws:PrincipalOrgID` has no value"],
    ),
    "value": (
        _text(ALLOW | {"Condition": {"StringEquals": {"aws:PrincipalOrgID": {"a": 1}}}}),
        ["Statement.0.Condition: a condition compares with texts, numbers, `true` and `false`"],
    ),
    "condition": (
        _text(ALLOW | {"Condition": {"StringEquals": "o-abcdefghij"}}),
        ['Statement.0.Condition: conditions look like `{"StringEquals": {"aws:PrincipalOrgID": "o-…"}}`'],
    ),
    "sid-twice": (
        _text(ALLOW | {"Sid": "Pull"}, ALLOW | {"Sid": "Pull"}),
        ["the document: two statements have the Sid `Pull`"],
    ),
    "length": (
        _text(ALLOW) + " " * MAX_CHARACTERS,
        [f"the document: ECR takes 10,240 characters, not {len(_text(ALLOW)) + MAX_CHARACTERS:,}"],
    ),
}


@pytest.mark.parametrize(("text", "problems"), WRONG.values(), ids=WRONG)
def test_a_policy_that_ecr_would_refuse_is_refused_with_each_place(text, problems):
    with pytest.raises(PolicyError) as refused:
        read_statements(text)
    assert list(refused.value.problems) == problems
