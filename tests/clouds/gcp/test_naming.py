"""Repository ids and labels as Google Cloud takes them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wharfinger.clouds.gcp.naming import image_name, label_value, repository_name

GRAMMAR = re.compile(r"[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?")
LABEL_VALUE = re.compile(r"[a-z0-9_-]{0,63}")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("payments/api", "payments-api"),
        ("payments/api.v2_x", "payments-api-v2-x"),
        ("a/b__c", "a-b-c"),
        ("a--b", "a--b"),
        ("a", "a"),
        ("a" * 63, "a" * 63),
    ],
)
def test_a_hyphen_stands_for_what_an_id_cannot_have(name, expected):
    assert repository_name(name) == expected


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a/" + "b" * 62, f"Artifact Registry takes ids of at most 63 characters, `a-{'b' * 62}` has 64"),
        ("1a", "Artifact Registry takes lower-case letters, digits and hyphens, not `1a`"),
        ("a-", "Artifact Registry takes lower-case letters, digits and hyphens, not `a-`"),
        ("a/", "Artifact Registry takes lower-case letters, digits and hyphens, not `a-`"),
        ("A/b", "Artifact Registry takes lower-case letters, digits and hyphens, not `A-b`"),
        ("", "Artifact Registry takes lower-case letters, digits and hyphens, not ``"),
    ],
    ids=["long", "digit-first", "hyphen-last", "slash-last", "upper-case", "empty"],
)
def test_a_name_that_makes_no_id_is_refused_with_the_reason(name, reason):
    with pytest.raises(ValueError, match=f"^{re.escape(reason)}$"):
        repository_name(name)


@given(st.text("ab1._-/A", max_size=70))
def test_a_compiled_name_meets_artifact_registrys_grammar(name):
    try:
        compiled = repository_name(name)
    except ValueError:
        return
    assert GRAMMAR.fullmatch(compiled)
    assert repository_name(compiled) == compiled


@pytest.mark.parametrize(("name", "expected"), [("api", "api"), ("web/front", "front"), ("a/b/c.d", "c.d")])
def test_the_image_is_the_last_segment(name, expected):
    assert image_name(name) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("payments", "payments"),
        ("payments@acme.example", "payments-acme-example"),
        ("web/front", "web-front"),
        ("Tier One", "tier-one"),
        ("x" * 70, "x" * 63),
        ("@", ""),
    ],
)
def test_a_label_is_rewritten_in_the_characters_it_takes(text, expected):
    assert label_value(text) == expected


@given(st.text(max_size=130))
def test_a_label_always_meets_the_grammar_and_is_not_rewritten_twice(text):
    value = label_value(text)
    assert LABEL_VALUE.fullmatch(value)
    assert label_value(value) == value
