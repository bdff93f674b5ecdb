"""Retention as an ECR lifecycle policy."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import takewhile
from typing import Any, Final

from wharfinger.clouds.fidelity import Finding, emulated, native, refused
from wharfinger.clouds.patterns import prefix
from wharfinger.clouds.tag_rules import keeps, refuse_hidden, setting_of, spec_key
from wharfinger.plan.retention import (
    Archive,
    ExpireAfter,
    KeepNewest,
    Protect,
    Retention,
    TagRule,
)
from wharfinger.spec.globs import overlap

MAX_RULES: Final = 50
MAX_WILDCARDS: Final = 4
MIN_ARCHIVE_DAYS: Final = 90
MORE_THAN_ANY: Final = 1_000_000
"""A count that no repository reaches: ECR's quota is 100,000 images."""
LONGER_THAN_ANY: Final = 36_500
"""Days."""
CLOCK: Final = "counted from the push, done within 24 hours"
NEVER: Final = frozenset({MORE_THAN_ANY, LONGER_THAN_ANY})
"""The counts of rules that only protect."""


@cache
def encode_retention(retention: Retention) -> tuple[str | None, tuple[Finding, ...]]:
    """The lifecycle policy as canonical JSON, `None` where nothing expires, and what became of each rule.

    A rule decides about every image that meets its tag requirement, expired by it or not, and hides it from
    all later rules (ECR user guide, "How lifecycle policies work"): so the rules stand in their deciding
    order, and what protects never counts far enough to act. The images of a rule that ECR can't take are kept
    from the rules after it.
    """
    judged = {rule: _judge(rule, retention.tags) for rule in retention.tags}
    findings = refuse_hidden(judged, _protectable)
    policy = _policy(findings, retention.untagged_days)
    if len(policy["rules"]) > MAX_RULES:
        full = f"ECR takes {MAX_RULES} rules in a policy, not {len(policy['rules'])}"
        findings = {rule: refused(setting_of(rule), full, spec_key(rule)) for rule in retention.tags}
        policy = _policy({}, retention.untagged_days)
    expires = any(rule["selection"]["countNumber"] not in NEVER for rule in policy["rules"])
    enforced = retention.rollout == "enforce"
    return (
        json.dumps(policy, separators=(",", ":")) if expires and enforced else None,
        (*findings.values(), *_other_findings(retention, expires)),
    )


def _judge(rule: TagRule, rules: Iterable[TagRule]) -> Finding:
    setting, key = setting_of(rule), spec_key(rule)
    wide = _protectable(rule.pattern)
    if isinstance(rule, Protect) and wide != rule.pattern:
        return emulated(setting, f"{_too_wild(rule.pattern)}: all of `{wide}` is kept", key)
    if why := _unable(rule):
        return refused(setting, why, key)
    earlier = takewhile(lambda other: other != rule, rules)
    counted = next((other.pattern for other in earlier if overlap(other.pattern, rule.pattern)), None)
    if isinstance(rule, KeepNewest) and counted:
        return emulated(setting, f"images that `{counted}` decides about count among the newest", key)
    return native(setting, CLOCK if isinstance(rule, ExpireAfter) else "", key)


def _unable(rule: TagRule) -> str:
    """Why ECR can't take a rule; empty where it can."""
    match rule:
        case Archive(expire_after=int(days)) if days < MIN_ARCHIVE_DAYS:
            return f"ECR keeps an image in the archive for {MIN_ARCHIVE_DAYS} days at least, not {days}"
        case _:
            return _too_wild(rule.pattern) if _protectable(rule.pattern) != rule.pattern else ""


def _too_wild(pattern: str) -> str:
    if "?" in pattern:
        return f"ECR knows no `?` in a pattern: `{pattern}`"
    return f"ECR takes {MAX_WILDCARDS} `*` in a pattern: `{pattern}`"


def _protectable(pattern: str) -> str:
    """The narrowest pattern that ECR takes of those known to cover the pattern."""
    wide = re.sub(r"\*+", "*", pattern.replace("?", "*")) if "?" in pattern else pattern
    return wide if wide.count("*") <= MAX_WILDCARDS else f"{prefix(wide)}*"


def _other_findings(retention: Retention, expires: bool) -> Iterator[Finding]:
    if retention.untagged_days is not None:
        yield native("retention.untagged", CLOCK)
    if retention.rollout == "observe" and expires:
        yield emulated("retention.rollout", "ECR has no dry run: there is no policy until `enforce`")


def _policy(findings: Mapping[TagRule, Finding], untagged_days: int | None) -> Mapping[str, Any]:
    rules = [
        Protect(_protectable(rule.pattern)) if keeps(rule, finding) else rule
        for rule, finding in findings.items()
    ]
    from_archive = any(isinstance(rule, Archive) and rule.expire_after for rule in rules)
    first: dict[tuple[str, str], Mapping[str, Any]] = {}
    for rule in rules:
        for document in _encode(rule, from_archive):
            first.setdefault(_requirement(document), document)
    expiring = any(isinstance(rule, KeepNewest | ExpireAfter | Archive) for rule in rules)
    documents = [*first.values()] if expiring else []
    if untagged_days is not None:
        documents.append(_untagged(untagged_days))
    return {"rules": [{"rulePriority": number, **rule} for number, rule in enumerate(documents, start=1)]}


def _requirement(rule: Mapping[str, Any]) -> tuple[str, str]:
    """What no two rules of a policy may share."""
    selection = rule["selection"]
    return selection["tagPatternList"][0], selection.get("storageClass", "standard")


def _encode(rule: TagRule, from_archive: bool) -> Iterator[dict[str, Any]]:
    match rule:
        case Protect():
            yield _rule(rule, {"countType": "imageCountMoreThan", "countNumber": MORE_THAN_ANY})
            if from_archive:
                yield _from_archive(rule, LONGER_THAN_ANY)
        case KeepNewest(_, count):
            yield _rule(rule, {"countType": "imageCountMoreThan", "countNumber": count})
        case ExpireAfter(_, days):
            yield _rule(rule, {"countType": "sinceImagePushed", "countUnit": "days", "countNumber": days})
        case Archive(_, days, expire_after):
            pulled = {"countType": "sinceImagePulled", "countUnit": "days", "countNumber": days}
            yield _rule(rule, pulled) | {"action": {"type": "transition", "targetStorageClass": "archive"}}
            if expire_after is not None:
                yield _from_archive(rule, expire_after)
            elif from_archive:
                yield _from_archive(rule, LONGER_THAN_ANY)


def _from_archive(rule: TagRule, days: int) -> dict[str, Any]:
    archived = {"countType": "sinceImageTransitioned", "countUnit": "days", "countNumber": days}
    return _rule(rule, {"storageClass": "archive", **archived})


def _rule(rule: TagRule, selection: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "description": f"{rule.pattern}: {rule}",
        "selection": {"tagStatus": "tagged", "tagPatternList": [rule.pattern], **selection},
        "action": {"type": "expire"},
    }


def _untagged(days: int) -> dict[str, Any]:
    selection = {"countType": "sinceImagePushed", "countUnit": "days", "countNumber": days}
    return {
        "description": f"untagged: {ExpireAfter('', days)}",
        "selection": {"tagStatus": "untagged", **selection},
        "action": {"type": "expire"},
    }
