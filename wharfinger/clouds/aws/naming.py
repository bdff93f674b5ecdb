"""Names as ECR takes them."""

import re
from functools import cache
from typing import Final

_NAME: Final = re.compile(r"(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*")

_DOMAINS: Final = {"aws-cn": "amazonaws.com.cn", "aws-eusc": "amazonaws.eu"}


@cache
def repository_name(full_name: str) -> str:
    """The full name itself.

    Raises `ValueError` where ECR would refuse it (API model: `RepositoryName`, 2 to 256 characters).
    """
    if not 2 <= len(full_name) <= 256:
        raise ValueError(f"ECR takes names of 2 to 256 characters, this one has {len(full_name)}")
    if not _NAME.fullmatch(full_name):
        raise ValueError("ECR takes lower-case letters and digits, joined by single `.`, `_`, `-` or `/`")
    return full_name


def partition(region: str) -> str:
    """The partition of a region, which begins every ARN there (AWS General Reference, "ARNs")."""
    for start, name in (("cn-", "aws-cn"), ("us-gov-", "aws-us-gov"), ("eusc-", "aws-eusc")):
        if region.startswith(start):
            return name
    return "aws"


def registry_host(account: str, region: str) -> str:
    """The host of an account's registry in a region (AWS General Reference, "Amazon ECR endpoints")."""
    domain = _DOMAINS.get(partition(region), "amazonaws.com")
    return f"{account}.dkr.ecr.{region}.{domain}"
