"""ECR repositories."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wharfinger_sandbox.clouds.aws.repository import MODEL
from wharfinger_sandbox.clouds.aws.repository_settings import NAME, name_problems
from wharfinger_sandbox.provider.model import UNKNOWN

KEY = "arn:aws:kms:eu-west-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab"
WILDCARD = {"filter": "latest*", "filterType": "WILDCARD"}


def exclusions(*patterns: str) -> list[dict[str, str]]:
    return [{"filter": pattern, "filterType": "WILDCARD"} for pattern in patterns]


@given(st.from_regex(NAME, fullmatch=True).filter(lambda name: 2 <= len(name) <= 256))
def test_every_name_of_the_grammar_is_accepted(name):
    assert name_problems("name", name) == []


@given(st.text().filter(lambda name: re.search(r"[^a-z0-9._/-]", name)))
def test_no_name_with_a_foreign_character_is_accepted(name):
    assert name_problems("name", name)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a", "has 2 to 256 characters, not 1."),
        ("a" * 257, "has 2 to 256 characters, not 257."),
        ("Team/app", "'Team/app' is no repository name"),
        ("team//app", "is no repository name"),
        ("/team", "is no repository name"),
        ("team/app-", "is no repository name"),
        ("team--app", "is no repository name"),
    ],
)
def test_a_bad_name_is_refused_with_its_rule(aws, name, reason):
    assert reason in aws.refusal(MODEL, {"name": name})


def test_a_repository_without_a_name_is_refused(aws):
    assert aws.refusal(MODEL, {}) == "name: name the repository: the sandbox draws no random names."


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"imageTagMutability": "IMMUTABLE"},
        {"imageTagMutability": "IMMUTABLE_WITH_EXCLUSION", "imageTagMutabilityExclusionFilters": [WILDCARD]},
        {
            "imageTagMutability": "MUTABLE_WITH_EXCLUSION",
            "imageTagMutabilityExclusionFilters": exclusions("a", "b", "c", "d", "e*f*"),
        },
        {"imageTagMutability": UNKNOWN, "imageTagMutabilityExclusionFilters": [WILDCARD]},
        {"imageTagMutability": "IMMUTABLE_WITH_EXCLUSION", "imageTagMutabilityExclusionFilters": UNKNOWN},
        {"encryptionConfigurations": [{"encryptionType": "AES256"}]},
        {"encryptionConfigurations": [{"encryptionType": "KMS"}]},
        {"encryptionConfigurations": [{"encryptionType": "KMS_DSSE", "kmsKey": KEY}]},
        {"encryptionConfigurations": [{"encryptionType": "KMS", "kmsKey": UNKNOWN}]},
        {"tags": {"team": "payments", "cost centre": "4711/a@b"}},
    ],
    ids=lambda settings: " ".join(settings) or "bare",
)
def test_sound_settings_are_accepted(aws, settings):
    assert aws.refusal(MODEL, {"name": "team/app", **settings}) == ""


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"imageTagMutability": "IMUTABLE"}, "Did you mean 'IMMUTABLE'?"),
        (
            {"imageTagMutability": "IMMUTABLE_WITH_EXCLUSION"},
            "IMMUTABLE_WITH_EXCLUSION needs at least one exclusion filter.",
        ),
        (
            {"imageTagMutability": "IMMUTABLE_WITH_EXCLUSION", "imageTagMutabilityExclusionFilters": []},
            "needs at least one exclusion filter.",
        ),
        (
            {"imageTagMutability": "IMMUTABLE", "imageTagMutabilityExclusionFilters": [WILDCARD]},
            "exclusion filters need imageTagMutability MUTABLE_WITH_EXCLUSION or IMMUTABLE_WITH_EXCLUSION.",
        ),
        (
            {"imageTagMutabilityExclusionFilters": [WILDCARD]},
            "exclusion filters need imageTagMutability",
        ),
        (
            {
                "imageTagMutability": "MUTABLE_WITH_EXCLUSION",
                "imageTagMutabilityExclusionFilters": exclusions(*"abcdef"),
            },
            "6 exclusion filters; at most 5 are allowed.",
        ),
        (
            {
                "imageTagMutability": "MUTABLE_WITH_EXCLUSION",
                "imageTagMutabilityExclusionFilters": exclusions("*a*b*"),
            },
            "'*a*b*' has more than 2 wildcards.",
        ),
        (
            {
                "imageTagMutability": "MUTABLE_WITH_EXCLUSION",
                "imageTagMutabilityExclusionFilters": exclusions("a" * 129),
            },
            "has 1 to 128 characters, not 129.",
        ),
        (
            {
                "imageTagMutability": "MUTABLE_WITH_EXCLUSION",
                "imageTagMutabilityExclusionFilters": exclusions("v[0-9]"),
            },
            "'v[0-9]' may hold letters, digits, '.', '_', '-' and '*' only.",
        ),
        (
            {
                "imageTagMutability": "MUTABLE_WITH_EXCLUSION",
                "imageTagMutabilityExclusionFilters": [{"filter": "a", "filterType": "REGEX"}],
            },
            "it is one of WILDCARD.",
        ),
        (
            {"encryptionConfigurations": [{"encryptionType": "KMS"}, {"encryptionType": "KMS"}]},
            "2 encryption configurations; a repository has one.",
        ),
        ({"encryptionConfigurations": [{"kmsKey": KEY}]}, "AES256 takes no key"),
        (
            {"encryptionConfigurations": [{"encryptionType": "KMS", "kmsKey": "alias/registry"}]},
            "'alias/registry' is not the ARN of a KMS key",
        ),
        (
            {
                "encryptionConfigurations": [
                    {"encryptionType": "KMS", "kmsKey": KEY.replace("eu-west-1", "us-east-1")}
                ]
            },
            "the key is in us-east-1, the repository in eu-west-1: they must share a region.",
        ),
        ({"tags": {f"key{n}": "v" for n in range(51)}}, "51 tags; at most 50 are allowed."),
        ({"tags": {"aws:team": "a"}}, "tag keys that start with 'aws:' belong to AWS."),
        ({"tags": {"k" * 129: "a"}}, "a tag key has 1 to 128 characters, not 129."),
        ({"tags": {"k": "v" * 257}}, "a tag value has at most 256 characters, not 257."),
        ({"tags": {"k": "a;b"}}, "tags hold letters, digits, spaces and _ . : / = + - @ only."),
    ],
)
def test_unsound_settings_are_refused_with_their_rule(aws, settings, reason):
    assert reason in aws.refusal(MODEL, {"name": "team/app", **settings})


def test_programs_read_what_ecr_says(aws):
    tagged = aws.configured(defaultTags='{"tags": {"owner": "platform", "env": "dev"}}')
    outputs = tagged.put(MODEL, {"name": "team/app", "tags": {"env": "prod"}}).outputs
    assert outputs["arn"] == "arn:aws:ecr:eu-west-1:111111111111:repository/team/app"
    assert outputs["registryId"] == "111111111111"
    assert outputs["repositoryUrl"] == "111111111111.dkr.ecr.eu-west-1.amazonaws.com/team/app"
    assert outputs["imageTagMutability"] == "MUTABLE"
    assert outputs["tagsAll"] == {"owner": "platform", "env": "prod"}


def test_a_changed_name_key_or_region_replaces_a_repository():
    assert MODEL.replace_on == {"name", "encryptionConfigurations", "region"}


@pytest.mark.parametrize(
    ("images", "force", "refused"),
    [(0, False, False), (3, True, False), (3, False, True), (3.0, None, True)],
)
def test_a_repository_with_images_is_deleted_only_by_force(aws, images, force, refused):
    stored = aws.put(MODEL, {"name": "team/app", "forceDelete": force}, sandboxImages=images)
    reasons = [problem.reason for problem in MODEL.refuse_delete(stored, aws)]
    expected = "RepositoryNotEmptyException: team/app holds 3 images and forceDelete is not set."
    assert reasons == ([expected] if refused else [])
