"""Retention as `acr purge` commands."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Final

from wharfinger.clouds.fidelity import Finding, emulated, refused
from wharfinger.clouds.patterns import regex
from wharfinger.clouds.tag_rules import setting_of, spec_key
from wharfinger.plan.retention import Archive, ExpireAfter, KeepNewest, Protect, Retention, TagRule
from wharfinger.spec.globs import overlap

CONCURRENCY: Final = 8
"""Deletions at a time; ACR recommends 32 at most (acr-cli, `maxPoolSize`)."""


@cache
def encode_retention(name: str, retention: Retention) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """The purge commands of a repository, empty where nothing expires, and what became of each rule.

    Each command leaves out the tags that an earlier rule decides about: those of a rule that ACR can't follow
    stay.
    """
    commands = purge_commands((name,), retention)
    findings = (_judge(rule, retention) for rule in retention.tags)
    return commands, (*findings, *_other_findings(retention, bool(commands)))


def purge_commands(names: Sequence[str], retention: Retention) -> tuple[str, ...]:
    """The commands for repositories of the same rules, each for all of them; `--keep` counts in each apart.

    A filter is `REPOSITORY:TAG`, both regular expressions; that of the tag is not anchored by itself, and
    knows lookaheads (acr-cli's source). A repository whose name is no expression can be purged without the
    right to list the others (docs, "Automatically purge images").
    """
    observed = " --dry-run" if retention.rollout == "observe" else ""
    return tuple(
        f"acr purge {_filters(names, tags)} {which} --concurrency {CONCURRENCY}{observed}"
        for tags, which in (*_tagged(retention), *_untagged(retention))
    )


def lists_repositories(names: Iterable[str]) -> bool:
    """Whether purging takes the right to list all repositories: where a name is no literal expression."""
    return any(regex(name) != name for name in names)


def _judge(rule: TagRule, retention: Retention) -> Finding:
    setting, key = setting_of(rule), spec_key(rule)
    match rule:
        case Archive():
            return refused(setting, "ACR has no archive", key)
        case KeepNewest():
            how = "a scheduled `acr purge` task, which counts and removes tags, not images"
        case ExpireAfter():
            how = "a scheduled `acr purge` task, which removes tags, counted from the tag's last update"
        case Protect():
            how = "a scheduled `acr purge` task, whose filters leave protected tags out"
    if isinstance(rule, Protect) and not retention.expiring:
        how = "nothing is scheduled that would remove tags"
    return emulated(setting, how, key)


def _other_findings(retention: Retention, purged: bool) -> Iterator[Finding]:
    if retention.untagged_days is not None:
        how = "a scheduled `acr purge` task, counted from the last update"
        yield emulated("retention.untagged", how)
    if retention.rollout == "observe" and purged:
        yield emulated("retention.rollout", "the task runs with `--dry-run`, and its log tells what would go")


def _tagged(retention: Retention) -> Iterator[tuple[str, str]]:
    """For each command the expression of its tags, and its options."""
    decided = [*retention.protected]
    for rule in retention.expiring:
        tags = _tags(rule.pattern, decided)
        match rule:
            case KeepNewest(_, count):
                yield tags, f"--ago 0d --keep {count}"
            case ExpireAfter(_, days):
                yield tags, f"--ago {days}d"
            case Archive():
                pass
        decided.append(rule.pattern)


def _untagged(retention: Retention) -> Iterator[tuple[str, str]]:
    if (days := retention.untagged_days) is not None:
        yield "^.*$", f"--untagged-only --ago {days}d"


def _filters(names: Sequence[str], tags: str) -> str:
    return " ".join(f"--filter '{regex(name)}:{tags}'" for name in names)


def _tags(pattern: str, decided: Iterable[str]) -> str:
    """The tags that match the pattern, and none that another rule decides about."""
    others = sorted({regex(other) for other in decided if overlap(other, pattern)})
    return f"^(?!(?:{'|'.join(others)})$)(?:{regex(pattern)})$" if others else f"^{regex(pattern)}$"
