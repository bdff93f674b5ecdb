"""Controls on retention: that it deletes something, and that it is there."""

import json
from typing import Any

import pytest

from tests.policy_packs.registry_guardrails.analyzer import UNKNOWN, Analyzer, Given
from tests.policy_packs.registry_guardrails.cases import (
    ACR,
    ACR_TASK,
    ARM,
    ECR,
    ECR_LIFECYCLE,
    GAR,
    GOOD_ACR,
    GOOD_ARM_ACR,
    GOOD_ECR,
    GOOD_GAR,
    assert_advises,
    assert_blocked,
    assert_passes,
    changed,
    expire,
    lifecycle,
    purge_task,
    said_of,
)

KEEP_RELEASES = expire("tagged", "imageCountMoreThan", 999_999, tagPatternList=["v*"])
KEEP_TAGGED = expire("tagged", "imageCountMoreThan", 999_999, tagPatternList=["*"])
ARCHIVE = {
    "selection": {"tagStatus": "any", "countType": "sinceImagePulled", "countNumber": 30},
    "action": {"type": "transition", "targetStorageClass": "archive"},
}


@pytest.mark.parametrize(
    "document",
    [
        lifecycle(expire()),
        lifecycle(KEEP_RELEASES, expire()),
        lifecycle(KEEP_RELEASES, expire("any", "imageCountMoreThan", 100)),
        lifecycle(KEEP_RELEASES, expire("tagged", count=90, tagPrefixList=["dev-"])),
        lifecycle(ARCHIVE, expire("any", "sinceImageTransitioned", 100, storageClass="archive")),
        json.loads(lifecycle(expire())),
    ],
    ids=str,
)
def test_a_lifecycle_policy_that_expires_something_passes(analyzer: Analyzer, document: Any):
    assert_passes(said_of(analyzer, ECR_LIFECYCLE, {"policy": document, "repository": UNKNOWN}))


@pytest.mark.parametrize(
    ("document", "word"),
    [
        (None, "policy is not set"),
        ("{}", "has no rules"),
        (lifecycle(), "has no rules"),
        (lifecycle(ARCHIVE), "no rule with action expire"),
        (lifecycle(KEEP_RELEASES), "keep more than 1000 images"),
        (lifecycle(expire(count=4000)), "or 365 days"),
        (lifecycle(KEEP_TAGGED, expire("tagged", count=9, tagPatternList=["dev-*"])), "higher priority"),
        (lifecycle(KEEP_RELEASES, expire("tagged", count=9, tagPrefixList=["v"])), "higher priority"),
        ("{", "not valid JSON"),
        (lifecycle({"selection": {"tagStatus": "all"}}), "tagStatus all"),
        (lifecycle(expire(count="ten")), "countNumber ten"),
        (lifecycle(expire(kind=None)), "countType not set"),
        (UNKNOWN, "policy is not known"),
    ],
    ids=str,
)
def test_a_lifecycle_policy_that_expires_nothing_is_blocked(analyzer: Analyzer, document: Any, word: str):
    properties = changed({"repository": UNKNOWN}, "policy", document)
    assert_blocked(said_of(analyzer, ECR_LIFECYCLE, properties), "WH-REG-005", word)


def test_how_long_counts_as_keeping_is_configurable(analyzer: Analyzer):
    document = {"policy": lifecycle(expire(count=400))}
    assert_blocked(said_of(analyzer, ECR_LIFECYCLE, document), "WH-REG-005")
    assert_passes(said_of(analyzer, ECR_LIFECYCLE, document, config={"WH-REG-005": {"maxDays": 500}}))


def cleanup(action: str = "DELETE", **condition: str) -> list[dict[str, Any]]:
    return [{"id": "it", "action": action, "condition": condition}]


@pytest.mark.parametrize(
    ("path", "value", "word"),
    [
        ("cleanupPolicies", None, "cleanupPolicies is not set"),
        ("cleanupPolicies", [], "cleanupPolicies is not set"),
        ("cleanupPolicies", cleanup("KEEP", tagState="TAGGED"), "no policy with action DELETE"),
        ("cleanupPolicies", cleanup(tagState="ANY", olderThan="999999999s"), "olderThan of at most 365 days"),
        ("cleanupPolicies", cleanup(olderThan="long"), "olderThan of at most 365 days"),
        ("cleanupPolicies", cleanup(tagState="TAGGED", olderThan="86400s"), "immutableTags forbids"),
        ("cleanupPolicies", UNKNOWN, "cleanupPolicies is not known"),
        ("cleanupPolicies", cleanup(olderThan=UNKNOWN), "cleanupPolicies is not known"),
        ("cleanupPolicyDryRun", True, "cleanupPolicyDryRun is true"),
        ("cleanupPolicyDryRun", UNKNOWN, "cleanupPolicyDryRun is not known"),
    ],
)
def test_a_gar_cleanup_that_deletes_nothing_is_blocked(analyzer: Analyzer, path: str, value: Any, word: str):
    assert_blocked(said_of(analyzer, GAR, changed(GOOD_GAR, path, value)), "WH-REG-005", word)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("cleanupPolicyDryRun", None),
        ("cleanupPolicies", cleanup(tagState="UNTAGGED")),
        ("cleanupPolicies", cleanup(olderThan="30d") + cleanup("KEEP", tagState="TAGGED")),
    ],
)
def test_a_gar_cleanup_that_deletes_something_passes(analyzer: Analyzer, path: str, value: Any):
    assert_passes(said_of(analyzer, GAR, changed(GOOD_GAR, path, value)))


@pytest.mark.parametrize(
    ("path", "value", "word"),
    [
        ("policies.retentionPolicy.days", 10_000, "days is 10000, more than 365"),
        ("policies.softDeletePolicy", {"status": "enabled"}, "softDeletePolicy"),
        ("sku.name", "Standard", "only with sku.name Premium"),
        ("policies.retentionPolicy", UNKNOWN, "policies.retentionPolicy is not known"),
        ("policies.retentionPolicy.days", UNKNOWN, "policies.retentionPolicy is not known"),
    ],
)
def test_an_acr_retention_policy_that_deletes_nothing_is_blocked(
    analyzer: Analyzer, path: str, value: Any, word: str
):
    assert_blocked(said_of(analyzer, ACR, changed(GOOD_ACR, path, value)), "WH-REG-005", word)
    arm_path = path if path.startswith("sku") else f"properties.{path}"
    assert_blocked(said_of(analyzer, ARM, changed(GOOD_ARM_ACR, arm_path, value)), "WH-REG-005", word)


PURGE = "acr purge --filter 'checkout/.*:^dev-' --ago 30d --untagged"


@pytest.mark.parametrize(
    "task",
    [
        purge_task(PURGE),
        purge_task("mcr.microsoft.com/acr/acr-cli:0.14 purge --filter 'a:.*' --ago=1d12h"),
        purge_task(f'"{PURGE}"'),
        purge_task(
            r"acr purge --filter 'team/a:^(?!(?:v.*|1\.0)$$)(?:dev-.*)$$' --filter 'team/b:^.*$$' --ago 0d"
            " --keep 5 --concurrency 8"
        ),
        purge_task("acr purge --filter 'team/a:^.*$$' --untagged-only --ago 14d --concurrency 8"),
        purge_task(">\n      acr purge\n      --filter 'a:.*'\n      --ago 7d"),
        purge_task("docker build .", status="Disabled"),
        {"registryName": "acmeprod", "step": {"type": "Docker", "dockerFilePath": "Dockerfile"}},
    ],
    ids=str,
)
def test_a_task_that_purges_or_does_something_else_passes(analyzer: Analyzer, task: dict[str, Any]):
    assert_passes(said_of(analyzer, ACR_TASK, task))


@pytest.mark.parametrize(
    ("task", "word"),
    [
        (purge_task(f"{PURGE} --dry-run"), "--dry-run"),
        (purge_task("acr purge --filter 'a:.*' --ago 900d"), "--ago 900d, more than 365 days"),
        (purge_task("acr purge --filter 'a:.*' --ago soon"), "which is no duration"),
        (purge_task("acr purge --filter 'a:.*' --ago 0d --keep 5000"), "--keep 5000"),
        (purge_task(PURGE, status="Disabled"), "status is Disabled"),
        (purge_task(PURGE, trigger={}), "no trigger that is on"),
        (purge_task(PURGE, trigger={"timerTriggers": [{"status": "Disabled"}]}), "no trigger that is on"),
        ({"step": {"encodedTaskContent": "%%%"}}, "not text in base64"),
    ],
)
def test_a_purge_task_that_deletes_nothing_is_blocked(analyzer: Analyzer, task: dict[str, Any], word: str):
    assert_blocked(said_of(analyzer, ACR_TASK, task), "WH-REG-005", word)
    arm = {
        "resourceProviderNamespace": "Microsoft.ContainerRegistry",
        "resourceType": "tasks",
        "parentResourcePath": UNKNOWN,
        "properties": task,
    }
    assert_blocked(said_of(analyzer, ARM, arm), "WH-REG-005", word)


def test_a_task_with_unknown_steps_advises(analyzer: Analyzer):
    assert_advises(said_of(analyzer, ACR_TASK, {"step": {"encodedTaskContent": UNKNOWN}}), "WH-REG-005")


REPOSITORY = Given(ECR, GOOD_ECR, name="api")
REGISTRY = Given(ACR, changed(GOOD_ACR, "policies", None), name="registry")
ARM_REGISTRY = Given(ARM, changed(GOOD_ARM_ACR, "properties.policies", None), name="registry")
LIFECYCLE = {"policy": lifecycle(expire())}


def test_a_repository_without_a_lifecycle_policy_is_blocked_at_its_own_urn(analyzer: Analyzer):
    other = Given(ECR_LIFECYCLE, {**LIFECYCLE, "repository": "checkout/web"})
    said = analyzer.ask_stack([REPOSITORY, other])
    assert_blocked(said, "WH-REG-006", "no lifecycle policy")
    assert said.urns["WH-REG-006"] == {REPOSITORY.urn}


def test_a_lifecycle_policy_belongs_to_a_repository_by_reference_or_by_name(analyzer: Analyzer):
    by_reference = Given(
        ECR_LIFECYCLE, {**LIFECYCLE, "repository": UNKNOWN}, made_of={"repository": [REPOSITORY.urn]}
    )
    assert_passes(analyzer.ask_stack([REPOSITORY, by_reference]))
    by_name = Given(ECR_LIFECYCLE, {**LIFECYCLE, "repository": "checkout/api"})
    assert_passes(analyzer.ask_stack([by_name, REPOSITORY]))


def test_a_lifecycle_policy_of_another_region_does_not_count(analyzer: Analyzer):
    elsewhere = Given(
        ECR_LIFECYCLE, {**LIFECYCLE, "repository": "checkout/api", "region": "eu-west-1"}, name="elsewhere"
    )
    assert_blocked(analyzer.ask_stack([REPOSITORY, elsewhere]), "WH-REG-006")


@pytest.mark.parametrize("registry", [REGISTRY, ARM_REGISTRY], ids=["typed", "arm"])
def test_an_acr_needs_a_purge_task_of_its_own(analyzer: Analyzer, registry: Given):
    assert_blocked(analyzer.ask_stack([registry]), "WH-REG-006", "neither a purge task")
    dry = Given(ACR_TASK, purge_task(f"{PURGE} --dry-run"), name="purge")
    assert_blocked(analyzer.ask_stack([registry, dry]), "WH-REG-006")
    assert_passes(analyzer.ask_stack([registry, Given(ACR_TASK, purge_task(PURGE), name="purge")]))
    task = {**purge_task(PURGE), "registryName": UNKNOWN}
    by_reference = Given(ACR_TASK, task, name="purge", made_of={"registryName": [registry.urn]})
    assert_passes(analyzer.ask_stack([registry, by_reference]))
    arm = {
        "resourceProviderNamespace": "Microsoft.ContainerRegistry",
        "resourceType": "tasks",
        "parentResourcePath": "registries/acmeprod",
        "properties": purge_task(PURGE),
    }
    assert_passes(analyzer.ask_stack([registry, Given(ARM, arm, name="purge")]))


@pytest.mark.parametrize(("kind", "properties"), [(ACR, GOOD_ACR), (ARM, GOOD_ARM_ACR)], ids=["typed", "arm"])
def test_an_acr_with_a_retention_policy_that_works_needs_no_task(
    analyzer: Analyzer, kind: str, properties: dict[str, Any]
):
    assert_passes(analyzer.ask_stack([Given(kind, properties)]))


def test_an_arm_registry_is_known_by_its_output_type_alone(analyzer: Analyzer):
    outputs = {"type": "Microsoft.ContainerRegistry/registries", "name": "acmeprod", "properties": {}}
    assert_blocked(analyzer.ask_stack([Given(ARM, outputs)]), "WH-REG-006")


def test_retention_that_another_stack_declares_is_configurable(analyzer: Analyzer):
    config = {"WH-REG-006": {"managedElsewhere": ["api*"]}}
    assert_passes(analyzer.ask_stack([REPOSITORY], config))
