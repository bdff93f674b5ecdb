"""Registries that don't fit each other, their keys, or where images may be."""

from collections.abc import Mapping
from typing import Any

import pytest
import yaml

ECR = {"cloud": "aws", "environment": "dev", "account": "111111111111", "region": "eu-central-1"}
GAR = {"cloud": "gcp", "environment": "dev", "project": "acme-dev", "location": "europe-west3"}
ACR = {
    "cloud": "azure",
    "environment": "dev",
    "subscription": "11111111-1111-1111-1111-111111111111",
    "resource_group": "registries",
    "name": "acmedev",
    "location": "westeurope",
}
ACR_KEY = {
    "key": "https://acme.vault.azure.net/keys/registry",
    "identity": "/subscriptions/1/resourceGroups/r/providers"
    "/Microsoft.ManagedIdentity/userAssignedIdentities/i",
    "client_id": "33333333-3333-3333-3333-333333333333",
}
OTHER_SUBSCRIPTION = "22222222-2222-2222-2222-222222222222"
ONE_SET = "a team's stack of one environment uses one set of AWS credentials"


@pytest.fixture
def told(found):
    def check(registries: Mapping[str, Mapping[str, Any]], **parts: Any) -> list[str]:
        org = {
            "organisation": "acme",
            "environments": ["dev", "prod"],
            "registries": dict(registries),
            **parts,
        }
        return [problem.removeprefix("org.yaml:") for problem in found({"org.yaml": yaml.safe_dump(org)})]

    return check


def messages(told: list[str]) -> list[str]:
    """What is told without the place, which the dumped YAML decides."""
    return [problem.split(": ", 1)[1] for problem in told]


def test_registries_in_all_clouds_fit_each_other(told):
    registries = {
        "a": ECR | {"customer_key": "arn:aws:kms:eu-central-1:111111111111:alias/images"},
        "b": ECR | {"region": "eu-west-1"},
        "c": ECR | {"environment": "prod", "account": "222222222222"},
        "d": GAR | {"customer_key": "projects/keys/locations/europe-west3/keyRings/r/cryptoKeys/k"},
        "e": GAR | {"location": "europe", "scanner": "external"},
        "f": GAR | {"project": "acme-other"},
        "g": ACR | {"replicas": ["northeurope"], "customer_key": ACR_KEY},
        "h": ACR | {"name": "acmeprod", "environment": "prod", "subscription": OTHER_SUBSCRIPTION},
    }
    assert told(registries, allowed_locations={"aws": ["eu-central-1", "eu-west-1"]}) == []


@pytest.mark.parametrize(
    ("registry", "twin", "what"),
    [
        (ECR, {}, "account and region"),
        (GAR, {"scanner": "external"}, "project and location"),
        (ACR, {"name": "AcmeDev", "scanner": "external"}, "name"),
    ],
    ids=["ecr", "gar", "acr"],
)
def test_one_registry_has_one_name(told, registry, twin, what):
    (problem,) = told({"a": registry, "b": registry | twin | {"environment": "prod"}})
    assert problem.split(": ", 1)[1] == (
        f"`b` is the same registry as `a`: they have one {what} (the other is at org.yaml:6:3)"
    )


def test_an_environment_has_one_aws_account(told):
    assert messages(told({"a": ECR, "b": ECR | {"account": "222222222222"}})) == [
        (
            "the environment `dev` has a second AWS account: `222222222222` here, `111111111111` in `a`"
            f" ({ONE_SET}; give each account an environment of its own)"
        )
    ]


def test_an_environment_may_have_several_azure_subscriptions(told):
    other = ACR | {"name": "acmeother", "subscription": OTHER_SUBSCRIPTION}
    assert told({"a": ACR, "b": other}) == []


@pytest.mark.parametrize(
    ("registry", "other", "what"),
    [
        (GAR, {"location": "europe-west4", "environment": "prod"}, "project `acme-dev`"),
        (
            ACR,
            {"name": "acmeprod", "environment": "prod"},
            "subscription `11111111-1111-1111-1111-111111111111`",
        ),
    ],
    ids=["gar", "acr"],
)
def test_a_scanner_has_one_owner(told, registry, other, what):
    assert messages(told({"a": registry, "b": registry | other})) == [
        (
            f"`a` already manages the scanner of the {what}"
            " (one registry can own it: write `scanner: external` in `b`)"
        )
    ]
    assert told({"a": registry, "b": registry | other | {"scanner": "external"}}) == []


@pytest.mark.parametrize(
    ("registry", "key", "location", "expected"),
    [
        (ECR, "aws", "eu-central-1", []),
        (
            ECR,
            "aws",
            "eu-west-1",
            ["images may not be in `eu-central-1` (`allowed_locations.aws`: `eu-west-1`)"],
        ),
        (GAR, "gcp", "europe", ["images may not be in `europe-west3` (`allowed_locations.gcp`: `europe`)"]),
        (
            ACR | {"replicas": ["eastus"]},
            "azure",
            "westeurope",
            ["images may not be in `eastus` (`allowed_locations.azure`: `westeurope`)"],
        ),
    ],
    ids=["allowed", "ecr", "gar", "acr replica"],
)
def test_registries_are_where_images_may_be(told, registry, key, location, expected):
    assert messages(told({"a": registry}, allowed_locations={key: [location]})) == expected


def test_an_empty_list_of_locations_allows_none(told):
    assert messages(told({"a": ECR}, allowed_locations={"aws": []})) == [
        "images may not be in `eu-central-1` (`allowed_locations.aws`: none)"
    ]


def test_replicas_of_repositories_are_where_images_may_be(told):
    problems = told(
        {"a": ECR},
        allowed_locations={"aws": ["eu-central-1"]},
        defaults={"replicas": {"aws": ["us-east-1"]}},
        classes={
            "service": {"environments": {"prod": {"replicas": {"aws": ["us-west-2"], "azure": ["eastus"]}}}}
        },
    )
    why = "(`allowed_locations.aws`: `eu-central-1`)"
    assert sorted(messages(problems)) == [
        f"images may not be in `us-east-1` {why}",
        f"images may not be in `us-west-2` {why}",
    ]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (
            "arn:aws:kms:eu-west-1:111111111111:key/1",
            [
                (
                    "org.yaml:6:19: the key is in `eu-west-1`, and its registry in `eu-central-1`"
                    " (ECR takes a key of the registry's own region only)"
                )
            ],
        ),
        (
            "arn:aws:kms:eu-west-1:111111111111:key/mrk-1",
            [
                (
                    "org.yaml:6:19: the key is in `eu-west-1`, and its registry in `eu-central-1`"
                    " (ECR takes a key of the registry's own region only;"
                    " a multi-region key has an ARN of its own in each region)"
                )
            ],
        ),
        (
            "arn:aws:kms:eu-central-1:222222222222:key/1",
            [
                (
                    "warning: org.yaml:6:19: the key belongs to the account `222222222222`,"
                    " and its registry to `111111111111`"
                    " (the key's policy must let the registry's account use it and create grants)"
                )
            ],
        ),
    ],
    ids=["region", "multi-region", "account"],
)
def test_a_kms_key_is_of_the_registrys_region(found, key, expected):
    org = (
        "organisation: acme\nenvironments: [dev]\nregistries:\n  a:\n"
        "    {cloud: aws, environment: dev, account: '111111111111', region: eu-central-1,\n"
        f"    customer_key: '{key}'}}\n"
    )
    assert found({"org.yaml": org}) == expected


def test_a_crypto_key_is_of_the_registrys_location(told):
    key = "projects/keys/locations/europe/keyRings/r/cryptoKeys/k"
    assert messages(told({"a": GAR | {"customer_key": key}})) == [
        (
            "the key is in `europe`, and its registry in `europe-west3`"
            " (Artifact Registry takes a key of the registry's own location only)"
        )
    ]


def test_replicas_and_keys_of_an_acr_need_premium(told):
    cheap = ACR | {"sku": "Basic", "replicas": ["northeurope"], "customer_key": ACR_KEY}
    assert messages(told({"a": cheap})) == [
        (
            "`replicas` needs the tier Premium, and this registry has Basic"
            " (write `sku: Premium`, or leave out `replicas`)"
        ),
        (
            "`customer_key` needs the tier Premium, and this registry has Basic"
            " (write `sku: Premium`, or leave out `customer_key`)"
        ),
    ]


def test_an_acr_is_replicated_to_other_regions_once_each(told):
    assert messages(told({"a": ACR | {"replicas": ["westeurope", "northeurope", "northeurope"]}})) == [
        "the registry is already in `westeurope` (leave this replica out)",
        "the registry is already in `northeurope` (leave this replica out)",
    ]
