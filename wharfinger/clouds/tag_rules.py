"""What becomes of retention rules in a cloud that can't take every pattern."""

from collections.abc import Callable, Mapping
from typing import Final

from wharfinger.clouds.fidelity import Finding, refused
from wharfinger.plan.retention import Archive, ExpireAfter, KeepNewest, Protect, TagRule
from wharfinger.plan.settings import TAG_RULE
from wharfinger.spec.globs import covers

_SETTINGS: Final[dict[type[TagRule], str]] = {
    Protect: "retention.protect",
    KeepNewest: "retention.keep_newest",
    ExpireAfter: "retention.expire",
    Archive: "retention.archive",
}


def setting_of(rule: TagRule) -> str:
    """The setting by which a refusal of such a rule is accepted."""
    return _SETTINGS[type(rule)]


def spec_key(rule: TagRule) -> str:
    """The setting that the rule is in the spec."""
    return f"{TAG_RULE}{rule.pattern}"


def keeps(rule: TagRule, finding: Finding) -> bool:
    """Whether all that a rule decides about is kept: by what it says, or since it is refused."""
    return isinstance(rule, Protect) or finding.fidelity == "refused"


def refuse_hidden(
    findings: Mapping[TagRule, Finding], widened: Callable[[str], str]
) -> dict[TagRule, Finding]:
    """The findings, with a refusal of each rule that would never act, since an earlier one keeps too much.

    `widened` gives the pattern by which a cloud keeps what it can't tell apart more narrowly.
    """
    found: dict[TagRule, Finding] = {}
    kept: list[str] = []
    for rule, finding in findings.items():
        hiding = (one for one in kept if covers(widened(one), rule.pattern) and not covers(one, rule.pattern))
        hider = next(hiding, None)
        if hider is not None and not keeps(rule, finding):
            why = f"`{hider}` is kept, and can't be told from `{rule.pattern}`"
            found[rule] = refused(setting_of(rule), why, spec_key(rule))
        else:
            found[rule] = finding
        if keeps(rule, found[rule]):
            kept.append(rule.pattern)
    return found
