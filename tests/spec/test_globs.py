"""What two tag patterns have in common, held against all texts that could tell."""

import re
from functools import cache
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wharfinger.spec.globs import covers, overlap

PATTERNS = st.text("ab*?", max_size=4)
LONGEST = 7
"""Longer texts tell no more of two patterns of four characters, one letter more for each `*`."""
TEXTS = ["".join(letters) for length in range(LONGEST + 1) for letters in product("abx", repeat=length)]
"""With `x`, a letter that is in no pattern."""


@cache
def matching(pattern: str) -> frozenset[str]:
    expression = re.compile(pattern.replace("*", ".*").replace("?", "."))
    return frozenset(text for text in TEXTS if expression.fullmatch(text))


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("v*", "v1.2", True),
        ("v*", "*-dev", True),
        ("v*", "dev-*", False),
        ("latest", "latest", True),
        ("latest", "Latest", False),
        ("a*c", "ab*", True),
        ("a*c", "*b", False),
        ("*", "anything", True),
        ("**", "*", True),
        ("", "*", True),
        ("", "a*", False),
        ("?", "", False),
        ("v?", "v1", True),
        ("v?", "v10", False),
        ("v?.*", "*.?", True),
        ("*a*b*c*", "*c*b*a*", True),
        ("*" * 128, "a" * 128, True),
        ("*a" * 64, "b" * 128, False),
    ],
)
def test_patterns_overlap_where_one_tag_matches_both(left, right, expected):
    assert overlap(left, right) is expected
    assert overlap(right, left) is expected


@pytest.mark.parametrize(
    ("wide", "narrow", "expected"),
    [
        ("*", "v*", True),
        ("v*", "*", False),
        ("v*", "v1.*", True),
        ("v*", "v?", True),
        ("v?", "v*", False),
        ("v*", "v*", True),
        ("*-rc", "v*-rc", True),
        ("v*", "*-rc", False),
        ("**", "*", True),
        ("?*", "*?", True),
        ("?*", "*a", True),
        ("??*", "*a", False),
        ("a?b", "a*b", False),
        ("*" * 128, "a" * 128, True),
        ("*a" * 64, "a" * 127, True),
        ("*a" * 64, "a" * 63, False),
    ],
)
def test_a_pattern_covers_one_whose_tags_are_all_its_own(wide, narrow, expected):
    assert covers(wide, narrow) is expected


@given(PATTERNS, PATTERNS)
def test_overlap_and_cover_are_what_all_texts_tell(left, right):
    assert overlap(left, right) == bool(matching(left) & matching(right))
    assert covers(left, right) == (matching(left) >= matching(right))


@given(st.text("ab*?", max_size=9), st.text("abx", max_size=9))
def test_a_text_without_wildcards_is_covered_where_it_matches(pattern, text):
    matches = re.fullmatch(pattern.replace("*", ".*").replace("?", "."), text) is not None
    assert covers(pattern, text) == overlap(pattern, text) == matches
