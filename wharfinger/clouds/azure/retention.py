"""Retention as `acr purge` commands."""

from collections.abc import Iterator
from functools import cache

from wharfinger.clouds.fidelity import Finding, emulated
from wharfinger.clouds.patterns import regex
from wharfinger.plan.settings import Retention


@cache
def encode_retention(name: str, retention: Retention) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """The purge commands of a repository, empty where nothing expires, and what became of each setting.

    A filter is `REPOSITORY:TAG`, both regular expressions; that of the tag is not anchored by itself, and
    knows lookaheads (acr-cli's documentation and source).
    """
    return tuple(_commands(name, retention)), tuple(_findings(retention))


def _commands(name: str, retention: Retention) -> Iterator[str]:
    command = f"acr purge --filter '{regex(name)}:{_unprotected(retention)}'"
    if (days := retention.expire_untagged_after_days) is not None:
        yield f"{command} --untagged-only --ago {days}d"
    if retention.keep_newest is not None:
        yield f"{command} --ago 0d --keep {retention.keep_newest}"


def _unprotected(retention: Retention) -> str:
    if not retention.protect:
        return "^.*$"
    protected = "|".join(regex(pattern) for pattern in retention.protect)
    return f"^(?!(?:{protected})$).*$"


def _findings(retention: Retention) -> Iterator[Finding]:
    how = "a scheduled `acr purge` task"
    if retention.expire_untagged_after_days is not None:
        yield emulated("retention.expire_untagged_after_days", f"{how}, counted from the last update")
    if retention.keep_newest is not None:
        yield emulated("retention.keep_newest", f"{how}, which counts and removes tags, not images")
    if retention.protect:
        yield emulated("retention.protect", f"{how}, whose filters leave protected tags out")
