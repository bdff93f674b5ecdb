"""Cleanup policies as texts: what gcloud and the API write is read, and what is refused is named."""

import json
from typing import Any

import pytest

from wharfinger.clouds.gcp.native import Condition, DeleteVersions, KeepNewest, KeepVersions
from wharfinger.clouds.gcp.policy import MAX_NAME, MAX_POLICIES, read_policy
from wharfinger.clouds.policy import PolicyError

PRERELEASES = DeleteVersions(
    "delete-prerelease", Condition("TAGGED", tag_prefixes=("alpha", "v0"), older_than="2592000s")
)
RELEASES = KeepVersions(
    "keep-tagged-release",
    Condition("TAGGED", tag_prefixes=("release",), package_name_prefixes=("webapp", "mobile")),
)
NEWEST = KeepNewest("keep-minimum-versions", 5, ("webapp", "mobile", "sandbox"))

POLICY_FILE = [
    {
        "name": "delete-prerelease",
        "action": {"type": "Delete"},
        "condition": {"tagState": "tagged", "tagPrefixes": ["alpha", "v0"], "olderThan": "30d"},
    },
    {
        "name": "keep-tagged-release",
        "action": {"type": "Keep"},
        "condition": {
            "tagState": "tagged",
            "tagPrefixes": ["release"],
            "packageNamePrefixes": ["webapp", "mobile"],
        },
    },
    {
        "name": "keep-minimum-versions",
        "action": {"type": "Keep"},
        "mostRecentVersions": {"packageNamePrefixes": ["webapp", "mobile", "sandbox"], "keepCount": 5},
    },
]
"""What `gcloud artifacts repositories set-cleanup-policies --policy` takes."""

BY_ID = {
    "delete-prerelease": {
        "id": "delete-prerelease",
        "action": "DELETE",
        "condition": {"tagState": "TAGGED", "tagPrefixes": ["alpha", "v0"], "olderThan": "2592000s"},
    },
    "keep-tagged-release": {
        "id": "keep-tagged-release",
        "action": "KEEP",
        "condition": {
            "tagState": "TAGGED",
            "tagPrefixes": ["release"],
            "packageNamePrefixes": ["webapp", "mobile"],
        },
    },
    "keep-minimum-versions": {
        "action": "KEEP",
        "mostRecentVersions": {"packageNamePrefixes": ["webapp", "mobile", "sandbox"], "keepCount": 5},
    },
}
"""What the API has as `cleanupPolicies`."""

LISTED = [
    {"name": id_, "action": {"type": policy["action"]}}
    | {key: value for key, value in policy.items() if key not in {"id", "action"}}
    for id_, policy in BY_ID.items()
]
"""What `gcloud artifacts repositories list-cleanup-policies` prints."""


@pytest.mark.parametrize(
    "document",
    [
        POLICY_FILE,
        BY_ID,
        {"cleanupPolicies": BY_ID, "cleanupPolicyDryRun": False},
        {"name": "projects/acme-dev/locations/europe-west3/repositories/web", "cleanupPolicies": BY_ID},
        LISTED,
    ],
    ids=["policy-file", "by-id", "patch", "described-repository", "list-cleanup-policies"],
)
def test_cleanup_policies_are_read_however_google_writes_them(document):
    assert read_policy(json.dumps(document)) == (PRERELEASES, RELEASES, NEWEST)


def _one(action: str = "Delete", **more: Any) -> dict[str, Any]:
    return {"name": "one", "action": {"type": action}, **more}


def _condition(**condition: Any) -> dict[str, Any]:
    return _one(condition=condition)


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("30d", "2592000s"), ("36h", "129600s"), ("90m", "5400s"), ("1d12h", "129600s"), ("86400s", "86400s")],
)
def test_a_duration_is_seconds_whatever_its_unit(written, seconds):
    (older,) = read_policy(json.dumps([_condition(olderThan=written)]))
    (newer,) = read_policy(json.dumps([_condition(newerThan=written)]))
    assert older == DeleteVersions("one", Condition("ANY", older_than=seconds))
    assert newer == DeleteVersions("one", Condition("ANY", newer_than=seconds))


def test_an_empty_condition_is_about_everything():
    assert read_policy(json.dumps([_condition()])) == (DeleteVersions("one", Condition("ANY")),)


def test_prefixes_of_tags_need_no_tag_state_of_their_own():
    (policy,) = read_policy(json.dumps([_condition(tagPrefixes=["dev-"])]))
    assert policy == DeleteVersions("one", Condition("ANY", tag_prefixes=("dev-",)))


EITHER = "0: a policy has either a condition or mostRecentVersions"
WRONG: dict[str, tuple[Any, str]] = {
    "a-word": ("all", "this is neither a list of policies nor an object of them by id"),
    "no-policies-by-id": (
        {"cleanupPolicies": ["one"]},
        "this is neither a list of policies nor an object of them by id",
    ),
    "no-object": (["one"], "0: this is no object"),
    "no-object-by-id": ({"one": True}, "one: this is no object"),
    "no-name": ([{"action": {"type": "Keep"}, "condition": {}}], "0.name: Field required"),
    "empty-name": ([_condition() | {"name": ""}], "0.name: "),
    "long-name": ([_condition() | {"name": "x" * (MAX_NAME + 1)}], "0.name: "),
    "an-id-in-a-file": ([_condition() | {"id": "one"}], "0.id: "),
    "no-action": ([{"name": "one", "condition": {}}], "0.action: Field required"),
    "empty-action": ([_condition() | {"action": {}}], "0.action: "),
    "unknown-action": ([_one("Expire", condition={})], "0.action: "),
    "neither": ([_one()], EITHER),
    "both": ([_one("Keep", condition={}, mostRecentVersions={"keepCount": 1})], EITHER),
    "delete-the-newest": (
        [_one(mostRecentVersions={"keepCount": 1})],
        "0: mostRecentVersions goes with the action `Keep` only",
    ),
    "keep-none": ([_one("Keep", mostRecentVersions={"keepCount": 0})], "0.mostRecentVersions.keepCount: "),
    "count-as-text": (
        [_one("Keep", mostRecentVersions={"keepCount": "5"})],
        "0.mostRecentVersions.keepCount: ",
    ),
    "newest-of-tags": (
        [_one("Keep", mostRecentVersions={"keepCount": 5, "tagPrefixes": ["v"]})],
        "0.mostRecentVersions.tagPrefixes: ",
    ),
    "tag-state": ([_condition(tagState="some")], "0.condition.tagState: "),
    "prefixes-of-no-tag": (
        [_condition(tagState="untagged", tagPrefixes=["v"])],
        "0.condition: tagPrefixes needs tagState `tagged`",
    ),
    "one-prefix": ([_condition(tagPrefixes="v")], "0.condition.tagPrefixes: this is no list"),
    "misspelt": ([_condition(tagPrefix=["v"])], "0.condition.tagPrefix: "),
    "no-unit": (
        [_condition(olderThan="30")],
        "0.condition.olderThan: `30` is no duration, such as `30d` or `2592000s`",
    ),
    "negative": ([_condition(newerThan="-1d")], "0.condition.newerThan: `-1d` is no duration"),
    "by-id": (
        {"old": {"action": "DELETE", "condition": {"olderThan": "1.5h"}}},
        "old.condition.olderThan: `1.5h` is no duration",
    ),
    "same-name": ([_condition(), _condition()], "two policies have the name `one`"),
    "too-many": (
        [_condition() | {"name": f"p{n}"} for n in range(MAX_POLICIES + 1)],
        "a repository takes 10 cleanup policies, these are 11",
    ),
}


@pytest.mark.parametrize(("document", "problem"), WRONG.values(), ids=WRONG)
def test_what_artifact_registry_refuses_is_refused_with_its_place(document, problem):
    with pytest.raises(PolicyError) as refused:
        read_policy(json.dumps(document))
    (found,) = [one for one in refused.value.problems if one.startswith(problem)]
    assert not found.endswith(": ")


def test_as_many_policies_as_a_repository_takes_are_read():
    assert len(read_policy(json.dumps([_condition() | {"name": f"p{n}"} for n in range(MAX_POLICIES)]))) == 10


def test_every_problem_is_named_at_once():
    with pytest.raises(PolicyError) as refused:
        read_policy(json.dumps([_condition(tagState="some"), _one()]))
    assert [problem.partition(":")[0] for problem in refused.value.problems] == ["0.condition.tagState", "1"]


def test_text_that_is_no_json_is_refused():
    with pytest.raises(PolicyError, match=r"this is not JSON: .*line 2 column 1"):
        read_policy("[\n")
