"""The laws of wording: every model has a name, every rule has words, and no fault is left without."""

from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from wharfinger.spec.base import Model
from wharfinger.spec.organisation import PartFile, Spec
from wharfinger.spec.people import TeamFile
from wharfinger.spec.shape import keys, locate
from wharfinger.spec.wording import NOUNS, WORDS


def models(model: type[Model]) -> set[type[Model]]:
    """All models that a spec can be built of, found through their fields."""
    found: set[type[Model]] = set()
    pending: list[Any] = [model]
    while pending:
        item = pending.pop()
        if isinstance(item, type) and issubclass(item, Model):
            if item not in found:
                found.add(item)
                pending += [field.annotation for field in item.model_fields.values()]
        else:
            pending += get_args(item)
    return found


ALL_MODELS = models(Spec) | models(PartFile) | models(TeamFile)


def test_every_model_has_a_name_for_its_user():
    assert NOUNS.keys() == ALL_MODELS


@pytest.mark.parametrize("model", sorted(ALL_MODELS, key=lambda model: model.__name__))
def test_every_pattern_has_its_rule_in_words(model):
    schema = model.model_json_schema()
    patterns = [part for part in _parts(schema) if "pattern" in part or "maxLength" in part]
    assert all(part.get("patternErrorMessage") for part in patterns)


def _parts(node: Any) -> list[dict[str, Any]]:
    if isinstance(node, list):
        return [part for item in node for part in _parts(item)]
    if not isinstance(node, dict):
        return []
    return (
        [node]
        + [part for key, item in node.items() if key != "properties" for part in _parts(item)]
        + [part for item in node.get("properties", {}).values() for part in _parts(item)]
    )


VALUES = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
VALUES |= st.lists(VALUES, max_size=2) | st.dictionaries(st.text(max_size=3), VALUES, max_size=2)


def shaped(model: type[Model]) -> st.SearchStrategy[Any]:
    """Data that is often near to what a model takes."""
    fields = {key: VALUES | st.just(key) for key in keys(model)}
    return st.fixed_dictionaries(
        {}, optional=fields | {"cloud": st.sampled_from(["aws", "gcp", "azure", "x"])}
    )


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_fault_is_left_in_pydantics_words(data):
    inner = st.one_of([shaped(model) for model in sorted(ALL_MODELS, key=lambda model: model.__name__)])
    content = data.draw(shaped(Spec)) | {
        section: {"a": data.draw(inner)} for section in ("registries", "teams", "classes", "principals")
    }
    content |= {"teams": {"a": {"owners": [], "repositories": {"b": data.draw(inner)}}}}
    with pytest.raises(ValidationError) as caught:
        Spec.model_validate(content)
    assert {detail["type"] for detail in caught.value.errors()} <= WORDS.keys()
    for detail in caught.value.errors():
        assert _written(content, locate(Spec, detail["loc"]).path, detail["type"])


def _written(data: Any, path: tuple[str | int, ...], kind: str) -> bool:
    """Whether the path, but for a key that is missing, leads through the data."""
    for part in path[:-1] if kind == "missing" else path:
        data = data[part]
    return True
