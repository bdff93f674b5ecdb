"""The grammar of cleanup policies, and how the cloud reads them back."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wharfinger_sandbox.clouds.gcp.repository import MODEL
from wharfinger_sandbox.clouds.gcp.retention import as_stored, cleanup_problems, seconds
from wharfinger_sandbox.provider.model import UNKNOWN


def policy(name: str = "old", action: str = "DELETE", **condition: Any) -> dict[str, Any]:
    return {"id": name, "action": action, "condition": condition or {"olderThan": "7776000s"}}


def keep(count: Any = 5, **settings: Any) -> dict[str, Any]:
    return {"id": "keep", "action": "KEEP", "mostRecentVersions": {"keepCount": count}, **settings}


@pytest.mark.parametrize(
    "policies",
    [
        [],
        [policy()],
        [policy(olderThan="90d", tagState="UNTAGGED")],
        [policy(tagState="TAGGED", tagPrefixes=["v", "release-"])],
        [policy(action="KEEP", packageNamePrefixes=["base"], newerThan="12h"), keep()],
        [keep(mostRecentVersions={"keepCount": 3.0, "packageNamePrefixes": ["app"]})],
        [policy(f"p{n}") for n in range(10)],
        [policy(olderThan=UNKNOWN)],
        [UNKNOWN],
        UNKNOWN,
    ],
)
def test_sound_policies_are_accepted(policies):
    assert cleanup_problems({"cleanupPolicies": policies}) == []


@pytest.mark.parametrize(
    ("policies", "reason"),
    [
        ([policy(f"p{n}") for n in range(11)], "11 cleanup policies; a repository has at most 10."),
        ([policy(), policy()], "two policies have the id 'old'; ids are unique."),
        ([policy("x" * 128)], "id has 128 characters; at most 127 are allowed."),
        ([policy("")], "a cleanup policy has an id."),
        ([policy(action="REMOVE")], "action is 'REMOVE'; it is one of DELETE, KEEP."),
        ([{"id": "a", "condition": {"tagState": "ANY"}}], "a cleanup policy has an action, DELETE or KEEP."),
        ([{"id": "a", "action": "DELETE"}], "either a condition or mostRecentVersions."),
        ([keep(condition={"tagState": "ANY"})], "either a condition or mostRecentVersions."),
        ([keep(action="DELETE")], "mostRecentVersions goes with action KEEP only."),
        ([keep(0)], "keepCount is 0; it is at least 1."),
        ([keep(mostRecentVersions={"packageNamePrefixes": ["a"]})], "states how many versions to keep."),
        ([{**policy(), "condition": {}}], "a condition states at least one criterion."),
        ([policy(tagState="LATEST")], "it is one of TAGGED, UNTAGGED, ANY."),
        ([policy(tagPrefixes=["v"])], "tagPrefixes need tagState TAGGED."),
        ([policy(tagState="UNTAGGED", tagPrefixes=["v"])], "tagPrefixes need tagState TAGGED."),
        ([policy(tagState="TAGGED", tagPrefixes=[""])], "a prefix is not empty: it would match everything."),
        ([policy(olderThan="90 days")], "'90 days' is no duration: write seconds, such as 7776000s."),
        ([policy(olderThan="0s")], "'0s' is no duration"),
        ([policy(newerThan="1w")], "'1w' is no duration"),
    ],
)
def test_unsound_policies_are_refused_with_their_rule(policies, reason):
    problems = cleanup_problems({"cleanupPolicies": policies})
    assert any(reason in problem.reason for problem in problems), problems


@pytest.mark.parametrize(
    ("written", "read"), [("90d", "7776000s"), ("12h", "43200s"), ("5m", "300s"), ("7776000s", "7776000s")]
)
def test_the_cloud_reads_durations_back_in_seconds(gcp, written, read):
    inputs = {"repositoryId": "a", "format": "DOCKER", "cleanupPolicies": [policy(olderThan=written)]}
    stored = gcp.put(MODEL, inputs).outputs["cleanupPolicies"]
    assert stored == [{"id": "old", "action": "DELETE", "condition": {"olderThan": read}}]


def test_a_repository_without_policies_reads_none_back(gcp):
    assert "cleanupPolicies" not in gcp.put(MODEL, {"repositoryId": "a", "format": "DOCKER"}).outputs


@given(st.integers(1, 10**6), st.sampled_from("smhd"))
def test_what_was_read_back_once_stays_as_it_is(count, unit):
    inputs = {"cleanupPolicies": [policy(olderThan=f"{count}{unit}"), keep()]}
    once = as_stored(inputs)
    assert as_stored({"cleanupPolicies": once}) == once
    assert seconds(f"{count}{unit}") == seconds(once[0]["condition"]["olderThan"])
