import pytest
from hypothesis import given
from hypothesis import strategies as st
from wharfinger_sandbox.provider.difference import Change, changes

values = st.recursive(
    st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
documents = st.dictionaries(st.text(), values, max_size=4)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param({"a": 1}, {"a": 1}, [], id="same"),
        pytest.param({}, {"a": 1}, [("a", "add")], id="added"),
        pytest.param({"a": 1}, {}, [("a", "delete")], id="deleted"),
        pytest.param({"a": 1}, {"a": 2}, [("a", "update")], id="changed"),
        pytest.param({"a": 1}, {"a": True}, [("a", "update")], id="a number is no boolean"),
        pytest.param({"a": {"b": 1}}, {"a": {"b": 1, "c": 2}}, [("a.c", "add")], id="nested"),
        pytest.param({"a": [1, 2]}, {"a": [1, 3, 4]}, [("a[1]", "update"), ("a[2]", "add")], id="list"),
        pytest.param({"a": [1, 2]}, {"a": [1]}, [("a[1]", "delete")], id="shorter list"),
        pytest.param({"t": {"x.y": 1}}, {"t": {}}, [('t["x.y"]', "delete")], id="a name with a dot"),
        pytest.param({"a": [1]}, {"a": {"b": 1}}, [("a", "update")], id="another type"),
    ],
)
def test_each_changed_value_has_its_path_and_kind(old, new, expected):
    assert [(change.path, change.kind) for change in changes(old, new)] == expected


def test_a_change_knows_its_top_level_property():
    assert changes({"a": [{"b": 1}]}, {"a": [{"b": 2}]}) == [Change("a[0].b", "a", "update")]


@given(documents)
def test_a_document_does_not_differ_from_itself(document):
    assert changes(document, document) == []


@given(documents, documents)
def test_the_way_back_changes_the_same_paths(old, new):
    assert [c.path for c in changes(old, new)] == [c.path for c in changes(new, old)]


@given(documents, documents)
def test_no_change_means_equal(old, new):
    assert bool(changes(old, new)) or old == new
