"""Retention as Artifact Registry cleanup policies."""

import dataclasses
from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st
from syrupy.extensions.json import JSONSnapshotExtension

from tests.clouds.tags import PATTERNS, RETENTIONS, TAGS, retention
from wharfinger.clouds.gcp.native import DeleteVersions, KeepNewest, KeepVersions
from wharfinger.clouds.gcp.retention import encode_retention

IMMUTABLE = "cleanup can't delete a version with an immutable tag, so older images would stay for ever"
UNPROTECTED = "what `retention.protect` names would expire, since that is refused"

CASES = {
    "untagged": (retention(untagged=14), True),
    "newest": (retention(keep_newest=10), False),
    "protected": (retention(keep_newest=10, untagged=14, protect=("v*", "release-*")), False),
    "protected-wider": (retention(keep_newest=10, protect=("v1.0", "dev-*-x")), False),
    "immutable": (retention(keep_newest=10, untagged=14, protect=("v*",)), True),
}


@pytest.fixture
def json_snapshot(snapshot):
    return snapshot.use_extension(JSONSnapshotExtension)


@pytest.mark.parametrize("case", CASES)
def test_retention_is_a_set_of_cleanup_policies(case, json_snapshot):
    policies, findings = encode_retention(*CASES[case])
    assert {
        "policies": [{"kind": type(policy).__name__, **dataclasses.asdict(policy)} for policy in policies],
        "findings": [[found.setting, found.fidelity, found.reason] for found in findings],
    } == json_snapshot


@pytest.mark.parametrize("protect", [(), ("v*",)], ids=["nothing", "protected"])
def test_where_nothing_expires_there_is_no_policy(protect):
    assert encode_retention(retention(protect=protect), False)[0] == ()


@pytest.mark.parametrize(
    ("asked", "immutable", "refused"),
    [
        (retention(10, 14), True, {"retention.keep_newest": IMMUTABLE}),
        (
            retention(10, 14, ("*-stable",)),
            False,
            {
                "retention.protect": "cleanup policies know prefixes only, `*-stable` has none",
                "retention.keep_newest": UNPROTECTED,
            },
        ),
        (
            retention(None, 14, ("*-stable", "v*")),
            True,
            {},
        ),
    ],
    ids=["immutable", "no-prefix", "no-prefix-where-no-tagged-image-expires"],
)
def test_what_cleanup_cannot_do_is_refused_and_left_out(asked, immutable, refused):
    policies, findings = encode_retention(asked, immutable)
    assert {found.setting: found.reason for found in findings if found.fidelity == "refused"} == refused
    assert [policy.id for policy in policies] == ["expire-untagged"]


@given(RETENTIONS, st.booleans())
def test_policies_are_few_sorted_and_never_keep_only(asked, immutable):
    policies, _ = encode_retention(asked, immutable)
    ids = [policy.id for policy in policies]
    assert len(ids) <= 10
    assert ids == sorted(set(ids))
    assert not policies or any(isinstance(policy, DeleteVersions) for policy in policies)


@given(RETENTIONS, TAGS)
def test_a_tag_that_is_protected_is_kept_wherever_tagged_versions_expire(asked, tag):
    policies, _ = encode_retention(asked, False)
    if not any(policy.id == "expire-tagged" for policy in policies):
        return
    kept = [
        prefix
        for policy in policies
        if isinstance(policy, KeepVersions)
        for prefix in policy.condition.tag_prefixes
    ]
    if any(fnmatchcase(tag, pattern) for pattern in asked.protect):
        assert tag.startswith(tuple(kept))


@given(RETENTIONS)
def test_with_immutable_tags_nothing_tagged_expires(asked):
    policies, _ = encode_retention(asked, True)
    deleting = [policy for policy in policies if isinstance(policy, DeleteVersions)]
    assert {policy.condition.tag_state for policy in deleting} <= {"UNTAGGED"}
    assert not [policy for policy in policies if isinstance(policy, KeepNewest)]


@given(RETENTIONS)
def test_durations_are_seconds_as_the_cloud_stores_them(asked):
    policies, _ = encode_retention(asked, False)
    for policy in policies:
        if policy.id == "expire-untagged" and isinstance(policy, DeleteVersions):
            assert policy.condition.older_than == f"{(asked.expire_untagged_after_days or 0) * 86_400}s"


@given(RETENTIONS, st.booleans())
def test_each_setting_that_was_said_is_answered_once(asked, immutable):
    _, findings = encode_retention(asked, immutable)
    said = [
        *(["retention.expire_untagged_after_days"] if asked.expire_untagged_after_days else []),
        *(["retention.keep_newest"] if asked.keep_newest else []),
        *(["retention.protect"] if asked.protect else []),
    ]
    assert sorted(found.setting for found in findings) == sorted(said)


@given(st.lists(PATTERNS, max_size=5, unique=True), st.data())
def test_the_order_of_patterns_changes_nothing(protect, data):
    reordered = tuple(data.draw(st.permutations(protect)))
    assert encode_retention(retention(5, 5, tuple(protect)), False) == encode_retention(
        retention(5, 5, reordered), False
    )
