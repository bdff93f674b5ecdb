"""Accounts, regions, and names that are taken elsewhere."""

import pytest
from wharfinger_sandbox.clouds.aws import repository
from wharfinger_sandbox.clouds.aws.account import DEFAULT_ACCOUNT, account_id, arn, find_here, partition
from wharfinger_sandbox.provider.model import UNKNOWN


@pytest.mark.parametrize(
    ("allowed", "account"),
    [
        ('["111111111111"]', "111111111111"),
        ("[222222222222]", "222222222222"),
        ('["111111111111","222222222222"]', DEFAULT_ACCOUNT),
        ("[]", DEFAULT_ACCOUNT),
        ("", DEFAULT_ACCOUNT),
        ("not json", DEFAULT_ACCOUNT),
    ],
)
def test_the_account_is_the_only_allowed_one_else_the_default(aws, allowed, account):
    assert account_id(aws.configured(allowedAccountIds=allowed)) == account


def test_a_resource_takes_its_region_from_the_configuration_plain_or_json(aws):
    for value in ("eu-west-1", '"eu-west-1"'):
        complete = repository.MODEL.defaults({"name": "a/b"}, aws.configured(region=value))
        assert complete["region"] == "eu-west-1"


def test_a_region_on_the_resource_wins(aws):
    assert repository.MODEL.defaults({"region": "us-east-1"}, aws)["region"] == "us-east-1"


def test_without_any_region_a_resource_is_refused(aws):
    refusal = aws.configured(region="").refusal(repository.MODEL, {"name": "a/b"})
    assert refusal == "region: no region: set aws:region, or region on the resource."


def test_a_region_that_does_not_exist_is_refused(aws):
    refusal = aws.refusal(repository.MODEL, {"name": "a/b", "region": "eu-west-9"})
    assert refusal == "region: AWS has no region 'eu-west-9'."


def test_a_region_that_is_not_known_yet_is_no_problem():
    assert repository.MODEL.check({"name": "a/b", "region": UNKNOWN}) == []


@pytest.mark.parametrize(
    ("region", "expected"),
    [("eu-west-1", "aws"), ("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")],
)
def test_arns_carry_the_partition_of_the_region(aws, region, expected):
    assert partition(region) == expected
    assert arn("ecr", "repository/a", {"region": region}, aws).startswith(f"arn:{expected}:ecr:{region}:")


def test_an_id_is_the_plain_name_until_another_region_or_account_holds_it(aws):
    other_account = aws.configured(allowedAccountIds='["222222222222"]')
    first = aws.put(repository.MODEL, {"name": "team/app"})
    abroad = aws.put(repository.MODEL, {"name": "team/app", "region": "us-east-1"})
    foreign = other_account.put(repository.MODEL, {"name": "team/app"})
    also_foreign = other_account.put(repository.MODEL, {"name": "team/app", "region": "us-east-1"})
    ids = [first.id, abroad.id, foreign.id, also_foreign.id]
    assert ids == [
        "team/app",
        "team/app@us-east-1",
        "team/app@eu-west-1",
        "team/app@222222222222/us-east-1",
    ]


def test_an_id_stays_when_the_holder_of_the_plain_name_goes(aws):
    first = aws.put(repository.MODEL, {"name": "team/app"})
    abroad = {"name": "team/app", "region": "us-east-1"}
    aws.put(repository.MODEL, abroad)
    del aws.resources[first.token, first.id]
    assert repository.MODEL.identify(abroad, aws) == "team/app@us-east-1"
    found = find_here(repository.REPOSITORY, "team/app", {"region": "eu-west-1"}, aws)
    assert found is None
