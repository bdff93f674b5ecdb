"""Repository policies and the registry policy as resources."""

import json

import pytest
from wharfinger_sandbox.clouds.aws import repository
from wharfinger_sandbox.clouds.aws.grants import MODELS
from wharfinger_sandbox.provider.model import UNKNOWN

REPOSITORY_POLICY, REGISTRY_POLICY = MODELS
PULL = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "ecr:BatchGetImage"}],
    }
)
REPLICATE = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"AWS": "222222222222"},
                "Action": ["ecr:ReplicateImage", "ecr:CreateRepository"],
                "Resource": "arn:aws:ecr:eu-west-1:111111111111:repository/*",
            }
        ],
    }
)


def test_a_repository_policy_takes_the_repository_s_name_as_id(aws):
    aws.put(repository.MODEL, {"name": "team/app"})
    stored = aws.put(REPOSITORY_POLICY, {"repository": "team/app", "policy": PULL})
    assert (stored.id, stored.outputs["registryId"]) == ("team/app", "111111111111")
    assert stored.outputs["policy"] == PULL


def test_a_repository_policy_needs_its_repository(aws):
    refusal = aws.refusal(REPOSITORY_POLICY, {"repository": "team/app", "policy": PULL})
    assert "RepositoryNotFoundException" in refusal


def test_an_unsound_document_is_refused(aws):
    refusal = aws.refusal(REPOSITORY_POLICY, {"repository": "team/app", "policy": "{}"})
    assert refusal == "policy: the policy has no Statement."


@pytest.mark.parametrize("model", MODELS, ids=["repository", "registry"])
def test_a_document_that_is_not_known_yet_is_no_problem(model):
    assert model.check({"repository": "team/app", "region": "eu-west-1", "policy": UNKNOWN}) == []


def test_a_repository_policy_overwrites_and_is_updated_in_place():
    assert REPOSITORY_POLICY.adopts_existing
    assert REPOSITORY_POLICY.replace_on == {"repository", "region"}


def test_a_registry_has_one_policy_a_region_with_the_account_as_id(aws):
    here = aws.put(REGISTRY_POLICY, {"policy": REPLICATE})
    abroad = aws.put(REGISTRY_POLICY, {"policy": REPLICATE, "region": "us-east-1"})
    assert (here.id, abroad.id) == ("111111111111", "111111111111@us-east-1")
    assert REGISTRY_POLICY.identify(here.inputs, aws) == here.id
    assert not REGISTRY_POLICY.adopts_existing
