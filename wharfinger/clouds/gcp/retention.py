"""Retention as Artifact Registry cleanup policies."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from math import inf
from typing import Final

from wharfinger.clouds.fidelity import Finding, emulated, native, refused
from wharfinger.clouds.gcp.native import CleanupPolicy, Condition, DeleteVersions, KeepVersions
from wharfinger.clouds.patterns import is_prefix, prefix
from wharfinger.clouds.tag_rules import refuse_hidden, setting_of, spec_key
from wharfinger.plan.retention import Archive, ExpireAfter, KeepNewest, Protect, Retention, TagRule

SECONDS_A_DAY: Final = 86_400
MAX_POLICIES: Final = 10
CLOCK: Final = "counted from the upload, done within about a day"


@cache
def encode_retention(
    retention: Retention, immutable_tags: bool
) -> tuple[tuple[CleanupPolicy, ...], tuple[Finding, ...]]:
    """The cleanup policies by id, empty where nothing expires, and what became of each rule.

    A KEEP always wins over a DELETE, and deletes nothing by itself; cleanup can't delete a version with an
    immutable tag (Artifact Registry docs, "Configure cleanup policies"). The images of a rule that cleanup
    can't follow are kept from the rules after it.
    """
    judged = {rule: _judge(rule, immutable_tags) for rule in retention.tags}
    findings = refuse_hidden(judged, _widened)
    while torn := _torn(_lives(findings)):
        findings[torn[0]] = _refuse_torn(*torn)
    policies = (*_tagged(findings), *_untagged(retention))
    if len(policies) > MAX_POLICIES:
        full = f"Artifact Registry takes {MAX_POLICIES} cleanup policies, these would be {len(policies)}"
        findings = {rule: refused(setting_of(rule), full, spec_key(rule)) for rule in retention.tags}
        policies = tuple(_untagged(retention))
    untagged = retention.untagged_days is not None
    return (
        tuple(sorted(policies, key=lambda policy: policy.id)),
        (
            *findings.values(),
            *([native("retention.untagged", CLOCK)] if untagged else []),
            *([native("retention.rollout", "a dry run")] if retention.rollout == "observe" else []),
        ),
    )


def _judge(rule: TagRule, immutable_tags: bool) -> Finding:
    setting, key = setting_of(rule), spec_key(rule)
    if why := _unable(rule, immutable_tags):
        return refused(setting, why, key)
    match rule:
        case Protect(pattern) if not immutable_tags and not is_prefix(pattern):
            how = f"cleanup knows prefixes only: all of `{_widened(pattern)}` is kept"
            return emulated(setting, how, key)
        case Protect():
            return native(setting, "no tagged image expires" if immutable_tags else "", key)
        case _:
            return native(setting, CLOCK, key)


def _unable(rule: TagRule, immutable_tags: bool) -> str:
    """Why cleanup can't follow a rule; empty where it can."""
    match rule:
        case Protect():
            return ""
        case Archive():
            return "Artifact Registry has no archive"
        case _ if immutable_tags:
            return "cleanup can't delete a version with an immutable tag, so older images would stay for ever"
        case KeepNewest(_, count):
            return (
                "cleanup counts all versions of an image whatever their tags, the parts of multi-platform"
                f" images too, so fewer than {count} would stay"
            )
        case ExpireAfter(pattern):
            return "" if is_prefix(pattern) else f"cleanup knows prefixes only, and `{pattern}` is none"


def _widened(pattern: str) -> str:
    return f"{prefix(pattern)}*"


_Life = tuple[TagRule, float]
"""A rule, and the days after which it deletes: infinitely many where it only keeps."""


def _lives(findings: Mapping[TagRule, Finding]) -> tuple[_Life, ...]:
    return tuple(
        (rule, rule.days if isinstance(rule, ExpireAfter) and found.fidelity != "refused" else inf)
        for rule, found in findings.items()
    )


def _held(lives: Sequence[_Life]) -> tuple[_Life, ...]:
    """Rules whose images a later rule would delete too early: they need a KEEP for as long as they live."""
    return tuple(
        (rule, days)
        for number, (rule, days) in enumerate(lives)
        if any(later < days for _, later in lives[number:])
    )


def _torn(lives: Sequence[_Life]) -> tuple[ExpireAfter, _Life] | None:
    """The first rule that can't delete as early as it says, with the later one whose KEEP prevents it."""
    held = _held(lives)
    for number, (rule, days) in enumerate(lives):
        for later in lives[number + 1 :]:
            if isinstance(rule, ExpireAfter) and later in held and days < later[1]:
                return rule, later
    return None


def _refuse_torn(rule: ExpireAfter, later: _Life) -> Finding:
    kept, days = later
    long = "" if days == inf else f" for {days} days"
    why = (
        f"`{kept.pattern}` has to be kept{long} against a rule that deletes earlier, and a KEEP always wins:"
        f" an image with both tags could not go after {rule.days}"
    )
    return refused(setting_of(rule), why, spec_key(rule))


def _tagged(findings: Mapping[TagRule, Finding]) -> Iterator[CleanupPolicy]:
    lives = _lives(findings)
    for days, patterns in _by_days(lives):
        if days != inf:
            condition = Condition("TAGGED", _prefixes(patterns), older_than=_seconds(days))
            yield DeleteVersions(f"expire-after-{days}-days", condition)
    for days, patterns in _by_days(_held(lives)):
        if days == inf:
            yield KeepVersions("protect", Condition("TAGGED", _prefixes(patterns)))
        else:
            condition = Condition("TAGGED", _prefixes(patterns), newer_than=_seconds(days))
            yield KeepVersions(f"keep-for-{days}-days", condition)


def _by_days(lives: Iterable[_Life]) -> list[tuple[float, list[str]]]:
    patterns: dict[float, list[str]] = {}
    for rule, days in lives:
        patterns.setdefault(days, []).append(rule.pattern)
    return sorted(patterns.items())


def _prefixes(patterns: Iterable[str]) -> tuple[str, ...]:
    """The prefixes of patterns, one of which a tag must have; none where every tag will do."""
    prefixes = sorted({prefix(pattern) for pattern in patterns})
    return () if "" in prefixes else tuple(prefixes)


def _seconds(days: float) -> str:
    return f"{days * SECONDS_A_DAY}s"


def _untagged(retention: Retention) -> Iterator[CleanupPolicy]:
    if (days := retention.untagged_days) is not None:
        yield DeleteVersions("expire-untagged", Condition("UNTAGGED", older_than=_seconds(days)))
