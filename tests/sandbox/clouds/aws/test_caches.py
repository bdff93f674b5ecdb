"""Creation templates and pull-through cache rules."""

import json
from typing import Any

import pytest
from wharfinger_sandbox.clouds.aws.caches import MODELS

TEMPLATE, CACHE_RULE = MODELS
ROLE = "arn:aws:iam::111111111111:role/ecr-creation"
SECRET = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:ecr-pullthroughcache/hub-AbCdEf"


def template(**settings: Any) -> dict[str, Any]:
    return {"prefix": "prod/", "appliedFors": ["REPLICATION"], **settings}


def rule(upstream: str = "quay.io", **settings: Any) -> dict[str, Any]:
    return {"ecrRepositoryPrefix": "quay", "upstreamRegistryUrl": upstream, **settings}


@pytest.mark.parametrize(
    "inputs",
    [
        template(),
        template(prefix="ROOT", appliedFors=["REPLICATION", "PULL_THROUGH_CACHE", "CREATE_ON_PUSH"]),
        template(resourceTags={"team": "platform"}, customRoleArn=ROLE),
        template(encryptionConfigurations=[{"encryptionType": "KMS"}], customRoleArn=ROLE),
        template(encryptionConfigurations=[{"encryptionType": "AES256"}]),
    ],
)
def test_sound_templates_are_accepted(aws, inputs):
    stored = aws.put(TEMPLATE, inputs)
    assert stored.id == inputs["prefix"]
    assert stored.outputs["registryId"] == "111111111111"


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"prefix": "p"}, "'p' is no prefix: 2 to 256 characters of a repository name, or ROOT."),
        ({"prefix": "Prod"}, "'Prod' is no prefix"),
        ({"appliedFors": []}, "a template applies for at least one of REPLICATION"),
        ({"appliedFors": ["REPLICATE"]}, "Did you mean 'REPLICATION'?"),
        ({"appliedFors": ["REPLICATION"] * 2}, "REPLICATION is named twice."),
        ({"description": "d" * 256}, "description has 256 characters; at most 255 are allowed."),
        ({"imageTagMutability": "IMMUTABLE_WITH_EXCLUSION"}, "needs at least one exclusion filter."),
        ({"lifecyclePolicy": "{}"}, 'lifecyclePolicy: the policy is an object with a list "rules".'),
        ({"repositoryPolicy": json.dumps({})}, "repositoryPolicy: the policy has no Statement."),
        ({"customRoleArn": "ecr"}, "'ecr' is no ARN of a role."),
        (
            {"resourceTags": {"team": "platform"}},
            "a template with resourceTags or a KMS key needs a customRoleArn.",
        ),
        ({"encryptionConfigurations": [{"encryptionType": "KMS"}]}, "needs a customRoleArn."),
        ({"resourceTags": {"aws:team": "a"}, "customRoleArn": ROLE}, "belong to AWS."),
    ],
)
def test_unsound_templates_are_refused_with_their_rule(aws, settings, reason):
    assert reason in aws.refusal(TEMPLATE, template(**settings))


@pytest.mark.parametrize(
    "inputs",
    [
        rule(),
        rule("public.ecr.aws", ecrRepositoryPrefix="ROOT"),
        rule("registry-1.docker.io", credentialArn=SECRET),
        rule("acmeprod.azurecr.io", credentialArn=SECRET),
        rule("111111111111.dkr.ecr.us-east-1.amazonaws.com", upstreamRepositoryPrefix="base"),
        rule("222222222222.dkr.ecr.us-east-1.amazonaws.com", customRoleArn=ROLE),
    ],
)
def test_sound_cache_rules_are_accepted(aws, inputs):
    assert aws.put(CACHE_RULE, inputs).id == inputs["ecrRepositoryPrefix"]


@pytest.mark.parametrize(
    ("inputs", "reason"),
    [
        (rule(ecrRepositoryPrefix="q"), "'q' is no prefix: 2 to 30 characters"),
        (rule(ecrRepositoryPrefix="q" * 31), "is no prefix: 2 to 30 characters"),
        (rule("quay.com"), "ECR caches no registry 'quay.com'. Did you mean 'quay.io'?"),
        (rule("ghcr.io"), "ghcr.io needs a credential: the ARN of a secret."),
        (rule("ghcr.io", credentialArn="hub"), "'hub' is no ARN of a Secrets Manager secret."),
        (
            rule("ghcr.io", credentialArn=SECRET.replace("ecr-pullthroughcache/", "")),
            "the secret's name starts with ecr-pullthroughcache/.",
        ),
        (
            rule("ghcr.io", credentialArn=SECRET.replace("eu-west-1", "us-east-1")),
            "the secret is in us-east-1, the rule in eu-west-1.",
        ),
        (
            rule("ghcr.io", credentialArn=SECRET.replace("111111111111", "222222222222")),
            "the secret must be in the registry's own account.",
        ),
        (
            rule("222222222222.dkr.ecr.us-east-1.amazonaws.com"),
            "an ECR upstream in another account needs a role.",
        ),
    ],
)
def test_unsound_cache_rules_are_refused_with_their_rule(aws, inputs, reason):
    assert reason in aws.refusal(CACHE_RULE, inputs)


def test_a_registry_has_fifty_cache_rules(aws):
    for number in range(50):
        aws.put(CACHE_RULE, rule(ecrRepositoryPrefix=f"quay{number}"))
    assert "a registry has 50 rules at most." in aws.refusal(CACHE_RULE, rule())
    assert aws.refusal(CACHE_RULE, rule(ecrRepositoryPrefix="quay7", region="us-east-1")) == ""
    assert aws.refusal(CACHE_RULE, rule(ecrRepositoryPrefix="quay7")) == ""
