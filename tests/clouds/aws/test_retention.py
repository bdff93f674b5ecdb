"""Retention as ECR lifecycle policies."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from syrupy.extensions.json import JSONSnapshotExtension
from wharfinger_sandbox.clouds.aws.lifecycle_grammar import lifecycle_problems

from tests.clouds.tags import PATTERNS, RETENTIONS, retention
from wharfinger.clouds.aws.retention import MORE_THAN_ANY, encode_retention
from wharfinger.plan.settings import Retention

KEEP_REFUSED = "what `retention.protect` names would expire, since that is refused"

CASES = {
    "untagged": retention(untagged=14),
    "newest": retention(keep_newest=10),
    "newest-and-untagged": retention(keep_newest=10, untagged=14),
    "protected": retention(keep_newest=10, untagged=14, protect=("v*", "release-*")),
    "everything-protected": retention(keep_newest=10, untagged=14, protect=("*",)),
}


@pytest.fixture
def json_snapshot(snapshot):
    return snapshot.use_extension(JSONSnapshotExtension)


@pytest.mark.parametrize("case", CASES)
def test_retention_is_a_lifecycle_policy(case, json_snapshot):
    document, findings = encode_retention(CASES[case])
    assert document is not None
    assert {
        "policy": json.loads(document),
        "findings": [[found.setting, found.fidelity, found.reason] for found in findings],
    } == json_snapshot


@pytest.mark.parametrize("protect", [(), ("v*",)], ids=["nothing", "protected"])
def test_where_nothing_expires_there_is_no_policy(protect):
    assert encode_retention(retention(protect=protect))[0] is None


@pytest.mark.parametrize(
    ("protect", "reason"),
    [
        (("a*b*c*d*e*",), "ECR takes 4 `*` in a pattern: `a*b*c*d*e*`"),
        (
            tuple(f"v{n}" for n in range(49)),
            "ECR takes 50 rules, 49 patterns leave no room",
        ),
    ],
    ids=["stars", "rules"],
)
def test_what_ecr_cannot_protect_is_refused_and_nothing_tagged_expires(protect, reason):
    document, findings = encode_retention(retention(10, 14, protect))
    refused = {found.setting: found.reason for found in findings if found.fidelity == "refused"}
    assert refused == {"retention.protect": reason, "retention.keep_newest": KEEP_REFUSED}
    (rule,) = json.loads(document or "")["rules"]
    assert rule["selection"]["tagStatus"] == "untagged"


def test_the_limits_themselves_are_taken():
    protect = ("a*b*c*d*", *(f"v{n}" for n in range(47)))
    document, findings = encode_retention(retention(10, 14, protect))
    assert len(json.loads(document or "")["rules"]) == 50
    assert not [found for found in findings if found.fidelity == "refused"]


@given(RETENTIONS)
def test_every_policy_obeys_ecrs_grammar(asked: Retention):
    document, _ = encode_retention(asked)
    assert document is None or lifecycle_problems(document) == []


@given(st.sets(st.text("ab*", min_size=100, max_size=128).filter(lambda p: p.count("*") <= 4), max_size=48))
@settings(max_examples=20)
def test_the_longest_policies_stay_below_ecrs_limit(protect):
    document, _ = encode_retention(retention(10, 14, tuple(protect)))
    assert lifecycle_problems(document or "") == []


def test_the_longest_policy_of_all_stays_below_ecrs_limit():
    protect = tuple(f"{n:02}{'x' * 126}" for n in range(48))
    document, findings = encode_retention(retention(10**6, 10**6, protect))
    assert not [found for found in findings if found.fidelity == "refused"]
    assert lifecycle_problems(document or "") == []


@given(RETENTIONS)
def test_what_protects_comes_before_all_that_expires_and_never_acts(asked):
    document, _ = encode_retention(asked)
    if document is None:
        return
    rules = json.loads(document)["rules"]
    protecting = [rule["selection"].get("countNumber") == MORE_THAN_ANY for rule in rules]
    assert protecting == sorted(protecting, reverse=True)
    assert [rule["rulePriority"] for rule in rules] == list(range(1, len(rules) + 1))


@given(RETENTIONS)
def test_no_tagged_image_expires_while_a_protected_pattern_has_no_rule(asked):
    document, _ = encode_retention(asked)
    rules = json.loads(document)["rules"] if document else []
    tagged = [rule["selection"] for rule in rules if rule["selection"]["tagStatus"] == "tagged"]
    protected = {one["tagPatternList"][0] for one in tagged if one["countNumber"] == MORE_THAN_ANY}
    if len(tagged) > len(protected):
        assert protected == set(asked.protect)


@given(RETENTIONS)
def test_each_setting_that_was_said_is_answered_once(asked):
    _, findings = encode_retention(asked)
    said = [
        *(["retention.expire_untagged_after_days"] if asked.expire_untagged_after_days else []),
        *(["retention.keep_newest"] if asked.keep_newest else []),
        *(["retention.protect"] if asked.protect else []),
    ]
    assert sorted(found.setting for found in findings) == sorted(said)


@given(st.lists(PATTERNS, max_size=5, unique=True), st.data())
def test_the_order_of_patterns_changes_nothing(protect, data):
    reordered = data.draw(st.permutations(protect))
    assert encode_retention(retention(5, 5, tuple(protect))) == encode_retention(
        retention(5, 5, tuple(reordered))
    )
