"""What a misspelt name was likely meant to be."""

import pytest

from wharfinger.spec.suggestions import listed, suggest


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("servce", "did you mean `service`? classes: `service`, `Batch`"),
        ("BATCH", "did you mean `Batch`? classes: `service`, `Batch`"),
        ("zzz", "classes: `service`, `Batch`"),
        ("", "classes: `service`, `Batch`"),
    ],
)
def test_the_nearest_name_is_proposed(name, expected):
    assert suggest(name, ["service", "Batch"], "classes") == expected


def test_no_names_are_called_none():
    assert suggest("x", [], "classes") == "classes: none"


def test_many_names_are_cut():
    assert listed(f"n{number}" for number in range(25)).endswith("`n18`, `n19` and 5 more")
