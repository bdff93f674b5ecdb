"""Whether two tag patterns can match one tag."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wharfinger.spec.globs import overlap

PATTERNS = st.text("ab*", max_size=6)


def matches(pattern: str, text: str) -> bool:
    return re.fullmatch(pattern.replace("*", ".*"), text) is not None


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
        ("*a*b*c*", "*c*b*a*", True),
        ("*" * 128, "a" * 128, True),
        ("*a" * 64, "b" * 128, False),
    ],
)
def test_patterns_overlap_where_one_tag_matches_both(left, right, expected):
    assert overlap(left, right) is expected
    assert overlap(right, left) is expected


@given(PATTERNS, PATTERNS, st.text("ab", max_size=8))
def test_a_tag_that_matches_both_makes_an_overlap(left, right, tag):
    assert overlap(left, right) or not (matches(left, tag) and matches(right, tag))


@given(PATTERNS, st.text("ab", max_size=8))
def test_an_overlap_with_a_plain_tag_is_a_match(pattern, tag):
    assert overlap(pattern, tag) == matches(pattern, tag)


@given(PATTERNS, PATTERNS)
def test_patterns_that_overlap_have_a_tag_in_common(left, right):
    tags = [""]
    for _ in range(7):
        tags += [tag + letter for tag in tags for letter in "ab" if len(tag + letter) <= 7]
        tags = sorted(set(tags))
    common = any(matches(left, tag) and matches(right, tag) for tag in tags)
    assert common or not overlap(left, right) or left.count("*") + right.count("*") > 1
