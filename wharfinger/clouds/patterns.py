"""Tag patterns in the forms that the clouds take."""

import re


def regex(pattern: str) -> str:
    """A pattern as a regular expression without anchors; only `*` is special in a pattern."""
    return ".*".join(re.escape(text).replace(r"\-", "-") for text in pattern.split("*"))


def matches(pattern: str, tag: str) -> bool:
    """Whether a pattern covers a whole tag; case counts."""
    return re.fullmatch(regex(pattern), tag) is not None


def prefix(pattern: str) -> str:
    """The text before the first `*`: the longest prefix that every matching tag has."""
    return pattern.split("*", 1)[0]


def is_prefix(pattern: str) -> bool:
    """Whether the pattern says no more than its prefix does: one `*`, at the end."""
    return pattern.endswith("*") and pattern.count("*") == 1
