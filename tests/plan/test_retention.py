"""Which retention rule decides, and rules as the spec writes them."""

import re
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wharfinger.plan.retention import (
    Archive,
    ExpireAfter,
    KeepNewest,
    Protect,
    Retention,
    TagRule,
    deciding_order,
    retention,
)
from wharfinger.spec.globs import covers
from wharfinger.spec.sentences import TAG_RULES, pattern

NUMBERS = st.integers(1, 9999)
SENTENCES = st.builds(
    lambda sentence, first, second: sentence.replace("N", "{}").format(first, second),
    st.sampled_from(TAG_RULES),
    NUMBERS,
    NUMBERS,
)
RULES = st.dictionaries(st.text("ab*?", min_size=1, max_size=4), SENTENCES, max_size=6)


def order(tags: dict[str, str]) -> list[str]:
    return [rule.pattern for rule in retention(tags, "protect", "enforce").tags]


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("protect", Protect("v*")),
        ("keep newest 20", KeepNewest("v*", 20)),
        ("expire after 14 days", ExpireAfter("v*", 14)),
        ("expire after 1 day", ExpireAfter("v*", 1)),
        ("archive after 90 days without a pull", Archive("v*", 90, None)),
        ("archive after 90 days without a pull, then expire after 1 day", Archive("v*", 90, 1)),
    ],
)
def test_a_sentence_is_a_rule_and_a_rule_says_its_sentence(sentence, rule):
    (read,) = retention({"v*": sentence}, "protect", "enforce").tags
    assert read == rule
    assert str(rule) == sentence


@pytest.mark.parametrize(("sentence", "days"), [("protect", None), ("expire after 3 days", 3)])
def test_untagged_images_expire_or_stay(sentence, days):
    assert retention({}, sentence, "observe") == Retention((), days, "observe")


def test_what_is_protected_and_what_may_go_are_told_apart():
    rules = retention(
        {"*": "keep newest 20", "v*": "protect", "pr-*": "expire after 14 days", "edge": "protect"},
        "protect",
        "enforce",
    )
    assert rules.protected == ("edge", "v*")
    assert rules.expiring == (ExpireAfter("pr-*", 14), KeepNewest("*", 20))


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"*": "keep newest 9", "pr-*": "expire after 1 day"}, ["pr-*", "*"]),
        ({"v1*": "expire after 1 day", "v*": "protect"}, ["v*", "v1*"]),
        ({"a*": "keep newest 1", "a*b": "keep newest 2", "a?b": "keep newest 3"}, ["a?b", "a*b", "a*"]),
        ({"a*": "expire after 9 days", "*b": "keep newest 1"}, ["*b", "a*"]),
        ({"a*": "expire after 9 days", "*b": "archive after 1 day without a pull"}, ["*b", "a*"]),
        ({"a*": "archive after 9 days without a pull", "*b": "keep newest 1"}, ["*b", "a*"]),
        ({"a*": "expire after 9 days", "*b": "expire after 10 days"}, ["*b", "a*"]),
        ({"a*": "keep newest 9", "*b": "keep newest 10"}, ["*b", "a*"]),
        ({"b*": "keep newest 9", "a*": "keep newest 9"}, ["a*", "b*"]),
    ],
    ids=[
        "narrower before wider",
        "protect before narrower",
        "a chain",
        "keep before expire",
        "archive before expire",
        "keep before archive",
        "later before sooner",
        "more before fewer",
        "by name",
    ],
)
def test_rules_decide_in_their_order(tags, expected):
    assert order(tags) == expected


@given(RULES)
def test_a_sentence_survives_being_a_rule(tags):
    for rule in retention(tags, "protect", "enforce").tags:
        assert re.fullmatch(pattern(TAG_RULES), str(rule))
        assert str(rule) == re.sub(r"\b1 days", "1 day", tags[rule.pattern])


@given(RULES)
def test_a_narrower_pattern_decides_before_a_wider_one(tags):
    rules = retention(tags, "protect", "enforce").tags
    for earlier, later in combinations(rules, 2):
        wider = covers(earlier.pattern, later.pattern) and not covers(later.pattern, earlier.pattern)
        assert not wider or isinstance(earlier, Protect)


@given(RULES)
def test_protect_decides_before_all_others(tags):
    rules = retention(tags, "protect", "enforce").tags
    kinds = [isinstance(rule, Protect) for rule in rules]
    assert kinds == sorted(kinds, reverse=True)


@given(RULES, st.randoms())
def test_the_order_in_which_rules_are_written_does_not_matter(tags, chance):
    written = list(tags.items())
    chance.shuffle(written)
    assert retention(dict(written), "protect", "enforce") == retention(tags, "protect", "enforce")


@given(RULES)
def test_every_rule_stands_in_the_order_once(tags):
    rules: list[TagRule] = list(retention(tags, "protect", "enforce").tags)
    assert sorted(order(tags)) == sorted(tags)
    assert deciding_order(reversed(rules)) == tuple(rules)
