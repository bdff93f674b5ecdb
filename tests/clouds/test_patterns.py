"""Tag patterns: in a pattern only `*` is special."""

import re
from fnmatch import fnmatchcase

import pytest
from hypothesis import given

from tests.clouds.tags import PATTERNS, TAGS
from wharfinger.clouds.patterns import is_prefix, matches, prefix, regex


@pytest.mark.parametrize(
    ("pattern", "tag", "expected"),
    [
        ("v*", "v1.0", True),
        ("v*", "v", True),
        ("v*", "dev1", False),
        ("v*", "V1", False),
        ("v1.0", "v1.0", True),
        ("v1.0", "v1x0", False),
        ("v1.0", "v1.0.1", False),
        ("*-stable", "2-stable", True),
        ("*-stable", "2-stable-1", False),
        ("a*b*c", "a--b--c", True),
        ("*", "anything", True),
    ],
)
def test_a_pattern_covers_a_whole_tag(pattern, tag, expected):
    assert matches(pattern, tag) is expected


@given(PATTERNS, TAGS)
def test_a_pattern_matches_as_a_shells_glob_does(pattern, tag):
    assert matches(pattern, tag) == fnmatchcase(tag, pattern)


@given(PATTERNS, TAGS)
def test_every_matching_tag_has_the_patterns_prefix(pattern, tag):
    if matches(pattern, tag):
        assert tag.startswith(prefix(pattern))


@given(PATTERNS, TAGS)
def test_a_pattern_that_is_a_prefix_says_no_more_and_no_less(pattern, tag):
    if is_prefix(pattern):
        assert matches(pattern, tag) == tag.startswith(prefix(pattern))


@pytest.mark.parametrize(
    ("pattern", "expected"), [("v*", True), ("*", True), ("v1", False), ("*a*", False), ("a*b", False)]
)
def test_a_prefix_pattern_ends_in_its_only_star(pattern, expected):
    assert is_prefix(pattern) is expected


def test_a_regex_is_as_readable_as_it_can_be():
    assert regex("dev-*.x") == r"dev-.*\.x"
    assert re.fullmatch(regex("a.b"), "a.b")
