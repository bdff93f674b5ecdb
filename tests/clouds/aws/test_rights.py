"""What repository policies let identities do, whoever wrote them."""

import json
from typing import Any

import pytest

from tests.organisations import ECR, one
from wharfinger.clouds.aws.rights import ACTION_SETS, REPOSITORY_ACTIONS, read_rights
from wharfinger.clouds.aws.statements import read_statements
from wharfinger.clouds.rights import Granted, Limit

ACCOUNT = "222222222222"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/ci"
OTHER_ROLE = f"arn:aws:iam::{ACCOUNT}:role/team/other"
ORGANISATION = "o-abcdefghij"
PULL = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
PUSH = [
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:CompleteLayerUpload",
    "ecr:GetDownloadUrlForLayer",
    "ecr:InitiateLayerUpload",
    "ecr:PutImage",
    "ecr:UploadLayerPart",
]
ADMIN = [
    "ecr:DeleteLifecyclePolicy",
    "ecr:DeleteRepository",
    "ecr:DeleteRepositoryPolicy",
    "ecr:PutImageScanningConfiguration",
    "ecr:PutImageTagMutability",
    "ecr:PutLifecyclePolicy",
    "ecr:SetRepositoryPolicy",
]
EVERYTHING = ["pull", "push", "delete", "admin"]
IN_ORGANISATION = {"StringEquals": {"aws:PrincipalOrgID": ORGANISATION}}
LIKE_ANY = {"StringLike": {"aws:PrincipalOrgID": "*"}}


def _allow(action: Any, principal: Any = ROLE, **more: Any) -> dict[str, Any]:
    named = principal if principal == "*" else {"AWS": principal}
    return {"Effect": "Allow", "Principal": named, "Action": action, **more}


def _deny(action: Any, principal: Any = "*", **more: Any) -> dict[str, Any]:
    return {**_allow(action, principal), "Effect": "Deny", **more}


def _without(statement: dict[str, Any], key: str, **more: Any) -> dict[str, Any]:
    return {name: value for name, value in statement.items() if name != key} | more


def _granted(*statements: dict[str, Any]) -> Granted:
    return read_rights(
        "team/api", read_statements(json.dumps({"Version": "2012-10-17", "Statement": statements}))
    )


def _rights(granted: Granted) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for right in granted.rights:
        found.setdefault(right.identity, []).append(right.right)
    return found


def test_the_actions_of_each_right_are_these_and_no_more():
    assert {right: sorted(actions.all) for right, actions in ACTION_SETS.items()} == {
        "pull": PULL,
        "push": PUSH,
        "delete": ["ecr:BatchDeleteImage"],
        "admin": ADMIN,
    }
    assert [len(actions.needed) for actions in ACTION_SETS.values()] == [1, 1, 1, len(ADMIN)]
    assert len(REPOSITORY_ACTIONS) == 36


def test_what_is_emitted_is_exactly_pull_and_push():
    placement = one(ECR, {})
    granted = read_rights("payments/api", read_statements(placement.native.repository_policy))
    people, release = (
        "arn:aws:iam::111111111111:role/payments",
        "arn:aws:iam::111111111111:role/payments-release",
    )
    assert [
        (right.identity, right.right, right.repository, right.statements) for right in granted.rights
    ] == [
        (people, "pull", "payments/api", ("Pull",)),
        (release, "pull", "payments/api", ("Push",)),
        (release, "push", "payments/api", ("Push",)),
    ]
    assert granted.other_actions == ()


CASES = {
    "actions-in-any-case": (
        [_allow(["ECR:batchgetimage", "ecr:GETDOWNLOADURLFORLAYER"])],
        {ROLE: ["pull"]},
    ),
    "half-a-pull": ([_allow("ecr:BatchGetImage")], {}),
    "a-pull-in-two-statements": ([_allow(PULL[0]), _allow(PULL[1])], {ROLE: ["pull"]}),
    "everything-of-ecr": ([_allow("ecr:*")], {ROLE: EVERYTHING}),
    "everything": ([_allow("*")], {ROLE: EVERYTHING}),
    "a-wildcard-in-the-middle": ([_allow("ecr:*Image")], {ROLE: ["delete"]}),
    "one-action-is-enough-to-be-admin": ([_allow("ecr:SetRepositoryPolicy")], {ROLE: ["admin"]}),
    "not-action": (
        [_without(_allow(""), "Action", NotAction=["ecr:Put*", "ecr:BatchDeleteImage"])],
        {ROLE: ["pull", "admin"]},
    ),
    "an-account-by-its-id": ([_allow(PULL, ACCOUNT)], {ACCOUNT: ["pull"]}),
    "an-account-by-its-root": ([_allow(PULL, f"arn:aws:iam::{ACCOUNT}:root")], {ACCOUNT: ["pull"]}),
    "everyone": ([_allow(PULL, "*")], {"*": ["pull"]}),
    "everyone-as-a-kind": ([_allow(PULL, ["*"])], {"*": ["pull"]}),
    "a-service": (
        [_allow(PULL) | {"Principal": {"Service": "lambda.amazonaws.com", "AWS": ROLE}}],
        {"lambda.amazonaws.com": ["pull"], ROLE: ["pull"]},
    ),
    "what-everyone-has-is-told-once": (
        [_allow(PULL, "*"), _allow(PUSH)],
        {"*": ["pull"], ROLE: ["pull", "push"]},
    ),
    "halves-of-everyone-and-a-role": ([_allow(PULL[0], "*"), _allow(PULL[1])], {ROLE: ["pull"]}),
    "halves-of-an-account-and-a-role": ([_allow(PULL[0], ACCOUNT), _allow(PULL[1])], {ROLE: ["pull"]}),
    "denied-outright": ([_allow(PULL), _deny("ecr:*")], {}),
    "denied-by-account": ([_allow(PULL), _deny("ecr:*", ACCOUNT)], {}),
    "denied-to-another": ([_allow(PULL), _deny("ecr:*", OTHER_ROLE)], {ROLE: ["pull"]}),
    "denied-all-but-pull": (
        [_allow("ecr:*"), _without(_deny(""), "Action", NotAction=PULL)],
        {ROLE: ["pull"]},
    ),
    "push-denied-pull-left": ([_allow(PUSH), _deny("ecr:PutImage")], {ROLE: ["pull"]}),
    "denied-to-all-but-strangers": (
        [
            _allow(PULL),
            _without(_deny("*"), "Principal", NotPrincipal={"AWS": "arn:aws:iam::111111111111:role/x"}),
        ],
        {},
    ),
    "allowed-by-a-condition-that-is-the-role": (
        [_allow(PULL, Condition={"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{ACCOUNT}:role/*"}})],
        {ROLE: ["pull"]},
    ),
    "an-arn-is-compared-part-by-part": (
        [_allow(PULL, Condition={"ArnLike": {"aws:PrincipalArn": "arn:aws:iam*:role/ci"}})],
        {},
    ),
    "a-text-is-compared-whole": (
        [_allow(PULL, Condition={"StringLike": {"aws:PrincipalArn": "arn:aws:iam*:role/ci"}})],
        {ROLE: ["pull"]},
    ),
    "not-allowed-by-a-condition-that-is-another": (
        [_allow(PULL, Condition={"StringEquals": {"aws:PrincipalAccount": "111111111111"}})],
        {},
    ),
    "denied-to-all-but-the-role": (
        [
            _allow(PULL, [ROLE, OTHER_ROLE]),
            _deny("*", Condition={"ArnNotEquals": {"aws:PrincipalArn": ROLE}}),
        ],
        {ROLE: ["pull"]},
    ),
    "denied-where-the-key-is-missing-that-is-there": (
        [_allow(PULL), _deny("*", Condition={"Null": {"aws:PrincipalArn": "true"}})],
        {ROLE: ["pull"]},
    ),
}


@pytest.mark.parametrize(("statements", "rights"), CASES.values(), ids=CASES)
def test_rights_are_allows_minus_denies(statements, rights):
    assert _rights(_granted(*statements)) == rights


@pytest.mark.parametrize(
    ("condition", "limit"),
    [
        (IN_ORGANISATION, Limit("aws:PrincipalOrgID", "StringEquals", (ORGANISATION,), names_who=True)),
        (LIKE_ANY, Limit("aws:PrincipalOrgID", "StringLike", ("*",))),
        (
            {"StringEqualsIfExists": {"aws:PrincipalOrgID": ORGANISATION}},
            Limit("aws:PrincipalOrgID", "StringEqualsIfExists", (ORGANISATION,)),
        ),
        (
            {"ForAllValues:StringLike": {"aws:PrincipalOrgPaths": [f"{ORGANISATION}/r-ab12/*"]}},
            Limit("aws:PrincipalOrgPaths", "ForAllValues:StringLike", (f"{ORGANISATION}/r-ab12/*",)),
        ),
        (
            {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": [f"{ORGANISATION}/r-ab12/*"]}},
            Limit(
                "aws:PrincipalOrgPaths",
                "ForAnyValue:StringLike",
                (f"{ORGANISATION}/r-ab12/*",),
                names_who=True,
            ),
        ),
        (
            {"StringNotEquals": {"aws:PrincipalAccount": ACCOUNT}},
            Limit("aws:PrincipalAccount", "StringNotEquals", (ACCOUNT,)),
        ),
        (
            {"ArnLike": {"AWS:PrincipalARN": "arn:aws:iam::222222222222:role/*"}},
            Limit("AWS:PrincipalARN", "ArnLike", ("arn:aws:iam::222222222222:role/*",), names_who=True),
        ),
        (
            {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/ci"}},
            Limit("aws:PrincipalArn", "ArnLike", ("arn:aws:iam::*:role/ci",)),
        ),
        (
            {"StringEquals": {"aws:SourceAccount": [ACCOUNT, "111111111111"]}},
            Limit("aws:SourceAccount", "StringEquals", (ACCOUNT, "111111111111"), names_who=True),
        ),
        (
            {"StringEquals": {"aws:PrincipalOrgID": [ORGANISATION, "${aws:PrincipalOrgID}"]}},
            Limit("aws:PrincipalOrgID", "StringEquals", (ORGANISATION, "${aws:PrincipalOrgID}")),
        ),
        ({"Bool": {"aws:SecureTransport": True}}, Limit("aws:SecureTransport", "Bool", ("true",))),
        ({"Null": {"aws:PrincipalOrgID": "false"}}, Limit("aws:PrincipalOrgID", "Null", ("false",))),
    ],
    ids=[
        "organisation",
        "like-any",
        "if-exists",
        "all-values",
        "any-value",
        "not-equals",
        "arn",
        "arn-of-any-account",
        "several",
        "variable",
        "transport",
        "null",
    ],
)
def test_a_condition_limits_what_everyone_has_and_says_whether_it_names_who(condition, limit):
    (right,) = _granted(_allow(PULL, "*", Condition=condition)).rights
    assert (right.identity, right.limits, right.unless) == ("*", (limit,), ())


def test_conditions_of_one_statement_hold_together_and_those_of_two_are_alternatives():
    account = {"StringEquals": {"aws:PrincipalAccount": ACCOUNT}}
    (right,) = _granted(
        _allow(PULL, "*", Condition=IN_ORGANISATION | {"Bool": {"aws:SecureTransport": "true"}})
    ).rights
    assert [limit.key for limit in right.limits] == ["aws:PrincipalOrgID", "aws:SecureTransport"]
    granted = _granted(_allow(PULL, "*", Condition=IN_ORGANISATION), _allow(PULL, "*", Condition=account))
    assert [(right.statements, [limit.key for limit in right.limits]) for right in granted.rights] == [
        (("statement 2",), ["aws:PrincipalAccount"]),
        (("statement 1",), ["aws:PrincipalOrgID"]),
    ]


def test_a_right_from_two_statements_is_under_the_conditions_of_both():
    granted = _granted(_allow(PULL[0], "*", Condition=IN_ORGANISATION), _allow(PULL[1], "*", Sid="Layers"))
    (right,) = granted.rights
    assert right.statements == ("statement 1", "Layers")
    assert [limit.key for limit in right.limits] == ["aws:PrincipalOrgID"]
    assert [(other.action, other.statement, other.limits) for other in granted.other_actions] == [
        (PULL[1], "Layers", ())
    ], "the layers alone are open to more than the pull is"


def test_an_allow_without_conditions_makes_one_with_conditions_needless():
    granted = _granted(_allow(PULL, "*", Condition=IN_ORGANISATION), _allow(PUSH, "*", Sid="Open"))
    assert [(right.right, right.statements, right.limits) for right in granted.rights] == [
        ("pull", ("Open",), ()),
        ("push", ("Open",), ()),
    ]


def test_everyone_but_some_is_everyone_under_a_limit():
    everyone_but = _without(_allow(PULL), "Principal", NotPrincipal={"AWS": [ROLE]})
    (right,) = _granted(everyone_but).rights
    assert (right.identity, right.limits) == ("*", (Limit("NotPrincipal", "", (ROLE,)),))
    pushing = _granted(everyone_but, _allow([*set(PUSH) - set(PULL)], [ROLE, OTHER_ROLE]))
    assert _rights(pushing) == {"*": ["pull"], OTHER_ROLE: ["push"]}


@pytest.mark.parametrize(
    ("condition", "limit"),
    [
        (
            {"StringNotEquals": {"aws:PrincipalOrgID": ORGANISATION}},
            Limit("aws:PrincipalOrgID", "StringEquals", (ORGANISATION,), names_who=True),
        ),
        (
            {"StringNotLike": {"aws:PrincipalOrgID": "*"}},
            Limit("aws:PrincipalOrgID", "StringLike", ("*",)),
        ),
        (
            {"ArnLike": {"aws:PrincipalArn": ROLE}, "StringEquals": {"aws:PrincipalAccount": ACCOUNT}},
            None,
        ),
        ({"Bool": {"aws:SecureTransport": "false"}}, None),
        ({"StringEqualsIfExists": {"aws:PrincipalOrgID": ORGANISATION}}, None),
    ],
    ids=["organisation", "any-organisation", "two-conditions", "transport", "if-exists"],
)
def test_a_deny_under_a_condition_leaves_its_opposite_or_a_doubt(condition, limit):
    granted = _granted(_allow(PULL, "*"), _deny("ecr:*", Sid="Fence", Condition=condition))
    (right,) = granted.rights
    assert right.limits == ((limit,) if limit else ())
    assert right.unless == (() if limit else ("Fence",))


def test_a_deny_of_a_part_is_a_doubt():
    granted = _granted(_allow(PULL, ["*", ACCOUNT]), _deny(PULL, ROLE, Sid="NotThisOne"))
    assert {right.identity: right.unless for right in granted.rights} == {
        "*": ("NotThisOne",),
    } | {ACCOUNT: ("NotThisOne",)}


def test_whom_a_deny_of_all_but_some_names_is_in_doubt():
    but = _without(_deny("ecr:*", Sid="Fence"), "Principal", NotPrincipal={"AWS": [ROLE, ACCOUNT]})
    (right,) = _granted(_allow(PULL), but).rights
    assert (right.identity, right.unless) == (ROLE, ("Fence",))


@pytest.mark.parametrize(
    ("action", "others"),
    [
        ([*PULL, "ecr:DescribeImages"], ["ecr:DescribeImages"]),
        ([*PULL, "ecr:PutImage"], ["ecr:PutImage"]),
        ("ecr:BatchGetImage", ["ecr:BatchGetImage"]),
        ([*PULL, "ecr:NotYetKnown", "s3:*"], ["ecr:NotYetKnown", "s3:*"]),
        ([*PULL, "ecr:GetAuthorizationToken"], ["ecr:GetAuthorizationToken"]),
        ([*PUSH, "ecr:BatchDeleteImage", *ADMIN], []),
        ("ecr:*", sorted(REPOSITORY_ACTIONS - set(PUSH) - set(ADMIN) - {"ecr:BatchDeleteImage"})),
    ],
    ids=["describe", "half-a-push", "half-a-pull", "unknown", "token", "all-rights", "everything"],
)
def test_whatever_no_right_accounts_for_is_told(action, others):
    granted = _granted(_allow(action))
    assert [other.action for other in granted.other_actions] == others
