"""KMS keys and their aliases."""

import re

from wharfinger_sandbox.clouds.aws.account import arn, identify_here, region_problems, with_region
from wharfinger_sandbox.clouds.aws.grants import document_problems
from wharfinger_sandbox.clouds.aws.policy_document import KEY_DIALECT
from wharfinger_sandbox.clouds.aws.tags import all_tags, tag_problems
from wharfinger_sandbox.clouds.reading import (
    at_most,
    flag,
    given,
    made_up_uuid,
    one_of,
    required,
    text,
    within,
)
from wharfinger_sandbox.provider.model import CloudView, Inputs, Outputs, Problem, ResourceModel

KEY = "aws:kms/key:Key"
ALIAS = "aws:kms/alias:Alias"

SYMMETRIC = "SYMMETRIC_DEFAULT"
SPECS = (
    SYMMETRIC,
    "RSA_2048",
    "RSA_3072",
    "RSA_4096",
    "ECC_NIST_P256",
    "ECC_NIST_P384",
    "ECC_NIST_P521",
    "ECC_SECG_P256K1",
    "HMAC_224",
    "HMAC_256",
    "HMAC_384",
    "HMAC_512",
    "ML_DSA_44",
    "ML_DSA_65",
    "ML_DSA_87",
    "SM2",
)
USAGES = ("ENCRYPT_DECRYPT", "SIGN_VERIFY", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT")
DELETION_DAYS = (7, 30)
ROTATION_DAYS = (90, 2_560)
LONGEST_DESCRIPTION = 8_192
LONGEST_ALIAS = 256
ALIAS_NAME = re.compile(r"alias/[a-zA-Z0-9/_-]+")
KEY_REFERENCE = re.compile(
    r"(?:arn:aws[a-z-]*:kms:(?P<region>[a-z0-9-]+):[0-9]{12}:key/)?(?P<key>mrk-[0-9a-f]{32}|[0-9a-f-]{36})"
)


def key_check(inputs: Inputs) -> list[Problem]:
    """The rules for a key's inputs (KMS API: CreateKey, EnableKeyRotation, ScheduleKeyDeletion)."""
    problems = (
        region_problems(inputs)
        + one_of(inputs, "customerMasterKeySpec", SPECS)
        + one_of(inputs, "keyUsage", USAGES)
        + within(inputs, "deletionWindowInDays", *DELETION_DAYS, unit="days")
        + within(inputs, "rotationPeriodInDays", *ROTATION_DAYS, unit="days")
        + at_most(inputs, "description", LONGEST_DESCRIPTION)
        + document_problems(inputs, "policy", KEY_DIALECT)
        + tag_problems(inputs)
    )
    spec = inputs.get("customerMasterKeySpec", SYMMETRIC)
    rotates = flag(inputs, "enableKeyRotation")
    if rotates and isinstance(spec, str) and spec != SYMMETRIC:
        problems.append(Problem("enableKeyRotation", f"only {SYMMETRIC} keys are rotated, not {spec}."))
    if given(inputs, "rotationPeriodInDays") and (rotates is False or not given(inputs, "enableKeyRotation")):
        problems.append(Problem("rotationPeriodInDays", "a rotation period needs enableKeyRotation."))
    return problems


def key_id(inputs: Inputs, cloud: CloudView) -> str:
    """A new key's id, which KMS draws at random; here it follows from how many keys there are."""
    number = sum(1 for _ in cloud.each(KEY))
    while cloud.find(KEY, _nth_id(number, inputs)) is not None:
        number += 1
    return _nth_id(number, inputs)


def _nth_id(number: int, inputs: Inputs) -> str:
    identifier = made_up_uuid(KEY, str(number))
    return f"mrk-{identifier.replace('-', '')}" if flag(inputs, "multiRegion") else identifier


def key_outputs(resource_id: str, inputs: Inputs, cloud: CloudView) -> Outputs:
    """What KMS says of a key."""
    return {
        "arn": arn("kms", f"key/{resource_id}", inputs, cloud),
        "keyId": resource_id,
        "multiRegion": inputs.get("multiRegion", False),
        "region": inputs["region"],
        "rotationPeriodInDays": inputs.get("rotationPeriodInDays", 365),
        **all_tags(inputs, cloud),
    }


def alias_check(inputs: Inputs) -> list[Problem]:
    """The rules for an alias (KMS API: CreateAlias)."""
    problems = region_problems(inputs) + at_most(inputs, "name", LONGEST_ALIAS)
    problems += required(inputs, "name", "name the alias: the sandbox draws no random names.")
    name, target, region = (text(inputs, key) for key in ("name", "targetKeyId", "region"))
    if name is not None and not ALIAS_NAME.fullmatch(name):
        reason = f"{name!r} is no alias: 'alias/', then letters, digits, '/', '_' and '-'."
        problems.append(Problem("name", reason))
    if name is not None and name.startswith("alias/aws/"):
        problems.append(Problem("name", "aliases that start with 'alias/aws/' belong to AWS."))
    form = KEY_REFERENCE.fullmatch(target) if target is not None else None
    if target is not None and form is None:
        problems.append(Problem("targetKeyId", f"{target!r} is neither the id nor the ARN of a key."))
    if form is not None and form["region"] not in (None, region):
        problems.append(Problem("targetKeyId", f"the key is in {form['region']}, the alias in {region}."))
    return problems


def alias_outputs(_resource_id: str, inputs: Inputs, cloud: CloudView) -> Outputs:
    """What KMS says of an alias."""
    form = KEY_REFERENCE.fullmatch(inputs["targetKeyId"])
    key = form["key"] if form else inputs["targetKeyId"]
    return {
        "arn": arn("kms", inputs["name"], inputs, cloud),
        "name": inputs["name"],
        "region": inputs["region"],
        "targetKeyArn": arn("kms", f"key/{key}", inputs, cloud),
    }


MODELS = (
    ResourceModel(
        token=KEY,
        args="pulumi_aws.kms:KeyArgs",
        identify=key_id,
        outputs=key_outputs,
        # ForceNew in terraform-provider-aws, internal/service/kms/key.go.
        replace_on=frozenset(
            {"customKeyStoreId", "customerMasterKeySpec", "keyUsage", "multiRegion", "region", "xksKeyId"}
        ),
        defaults=with_region,
        check=key_check,
    ),
    ResourceModel(
        token=ALIAS,
        args="pulumi_aws.kms:AliasArgs",
        identify=lambda inputs, cloud: identify_here(ALIAS, inputs["name"], inputs, cloud),
        outputs=alias_outputs,
        # ForceNew in terraform-provider-aws, internal/service/kms/alias.go.
        replace_on=frozenset({"name", "namePrefix", "region"}),
        defaults=with_region,
        check=alias_check,
    ),
)
