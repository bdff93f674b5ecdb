import json

import pytest
from wharfinger_components.aws import EcrRepository, EcrRepositoryArgs
from wharfinger_components.aws.repository import NOTHING_EXPIRES
from wharfinger_sandbox.clouds.aws.lifecycle_grammar import lifecycle_problems

REPOSITORY = "aws:ecr/repository:Repository"
LIFECYCLE = "aws:ecr/lifecyclePolicy:LifecyclePolicy"
POLICY = "aws:ecr/repositoryPolicy:RepositoryPolicy"
URL = "111111111111.dkr.ecr.eu-west-1.amazonaws.com/payments/api"
ANSWERS = {
    REPOSITORY: {
        "arn": "arn:aws:ecr:eu-west-1:111111111111:repository/payments/api",
        "registryId": "111111111111",
        "repositoryUrl": URL,
    }
}


def args(**more) -> EcrRepositoryArgs:
    return {
        "repository_name": "payments/api",
        "region": "eu-west-1",
        "immutability": "IMMUTABLE",
        "scan_on_push": True,
        **more,
    }


@pytest.fixture
def declare_repository(declare):
    return lambda **more: declare(lambda: EcrRepository("payments-api", args(**more)), ANSWERS)


def test_the_plainest_repository_is_encrypted_with_ecrs_own_key_and_nothing_expires(declare_repository):
    declared = declare_repository()

    assert [child.type for child in declared.children] == [REPOSITORY, LIFECYCLE]
    assert declared.only(LIFECYCLE).inputs["policy"] == NOTHING_EXPIRES
    repository = declared.only(REPOSITORY)
    assert repository.name == "payments-api"
    assert repository.parent == "payments-api"
    assert repository.inputs == {
        "name": "payments/api",
        "region": "eu-west-1",
        "imageTagMutability": "IMMUTABLE",
        "imageScanningConfiguration": {"scanOnPush": True},
        "encryptionConfigurations": [{"encryptionType": "AES256"}],
        "forceDelete": False,
    }


def test_a_key_an_exclusion_and_tags_reach_the_repository(declare_repository):
    inputs = (
        declare_repository(
            immutability="IMMUTABLE_WITH_EXCLUSION",
            immutability_exclusions=["latest", "dev-*"],
            kms_key="arn:aws:kms:eu-west-1:111111111111:key/1",
            tags={"team": "payments"},
            force_delete=True,
        )
        .only(REPOSITORY)
        .inputs
    )

    assert inputs["encryptionConfigurations"] == [
        {"encryptionType": "KMS", "kmsKey": "arn:aws:kms:eu-west-1:111111111111:key/1"}
    ]
    assert inputs["imageTagMutabilityExclusionFilters"] == [
        {"filter": "latest", "filterType": "WILDCARD"},
        {"filter": "dev-*", "filterType": "WILDCARD"},
    ]
    assert inputs["tags"] == {"team": "payments"}
    assert inputs["forceDelete"] is True


@pytest.mark.parametrize(
    ("argument", "resource_type"),
    [("lifecycle_policy", LIFECYCLE), ("repository_policy", POLICY)],
)
def test_a_policy_is_declared_as_the_text_it_is_given(declare_repository, argument, resource_type):
    text = json.dumps({"rules": []})

    policy = declare_repository(**{argument: text}).only(resource_type)

    assert policy.name == "payments-api"
    assert policy.parent == "payments-api"
    assert policy.inputs == {"policy": text, "region": "eu-west-1", "repository": "payments/api"}


def test_ecr_takes_the_policy_under_which_nothing_expires():
    assert lifecycle_problems(NOTHING_EXPIRES) == []


@pytest.mark.parametrize("given", [{}, {"lifecycle_policy": "{}"}], ids=["without", "with"])
def test_a_lifecycle_policy_is_overwritten_and_never_deleted(declare_repository, given):
    lifecycle = declare_repository(**given).only(LIFECYCLE)

    assert lifecycle.retain_on_delete is True
    assert lifecycle.delete_before_replace is True


def test_a_repository_is_never_deleted_to_make_room_for_its_replacement(declare_repository):
    assert declare_repository().only(REPOSITORY).delete_before_replace is False


def test_a_repository_policy_goes_and_stays_with_its_repository(declare_repository):
    policy = declare_repository(repository_policy="{}", retain_on_delete=True).only(POLICY)

    assert policy.deleted_with == "payments-api"
    assert policy.retain_on_delete is None
    assert policy.delete_before_replace is None


@pytest.mark.parametrize("on", [True, False])
def test_protection_is_an_option_of_the_repository_alone(declare_repository, on):
    declared = declare_repository(delete_protection=on, retain_on_delete=on)

    assert declared.only(REPOSITORY).protect is on
    assert declared.only(REPOSITORY).retain_on_delete is on
    assert declared.only(LIFECYCLE).protect is None


def test_images_are_pushed_to_and_pulled_from_the_repositorys_url(declare_repository):
    assert declare_repository().outputs == {
        "arn": "arn:aws:ecr:eu-west-1:111111111111:repository/payments/api",
        "registryId": "111111111111",
        "repositoryName": "payments/api",
        "pushUrl": URL,
        "pullUrl": URL,
    }
