"""Prefixes that cover all of some names and none of the others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wharfinger.clouds.prefixes import covering, starting_with

SEGMENTS = st.text("ab-", min_size=1, max_size=3)
NAMES = st.sets(st.lists(SEGMENTS, min_size=1, max_size=3).map("/".join), max_size=8)


@pytest.mark.parametrize(
    ("names", "others", "expected"),
    [
        (["payments/api", "payments/web"], ["search/api"], ("payments/",)),
        (["payments/api", "payments/web"], ["payments/job"], ("payments/api", "payments/web")),
        (["payments/a/x", "payments/a/y"], ["payments/b"], ("payments/a/",)),
        (["prod/api"], ["production/api"], ("prod/",)),
        (["prod"], ["production"], ("prod",)),
        (["api"], [], ("api",)),
        ([], ["api"], ()),
    ],
    ids=["team", "whole-names", "deeper", "slash-ends", "caught", "no-segment", "nothing"],
)
def test_the_shortest_prefixes_are_taken(names, others, expected):
    assert covering(names, others) == expected


@given(NAMES, NAMES)
def test_prefixes_cover_all_names_and_no_others(names, others):
    others -= names
    prefixes = covering(names, others)
    assert all(any(name.startswith(prefix) for prefix in prefixes) for name in names)
    for prefix in prefixes:
        if prefix.endswith("/"):
            assert not any(other.startswith(prefix) for other in others)
        else:
            assert prefix in names
    assert covering(sorted(names, reverse=True), others) == prefixes


@given(NAMES, st.text("ab-/", max_size=4))
def test_the_first_name_with_a_prefix_is_found(names, prefix):
    found = [name for name in sorted(names) if name.startswith(prefix)]
    assert starting_with(prefix, sorted(names)) == (found[0] if found else None)
