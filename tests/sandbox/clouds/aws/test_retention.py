"""Lifecycle policies as resources."""

import json

import pytest
from wharfinger_sandbox.clouds.aws import repository
from wharfinger_sandbox.clouds.aws.retention import MODEL
from wharfinger_sandbox.provider.model import UNKNOWN

RULES = {
    "rules": [
        {
            "rulePriority": 1,
            "description": "keep ten",
            "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 10},
            "action": {"type": "expire"},
        }
    ]
}


@pytest.mark.parametrize("policy", [json.dumps(RULES), RULES], ids=["text", "object"])
def test_a_policy_is_text_or_an_object(aws, policy):
    aws.put(repository.MODEL, {"name": "team/app"})
    stored = aws.put(MODEL, {"repository": "team/app", "policy": policy})
    assert json.loads(stored.outputs["policy"]) == RULES
    assert stored.id == "team/app"
    assert stored.outputs["registryId"] == "111111111111"


def test_an_unsound_policy_is_refused_in_a_preview(aws):
    refusal = aws.refusal(MODEL, {"repository": UNKNOWN, "policy": "{}"})
    assert 'policy: the policy is an object with a list "rules".' in refusal


@pytest.mark.parametrize("policy", [UNKNOWN, {"rules": [UNKNOWN]}], ids=["all", "a part"])
def test_a_policy_that_is_not_known_yet_is_no_problem(policy):
    assert MODEL.check({"repository": "team/app", "policy": policy, "region": "eu-west-1"}) == []


def test_the_repository_must_exist_in_the_same_account_and_region(aws):
    aws.put(repository.MODEL, {"name": "team/app", "region": "us-east-1"})
    aws.configured(allowedAccountIds='["222222222222"]').put(repository.MODEL, {"name": "team/app"})
    refusal = aws.refusal(MODEL, {"repository": "team/app", "policy": json.dumps(RULES)})
    expected = "RepositoryNotFoundException: registry 111111111111 in eu-west-1 has no repository 'team/app'."
    assert refusal == f"repository: {expected}"


def test_every_change_replaces_and_a_create_overwrites_as_in_the_real_provider():
    assert MODEL.replace_on == {"policy", "repository", "region"}
    assert MODEL.adopts_existing
