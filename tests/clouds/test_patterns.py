"""Tag patterns: in a pattern only `*` and `?` are special."""

from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.clouds.tags import PATTERNS, TAGS
from wharfinger.clouds.patterns import is_prefix, matches, prefix, regex, some_tag


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
        ("v?", "v1", True),
        ("v?", "v", False),
        ("v?", "v10", False),
        ("?", "*", True),
        ("v?.*", "v1.2.3", True),
        ("??*", "a", False),
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
    ("pattern", "expected"),
    [
        ("v*", True),
        ("*", True),
        ("v1", False),
        ("*a*", False),
        ("a*b", False),
        ("v?", False),
        ("v?*", False),
        ("?*", False),
        ("**", False),
    ],
)
def test_a_prefix_pattern_ends_in_its_only_wildcard_a_star(pattern, expected):
    assert is_prefix(pattern) is expected


@pytest.mark.parametrize(
    ("pattern", "expected"), [("v*", "v"), ("v?.*", "v"), ("?", ""), ("*", ""), ("1.0", "1.0"), ("a*b", "a")]
)
def test_the_prefix_of_a_pattern_ends_before_its_first_wildcard(pattern, expected):
    assert prefix(pattern) == expected


@given(PATTERNS, st.lists(TAGS, max_size=4))
def test_some_tag_matches_as_one_of_them_does(pattern, tags):
    assert some_tag(pattern)(tags) == any(matches(pattern, tag) for tag in tags)


@pytest.mark.parametrize(
    ("pattern", "expression"), [("dev-*.x", r"dev-.*\.x"), ("v?.?", r"v.\.."), ("a_b", "a_b"), ("**", ".*.*")]
)
def test_a_regex_is_as_readable_as_it_can_be(pattern, expression):
    assert regex(pattern) == expression
