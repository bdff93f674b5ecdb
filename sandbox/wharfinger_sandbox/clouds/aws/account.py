"""Which account and region of AWS a resource belongs to, and the ids and ARNs that follow from it."""

import re
from collections.abc import Iterator
from typing import Any

from wharfinger_sandbox.clouds.reading import given, required, setting, setting_text, text
from wharfinger_sandbox.provider.model import MARK, CloudView, Inputs, Problem, Stored

DEFAULT_ACCOUNT = "123456789012"
ACCOUNT_NOTE = f"{MARK}Account"
"""The note on a stored resource whose outputs do not say to which account it belongs."""
ACCOUNT_ID = re.compile(r"[0-9]{12}")

_REGIONS = """
    af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2
    ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6
    ap-southeast-7 ca-central-1 ca-west-1 cn-north-1 cn-northwest-1 eu-central-1 eu-central-2 eu-north-1
    eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 il-central-1 me-central-1 me-south-1
    mx-central-1 sa-east-1 us-east-1 us-east-2 us-gov-east-1 us-gov-west-1 us-west-1 us-west-2
"""
REGIONS = frozenset(_REGIONS.split())
"""The regions in which ECR has an endpoint (AWS General Reference, ECR endpoints and quotas)."""


def account_id(cloud: CloudView) -> str:
    """The account: the only one that the provider's configuration allows, else the sandbox's default."""
    allowed = setting(cloud.config, "allowedAccountIds")
    if isinstance(allowed, list) and len(allowed) == 1:
        return str(allowed[0])
    return DEFAULT_ACCOUNT


def with_region(inputs: Inputs, cloud: CloudView) -> dict[str, Any]:
    """The inputs, their region taken from the provider's configuration where they name none."""
    region = setting_text(cloud.config, "region")
    if given(inputs, "region") or region is None:
        return dict(inputs)
    return {**inputs, "region": region}


def region_problems(inputs: Inputs) -> list[Problem]:
    """What is wrong with the region: none at all, or one that AWS does not have."""
    missing = required(inputs, "region", "no region: set aws:region, or region on the resource.")
    region = text(inputs, "region")
    if region is None or region in REGIONS:
        return missing
    return [Problem("region", f"AWS has no region {region!r}.")]


def partition(region: str) -> str:
    """The partition in which a region's ARNs live."""
    if region.startswith("cn-"):
        return "aws-cn"
    return "aws-us-gov" if region.startswith("us-gov-") else "aws"


def domain(region: str) -> str:
    """The DNS suffix of a region's service endpoints."""
    return "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"


def arn(service: str, resource: str, inputs: Inputs, cloud: CloudView) -> str:
    """The ARN of a regional resource of this account."""
    region = inputs["region"]
    return f"arn:{partition(region)}:{service}:{region}:{account_id(cloud)}:{resource}"


def global_arn(resource: str, cloud: CloudView) -> str:
    """The ARN of an IAM resource of this account."""
    return f"arn:{partition(setting_text(cloud.config, 'region') or '')}:iam::{account_id(cloud)}:{resource}"


def find_here(token: str, name: str, inputs: Inputs, cloud: CloudView) -> Stored | None:
    """The resource of that type and name in the account and region of the inputs."""
    for candidate in _candidate_ids(name, inputs, cloud):
        stored = cloud.find(token, candidate)
        if stored is not None and _is_here(stored, inputs, cloud):
            return stored
    return None


def each_here(token: str, inputs: Inputs, cloud: CloudView) -> Iterator[Stored]:
    """All resources of a type in the account and region of the inputs."""
    return (stored for stored in cloud.each(token) if _is_here(stored, inputs, cloud))


def identify_here(token: str, name: str, inputs: Inputs, cloud: CloudView) -> str:
    """The id of a resource that AWS identifies by name within one account and region.

    It is the plain name, as in the real provider, unless the same name is taken in another region or account:
    then `name@region`, the form in which pulumi-aws 7 imports across regions, or `name@account/region`
    (for IAM, which has no regions, `name@account`).
    """
    own = find_here(token, name, inputs, cloud)
    if own is not None:
        return own.id
    return next(
        candidate for candidate in _candidate_ids(name, inputs, cloud) if cloud.find(token, candidate) is None
    )


def _candidate_ids(name: str, inputs: Inputs, cloud: CloudView) -> tuple[str, ...]:
    account, region = account_id(cloud), inputs.get("region")
    return (name, f"{name}@{region}", f"{name}@{account}/{region}") if region else (name, f"{name}@{account}")


def _is_here(stored: Stored, inputs: Inputs, cloud: CloudView) -> bool:
    outputs = stored.outputs
    owner = outputs.get("registryId") or outputs.get(ACCOUNT_NOTE) or outputs["arn"].split(":")[4]
    return owner == account_id(cloud) and outputs.get("region", "") == inputs.get("region", "")
