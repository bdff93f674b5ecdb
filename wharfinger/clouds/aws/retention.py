"""Retention as an ECR lifecycle policy."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from wharfinger.clouds.fidelity import Finding, emulated, native, refused
from wharfinger.plan.settings import Retention

MAX_RULES: Final = 50
MAX_WILDCARDS: Final = 4
MORE_THAN_ANY: Final = 1_000_000
"""A count that no repository reaches: ECR's quota is 100,000 images."""


@cache
def encode_retention(retention: Retention) -> tuple[str | None, tuple[Finding, ...]]:
    """The lifecycle policy as canonical JSON, `None` where nothing expires, and what became of each setting.

    A rule claims every image that meets its tag requirement, expired by it or not, so a protecting rule comes
    first and never counts far enough to act (ECR user guide, "How lifecycle policies work"). 50 rules of one
    pattern each stay below the limit of 30,720 characters.
    """
    protection = (_protection(retention),) if retention.protect else ()
    protected = all(finding.fidelity != "refused" for finding in protection)
    encoded = tuple(_expiring(retention, protected))
    findings = (*protection, *(finding for finding, _ in encoded))
    expiring = [rule for _, rule in encoded if rule is not None]
    if not expiring:
        return None, findings
    patterns = retention.protect if protected and retention.keep_newest is not None else ()
    rules = [*(_beyond(MORE_THAN_ANY, pattern, f"protect {pattern}") for pattern in patterns), *expiring]
    numbered = [{"rulePriority": priority, **rule} for priority, rule in enumerate(rules, start=1)]
    return json.dumps({"rules": numbered}, separators=(",", ":")), findings


def _protection(retention: Retention) -> Finding:
    if retention.keep_newest is None:
        return native("retention.protect", "no tagged image expires")
    patterns = retention.protect
    if greedy := sorted(pattern for pattern in patterns if pattern.count("*") > MAX_WILDCARDS):
        return refused("retention.protect", f"ECR takes {MAX_WILDCARDS} `*` in a pattern: `{greedy[0]}`")
    if len(patterns) > MAX_RULES - 2:
        return refused(
            "retention.protect", f"ECR takes {MAX_RULES} rules, {len(patterns)} patterns leave no room"
        )
    return native("retention.protect", "an image with a protected tag never expires")


def _expiring(retention: Retention, protected: bool) -> Iterator[tuple[Finding, dict[str, Any] | None]]:
    if (days := retention.expire_untagged_after_days) is not None:
        rule = {
            "description": f"expire untagged after {days} days",
            "selection": {
                "tagStatus": "untagged",
                "countType": "sinceImagePushed",
                "countUnit": "days",
                "countNumber": days,
            },
            "action": {"type": "expire"},
        }
        yield native("retention.expire_untagged_after_days"), rule
    if retention.keep_newest is None:
        return
    if not protected:
        why = "what `retention.protect` names would expire, since that is refused"
        yield refused("retention.keep_newest", why), None
    elif "*" in retention.protect:
        yield native("retention.keep_newest", "every tag is protected, so no tagged image expires"), None
    else:
        rule = _beyond(retention.keep_newest, "*", f"keep the newest {retention.keep_newest}")
        if retention.protect:
            how = "protected images count among the newest, and are kept besides"
            yield emulated("retention.keep_newest", how), rule
        else:
            yield native("retention.keep_newest"), rule


def _beyond(count: int, pattern: str, description: str) -> dict[str, Any]:
    return {
        "description": description,
        "selection": {
            "tagStatus": "tagged",
            "tagPatternList": [pattern],
            "countType": "imageCountMoreThan",
            "countNumber": count,
        },
        "action": {"type": "expire"},
    }
