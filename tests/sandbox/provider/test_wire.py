import pytest
from google.protobuf.struct_pb2 import Struct
from hypothesis import given
from hypothesis import strategies as st
from wharfinger_sandbox.provider.model import UNKNOWN
from wharfinger_sandbox.provider.wire import SECRET, SIGNATURE, decode, encode, has_unknown

names = st.text(min_size=1).filter(lambda name: not name.startswith("__"))
values = st.recursive(
    st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | st.text() | st.just(UNKNOWN),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=8,
)
documents = st.dictionaries(names, values, max_size=4)


@given(documents)
def test_what_was_encoded_decodes_to_the_same(document):
    decoded = decode(encode(document))

    assert decoded.values == document
    assert decoded.secrets == frozenset()


@given(documents.filter(bool))
def test_secrets_keep_their_values_and_stay_secret(document):
    decoded = decode(encode(document, document))

    assert decoded.values == document
    assert decoded.secrets == document.keys()


def test_a_secret_deep_inside_makes_its_top_level_property_secret():
    struct = Struct()
    struct.update({"tags": {"token": {SIGNATURE: SECRET, "value": "hush"}}, "name": "app"})

    decoded = decode(struct)

    assert decoded.values == {"tags": {"token": "hush"}, "name": "app"}
    assert decoded.secrets == {"tags"}


def test_a_secret_that_is_not_known_yet_is_unknown_and_secret():
    decoded = decode(encode({"token": UNKNOWN}, ["token"]))

    assert decoded.values == {"token": UNKNOWN}
    assert decoded.secrets == {"token"}


def test_nulls_and_the_engines_own_properties_are_left_out():
    struct = Struct()
    struct.update({"__defaults": [], "a": None, "b": {"c": None, "d": 1}})

    assert decode(struct).values == {"b": {"d": 1}}


def test_whole_numbers_arrive_as_integers():
    assert repr(decode(encode({"a": 3, "b": 2.5})).values) == "{'a': 3, 'b': 2.5}"


@pytest.mark.parametrize(
    ("value", "expected"),
    [(UNKNOWN, True), ([1, [UNKNOWN]], True), ({"a": {"b": UNKNOWN}}, True), ({"a": [1]}, False)],
)
def test_unknowns_are_found_at_any_depth(value, expected):
    assert has_unknown(value) is expected


def test_what_is_no_property_value_is_refused():
    with pytest.raises(TypeError, match="no property value"):
        encode({"a": object()})
