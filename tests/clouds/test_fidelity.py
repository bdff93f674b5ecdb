"""What becomes of each setting in each cloud: native, emulated or refused, and why."""

from typing import Any

import pytest

from tests.organisations import ACR, ACR_KEY, ECR, ECR_KEY, GAR, GAR_KEY, finding, one

CLOUDS = {"aws": ECR, "gcp": GAR, "azure": ACR}
KEYS = {"aws": ECR_KEY, "gcp": GAR_KEY, "azure": ACR_KEY}

NO_LOCKS = "ACR has no write-once tags, only locks to set on images once pushed"
NO_EXCEPTIONS = "Artifact Registry's immutable tags have no exceptions"
NO_KEY = "the registry has no `customer_key`"
DEFENDER = "Defender for Containers scans the whole subscription; this registry's stack turns it on"
IMMUTABLE_STAYS = "cleanup can't delete a version with an immutable tag, so older images would stay for ever"
MUTABLE = {"tags": {"immutable": False}}


def _rules(tags: dict[str, str]) -> dict[str, Any]:
    """Settings of a repository whose tagged images these rules are about."""
    return {"retention": {"tags": tags}}


CASES: list[tuple[str, dict[str, Any], str, dict[str, tuple[str, str]]]] = [
    (
        "immutable",
        {"tags": {"immutable": True}},
        "tags.immutable",
        {"aws": ("native", ""), "gcp": ("native", ""), "azure": ("refused", NO_LOCKS)},
    ),
    (
        "mutable",
        MUTABLE,
        "tags.immutable",
        {"aws": ("native", ""), "gcp": ("native", ""), "azure": ("native", "")},
    ),
    (
        "exceptions",
        {"tags": {"immutable": True, "mutable": ["latest"]}},
        "tags.mutable",
        {
            "aws": ("native", ""),
            "gcp": ("refused", NO_EXCEPTIONS),
            "azure": ("native", "all tags are mutable"),
        },
    ),
    (
        "exceptions-to-nothing",
        {"tags": {"immutable": False, "mutable": ["latest"]}},
        "tags.mutable",
        dict.fromkeys(CLOUDS, ("native", "all tags are mutable")),
    ),
    (
        "too-many-exceptions",
        {"tags": {"mutable": [f"dev-{n}" for n in range(6)]}},
        "tags.mutable",
        {"aws": ("refused", "ECR takes 5 patterns, not 6"), "gcp": ("refused", NO_EXCEPTIONS)},
    ),
    (
        "greedy-exception",
        {"tags": {"mutable": ["a*b*c*", "latest"]}},
        "tags.mutable",
        {"aws": ("refused", "ECR takes 2 `*` in a pattern: `a*b*c*`")},
    ),
    (
        "exception-of-one-character",
        {"tags": {"mutable": ["dev-?", "latest"]}},
        "tags.mutable",
        {"aws": ("refused", "ECR knows no `?` in a pattern: `dev-?`")},
    ),
    (
        "scanned",
        {"scanning": "on_push"},
        "scanning",
        {"aws": ("native", ""), "gcp": ("native", ""), "azure": ("emulated", DEFENDER)},
    ),
    (
        "scanned-continuously",
        {"scanning": "continuous"},
        "scanning",
        {
            "aws": ("refused", "ECR scans continuously only with `scanner: enhanced` on the registry"),
            "gcp": (
                "emulated",
                (
                    "Artifact Analysis scans on push, and goes on for images that were pulled in the last"
                    " 30 days"
                ),
            ),
            "azure": ("emulated", DEFENDER),
        },
    ),
    (
        "not-scanned",
        {"scanning": "disabled"},
        "scanning",
        {
            "aws": ("native", ""),
            "gcp": ("native", ""),
            "azure": (
                "emulated",
                "Defender scans all of a subscription: images are scanned where it is on",
            ),
        },
    ),
    (
        "own-key",
        {"encryption": "customer_key"},
        "encryption",
        dict.fromkeys(CLOUDS, ("refused", NO_KEY)),
    ),
    (
        "provider-key",
        {"encryption": "provider_key"},
        "encryption",
        {"aws": ("native", ""), "gcp": ("native", ""), "azure": ("native", "the key is the registry's")},
    ),
    (
        "replicas",
        {"replicas": {"aws": ["eu-west-1"], "gcp": ["europe-west1"], "azure": ["northeurope"]}},
        "replicas",
        {
            "aws": (
                "emulated",
                "ECR copies images that are pushed from now on; settings of the copies don't follow",
            ),
            "gcp": (
                "refused",
                "Artifact Registry has no replication; add a registry there and place it in both",
            ),
            "azure": (
                "refused",
                "ACR replicates whole registries: add `northeurope` to the registry's `replicas`",
            ),
        },
    ),
    (
        "untagged",
        {"retention": {"untagged": "expire after 9 days"}},
        "retention.untagged",
        {
            "aws": ("native", "counted from the push, done within 24 hours"),
            "gcp": ("native", "counted from the upload, done within about a day"),
            "azure": ("emulated", "a scheduled `acr purge` task, counted from the last update"),
        },
    ),
    (
        "newest",
        MUTABLE | _rules({"*": "keep newest 5"}),
        "retention.keep_newest",
        {
            "aws": ("native", ""),
            "gcp": (
                "refused",
                (
                    "cleanup counts all versions of an image whatever their tags, the parts of multi-platform"
                    " images too, so fewer than 5 would stay"
                ),
            ),
            "azure": (
                "emulated",
                "a scheduled `acr purge` task, which counts and removes tags, not images",
            ),
        },
    ),
    (
        "newest-beside-others",
        MUTABLE | _rules({"v*": "protect", "*": "keep newest 5"}),
        "retention.keep_newest",
        {"aws": ("emulated", "images that `v*` decides about count among the newest")},
    ),
    (
        "expiring",
        MUTABLE | _rules({"pr-*": "expire after 7 days"}),
        "retention.expire",
        {
            "aws": ("native", "counted from the push, done within 24 hours"),
            "gcp": ("native", "counted from the upload, done within about a day"),
            "azure": (
                "emulated",
                "a scheduled `acr purge` task, which removes tags, counted from the tag's last update",
            ),
        },
    ),
    (
        "expiring-of-immutable",
        _rules({"pr-*": "expire after 7 days"}),
        "retention.expire",
        {
            "aws": ("native", "counted from the push, done within 24 hours"),
            "gcp": ("refused", IMMUTABLE_STAYS),
        },
    ),
    (
        "expiring-by-one-character",
        MUTABLE | _rules({"v?": "expire after 7 days"}),
        "retention.expire",
        {
            "aws": ("refused", "ECR knows no `?` in a pattern: `v?`"),
            "gcp": ("refused", "cleanup knows prefixes only, and `v?` is none"),
        },
    ),
    (
        "archived",
        MUTABLE | _rules({"v*": "archive after 90 days without a pull"}),
        "retention.archive",
        {
            "aws": ("native", ""),
            "gcp": ("refused", "Artifact Registry has no archive"),
            "azure": ("refused", "ACR has no archive"),
        },
    ),
    (
        "protected",
        MUTABLE | _rules({"*": "expire after 7 days", "v*": "protect"}),
        "retention.protect",
        {
            "aws": ("native", ""),
            "gcp": ("native", ""),
            "azure": ("emulated", "a scheduled `acr purge` task, whose filters leave protected tags out"),
        },
    ),
    (
        "protected-where-tags-are-immutable",
        _rules({"*-stable": "protect"}),
        "retention.protect",
        {
            "gcp": ("native", "no tagged image expires"),
            "azure": ("emulated", "nothing is scheduled that would remove tags"),
        },
    ),
    (
        "protected-exactly",
        MUTABLE | _rules({"*": "expire after 7 days", "1.0": "protect"}),
        "retention.protect",
        {"gcp": ("emulated", "cleanup knows prefixes only: all of `1.0*` is kept")},
    ),
    (
        "observed",
        MUTABLE | {"retention": {"tags": {"*": "expire after 7 days"}, "rollout": "observe"}},
        "retention.rollout",
        {
            "gcp": ("native", "a dry run"),
            "azure": ("emulated", "the task runs with `--dry-run`, and its log tells what would go"),
        },
    ),
    (
        "deletion",
        {"delete_protection": True},
        "delete_protection",
        {
            "aws": ("native", ""),
            "gcp": ("native", ""),
            "azure": (
                "emulated",
                "removing the repository from the spec removes grants, never images",
            ),
        },
    ),
    ("retained", {"on_removal": "retain"}, "on_removal", dict.fromkeys(CLOUDS, ("native", ""))),
    (
        "deleted",
        {"on_removal": "delete"},
        "on_removal",
        {
            "aws": ("native", ""),
            "gcp": ("native", ""),
            "azure": ("emulated", "images stay in ACR until someone deletes them"),
        },
    ),
    (
        "labels",
        {"labels": {"tier": "one"}},
        "labels",
        {
            "aws": ("native", ""),
            "gcp": ("emulated", "labels take `a-z`, `0-9`, `_` and `-` only: owner rewritten"),
            "azure": ("refused", "repositories in ACR carry no tags, only the registry does"),
        },
    ),
    (
        "own-labels-only",
        {},
        "labels",
        {"azure": ("emulated", "the repository's path names its team; only the registry carries tags")},
    ),
    ("pull", {"pull": ["team"]}, "pull", dict.fromkeys(CLOUDS, ("native", ""))),
    ("push", {"push": ["pipelines"]}, "push", dict.fromkeys(CLOUDS, ("native", ""))),
]


@pytest.mark.parametrize(
    ("cloud", "repository", "setting", "expected"),
    [
        pytest.param(cloud, repository, setting, answer, id=f"{name}-{cloud}")
        for name, repository, setting, answers in CASES
        for cloud, answer in answers.items()
    ],
)
def test_a_cloud_does_a_setting_as_faithfully_as_it_can(cloud, repository, setting, expected):
    found = finding(one(CLOUDS[cloud], repository), setting)
    assert (found.fidelity, found.reason) == expected


@pytest.mark.parametrize("cloud", CLOUDS)
def test_an_own_key_is_native_where_the_registry_has_one(cloud):
    placement = one(CLOUDS[cloud] | {"customer_key": KEYS[cloud]}, {"encryption": "customer_key"})
    assert finding(placement, "encryption").fidelity == "native"


def test_the_key_of_an_acr_encrypts_all_that_is_in_it():
    found = finding(one(ACR | {"customer_key": ACR_KEY}, {}), "encryption")
    assert found.fidelity == "emulated"
    assert found.reason == "the whole registry is encrypted with its `customer_key`"


@pytest.mark.parametrize(
    ("cloud", "own", "elsewhere", "expected"),
    [
        ("aws", "eu-central-1", "eu-west-1", "emulated"),
        ("gcp", "europe-west3", "europe-west1", "refused"),
        ("azure", "westeurope", "northeurope", "refused"),
    ],
)
def test_a_registrys_own_location_is_no_replica(cloud, own, elsewhere, expected):
    here = one(CLOUDS[cloud], {"replicas": {cloud: [own]}})
    assert not [
        found for found in here.findings if found.fidelity == "refused" and found.setting == "replicas"
    ]
    there = one(CLOUDS[cloud], {"replicas": {cloud: [own, elsewhere]}})
    assert finding(there, "replicas").fidelity == expected


def test_replicas_of_the_whole_acr_are_native():
    repository = {"replicas": {"azure": ["northeurope"]}}
    found = finding(one(ACR | {"replicas": ["northeurope", "uksouth"]}, repository), "replicas")
    assert (found.fidelity, found.reason) == ("native", "the whole registry is replicated")


@pytest.mark.parametrize(
    ("cloud", "fidelity", "reason"),
    [
        ("gcp", "emulated", "the repository inherits the project's scanning, which someone else enables"),
        (
            "azure",
            "emulated",
            "Defender for Containers scans the whole subscription; someone else turns it on",
        ),
    ],
)
def test_a_scanner_that_someone_else_turns_on_is_said_to_be(cloud, fidelity, reason):
    found = finding(one(CLOUDS[cloud] | {"scanner": "external"}, {}), "scanning")
    assert (found.fidelity, found.reason) == (fidelity, reason)


def test_continuous_scanning_is_native_with_the_enhanced_scanner():
    found = finding(one(ECR | {"scanner": "enhanced"}, {"scanning": "continuous"}), "scanning")
    assert found.fidelity == "native"
