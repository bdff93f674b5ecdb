import dataclasses

import pytest
from wharfinger_sandbox.provider.control_plane import ControlPlane, RefusalError
from wharfinger_sandbox.provider.model import UNKNOWN

REPOSITORY = "aws:ecr/repository:Repository"
POLICY = "aws:ecr/repositoryPolicy:RepositoryPolicy"


@pytest.fixture
def cloud(aws, store):
    return ControlPlane(aws, store, {"region": "eu-west-1"})


def reasons(error):
    return [problem.reason for problem in error.value.problems]


def test_check_fills_in_defaults(cloud):
    checked = cloud.check(REPOSITORY, {"name": "app"})

    assert checked.inputs == {"name": "app", "imageTagMutability": "MUTABLE"}
    assert checked.problems == []


def test_check_reports_a_wrong_shape_and_a_broken_rule_together(cloud):
    checked = cloud.check(REPOSITORY, {"name": "APP", "forceDelete": "yes", "zzz": 1})

    assert [problem.property for problem in checked.problems] == ["forceDelete", "zzz", "name"]


def test_a_rule_does_not_judge_a_value_of_the_wrong_shape(cloud):
    checked = cloud.check(REPOSITORY, {"name": ["APP"]})

    assert [problem.reason for problem in checked.problems] == ["must be a text, but is ['APP']"]


def test_an_unknown_type_is_refused_with_the_types_that_are_known(cloud):
    with pytest.raises(RefusalError) as error:
        cloud.check("aws:s3/bucket:Bucket", {})

    assert REPOSITORY in reasons(error)[0]


def test_a_created_resource_has_its_inputs_and_what_the_cloud_gives(cloud):
    stored = cloud.create(REPOSITORY, {"name": "app"})

    assert stored.id == "app"
    assert stored.outputs == {"name": "app", "arn": "arn:eu-west-1:app"}
    assert cloud.read(REPOSITORY, "app") == stored


def test_a_second_resource_of_the_same_id_is_refused(cloud):
    cloud.create(REPOSITORY, {"name": "app"})

    with pytest.raises(RefusalError) as error:
        cloud.create(REPOSITORY, {"name": "app"})
    assert reasons(error) == ["'app' already exists"]


def test_a_type_that_adopts_overwrites_what_exists(cloud):
    cloud.create(POLICY, {"repository": "app", "policy": "old"})
    cloud.create(POLICY, {"repository": "app", "policy": "new"})

    assert cloud.read(POLICY, "app").inputs["policy"] == "new"


def test_what_is_not_admitted_is_not_created(cloud):
    cloud.create(REPOSITORY, {"name": "a"})
    cloud.create(REPOSITORY, {"name": "b"})

    with pytest.raises(RefusalError) as error:
        cloud.create(REPOSITORY, {"name": "c"})
    assert reasons(error) == ["a registry holds two repositories"]
    assert cloud.read(REPOSITORY, "c") is None


def test_an_update_keeps_the_notes_of_the_sandbox(cloud, store):
    stored = cloud.create(REPOSITORY, {"name": "app"})
    with store.changing() as clouds:
        clouds.put(dataclasses.replace(stored, outputs={**stored.outputs, "sandboxImages": 3}))

    updated = cloud.update(REPOSITORY, "app", {"name": "app", "forceDelete": True})

    assert updated.outputs["sandboxImages"] == 3
    assert updated.outputs["forceDelete"] is True


def test_an_update_of_something_that_is_gone_is_refused(cloud):
    with pytest.raises(RefusalError) as error:
        cloud.update(REPOSITORY, "app", {"name": "app"})
    assert "pulumi refresh" in reasons(error)[0]


def test_a_delete_can_be_refused(cloud, store):
    stored = cloud.create(REPOSITORY, {"name": "app"})
    with store.changing() as clouds:
        clouds.put(dataclasses.replace(stored, outputs={"sandboxImages": 3}))

    with pytest.raises(RefusalError) as error:
        cloud.delete(REPOSITORY, "app")
    assert reasons(error) == ["it holds images"]
    assert cloud.read(REPOSITORY, "app") is not None


def test_deleting_what_is_gone_already_is_done(cloud):
    cloud.create(REPOSITORY, {"name": "app"})
    cloud.delete(REPOSITORY, "app")
    cloud.delete(REPOSITORY, "app")

    assert cloud.read(REPOSITORY, "app") is None


@pytest.mark.parametrize(
    ("change", "replaced_by", "delete_first"),
    [
        pytest.param({}, set(), False, id="nothing"),
        pytest.param({"forceDelete": True}, set(), False, id="an update in place"),
        pytest.param({"encryptionConfigurations": [{}]}, {"encryptionConfigurations"}, True, id="same id"),
        pytest.param({"name": "new"}, {"name"}, False, id="another id"),
        pytest.param({"name": UNKNOWN}, set(), False, id="an id that is not known yet"),
        pytest.param(
            {"encryptionConfigurations": UNKNOWN},
            {"encryptionConfigurations"},
            False,
            id="an unknown value that forces a replacement",
        ),
    ],
)
def test_a_replacement_follows_from_the_model_or_from_another_id(cloud, change, replaced_by, delete_first):
    old = {"name": "app"}

    difference = cloud.compare(REPOSITORY, "app", old, old | change)

    assert difference.replaced_by == replaced_by
    assert difference.delete_first is delete_first


def test_before_a_resource_exists_only_its_inputs_are_known(cloud):
    assert cloud.preview(REPOSITORY, "", {"name": "app"}, {}) == {"name": "app"}


def test_of_a_resource_that_exists_a_preview_knows_what_the_cloud_gives(cloud):
    foreseen = cloud.preview(REPOSITORY, "app", {"name": "app", "forceDelete": True}, {"name": "app"})

    assert foreseen == {"name": "app", "forceDelete": True, "arn": "arn:eu-west-1:app"}


def test_a_preview_with_unknown_inputs_keeps_the_other_outputs(cloud):
    known = {"name": "app", "arn": "arn:eu-west-1:app"}

    foreseen = cloud.preview(REPOSITORY, "app", {"name": "app", "tags": UNKNOWN}, known)

    assert foreseen == {"name": "app", "arn": "arn:eu-west-1:app", "tags": UNKNOWN}
