"""Grants as an ECR repository policy."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Final

from wharfinger.clouds.aws.naming import partition
from wharfinger.clouds.fidelity import Finding, native, refused
from wharfinger.plan.model import Grant, Right
from wharfinger.spec.registries import EcrRegistry

PULL_ACTIONS: Final = ("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")
PUSH_ACTIONS: Final = (
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:CompleteLayerUpload",
    "ecr:GetDownloadUrlForLayer",
    "ecr:InitiateLayerUpload",
    "ecr:PutImage",
    "ecr:UploadLayerPart",
)
_ACTIONS: Final[Mapping[Right, tuple[str, ...]]] = {"pull": PULL_ACTIONS, "push": PUSH_ACTIONS}
MAX_CHARACTERS: Final = 10_240

_ACCOUNT: Final = re.compile(r"[0-9]{12}")


def encode_access(registry: EcrRegistry, grants: Sequence[Grant]) -> tuple[str | None, tuple[Finding, ...]]:
    """The repository policy as canonical JSON, `None` where nobody is granted anything, and the findings.

    Whole accounts never push: where that is gone without, they pull. `ecr:GetAuthorizationToken` is no
    repository action: it belongs in the principals' own identity policies (ECR user guide, "Private
    repository policies").
    """
    return _encode(partition(registry.region), registry.account, tuple(grants))


@cache
def _encode(where: str, account: str, grants: tuple[Grant, ...]) -> tuple[str | None, tuple[Finding, ...]]:
    findings = tuple(_finding(right, _with(right, grants)) for right in _ACTIONS)
    statements = [
        {"Sid": right.capitalize(), "Effect": "Allow", "Principal": {"AWS": arns}, "Action": list(actions)}
        for right, actions in _ACTIONS.items()
        if (arns := _arns(where, account, right, grants))
    ]
    if not statements:
        return None, findings
    document: dict[str, Any] = {"Version": "2012-10-17", "Statement": statements}
    text = json.dumps(document, separators=(",", ":"))
    if len(text) > MAX_CHARACTERS:
        why = f"the repository policy has {len(text):,} characters, ECR takes {MAX_CHARACTERS:,}"
        return None, tuple(refused(right, why) for right in _ACTIONS)
    return text, findings


def _with(right: Right, grants: Iterable[Grant]) -> list[Grant]:
    return [grant for grant in grants if grant.right == right]


def _finding(right: Right, grants: Iterable[Grant]) -> Finding:
    for grant in grants:
        identities = grant.principal.principal.aws
        if grant.by_name and not identities:
            return refused(right, f"`{grant.principal.name}` has no identity in aws")
        if right == "push" and any(_is_whole_account(identity) for identity in identities):
            return refused(
                right, f"`{grant.principal.name}` is a whole account; only roles and users may push"
            )
    return native(right)


def _arns(where: str, account: str, right: Right, grants: Iterable[Grant]) -> list[str]:
    return sorted(
        {
            f"arn:{where}:iam::{identity}:root"
            if _ACCOUNT.fullmatch(identity)
            else identity.replace("{account}", account)
            for grant in grants
            for identity in grant.principal.principal.aws
            if right == ("pull" if _is_whole_account(identity) else grant.right)
        }
    )


def _is_whole_account(identity: str) -> bool:
    return _ACCOUNT.fullmatch(identity) is not None or identity.endswith(":root")
