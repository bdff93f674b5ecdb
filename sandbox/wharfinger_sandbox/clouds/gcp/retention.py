"""The grammar of Artifact Registry's cleanup policies, and how the cloud reads their durations back.

Sources: Artifact Registry, "Configure cleanup policies", and the API's Repository.cleanupPolicies.
"""

import re
from collections.abc import Mapping
from typing import Any

from wharfinger_sandbox.clouds.reading import (
    at_most,
    block,
    blocks,
    given,
    listed,
    one_of,
    repeated,
    text,
    texts,
    whole,
)
from wharfinger_sandbox.provider.model import Inputs, Problem

MOST_POLICIES = 10
LONGEST_ID = 127
ACTIONS = ("DELETE", "KEEP")
TAG_STATES = ("TAGGED", "UNTAGGED", "ANY")
AGES = ("olderThan", "newerThan")
PREFIX_LISTS = ("tagPrefixes", "versionNamePrefixes", "packageNamePrefixes")
DURATION = re.compile(r"(?P<count>[1-9][0-9]*)(?P<unit>[smhd])")
SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}

Policy = Mapping[str, Any]


def cleanup_problems(inputs: Inputs) -> list[Problem]:
    """What Artifact Registry refuses in `cleanupPolicies`."""
    policies = blocks(inputs, "cleanupPolicies")
    count = len(listed(inputs, "cleanupPolicies"))
    problems: list[Problem] = []
    if count > MOST_POLICIES:
        reason = f"{count} cleanup policies; a repository has at most {MOST_POLICIES}."
        problems.append(Problem("cleanupPolicies", reason))
    problems += [
        Problem("cleanupPolicies", f"two policies have the id {twice!r}; ids are unique.")
        for twice in repeated(text(policy, "id") or "" for _, policy in policies if text(policy, "id"))
    ]
    for path, policy in policies:
        problems += _policy_problems(policy, path)
    return problems


def as_stored(inputs: Inputs) -> list[dict[str, Any]]:
    """The cleanup policies as the cloud reads them back: durations in seconds.

    A program that writes `90d` therefore reads `7776000s`, as it does with the cloud.
    """
    return [_stored_policy(policy) for _, policy in blocks(inputs, "cleanupPolicies")]


def seconds(duration: str) -> int | None:
    """The length of a duration such as `90d` or `7776000s` in seconds; None where it is none."""
    form = DURATION.fullmatch(duration)
    return None if form is None else int(form["count"]) * SECONDS[form["unit"]]


def _policy_problems(policy: Policy, at: str) -> list[Problem]:
    problems = at_most(policy, "id", LONGEST_ID, at=f"{at}.id")
    problems += one_of(policy, "action", ACTIONS, f"{at}.action")
    if text(policy, "id") == "":
        problems.append(Problem(f"{at}.id", "a cleanup policy has an id."))
    if not given(policy, "action"):
        problems.append(Problem(f"{at}.action", f"a cleanup policy has an action, {' or '.join(ACTIONS)}."))
    chosen = [key for key in ("condition", "mostRecentVersions") if given(policy, key)]
    if len(chosen) != 1:
        problems.append(Problem(at, "a cleanup policy has either a condition or mostRecentVersions."))
    elif chosen == ["condition"]:
        problems += _condition_problems(block(policy, "condition"), f"{at}.condition")
    else:
        problems += _most_recent_problems(policy, f"{at}.mostRecentVersions")
    return problems


def _condition_problems(condition: Policy, at: str) -> list[Problem]:
    problems = one_of(condition, "tagState", TAG_STATES, f"{at}.tagState")
    if not any(given(condition, key) for key in ("tagState", *AGES, *PREFIX_LISTS)):
        problems.append(Problem(at, "a condition states at least one criterion."))
    if listed(condition, "tagPrefixes") and condition.get("tagState", "ANY") in ("ANY", "UNTAGGED"):
        problems.append(Problem(f"{at}.tagPrefixes", "tagPrefixes need tagState TAGGED."))
    for key in AGES:
        duration = text(condition, key)
        if duration is not None and seconds(duration) is None:
            reason = f"{duration!r} is no duration: write seconds, such as 7776000s."
            problems.append(Problem(f"{at}.{key}", reason))
    for key in PREFIX_LISTS:
        if "" in texts(condition, key):
            problems.append(Problem(f"{at}.{key}", "a prefix is not empty: it would match everything."))
    return problems


def _most_recent_problems(policy: Policy, at: str) -> list[Problem]:
    versions = block(policy, "mostRecentVersions")
    problems: list[Problem] = []
    if text(policy, "action") == "DELETE":
        problems.append(Problem(at, "mostRecentVersions goes with action KEEP only."))
    count = whole(versions, "keepCount")
    if count is not None and count < 1:
        problems.append(Problem(f"{at}.keepCount", f"keepCount is {count}; it is at least 1."))
    if not given(versions, "keepCount") and versions:
        problems.append(Problem(f"{at}.keepCount", "mostRecentVersions states how many versions to keep."))
    return problems


def _stored_policy(policy: Policy) -> dict[str, Any]:
    if not given(policy, "condition"):
        return dict(policy)
    condition = dict(block(policy, "condition"))
    for key in AGES:
        duration = text(condition, key)
        if duration is not None:
            condition[key] = f"{seconds(duration)}s"
    return {**policy, "condition": condition}
