"""The SDK's proxies become plain values."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pulumi_policy.proxy import UNKNOWN_NUMBER_VALUE, UNKNOWN_OBJECT_VALUE, UNKNOWN_STRING_VALUE
from pulumi_policy.proxy import unknown_checking_proxy as proxied
from registry_guardrails.proxies import plain
from registry_guardrails.values import UNKNOWN

KEYS = st.text(max_size=5)
TREES = st.dictionaries(
    KEYS,
    st.recursive(
        st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=5),
        lambda children: st.lists(children, max_size=3) | st.dictionaries(KEYS, children, max_size=3),
        max_leaves=10,
    ),
    max_size=4,
)


@given(TREES)
def test_a_tree_without_unknowns_comes_back_as_it_was(tree: dict[str, Any]):
    assert plain(proxied(tree)) == tree


def test_unknowns_are_marked_wherever_they_are():
    tree = {"a": UNKNOWN_STRING_VALUE, "b": [1, UNKNOWN_NUMBER_VALUE, {"c": UNKNOWN_OBJECT_VALUE}]}
    assert plain(proxied(tree)) == {"a": UNKNOWN, "b": [1, UNKNOWN, {"c": UNKNOWN}]}


def test_the_result_is_made_of_dict_and_list():
    result = plain(proxied({"a": [{"b": []}]}))
    assert type(result) is dict
    assert type(result["a"]) is list
    assert type(result["a"][0]) is dict
