"""Whether two tag patterns share a tag."""

import re

from hypothesis import given
from hypothesis import strategies as st
from registry_guardrails.tag_patterns import share_a_tag

PIECES = st.lists(st.sampled_from(["a", "v", ".", "-", "1", "*", "#"]), max_size=6).map("".join)
TAGS = st.text(alphabet="av.-12", max_size=6)


def regex(pattern: str) -> re.Pattern[str]:
    parts = {"*": ".*", "#": r"\d+"}
    return re.compile("".join(parts.get(each, re.escape(each)) for each in pattern))


@given(PIECES, PIECES, TAGS)
def test_patterns_that_match_one_tag_share_one(one: str, other: str, tag: str):
    if regex(one).fullmatch(tag) and regex(other).fullmatch(tag):
        assert share_a_tag(one, other)


@given(PIECES, PIECES)
def test_it_does_not_matter_which_comes_first(one: str, other: str):
    assert share_a_tag(one, other) == share_a_tag(other, one)


@given(PIECES, st.text(alphabet="av.-1", max_size=6))
def test_against_a_plain_tag_it_is_plain_matching(pattern: str, tag: str):
    assert share_a_tag(pattern, tag) == bool(regex(pattern).fullmatch(tag))
