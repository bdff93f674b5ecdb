"""KMS keys and aliases."""

import re
from typing import Any

import pytest
from wharfinger_sandbox.clouds.aws.keys import MODELS

KEY, ALIAS = MODELS


def alias(**settings: Any) -> dict[str, Any]:
    return {"name": "alias/registry", "targetKeyId": "1234abcd-12ab-34cd-56ef-1234567890ab", **settings}


def test_each_new_key_has_an_id_of_its_own(aws):
    first, second = aws.put(KEY, {}), aws.put(KEY, {"multiRegion": True})
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", first.id)
    assert re.fullmatch(r"mrk-[0-9a-f]{32}", second.id)
    assert first.outputs["arn"] == f"arn:aws:kms:eu-west-1:111111111111:key/{first.id}"
    del aws.resources[first.token, first.id]
    assert aws.put(KEY, {"multiRegion": True}).id != second.id


@pytest.mark.parametrize(
    "settings",
    [
        {"enableKeyRotation": True, "rotationPeriodInDays": 365},
        {"deletionWindowInDays": 7},
        {"customerMasterKeySpec": "RSA_2048", "keyUsage": "SIGN_VERIFY"},
    ],
)
def test_sound_keys_are_accepted(aws, settings):
    assert aws.refusal(KEY, settings) == ""


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"deletionWindowInDays": 6}, "deletionWindowInDays is 6; it is a number from 7 to 30 days."),
        ({"rotationPeriodInDays": 89, "enableKeyRotation": True}, "it is a number from 90 to 2560 days."),
        ({"rotationPeriodInDays": 90}, "a rotation period needs enableKeyRotation."),
        (
            {"enableKeyRotation": True, "customerMasterKeySpec": "RSA_2048"},
            "only SYMMETRIC_DEFAULT keys are rotated, not RSA_2048.",
        ),
        ({"customerMasterKeySpec": "AES_256"}, "it is one of SYMMETRIC_DEFAULT"),
        ({"keyUsage": "ENCRYPT"}, "Did you mean 'ENCRYPT_DECRYPT'?"),
        ({"description": "d" * 8193}, "at most 8192 are allowed."),
        ({"policy": "{}"}, "policy: the policy has no Statement."),
    ],
)
def test_unsound_keys_are_refused_with_their_rule(aws, settings, reason):
    assert reason in aws.refusal(KEY, settings)


def test_an_alias_points_to_a_key_by_id_or_arn(aws):
    arn = "arn:aws:kms:eu-west-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    for target in (alias()["targetKeyId"], arn):
        outputs = aws.put(ALIAS, alias(targetKeyId=target)).outputs
        assert outputs["targetKeyArn"] == arn
        assert outputs["arn"] == "arn:aws:kms:eu-west-1:111111111111:alias/registry"


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"name": None}, "name the alias: the sandbox draws no random names."),
        ({"name": "registry"}, "'registry' is no alias"),
        ({"name": "alias/aws/ecr"}, "aliases that start with 'alias/aws/' belong to AWS."),
        ({"name": f"alias/{'a' * 256}"}, "at most 256 are allowed."),
        ({"targetKeyId": "key"}, "'key' is neither the id nor the ARN of a key."),
        (
            {"targetKeyId": "arn:aws:kms:us-east-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab"},
            "the key is in us-east-1, the alias in eu-west-1.",
        ),
    ],
)
def test_unsound_aliases_are_refused_with_their_rule(aws, settings, reason):
    assert reason in aws.refusal(ALIAS, alias(**settings))
