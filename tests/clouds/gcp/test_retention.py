"""Retention as Artifact Registry cleanup policies."""

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from syrupy.extensions.json import JSONSnapshotExtension
from wharfinger_sandbox.clouds.gcp.retention import cleanup_problems

from tests.clouds.reference import fits
from tests.clouds.tags import RETENTIONS, TAGS
from wharfinger.clouds.gcp.native import CleanupPolicy, Condition, DeleteVersions, KeepVersions
from wharfinger.clouds.gcp.retention import MAX_POLICIES, encode_retention
from wharfinger.clouds.tag_rules import setting_of, spec_key
from wharfinger.plan.retention import Retention, retention
from wharfinger.render.document import plain

IMMUTABLE = "cleanup can't delete a version with an immutable tag, so older images would stay for ever"


def _said(tags: dict[str, str], untagged: str = "protect", rollout: Any = "enforce") -> Retention:
    return retention(tags, untagged, rollout)


def _policies(asked: Retention, *, immutable: bool = False) -> dict[str, CleanupPolicy]:
    return {policy.id: policy for policy in encode_retention(asked, immutable)[0]}


def _refusals(asked: Retention, *, immutable: bool = False) -> dict[str, str]:
    _, findings = encode_retention(asked, immutable)
    return {found.said_as: found.reason for found in findings if found.fidelity == "refused"}


CASES = {
    "untagged": (_said({}, "expire after 14 days"), True),
    "newest": (_said({"*": "keep newest 10"}), False),
    "protected": (
        _said({"*": "expire after 90 days", "v*": "protect", "release-*": "protect"}, "expire after 14 days"),
        False,
    ),
    "a-sentence-of-each-kind": (
        _said(
            {
                "v*": "protect",
                "release-*": "archive after 90 days without a pull, then expire after 365 days",
                "pr-*": "expire after 7 days",
                "main-*": "keep newest 20",
                "*": "expire after 90 days",
            },
            "expire after 1 day",
        ),
        False,
    ),
    "a-wider-protection": (
        _said({"*": "expire after 90 days", "v1.0": "protect", "dev-*-x": "protect"}),
        False,
    ),
    "kept-longer": (
        _said({"*": "expire after 30 days", "dev-*": "expire after 7 days", "v*": "expire after 365 days"}),
        False,
    ),
    "immutable": (_said({"*": "expire after 90 days", "v*": "protect"}, "expire after 14 days"), True),
    "observed": (_said({"*": "expire after 90 days"}, "expire after 14 days", "observe"), False),
}


@pytest.fixture
def json_snapshot(snapshot):
    return snapshot.use_extension(JSONSnapshotExtension)


@pytest.mark.parametrize("case", CASES)
def test_retention_is_a_set_of_cleanup_policies(case, json_snapshot):
    policies, findings = encode_retention(*CASES[case])
    assert {
        "policies": [{"kind": type(policy).__name__, **dataclasses.asdict(policy)} for policy in policies],
        "findings": [[found.said_as or found.setting, found.fidelity, found.reason] for found in findings],
    } == json_snapshot


@pytest.mark.parametrize(
    "tags",
    [{}, {"v*": "protect"}, {"v?": "expire after 3 days"}, {"*": "keep newest 3"}],
    ids=["nothing", "protected", "no-prefix", "newest"],
)
def test_where_nothing_expires_there_is_no_policy(tags):
    assert encode_retention(_said(tags), False)[0] == ()


@pytest.mark.parametrize(
    ("tags", "reason"),
    [
        (
            {"v*": "keep newest 3"},
            (
                "cleanup counts all versions of an image whatever their tags, the parts of multi-platform"
                " images too, so fewer than 3 would stay"
            ),
        ),
        ({"v*": "archive after 30 days without a pull"}, "Artifact Registry has no archive"),
        ({"v?": "expire after 3 days"}, "cleanup knows prefixes only, and `v?` is none"),
        ({"v?*": "expire after 3 days"}, "cleanup knows prefixes only, and `v?*` is none"),
        ({"v1": "expire after 3 days"}, "cleanup knows prefixes only, and `v1` is none"),
    ],
    ids=["newest", "archive", "question-mark", "question-mark-and-star", "exact"],
)
def test_the_images_of_a_rule_that_cleanup_cannot_follow_are_kept(tags, reason):
    (pattern,) = tags
    asked = _said({**tags, "*": "expire after 30 days"})
    assert _refusals(asked) == {f"retention.tags.{pattern}": reason}
    prefixes = ("v1",) if pattern == "v1" else ("v",)
    assert _policies(asked)["protect"] == KeepVersions("protect", Condition("TAGGED", prefixes))


@pytest.mark.parametrize("pattern", ["*-rc", "?v"])
@pytest.mark.parametrize("sentence", ["protect", "expire after 3 days"])
def test_where_what_is_kept_has_no_prefix_no_tagged_image_expires(pattern, sentence):
    asked = _said({pattern: sentence, "*": "expire after 30 days"}, "expire after 9 days")
    hidden = f"`{pattern}` is kept, and can't be told from `*`"
    assert _refusals(asked)["retention.tags.*"] == hidden
    assert list(_policies(asked)) == ["expire-untagged"]


def test_newest_of_everything_is_refused_too():
    """The newest of a package are manifests: with three to an image, a third as many images would stay."""
    asked = _said({"*": "keep newest 10"}, "expire after 14 days")
    assert list(_refusals(asked)) == ["retention.tags.*"]
    assert list(_policies(asked)) == ["expire-untagged"]


@pytest.mark.parametrize(
    "sentence", ["keep newest 3", "expire after 3 days"], ids=["keep-newest", "expire-after"]
)
def test_no_tagged_image_expires_where_tags_are_immutable(sentence):
    asked = _said({"*": sentence, "v*": "protect", "b-*-c": "protect"}, "expire after 9 days")
    assert _refusals(asked, immutable=True) == {"retention.tags.*": IMMUTABLE}
    assert list(_policies(asked, immutable=True)) == ["expire-untagged"]
    _, findings = encode_retention(asked, True)
    protected = [found for found in findings if found.setting == "retention.protect"]
    assert {(found.fidelity, found.reason) for found in protected} == {("native", "no tagged image expires")}


@pytest.mark.parametrize(
    ("pattern", "kept"),
    [("v1.0", "v1.0"), ("v?", "v"), ("release-*-eu", "release-")],
    ids=["exact", "question-mark", "middle"],
)
def test_what_cleanup_cannot_protect_exactly_it_protects_wider_and_says_so(pattern, kept):
    asked = _said({pattern: "protect", "*": "expire after 30 days"})
    condition = _policies(asked)["protect"].condition
    assert condition == Condition("TAGGED", (kept,))
    (finding,) = [found for found in encode_retention(asked, False)[1] if found.said_as.endswith(pattern)][:1]
    assert (finding.fidelity, finding.reason) == (
        "emulated",
        f"cleanup knows prefixes only: all of `{kept}*` is kept",
    )


def test_a_prefix_is_protected_natively():
    _, findings = encode_retention(_said({"v*": "protect", "*": "expire after 30 days"}), False)
    assert [(found.said_as, found.fidelity) for found in findings] == [
        ("retention.tags.v*", "native"),
        ("retention.tags.*", "native"),
    ]


def test_patterns_of_one_age_share_a_policy():
    asked = _said(
        {"pr-*": "expire after 7 days", "dev-*": "expire after 7 days", "v*": "expire after 90 days"}
    )
    assert list(_policies(asked)) == ["expire-after-7-days", "expire-after-90-days", "keep-for-90-days"]
    assert _policies(asked)["expire-after-7-days"] == DeleteVersions(
        "expire-after-7-days", Condition("TAGGED", ("dev-", "pr-"), older_than="604800s")
    )


def test_what_every_tag_matches_needs_no_prefix():
    asked = _said({"*": "expire after 1 day"})
    assert _policies(asked)["expire-after-1-days"].condition == Condition("TAGGED", older_than="86400s")


def test_a_narrower_pattern_that_lives_longer_is_kept_from_the_wider_one():
    asked = _said({"v*": "expire after 90 days", "*": "expire after 30 days"})
    assert _policies(asked)["keep-for-90-days"] == KeepVersions(
        "keep-for-90-days", Condition("TAGGED", ("v",), newer_than="7776000s")
    )
    assert _refusals(asked) == {}


def test_a_narrower_pattern_that_goes_earlier_needs_no_keep():
    asked = _said({"dev-*": "expire after 7 days", "*": "expire after 30 days"})
    assert list(_policies(asked)) == ["expire-after-30-days", "expire-after-7-days"]


@pytest.mark.parametrize(
    ("later", "kept"),
    [("expire after 90 days", " for 90 days"), ("keep newest 3", "")],
    ids=["longer-lived", "refused"],
)
def test_a_rule_that_a_keep_for_a_later_one_would_hold_back_is_refused(later, kept):
    """An image with the tags `aa-1` and `a-1` is to go after 7 days, and a KEEP would hold it."""
    asked = _said({"aa-*": "expire after 7 days", "a*": later, "*": "expire after 30 days"})
    assert _refusals(asked)["retention.tags.aa-*"] == (
        f"`a*` has to be kept{kept} against a rule that deletes earlier, and a KEEP always wins: an image"
        " with both tags could not go after 7"
    )
    prefixes = _policies(asked)["protect"].condition.tag_prefixes
    assert prefixes == (("aa-",) if kept else ("a", "aa-"))


def test_a_refused_rule_that_no_other_follows_holds_no_earlier_one_back():
    asked = _said({"pr-*": "expire after 14 days", "*": "keep newest 20"})
    assert list(_refusals(asked)) == ["retention.tags.*"]
    assert list(_policies(asked)) == ["expire-after-14-days"]


def _ages(count: int) -> dict[str, str]:
    """Rules of so many ages, of which none has to be kept from another."""
    return {f"{'a' * (count - n)}*": f"expire after {n + 1} days" for n in range(count)}


def test_as_many_policies_as_a_repository_takes_are_taken():
    asked = _said(_ages(MAX_POLICIES - 1), "expire after 3 days")
    assert len(_policies(asked)) == MAX_POLICIES
    assert _refusals(asked) == {}


def test_one_policy_too_many_and_no_tagged_image_expires():
    asked = _said(_ages(MAX_POLICIES), "expire after 3 days")
    assert list(_policies(asked)) == ["expire-untagged"]
    reason = f"Artifact Registry takes {MAX_POLICIES} cleanup policies, these would be {MAX_POLICIES + 1}"
    assert set(_refusals(asked).values()) == {reason}
    assert len(_refusals(asked)) == MAX_POLICIES


def test_to_observe_is_the_same_policies_in_a_dry_run():
    asked = {"*": "expire after 90 days"}, "expire after 14 days"
    enforced, observed = (
        encode_retention(_said(*asked, rollout), False) for rollout in ("enforce", "observe")
    )
    assert observed[0] == enforced[0]
    assert [(found.setting, found.reason) for found in observed[1][len(enforced[1]) :]] == [
        ("retention.rollout", "a dry run")
    ]


@given(RETENTIONS, st.booleans())
def test_policies_are_few_sorted_sound_and_never_keep_only(asked, immutable):
    policies, _ = encode_retention(asked, immutable)
    ids = [policy.id for policy in policies]
    assert len(ids) <= MAX_POLICIES
    assert ids == sorted(set(ids))
    assert not policies or any(isinstance(policy, DeleteVersions) for policy in policies)
    inputs = {"cleanupPolicies": [_inputs(policy) for policy in policies]}
    assert cleanup_problems(inputs) == []


def _inputs(policy: CleanupPolicy) -> dict[str, Any]:
    condition = policy.condition
    said = {
        "tagState": condition.tag_state,
        "tagPrefixes": plain(condition.tag_prefixes),
        "olderThan": condition.older_than,
        "newerThan": condition.newer_than,
    }
    action = "DELETE" if isinstance(policy, DeleteVersions) else "KEEP"
    return {"id": policy.id, "action": action, "condition": {k: v for k, v in said.items() if v}}


@given(RETENTIONS, TAGS)
def test_a_tag_that_is_protected_is_kept_wherever_tagged_versions_expire(asked, tag):
    policies = _policies(asked)
    expiring = [one for one in policies.values() if isinstance(one, DeleteVersions)]
    if any(one.condition.tag_state == "TAGGED" for one in expiring) and any(
        fits(pattern, tag) for pattern in asked.protected
    ):
        assert tag.startswith(policies["protect"].condition.tag_prefixes or "")


@given(RETENTIONS)
def test_with_immutable_tags_nothing_tagged_expires(asked):
    assert {policy.condition.tag_state for policy in _policies(asked, immutable=True).values()} <= {
        "UNTAGGED"
    }


@given(RETENTIONS, st.booleans())
def test_each_rule_is_answered_once(asked, immutable):
    _, findings = encode_retention(asked, immutable)
    answered = [(found.setting, found.said_as) for found in findings]
    rules = [(setting_of(rule), spec_key(rule)) for rule in asked.tags]
    untagged = [("retention.untagged", "")] if asked.untagged_days else []
    assert sorted(answered) == sorted([*rules, *untagged])
