"""What a stack declares in Google Artifact Registry, from native arguments."""

from dataclasses import replace

import pytest
from wharfinger_components.declare.gcp import declare_repository

from tests.organisations import GAR, one
from wharfinger.clouds.gcp.native import Condition, DeleteVersions, KeepNewest, KeepVersions

REPOSITORY = "gcp:artifactregistry/repository:Repository"
ANSWERS = {REPOSITORY: {"name": "payments-api"}}
NATIVE = one(GAR, {}).native


@pytest.fixture
def inputs(declare):
    """The inputs of the repository that is declared for native arguments."""
    return lambda native: (
        declare(lambda: declare_repository("payments-api", native), ANSWERS).only(REPOSITORY).inputs
    )


@pytest.mark.parametrize("dry", [True, False])
def test_cleanup_that_is_only_observed_is_a_dry_run(inputs, dry):
    assert inputs(replace(NATIVE, cleanup_dry_run=dry))["cleanupPolicyDryRun"] is dry


def test_a_cleanup_policy_says_all_that_it_has_and_nothing_else(inputs):
    condition = Condition("TAGGED", ("dev-",), "604800s", "86400s", ("sha256:1",), ("api",))
    policies = (
        DeleteVersions("all", Condition("ANY")),
        DeleteVersions("every-part", condition),
        KeepVersions("keep", Condition("UNTAGGED")),
        KeepNewest("newest", 5),
        KeepNewest("newest-of-some", 5, ("api", "web")),
    )
    assert inputs(replace(NATIVE, cleanup_policies=policies))["cleanupPolicies"] == [
        {"id": "all", "action": "DELETE", "condition": {"tagState": "ANY"}},
        {
            "id": "every-part",
            "action": "DELETE",
            "condition": {
                "tagState": "TAGGED",
                "tagPrefixes": ["dev-"],
                "versionNamePrefixes": ["sha256:1"],
                "packageNamePrefixes": ["api"],
                "olderThan": "604800s",
                "newerThan": "86400s",
            },
        },
        {"id": "keep", "action": "KEEP", "condition": {"tagState": "UNTAGGED"}},
        {"id": "newest", "action": "KEEP", "mostRecentVersions": {"keepCount": 5}},
        {
            "id": "newest-of-some",
            "action": "KEEP",
            "mostRecentVersions": {"keepCount": 5, "packageNamePrefixes": ["api", "web"]},
        },
    ]
