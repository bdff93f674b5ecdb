import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wharfinger.inventory.source import Source
from wharfinger.spec.places import Place

PRETTY = '{\n  "images": [\n    {"tags": ["a", "b"]},\n    {"tags": [], "size": 7}\n  ]\n}\n'


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        pytest.param((), 1, 1, id="the whole"),
        pytest.param(("images",), 2, 13, id="a list"),
        pytest.param(("images", 0, "tags", 1), 3, 20, id="an item of an inner list"),
        pytest.param(("images", 1, "size"), 4, 26, id="a later object"),
        pytest.param(("images", 1, "digest"), 4, 5, id="what is missing stands at its parent"),
        pytest.param(("images", 5), 2, 13, id="an index beyond the list"),
        pytest.param(("images", 1, "size", "unit"), 4, 26, id="below a number"),
    ],
)
def test_a_value_has_a_line_and_a_column(path, line, column):
    assert Source(PRETTY, "f").place(path) == Place("f", line, column)


def test_a_text_may_start_on_any_line_of_its_file():
    assert Source('{"a": 1}', "f", 41).place(("a",)) == Place("f", 41, 7)


def test_of_a_key_that_stands_twice_the_last_counts():
    assert Source('{"a": 1, "a": 2}', "f").place(("a",)) == Place("f", 1, 15)


def test_a_number_of_any_length_is_passed_over():
    text = f'{{"a": {"9" * 5000}, "b": 1}}'
    assert Source(text, "f").place(("b",)).column == text.index("1}") + 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON, st.sampled_from([None, 2]), st.data())
def test_what_stands_at_a_place_is_the_value(data, indent, draw):
    value, path = data, ()
    while isinstance(value, dict | list) and value and draw.draw(st.booleans()):
        part = draw.draw(st.sampled_from(sorted(value) if isinstance(value, dict) else range(len(value))))
        path, value = (*path, part), value[part]
    text = json.dumps(data, indent=indent)
    place = Source(text, "f").place(path)
    rest = "\n".join([text.split("\n")[place.line - 1][place.column - 1 :], *text.split("\n")[place.line :]])
    assert json.JSONDecoder().raw_decode(rest)[0] == value
