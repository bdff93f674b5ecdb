import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wharfinger_components.aws import EcrRegistry, EcrRegistryArgs

SCANNING = "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration"
REPLICATION = "aws:ecr/replicationConfiguration:ReplicationConfiguration"
ANSWERS = {SCANNING: {"registryId": "111111111111"}}
RULE = {
    "destinations": [{"region": "eu-central-1", "registry_id": "222222222222"}],
    "prefixes": ["prod/"],
}
RULES = [RULE, {**RULE, "prefixes": ["shared/", "base/"]}, {**RULE, "prefixes": []}]


def args(**more) -> EcrRegistryArgs:
    return {
        "region": "eu-west-1",
        "scanning": {
            "scan_type": "ENHANCED",
            "rules": [{"scan_frequency": "CONTINUOUS_SCAN", "filters": ["prod/*"]}],
        },
        **more,
    }


def test_scanning_is_configured_for_the_region(declare):
    declared = declare(lambda: EcrRegistry("prod-eu", args()), ANSWERS)

    scanning = declared.only(SCANNING)
    assert (scanning.name, scanning.parent) == ("prod-eu", "prod-eu")
    assert scanning.inputs == {
        "region": "eu-west-1",
        "scanType": "ENHANCED",
        "rules": [
            {
                "scanFrequency": "CONTINUOUS_SCAN",
                "repositoryFilters": [{"filter": "prod/*", "filterType": "WILDCARD"}],
            }
        ],
    }
    assert declared.outputs == {"registryId": "111111111111", "region": "eu-west-1"}


@pytest.mark.parametrize("more", [{}, {"replication": []}], ids=["left out", "empty"])
def test_without_a_rule_no_replication_is_declared(declare, more):
    assert declare(lambda: EcrRegistry("prod-eu", args(**more)), ANSWERS).all(REPLICATION) == []


def test_replication_rules_share_the_one_configuration_of_the_region(declare):
    declared = declare(lambda: EcrRegistry("prod-eu", args(replication=RULES[:2])), ANSWERS)

    replication = declared.only(REPLICATION)
    destinations = [{"region": "eu-central-1", "registryId": "222222222222"}]
    assert (replication.name, replication.parent) == ("prod-eu", "prod-eu")
    assert replication.inputs == {
        "region": "eu-west-1",
        "replicationConfiguration": {
            "rules": [
                {
                    "destinations": destinations,
                    "repositoryFilters": [{"filter": "prod/", "filterType": "PREFIX_MATCH"}],
                },
                {
                    "destinations": destinations,
                    "repositoryFilters": [
                        {"filter": "shared/", "filterType": "PREFIX_MATCH"},
                        {"filter": "base/", "filterType": "PREFIX_MATCH"},
                    ],
                },
            ]
        },
    }


@settings(max_examples=6, deadline=None)
@given(rules=st.permutations(RULES))
def test_the_order_of_rules_changes_no_name(declare, rules):
    names = declare(lambda: EcrRegistry("prod-eu", args(replication=rules)), ANSWERS).names

    assert names == declare(lambda: EcrRegistry("prod-eu", args(replication=RULES)), ANSWERS).names
