"""What holds for every resource type of every cloud."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wharfinger_sandbox.clouds import aws, azure, gcp
from wharfinger_sandbox.provider.model import UNKNOWN
from wharfinger_sandbox.provider.schema import properties_of, record_of

MODELS = (*aws.MODELS, *gcp.MODELS, *azure.MODELS)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**6) | st.text(max_size=20) | st.just(UNKNOWN),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "name", "rules"]), inner)
    ),
    max_leaves=6,
)
each_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.token)


def test_each_type_is_modelled_once():
    tokens = [model.token for model in MODELS]
    assert sorted(tokens) == sorted(set(tokens))


@each_model
def test_what_forces_a_replacement_is_a_property_of_the_type(model):
    assert model.replace_on <= properties_of(record_of(model.args)).keys()


@each_model
def test_inputs_that_are_not_known_yet_are_no_problem(model):
    inputs = dict.fromkeys(properties_of(record_of(model.args)), UNKNOWN)
    exclusive = {"aws", "saml", "x509"}
    assert model.check({key: value for key, value in inputs.items() if key not in exclusive}) == []


@each_model
@settings(max_examples=40)
@given(data=st.data())
def test_whatever_the_inputs_hold_the_answer_is_problems(model, data):
    names = sorted(properties_of(record_of(model.args)))
    inputs = data.draw(st.dictionaries(st.sampled_from(names), JSON, max_size=6))
    for problem in model.check(inputs):
        assert problem.reason
