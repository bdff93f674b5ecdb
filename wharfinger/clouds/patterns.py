"""Tag patterns in the forms that the clouds take."""

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Final

_WILDCARD: Final = re.compile(r"[*?]")
_FORMS: Final = {"*": ".*", "?": "."}


@cache
def regex(pattern: str) -> str:
    """A pattern as a regular expression without anchors; only `*` and `?` are special in a pattern."""
    return "".join(
        _FORMS.get(text) or re.escape(text).replace(r"\-", "-") for text in re.split(r"([*?])", pattern)
    )


@cache
def matcher(pattern: str) -> re.Pattern[str]:
    """What a tag fully matches where a pattern covers it; case counts."""
    return re.compile(regex(pattern))


def matches(pattern: str, tag: str) -> bool:
    """Whether a pattern covers a whole tag; case counts."""
    return matcher(pattern).fullmatch(tag) is not None


@cache
def some_tag(pattern: str) -> Callable[[Iterable[str]], bool]:
    """Whether some of an image's tags matches a pattern: a test that is cheap to ask a million times."""
    fits = matcher(pattern).fullmatch
    start = pattern[:-1]

    def starts(tags: Iterable[str]) -> bool:
        for tag in tags:  # noqa: SIM110 -- `any` with a generator takes thrice the time
            if tag.startswith(start):
                return True
        return False

    return starts if is_prefix(pattern) else lambda tags: any(map(fits, tags))


def prefix(pattern: str) -> str:
    """The text before the first wildcard: the longest prefix that every matching tag has."""
    return _WILDCARD.split(pattern, maxsplit=1)[0]


def is_prefix(pattern: str) -> bool:
    """Whether the pattern says no more than its prefix does: one wildcard, a `*` at the end."""
    return len(pattern) == len(prefix(pattern)) + 1 and pattern.endswith("*")
