"""Grants as ECR repository policies."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.organisations import ECR, RELEASE, finding, one
from wharfinger.clouds.aws.native import NativeRepository

HERE = "111111111111"
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
"""The least actions with which `docker pull` and `docker push` work (ECR user guide)."""


def _compiled(repository: dict[str, Any], **principals: Any):
    return one(ECR, repository, principals=principals)


def _policy(placement) -> dict[str, Any] | None:
    native = placement.native
    assert isinstance(native, NativeRepository)
    return json.loads(native.repository_policy) if native.repository_policy else None


def _principals(placement) -> dict[str, list[str]]:
    document = _policy(placement) or {"Statement": []}
    return {statement["Sid"]: statement["Principal"]["AWS"] for statement in document["Statement"]}


def test_a_policy_grants_each_right_the_least_actions():
    assert _policy(_compiled({})) == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "Pull",
                "Effect": "Allow",
                "Principal": {"AWS": [f"arn:aws:iam::{HERE}:role/payments"]},
                "Action": PULL,
            },
            {
                "Sid": "Push",
                "Effect": "Allow",
                "Principal": {"AWS": [f"arn:aws:iam::{HERE}:role/payments-release"]},
                "Action": PUSH,
            },
        ],
    }


def test_where_nobody_is_granted_anything_there_is_no_policy():
    placement = _compiled({"pull": [], "push": []})
    assert _policy(placement) is None
    assert finding(placement, "pull").fidelity == finding(placement, "push").fidelity == "native"


def test_identities_of_several_principals_are_sorted_and_named_once():
    runtime = {"aws": ["arn:aws:iam::222222222222:role/b", "arn:aws:iam::222222222222:role/a"]}
    placement = _compiled({"pull": ["runtime", "again"], "push": []}, runtime=runtime, again=runtime)
    assert _principals(placement) == {
        "Pull": ["arn:aws:iam::222222222222:role/a", "arn:aws:iam::222222222222:role/b"]
    }


@pytest.mark.parametrize(
    ("identity", "arn"),
    [
        ("222222222222", "arn:aws:iam::222222222222:root"),
        ("arn:aws:iam::222222222222:root", "arn:aws:iam::222222222222:root"),
        ("arn:aws:iam::{account}:root", f"arn:aws:iam::{HERE}:root"),
    ],
    ids=["id", "root", "own"],
)
def test_a_whole_account_may_pull_but_never_push(identity, arn):
    cluster = {"aws": [identity, "arn:aws:iam::222222222222:role/node"]}
    pulling = _compiled({"pull": ["cluster"], "push": []}, cluster=cluster)
    assert _principals(pulling)["Pull"] == sorted([arn, "arn:aws:iam::222222222222:role/node"])
    assert finding(pulling, "pull").fidelity == "native"
    pushing = _compiled({"pull": [], "push": ["cluster", "pipelines"]}, cluster=cluster)
    assert _principals(pushing)["Push"] == [
        f"arn:aws:iam::{HERE}:role/payments-release",
        "arn:aws:iam::222222222222:role/node",
    ]
    assert _principals(pushing)["Pull"] == [arn]
    refused = finding(pushing, "push")
    assert refused.fidelity == "refused"
    assert refused.reason == "`cluster` is a whole account; only roles and users may push"


def test_a_named_principal_without_an_identity_is_refused_and_the_others_are_granted():
    placement = _compiled({"pull": ["team", "runtime"]}, runtime={"gcp": RELEASE["gcp"]})
    refused = finding(placement, "pull")
    assert (refused.fidelity, refused.reason) == ("refused", "`runtime` has no identity in aws")
    assert _principals(placement)["Pull"] == [f"arn:aws:iam::{HERE}:role/payments"]


def _crowd(length: int) -> dict[str, Any]:
    """A principal whose grants to pull make a policy of this many characters."""
    workers = [f"arn:aws:iam::222222222222:role/worker-{n:03}" for n in range(200)]
    shortest = _compiled({"pull": ["crowd"], "push": []}, crowd={"aws": [*workers, f"{workers[0]}x"]})
    room = length - len(shortest.native.repository_policy)
    return {"aws": [*workers, f"{workers[0]}x{'x' * room}"]}


def test_a_policy_of_the_greatest_length_is_native():
    placement = _compiled({"pull": ["crowd"], "push": []}, crowd=_crowd(10_240))
    assert len(placement.native.repository_policy) == 10_240
    assert finding(placement, "pull").fidelity == "native"


def test_a_policy_longer_than_ecr_takes_is_refused_whole():
    placement = _compiled({"pull": ["crowd"], "push": []}, crowd=_crowd(10_241))
    assert _policy(placement) is None
    for right in ("pull", "push"):
        refused = finding(placement, right)
        assert refused.fidelity == "refused"
        assert refused.reason == "the repository policy has 10,241 characters, ECR takes 10,240"


IDENTITIES = st.one_of(
    st.from_regex(r"[0-9]{12}", fullmatch=True),
    st.from_regex(
        r"arn:aws:iam::([0-9]{12}|\{account\}):(root|(role|user)/[A-Za-z0-9+=,.@_/-]{1,12})", fullmatch=True
    ),
)


@given(
    st.dictionaries(st.sampled_from(["red", "green", "blue"]), st.lists(IDENTITIES, max_size=3), min_size=1),
    st.data(),
)
def test_no_wildcard_and_no_unasked_principal_is_ever_granted(identities, data):
    names = sorted(identities)
    push = data.draw(st.lists(st.sampled_from(names), unique=True))
    placement = _compiled(
        {"pull": names, "push": push}, **{name: {"aws": own} for name, own in identities.items()}
    )
    document = _policy(placement) or {"Statement": []}
    asked = {
        f"arn:aws:iam::{text}:root" if text.isdigit() else text.replace("{account}", HERE)
        for own in identities.values()
        for text in own
    }
    for statement in document["Statement"]:
        assert statement["Action"] == {"Pull": PULL, "Push": PUSH}[statement["Sid"]]
        assert set(statement["Principal"]["AWS"]) <= asked
        assert "*" not in json.dumps(statement)
        if statement["Sid"] == "Push":
            assert not any(arn.endswith(":root") for arn in statement["Principal"]["AWS"])
