"""Controls on the settings of repositories and registries themselves."""

from typing import Any

import pytest

from tests.policy_packs.registry_guardrails.analyzer import UNKNOWN, Analyzer
from tests.policy_packs.registry_guardrails.cases import (
    ACR,
    ARM,
    ECR,
    ECR_TEMPLATE,
    GAR,
    GOOD_ACR,
    GOOD_ARM_ACR,
    GOOD_ECR,
    GOOD_GAR,
    assert_blocked,
    assert_passes,
    changed,
    said_of,
)

GOOD = {"ecr": (ECR, GOOD_ECR), "gar": (GAR, GOOD_GAR), "acr": (ACR, GOOD_ACR), "arm": (ARM, GOOD_ARM_ACR)}
TEMPLATE = {
    **{
        key: value
        for key, value in GOOD_ECR.items()
        if key not in ("tags", "name", "imageScanningConfiguration")
    },
    "prefix": "ROOT",
    "appliedFors": ["CREATE_ON_PUSH"],
    "resourceTags": {"owner": "platform", "environment": "prod"},
    "lifecyclePolicy": '{"rules":[{"rulePriority":1,"selection":{"tagStatus":"untagged","countType":'
    '"sinceImagePushed","countUnit":"days","countNumber":14},"action":{"type":"expire"}}]}',
}
WITH_EXCLUSION = changed(GOOD_ECR, "imageTagMutability", "IMMUTABLE_WITH_EXCLUSION")


def excluding(*filters: str) -> dict[str, Any]:
    return {
        **WITH_EXCLUSION,
        "imageTagMutabilityExclusionFilters": [
            {"filter": each, "filterType": "WILDCARD"} for each in filters
        ],
    }


@pytest.mark.parametrize("cloud", GOOD)
def test_a_good_registry_passes_every_control(analyzer: Analyzer, cloud: str):
    kind, properties = GOOD[cloud]
    assert_passes(said_of(analyzer, kind, properties))


def test_a_good_creation_template_passes_every_control(analyzer: Analyzer):
    assert_passes(said_of(analyzer, ECR_TEMPLATE, TEMPLATE))


@pytest.mark.parametrize(
    ("cloud", "path", "value", "control"),
    [
        ("ecr", "imageTagMutability", "MUTABLE", "WH-REG-001"),
        ("ecr", "imageTagMutability", None, "WH-REG-001"),
        ("ecr", "imageTagMutability", "MUTABLE_WITH_EXCLUSION", "WH-REG-001"),
        ("ecr", "imageTagMutability", UNKNOWN, "WH-REG-001"),
        ("gar", "dockerConfig.immutableTags", False, "WH-REG-001"),
        ("gar", "dockerConfig", None, "WH-REG-001"),
        ("gar", "dockerConfig", UNKNOWN, "WH-REG-001"),
        ("gar", "dockerConfig.immutableTags", UNKNOWN, "WH-REG-001"),
        ("ecr", "imageScanningConfiguration.scanOnPush", False, "WH-REG-002"),
        ("ecr", "imageScanningConfiguration", None, "WH-REG-002"),
        ("ecr", "imageScanningConfiguration", UNKNOWN, "WH-REG-002"),
        ("gar", "vulnerabilityScanningConfig.enablementConfig", "DISABLED", "WH-REG-002"),
        ("gar", "vulnerabilityScanningConfig.enablementConfig", UNKNOWN, "WH-REG-002"),
        ("ecr", "encryptionConfigurations", None, "WH-REG-003"),
        ("ecr", "encryptionConfigurations", UNKNOWN, "WH-REG-003"),
        ("ecr", "encryptionConfigurations", [{"encryptionType": "AES256"}], "WH-REG-003"),
        ("ecr", "encryptionConfigurations", [{"encryptionType": "KMS"}], "WH-REG-003"),
        ("ecr", "encryptionConfigurations", [{"encryptionType": "KMS", "kmsKey": " "}], "WH-REG-003"),
        (
            "ecr",
            "encryptionConfigurations",
            [{"encryptionType": "KMS", "kmsKey": "alias/aws/ecr"}],
            "WH-REG-003",
        ),
        ("gar", "kmsKeyName", None, "WH-REG-003"),
        ("gar", "kmsKeyName", "", "WH-REG-003"),
        ("acr", "encryption", None, "WH-REG-003"),
        ("acr", "encryption.status", "disabled", "WH-REG-003"),
        ("acr", "encryption.status", UNKNOWN, "WH-REG-003"),
        ("acr", "encryption.keyVaultProperties", None, "WH-REG-003"),
        ("arm", "properties.encryption.status", "disabled", "WH-REG-003"),
        ("acr", "adminUserEnabled", True, "WH-ACR-001"),
        ("acr", "adminUserEnabled", UNKNOWN, "WH-ACR-001"),
        ("arm", "properties.adminUserEnabled", True, "WH-ACR-001"),
        ("acr", "anonymousPullEnabled", True, "WH-ACR-002"),
        ("acr", "anonymousPullEnabled", UNKNOWN, "WH-ACR-002"),
        ("arm", "properties.anonymousPullEnabled", True, "WH-ACR-002"),
        ("ecr", "region", "us-east-1", "WH-REG-007"),
        ("ecr", "region", None, "WH-REG-007"),
        ("ecr", "region", UNKNOWN, "WH-REG-007"),
        (
            "ecr",
            "encryptionConfigurations",
            [{"encryptionType": "KMS", "kmsKey": "arn:aws:kms:us-east-1:111111111111:key/0f1e"}],
            "WH-REG-007",
        ),
        ("gar", "location", "europe", "WH-REG-007"),
        ("gar", "location", None, "WH-REG-007"),
        ("gar", "kmsKeyName", "projects/acme/locations/us/keyRings/r/cryptoKeys/k", "WH-REG-007"),
        ("acr", "location", "eastus", "WH-REG-007"),
        ("arm", "location", UNKNOWN, "WH-REG-007"),
        ("ecr", "tags.owner", "", "WH-REG-008"),
        ("ecr", "tags", {"environment": "prod"}, "WH-REG-008"),
        ("ecr", "tags", UNKNOWN, "WH-REG-008"),
        ("gar", "labels.owner", None, "WH-REG-008"),
        ("acr", "tags.owner", None, "WH-REG-008"),
        ("arm", "tags.owner", None, "WH-REG-008"),
        ("ecr", "forceDelete", True, "WH-REG-009"),
        ("ecr", "forceDelete", UNKNOWN, "WH-REG-009"),
    ],
)
def test_a_registry_that_breaks_one_rule_is_blocked_by_its_control(
    analyzer: Analyzer, cloud: str, path: str, value: Any, control: str
):
    kind, good = GOOD[cloud]
    said = said_of(analyzer, kind, changed(good, path, value))
    assert_blocked(said, control, "Mend: ")


@pytest.mark.parametrize(
    ("path", "value", "control"),
    [
        ("imageTagMutability", "MUTABLE", "WH-REG-001"),
        ("encryptionConfigurations", None, "WH-REG-003"),
        ("repositoryPolicy", '{"Statement":[]}', "WH-REG-004"),
        ("lifecyclePolicy", None, "WH-REG-005"),
        ("region", "us-east-1", "WH-REG-007"),
        ("resourceTags.owner", None, "WH-REG-008"),
    ],
)
def test_a_creation_template_makes_no_repository_that_breaks_a_rule(
    analyzer: Analyzer, path: str, value: Any, control: str
):
    assert control in said_of(analyzer, ECR_TEMPLATE, changed(TEMPLATE, path, value)).blocked


@pytest.mark.parametrize(
    ("cloud", "path", "value"),
    [
        ("acr", "adminUserEnabled", None),
        ("acr", "anonymousPullEnabled", None),
        ("gar", "vulnerabilityScanningConfig", {"enablementConfig": "INHERITED"}),
        ("gar", "kmsKeyName", UNKNOWN),
        ("ecr", "encryptionConfigurations", [{"encryptionType": "KMS_DSSE", "kmsKey": UNKNOWN}]),
        ("acr", "encryption.keyVaultProperties.keyIdentifier", UNKNOWN),
        ("acr", "location", "West Europe"),
        ("ecr", "tags.owner", UNKNOWN),
        ("ecr", "name", UNKNOWN),
        ("ecr", "forceDelete", False),
    ],
)
def test_what_is_sound_or_has_a_safe_default_passes(analyzer: Analyzer, cloud: str, path: str, value: Any):
    kind, good = GOOD[cloud]
    assert_passes(said_of(analyzer, kind, changed(good, path, value)))


@pytest.mark.parametrize("setting", ["adminUserEnabled", "anonymousPullEnabled"])
def test_an_arm_registry_with_unknown_settings_is_blocked(analyzer: Analyzer, setting: str):
    said = said_of(analyzer, ARM, changed(GOOD_ARM_ACR, "properties", UNKNOWN))
    assert {"WH-ACR-001", "WH-ACR-002", "WH-REG-003"} <= set(said.blocked)
    assert any(setting in message for messages in said.blocked.values() for message in messages)


@pytest.mark.parametrize(
    "kind",
    [
        "azure-native:containerregistry/v20230701:Registry",
        "azure-native_containerregistry_v20251101:containerregistry:Registry",
    ],
)
def test_a_versioned_registry_type_is_read_as_the_plain_one(analyzer: Analyzer, kind: str):
    assert_blocked(said_of(analyzer, kind, changed(GOOD_ACR, "adminUserEnabled", True)), "WH-ACR-001")


@pytest.mark.parametrize("excluded", ["*", "**", "v*", "v1.*", "2.*", "prod-*", "prod-eu-*", "rel*", "*.*.*"])
def test_an_exclusion_filter_that_takes_in_release_tags_is_blocked(analyzer: Analyzer, excluded: str):
    assert_blocked(
        said_of(analyzer, ECR, excluding("latest", excluded)), "WH-REG-001", f"excludes {excluded},"
    )


@pytest.mark.parametrize("excluded", ["latest", "dev-*", "pr-*", "main", "cache*", "nightly-*"])
def test_an_exclusion_filter_that_leaves_release_tags_alone_passes(analyzer: Analyzer, excluded: str):
    assert_passes(said_of(analyzer, ECR, excluding(excluded)))


def test_immutable_with_exclusion_but_no_filter_passes(analyzer: Analyzer):
    assert_passes(said_of(analyzer, ECR, WITH_EXCLUSION))


def test_an_unknown_exclusion_filter_is_blocked_by_name(analyzer: Analyzer):
    assert_blocked(
        said_of(analyzer, ECR, excluding(UNKNOWN)),
        "WH-REG-001",
        "imageTagMutabilityExclusionFilters[].filter",
    )


def test_release_tag_patterns_are_configurable(analyzer: Analyzer):
    config = {"WH-REG-001": {"releaseTagPatterns": ["stable-*"]}}
    assert_passes(said_of(analyzer, ECR, excluding("v*"), config=config))
    assert_blocked(said_of(analyzer, ECR, excluding("stable-eu"), config=config), "WH-REG-001")


def test_a_gar_repository_that_stores_no_images_of_its_own_needs_no_immutable_tags(analyzer: Analyzer):
    remote = changed(changed(GOOD_GAR, "mode", "REMOTE_REPOSITORY"), "dockerConfig", None)
    assert_passes(said_of(analyzer, GAR, remote))
    maven = changed(changed(GOOD_GAR, "format", "MAVEN"), "dockerConfig", None)
    assert_passes(said_of(analyzer, GAR, maven))
    virtual = {key: GOOD_GAR[key] for key in ("location", "format", "labels", "deletionPolicy")}
    assert_passes(said_of(analyzer, GAR, {**virtual, "mode": "VIRTUAL_REPOSITORY"}))


def test_a_repository_scanned_by_its_registry_needs_no_setting_of_its_own(analyzer: Analyzer):
    unset = changed(GOOD_ECR, "imageScanningConfiguration", None)
    assert_passes(said_of(analyzer, ECR, unset, config={"WH-REG-002": {"scannedByRegistry": True}}))


SCANNING = "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration"


def scan_rule(frequency: str, *filters: str) -> dict[str, Any]:
    return {
        "scanFrequency": frequency,
        "repositoryFilters": [{"filter": each, "filterType": "WILDCARD"} for each in filters],
    }


@pytest.mark.parametrize(
    ("rules", "word"),
    [
        (None, "rules is empty"),
        ([], "rules is empty"),
        ([scan_rule("MANUAL", "*")], "no rule scans all"),
        ([scan_rule("SCAN_ON_PUSH", "prod-*")], "no rule scans all"),
        (UNKNOWN, "rules is not known"),
        ([scan_rule("SCAN_ON_PUSH", UNKNOWN)], "rules is not known"),
    ],
)
def test_a_registry_scanning_configuration_that_leaves_repositories_out_is_blocked(
    analyzer: Analyzer, rules: Any, word: str
):
    properties = changed({"scanType": "ENHANCED"}, "rules", rules)
    assert_blocked(said_of(analyzer, SCANNING, properties), "WH-REG-002", word)


def test_a_registry_scanning_configuration_with_a_rule_for_all_passes(analyzer: Analyzer):
    rules = [scan_rule("CONTINUOUS_SCAN", "prod-*"), scan_rule("SCAN_ON_PUSH", "*")]
    assert_passes(said_of(analyzer, SCANNING, {"scanType": "ENHANCED", "rules": rules}))


@pytest.mark.parametrize(
    ("name", "tier", "blocked"),
    [
        ("Containers", "Free", True),
        ("Containers", UNKNOWN, True),
        ("Containers", "Standard", False),
        ("VirtualMachines", "Free", False),
    ],
)
def test_defender_for_containers_stays_on(analyzer: Analyzer, name: str, tier: str, blocked: bool):
    said = said_of(analyzer, "azure-native:security:Pricing", {"pricingName": name, "pricingTier": tier})
    assert bool(said.blocked.get("WH-REG-002")) is blocked


REPLICATION = "aws:ecr/replicationConfiguration:ReplicationConfiguration"


@pytest.mark.parametrize(
    ("regions", "blocked"),
    [(["eu-central-1"], False), (["eu-central-1", "us-east-1"], True), ([UNKNOWN], True), ([], False)],
)
def test_images_are_replicated_to_allowed_regions_only(analyzer: Analyzer, regions: list[str], blocked: bool):
    destinations = [{"region": region, "registryId": "111111111111"} for region in regions]
    properties = {
        "region": "eu-central-1",
        "replicationConfiguration": {"rules": [{"destinations": destinations}]},
    }
    assert bool(said_of(analyzer, REPLICATION, properties).blocked.get("WH-REG-007")) is blocked


@pytest.mark.parametrize(("location", "blocked"), [("westeurope", False), ("eastus", True), (UNKNOWN, True)])
def test_an_acr_replica_stays_in_allowed_regions(analyzer: Analyzer, location: str, blocked: bool):
    said = said_of(analyzer, "azure-native:containerregistry:Replication", {"location": location})
    assert bool(said.blocked.get("WH-REG-007")) is blocked
    arm = {
        "resourceProviderNamespace": "Microsoft.ContainerRegistry",
        "resourceType": "registries/replications",
        "location": location,
    }
    assert bool(said_of(analyzer, ARM, arm).blocked.get("WH-REG-007")) is blocked


def test_without_allowed_regions_the_control_says_that_it_does_not_apply(analyzer: Analyzer):
    said = said_of(analyzer, ECR, changed(GOOD_ECR, "region", "us-east-1"), config={"WH-REG-007": {}})
    assert_passes(said)
    assert said.not_applicable == {"WH-REG-007"}


def test_a_region_that_the_resource_leaves_out_is_read_from_its_provider(analyzer: Analyzer):
    unset = changed(GOOD_ECR, "region", None)
    assert_passes(said_of(analyzer, ECR, unset, provider={"region": "eu-central-1"}))
    assert_blocked(said_of(analyzer, ECR, unset, provider={"region": "us-east-1"}), "WH-REG-007")


@pytest.mark.parametrize("default_tags", ['{"tags": {"owner": "checkout"}}', {"tags": {"owner": "checkout"}}])
def test_default_tags_of_the_provider_count(analyzer: Analyzer, default_tags: Any):
    unset = changed(GOOD_ECR, "tags.owner", None)
    assert_passes(said_of(analyzer, ECR, unset, provider={"defaultTags": default_tags}))


def test_required_tags_are_configurable(analyzer: Analyzer):
    config = {"WH-REG-008": {"requiredTags": ["owner", "cost-centre"]}}
    assert_blocked(
        said_of(analyzer, GAR, GOOD_GAR, config=config), "WH-REG-008", "labels.cost-centre is not set"
    )


@pytest.mark.parametrize("cloud", ["gar", "acr", "arm"])
def test_a_registry_of_prod_that_nothing_guards_against_deletion_is_blocked(analyzer: Analyzer, cloud: str):
    kind, good = GOOD[cloud]
    unguarded = changed(good, "deletionPolicy", None)
    assert_blocked(said_of(analyzer, kind, unguarded, protect=False), "WH-REG-009", "protect")
    assert_passes(said_of(analyzer, kind, unguarded))
    assert_passes(
        said_of(analyzer, kind, unguarded, protect=False, config={"WH-REG-009": {"requireProtection": False}})
    )
