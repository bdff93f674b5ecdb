import pytest
from wharfinger_sandbox import drift
from wharfinger_sandbox.provider.model import Stored
from wharfinger_sandbox.provider.store import Store

REPOSITORY = "aws:ecr/repository:Repository"


@pytest.fixture
def store(home):
    store = Store(home.clouds)
    with store.changing() as clouds:
        inputs = {"name": "app", "forceDelete": True}
        clouds.put(Stored(REPOSITORY, "app", inputs, {**inputs, "arn": "arn:app"}))
    return store


def test_a_property_that_programs_set_changes_in_inputs_and_outputs(store):
    drift.alter(store, REPOSITORY, "app", {"imageTagMutability": "MUTABLE"})

    stored = drift.look_up(store, REPOSITORY, "app")
    assert stored.inputs["imageTagMutability"] == "MUTABLE"
    assert stored.outputs["imageTagMutability"] == "MUTABLE"


def test_a_property_that_only_the_cloud_gives_changes_in_outputs(store):
    stored = drift.alter(store, REPOSITORY, "app", {"arn": "arn:else"})

    assert stored.outputs["arn"] == "arn:else"
    assert "arn" not in stored.inputs


def test_none_removes_a_property(store):
    stored = drift.alter(store, REPOSITORY, "app", {"forceDelete": None})

    assert stored.inputs == {"name": "app"}
    assert stored.outputs == {"name": "app", "arn": "arn:app"}


def test_a_note_of_the_sandbox_may_be_new(store):
    assert drift.alter(store, REPOSITORY, "app", {"sandboxImages": 3}).outputs["sandboxImages"] == 3


def test_a_misspelt_property_is_refused_and_nothing_changes(store):
    with pytest.raises(drift.NoSuchPropertyError, match="did you mean 'forceDelete'"):
        drift.alter(store, REPOSITORY, "app", {"imageTagMutability": "MUTABLE", "forceDelte": True})
    assert "imageTagMutability" not in drift.look_up(store, REPOSITORY, "app").inputs


@pytest.mark.parametrize(
    ("token", "resource_id", "hint"),
    [
        pytest.param(REPOSITORY, "ap", "did you mean 'app'", id="a misspelt id"),
        pytest.param("aws:ecr/repository:Repo", "app", f"did you mean '{REPOSITORY}'", id="a misspelt type"),
    ],
)
def test_a_resource_that_is_not_there_is_refused_with_what_comes_near(store, token, resource_id, hint):
    for attempt in (
        lambda: drift.look_up(store, token, resource_id),
        lambda: drift.alter(store, token, resource_id, {}),
        lambda: drift.remove(store, token, resource_id),
    ):
        with pytest.raises(drift.NoSuchResourceError, match=hint):
            attempt()


def test_a_removed_resource_is_gone(store):
    drift.remove(store, REPOSITORY, "app")

    with store.reading() as clouds:
        assert list(clouds.each()) == []
