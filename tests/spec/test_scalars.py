"""What a scalar without quotes is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wharfinger.spec.scalars import Unquoted, in_quotes, plain
from wharfinger.spec.source import read_bytes


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("true", True),
        ("false", False),
        ("0", 0),
        ("30", 30),
        ("-1", -1),
        ("123456789012", 123456789012),
    ],
)
def test_only_the_plainest_forms_are_no_text(text, value):
    assert plain(text) == value
    assert type(plain(text)) is type(value)


@pytest.mark.parametrize(
    "text", ["yes", "no", "on", "off", "y", "2026-11-24", "12:30:45", "1_000", "0b1", "v1.2", "-dev", "1.2.3"]
)
def test_what_is_special_only_in_yaml_1_1_is_text(text):
    assert plain(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "012345678901",
        "0123",
        "1.10",
        "1e3",
        "+5",
        "-0",
        "0x1F",
        "0o17",
        ".5",
        ".inf",
        ".nan",
        "True",
        "FALSE",
        "NULL",
        "Null",
        "1" * 19,
        "9" * 5000,
    ],
)
def test_what_tools_disagree_on_keeps_its_spelling_and_is_no_value(text):
    assert plain(text) == Unquoted(text)


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_a_text_in_quotes_is_read_back_as_it_was(text):
    assert read_bytes(f"key: {in_quotes(text)}".encode(), "f.yaml").data == {"key": text}


@given(st.integers(-(10**18) + 1, 10**18 - 1))
def test_a_whole_number_is_itself(number):
    assert plain(str(number)) == number
