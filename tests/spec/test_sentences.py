"""Rules as sentences: what may be written, and what a wrong one was meant to be."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wharfinger.spec.sentences import TAG_RULES, UNTAGGED_RULES, likely, pattern, says

NUMBERS = st.integers(1, 9999)


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("protect", True),
        ("keep newest 1", True),
        ("keep newest 9999", True),
        ("keep newest 0", False),
        ("keep newest 010", False),
        ("keep newest 10000", False),
        ("keep newest", False),
        ("expire after 1 day", True),
        ("expire after 30 days", True),
        ("expire after 30 days ", False),
        ("Expire after 30 days", False),
        ("archive after 90 days without a pull", True),
        ("archive after 90 days without a pull, then expire after 365 days", True),
        ("archive after 90 days", False),
        ("archive after 90 days without a pull then expire after 365 days", False),
        ("protect\n", False),
    ],
)
def test_only_the_sentences_themselves_are_rules(text, fits):
    assert bool(re.fullmatch(pattern(TAG_RULES), text)) is fits


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("keep 5 newest", "keep newest 5"),
        ("keep the newest 5 images", "keep newest 5"),
        ("keep last 10", "keep newest 10"),
        ("keep 10", "keep newest 10"),
        ("Keep newest 10", "keep newest 10"),
        ("keep newset 10", "keep newest 10"),
        ("{'keep_newest': 5}", "keep newest 5"),
        ("expire after 14d", "expire after 14 days"),
        ("delete after 14 days", "expire after 14 days"),
        ("expires after 14 day", "expire after 14 days"),
        ("14 days", "expire after 14 days"),
        ("protected", "protect"),
        ("archive after 30 days", "archive after 30 days without a pull"),
        (
            "archive after 90 days, then delete after 365",
            "archive after 90 days without a pull, then expire after 365 days",
        ),
    ],
)
def test_what_is_nearly_a_sentence_is_known_for_it(text, meant):
    assert likely(text, TAG_RULES) == meant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "30",
        "true",
        "keep",
        "keep newest 0",
        "keep newest 20000",
        "expire after 2 weeks",
        "expire after 14 hours",
        "never expire",
        "don't protect",
        "expire after 7 or 14 or 21 days",
    ],
)
def test_nothing_is_guessed_that_could_mean_something_else(text):
    assert likely(text, TAG_RULES) is None


def test_only_what_may_stand_there_is_guessed():
    assert likely("keep 5 newest", UNTAGGED_RULES) is None
    assert likely("after 3 days", UNTAGGED_RULES) == "expire after 3 days"


@given(st.sampled_from(TAG_RULES), NUMBERS, NUMBERS)
def test_a_sentence_means_itself(sentence, first, second):
    filled = sentence.replace("N", "{}").format(first, second)
    assert re.fullmatch(pattern(TAG_RULES), filled)
    assert likely(filled, TAG_RULES) == filled


@given(st.text(max_size=40) | st.text("keepnwstday 0123456789", max_size=40))
def test_a_guess_is_a_sentence_that_may_be_written(text):
    meant = likely(text, TAG_RULES)
    assert meant is None or re.fullmatch(pattern(TAG_RULES), meant)


def test_the_rule_names_all_sentences():
    assert says("untagged images", UNTAGGED_RULES).rule == (
        "a rule for untagged images is `protect` or `expire after N days`, with N from 1 to 9999"
    )
