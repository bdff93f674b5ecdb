"""Retention as Artifact Registry cleanup policies."""

from collections.abc import Iterator
from functools import cache
from typing import Final

from wharfinger.clouds.fidelity import Finding, emulated, native, refused
from wharfinger.clouds.gcp.native import CleanupPolicy, Condition, DeleteVersions, KeepNewest, KeepVersions
from wharfinger.clouds.patterns import is_prefix, prefix
from wharfinger.plan.settings import Retention

SECONDS_A_DAY: Final = 86_400


@cache
def encode_retention(
    retention: Retention, immutable_tags: bool
) -> tuple[tuple[CleanupPolicy, ...], tuple[Finding, ...]]:
    """The cleanup policies by id, empty where nothing expires, and what became of each setting.

    A KEEP always wins over a DELETE, and deletes nothing by itself. Cleanup can't delete a version with an
    immutable tag (Artifact Registry docs, "Configure cleanup policies").
    """
    protection, keeping = _protected(retention, immutable_tags) if retention.protect else (None, ())
    unprotected = protection is not None and protection.fidelity == "refused"
    encoded = (*_untagged(retention), *_newest(retention, immutable_tags, unprotected))
    deleting = [policy for policies, _ in encoded for policy in policies]
    findings = (*(finding for _, finding in encoded), *([protection] if protection else []))
    policies = [*deleting, *keeping] if deleting else []
    return tuple(sorted(policies, key=lambda policy: policy.id)), findings


_Encoded = tuple[tuple[CleanupPolicy, ...], Finding]


def _untagged(retention: Retention) -> Iterator[_Encoded]:
    if (days := retention.expire_untagged_after_days) is not None:
        condition = Condition("UNTAGGED", older_than=f"{days * SECONDS_A_DAY}s")
        policy = DeleteVersions("expire-untagged", condition)
        yield (policy,), native("retention.expire_untagged_after_days", "counted from the upload")


def _newest(retention: Retention, immutable_tags: bool, unprotected: bool) -> Iterator[_Encoded]:
    if retention.keep_newest is None:
        return
    if immutable_tags:
        why = "cleanup can't delete a version with an immutable tag, so older images would stay for ever"
        yield (), refused("retention.keep_newest", why)
    elif unprotected:
        yield (
            (),
            refused(
                "retention.keep_newest", "what `retention.protect` names would expire, since that is refused"
            ),
        )
    else:
        policies = (
            DeleteVersions("expire-tagged", Condition("TAGGED")),
            KeepNewest("keep-newest", retention.keep_newest),
        )
        yield (
            policies,
            emulated(
                "retention.keep_newest",
                "untagged versions, parts of multi-platform images too, count among the newest",
            ),
        )


def _protected(retention: Retention, immutable_tags: bool) -> tuple[Finding, tuple[CleanupPolicy, ...]]:
    if retention.keep_newest is None or immutable_tags:
        return native("retention.protect", "no tagged image expires"), ()
    patterns = retention.protect
    prefixes = tuple(sorted({prefix(pattern) for pattern in patterns}))
    if "" in prefixes:
        pattern = next(pattern for pattern in patterns if not prefix(pattern))
        return refused("retention.protect", f"cleanup policies know prefixes only, `{pattern}` has none"), ()
    policy = KeepVersions("protect", Condition("TAGGED", prefixes))
    wider = [pattern for pattern in patterns if not is_prefix(pattern)]
    if wider:
        how = f"cleanup policies know prefixes only: for `{wider[0]}` all of `{prefix(wider[0])}*` is kept"
        return emulated("retention.protect", how), (policy,)
    return native("retention.protect"), (policy,)
