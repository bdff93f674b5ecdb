"""Retention as ECR lifecycle policies."""

import json
from typing import Any

import pytest
from hypothesis import given
from syrupy.extensions.json import JSONSnapshotExtension
from wharfinger_sandbox.clouds.aws.lifecycle_grammar import lifecycle_problems

from tests.clouds.tags import RETENTIONS
from wharfinger.clouds.aws.policy import MAX_LENGTH, read_policy
from wharfinger.clouds.aws.retention import MORE_THAN_ANY, NEVER, encode_retention
from wharfinger.clouds.tag_rules import setting_of, spec_key
from wharfinger.plan.retention import Retention, retention


def _said(tags: dict[str, str], untagged: str = "protect", rollout: Any = "enforce") -> Retention:
    return retention(tags, untagged, rollout)


def _rules(asked: Retention) -> list[dict[str, Any]]:
    document, _ = encode_retention(asked)
    return json.loads(document)["rules"] if document else []


def _refusals(asked: Retention) -> dict[str, str]:
    _, findings = encode_retention(asked)
    return {found.said_as: found.reason for found in findings if found.fidelity == "refused"}


CASES = {
    "untagged": _said({}, "expire after 14 days"),
    "newest": _said({"*": "keep newest 10"}),
    "newest-and-untagged": _said({"*": "keep newest 10"}, "expire after 14 days"),
    "protected": _said(
        {"*": "keep newest 10", "v*": "protect", "release-*": "protect"}, "expire after 14 days"
    ),
    "a-sentence-of-each-kind": _said(
        {
            "v*": "protect",
            "release-*": "archive after 90 days without a pull, then expire after 365 days",
            "pr-*": "expire after 7 days",
            "*": "keep newest 50",
        },
        "expire after 1 day",
    ),
    "archives-of-two-kinds": _said(
        {
            "release-*": "archive after 30 days without a pull",
            "*": "archive after 90 days without a pull, then expire after 90 days",
        }
    ),
    "a-wider-protection": _said({"v?.?": "protect", "*": "expire after 30 days"}),
    "a-refused-rule": _said({"v?": "keep newest 3", "*": "expire after 30 days"}),
    "observed": _said({"*": "keep newest 10"}, "expire after 14 days", "observe"),
}


@pytest.fixture
def json_snapshot(snapshot):
    return snapshot.use_extension(JSONSnapshotExtension)


@pytest.mark.parametrize("case", CASES)
def test_retention_is_a_lifecycle_policy(case, json_snapshot):
    document, findings = encode_retention(CASES[case])
    assert {
        "policy": document and json.loads(document),
        "findings": [[found.said_as or found.setting, found.fidelity, found.reason] for found in findings],
    } == json_snapshot


@pytest.mark.parametrize(
    "tags", [{}, {"v*": "protect"}, {"v?": "expire after 3 days"}], ids=["nothing", "protected", "refused"]
)
def test_where_nothing_expires_there_is_no_policy(tags):
    assert encode_retention(_said(tags))[0] is None


def test_a_count_beyond_any_age_still_expires():
    (rule,) = _rules(_said({"*": "keep newest 99999"}))
    assert rule["selection"]["countNumber"] == 99_999


@pytest.mark.parametrize(
    ("tags", "reason"),
    [
        ({"v?": "keep newest 3"}, "ECR knows no `?` in a pattern: `v?`"),
        ({"a*b*c*d*e*": "expire after 3 days"}, "ECR takes 4 `*` in a pattern: `a*b*c*d*e*`"),
        (
            {"v*": "archive after 30 days without a pull, then expire after 89 days"},
            "ECR keeps an image in the archive for 90 days at least, not 89",
        ),
    ],
    ids=["question-mark", "stars", "archive"],
)
def test_the_images_of_a_rule_that_ecr_cannot_take_are_kept(tags, reason):
    (pattern,) = tags
    asked = _said({**tags, "*": "expire after 30 days"})
    assert _refusals(asked) == {f"retention.tags.{pattern}": reason}
    keeps, expires = _rules(asked)
    assert keeps["selection"]["countNumber"] == MORE_THAN_ANY
    assert expires["selection"]["tagPatternList"] == ["*"]


@pytest.mark.parametrize(
    ("pattern", "kept"),
    [("v?.?", "v*.*"), ("v???", "v*"), ("a*b*c*d*e*", "a*"), ("a?b?c?d?e?", "a*")],
    ids=["question-marks", "run", "stars", "too-many-question-marks"],
)
def test_what_ecr_cannot_protect_exactly_it_protects_wider_and_says_so(pattern, kept):
    asked = _said({pattern: "protect", "*": "expire after 30 days"})
    assert _rules(asked)[0]["selection"]["tagPatternList"] == [kept]
    _, (finding, *_) = encode_retention(asked)
    assert finding.fidelity == "emulated"
    assert finding.reason.endswith(f"all of `{kept}` is kept")


def test_a_rule_that_a_wider_protection_leaves_nothing_is_refused():
    asked = _said({"v?": "protect", "v*": "keep newest 3"}, "expire after 9 days")
    assert _refusals(asked) == {"retention.tags.v*": "`v?` is kept, and can't be told from `v*`"}
    assert [rule["selection"]["tagStatus"] for rule in _rules(asked)] == ["untagged"]


def test_images_that_an_earlier_rule_decides_about_count_among_the_newest():
    _, findings = encode_retention(_said({"v1*": "expire after 30 days", "v*": "keep newest 3"}))
    assert [(found.said_as, found.fidelity) for found in findings] == [
        ("retention.tags.v1*", "native"),
        ("retention.tags.v*", "emulated"),
    ]
    assert findings[1].reason == "images that `v1*` decides about count among the newest"


def test_a_later_rule_decides_about_none_of_the_newest():
    _, findings = encode_retention(_said({"v*": "keep newest 3", "*": "expire after 30 days"}))
    assert {found.fidelity for found in findings} == {"native"}


def _many(count: int, length: int = 4) -> dict[str, str]:
    return {f"{number:02}".ljust(length, "x"): "expire after 3 days" for number in range(count)}


def test_as_many_rules_as_ecr_takes_are_taken():
    asked = _said(_many(49), "expire after 3 days")
    assert len(_rules(asked)) == 50
    assert _refusals(asked) == {}


def test_one_rule_too_many_and_no_tagged_image_expires():
    asked = _said(_many(50), "expire after 3 days")
    assert set(_refusals(asked).values()) == {"ECR takes 50 rules in a policy, not 51"}
    assert len(_refusals(asked)) == 50
    assert [rule["selection"]["tagStatus"] for rule in _rules(asked)] == ["untagged"]


def test_the_longest_policy_of_all_stays_below_ecrs_limit():
    sentence = "archive after 9999 days without a pull, then expire after 9999 days"
    document, findings = encode_retention(_said(dict.fromkeys(_many(25, 128), sentence)))
    assert {found.fidelity for found in findings} == {"native"}
    assert len(json.loads(document or "")["rules"]) == 50
    assert len(document or "") < MAX_LENGTH


@given(RETENTIONS)
def test_every_policy_obeys_ecrs_grammar(asked):
    document, _ = encode_retention(asked)
    if document is not None:
        assert lifecycle_problems(document) == []
        assert read_policy(document).rules


@given(RETENTIONS)
def test_rules_are_numbered_in_the_order_in_which_they_decide(asked):
    rules = _rules(asked)
    assert [rule["rulePriority"] for rule in rules] == list(range(1, len(rules) + 1))


@given(RETENTIONS)
def test_each_sentence_is_answered_once(asked):
    _, findings = encode_retention(asked)
    said = [(setting_of(rule), spec_key(rule)) for rule in asked.tags]
    if asked.untagged_days is not None:
        said.append(("retention.untagged", ""))
    assert [(found.setting, found.said_as) for found in findings] == said


@given(RETENTIONS)
def test_a_policy_expires_something(asked):
    rules = _rules(asked)
    assert not rules or any(rule["selection"]["countNumber"] not in NEVER for rule in rules)
