"""How findings name retention rules."""

from typing import Final

from wharfinger.plan.retention import Archive, ExpireAfter, KeepNewest, Protect, TagRule
from wharfinger.plan.settings import TAG_RULE

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
