"""Places and diagnostics: the nearest written line, and the order in which things are told."""

import pytest

from wharfinger.spec.diagnostics import Diagnostic, SpecError, at_key, at_value
from wharfinger.spec.places import Place, Places

PLACES = Places(
    keys={(): Place("f", 1, 1), ("a",): Place("f", 2, 1), ("a", "b"): Place("f", 3, 3)},
    values={(): Place("f", 1, 1), ("a",): Place("f", 3, 3), ("a", "b"): Place("f", 3, 6)},
)


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        (("a", "b"), (3, 3), (3, 6)),
        (("a", "b", "c", 0), (3, 3), (3, 6)),
        (("a", "x"), (2, 1), (3, 3)),
        (("x",), (1, 1), (1, 1)),
    ],
)
def test_what_is_not_written_has_the_place_of_its_nearest_written_parent(path, key, value):
    assert PLACES.key(path) == Place("f", *key)
    assert PLACES.value(path) == Place("f", *value)


def test_where_nothing_is_written_there_is_no_place():
    assert Places({}, {}).key(("a",)) is None


def test_an_error_is_told_at_its_key_or_value():
    assert at_key(PLACES, ("a",), "m", "h") == Diagnostic("m", Place("f", 2, 1), ("a",), "h")
    assert at_value(PLACES, ("a",), "m", "h") == Diagnostic("m", Place("f", 3, 3), ("a",), "h")


def test_errors_are_told_in_the_order_of_the_files():
    told = [Diagnostic("x", Place("b", 1, 1)), Diagnostic("x", Place("a", 10, 1)), Diagnostic("x", None)]
    told += [Diagnostic("z", Place("a", 2, 5)), Diagnostic("y", Place("a", 2, 5))]
    assert [(str(problem.place), problem.message) for problem in SpecError(told).diagnostics] == [
        ("None", "x"),
        ("a:2:5", "y"),
        ("a:2:5", "z"),
        ("a:10:1", "x"),
        ("b:1:1", "x"),
    ]
