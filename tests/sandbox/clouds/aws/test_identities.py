"""Roles, their policies, and identity providers."""

import json
from typing import Any

import pytest
from wharfinger_sandbox.clouds.aws.identities import MODELS

ROLE, ROLE_POLICY, PROVIDER = MODELS
ISSUER = "https://token.actions.githubusercontent.com"
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Federated": f"arn:aws:iam::111111111111:oidc-provider/{ISSUER[8:]}"},
                "Action": "sts:AssumeRoleWithWebIdentity",
            }
        ],
    }
)
PUSH = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": ["ecr:PutImage"], "Resource": "*"}],
    }
)


def role(**settings: Any) -> dict[str, Any]:
    return {"name": "deployer", "assumeRolePolicy": TRUST, **settings}


def test_a_role_is_identified_by_name_within_its_account(aws):
    stored = aws.put(ROLE, role(path="/ci/"))
    assert stored.id == "deployer"
    assert stored.outputs["arn"] == "arn:aws:iam::111111111111:role/ci/deployer"
    assert stored.outputs["uniqueId"].startswith("AROA")
    foreign = aws.configured(allowedAccountIds='["222222222222"]').put(ROLE, role())
    assert foreign.id == "deployer@222222222222"
    assert (
        aws.put(ROLE, role(path="/ci/", description="ci")).outputs["createDate"]
        == stored.outputs["createDate"]
    )


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"name": None}, "name it: the sandbox draws no random names."),
        ({"name": "a/b"}, "'a/b' is no name: 1 to 64 letters"),
        ({"path": "ci"}, "'ci' is no path: it starts and ends with '/'."),
        ({"maxSessionDuration": 60}, "it is a number from 3600 to 43200 seconds."),
        ({"description": "d" * 1001}, "at most 1000 are allowed."),
        ({"assumeRolePolicy": PUSH}, "needs exactly one of Principal and NotPrincipal."),
        ({"managedPolicyArns": ["ReadOnly"]}, "'ReadOnly' is no ARN of a policy."),
        ({"managedPolicyArns": [f"arn:aws:iam::aws:policy/P{n}" for n in range(21)]}, "21 managed policies"),
        (
            {"inlinePolicies": [{"name": "push", "policy": TRUST}]},
            "inlinePolicies[0].policy: Statement[0].Principal",
        ),
    ],
)
def test_unsound_roles_are_refused_with_their_rule(aws, settings, reason):
    assert reason in aws.refusal(ROLE, role(**settings))


def test_a_role_s_policy_is_identified_by_role_and_name(aws):
    inputs = {"role": "deployer", "name": "push", "policy": PUSH}
    assert aws.put(ROLE_POLICY, inputs).id == "deployer:push"
    foreign = aws.configured(allowedAccountIds='["222222222222"]')
    assert foreign.put(ROLE_POLICY, inputs).id == "deployer:push@222222222222"
    assert ROLE_POLICY.identify(inputs, aws) == "deployer:push"
    assert ROLE_POLICY.adopts_existing


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        (
            {"role": "arn:aws:iam::111111111111:role/deployer"},
            "is no role name; pass the role's name, not its ARN.",
        ),
        ({"policy": TRUST}, "Statement[0].Principal has no place in this kind of policy."),
        ({"name": None}, "name it: the sandbox draws no random names."),
    ],
)
def test_unsound_role_policies_are_refused_with_their_rule(aws, settings, reason):
    inputs = {"role": "deployer", "name": "push", "policy": PUSH, **settings}
    assert reason in aws.refusal(ROLE_POLICY, inputs)


def test_an_identity_provider_is_identified_by_its_arn(aws):
    stored = aws.put(PROVIDER, {"url": ISSUER, "clientIdLists": ["sts.amazonaws.com"]})
    assert stored.id == "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com"
    assert stored.outputs["arn"] == stored.id
    assert stored.outputs["url"] == "token.actions.githubusercontent.com"


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"url": "http://acme.example"}, "'http://acme.example' is no issuer"),
        ({"url": "https://acme.example:8443"}, "is no issuer"),
        ({"clientIdLists": []}, "0 client ids; a provider has 1 to 100."),
        ({"clientIdLists": ["a", "a"]}, "'a' is named twice."),
        ({"thumbprintLists": ["abc"]}, "'abc' is no SHA-1 thumbprint of 40 hexadecimal digits."),
        ({"thumbprintLists": [f"{n:040x}" for n in range(6)]}, "6 thumbprints; a provider has at most 5."),
    ],
)
def test_unsound_identity_providers_are_refused_with_their_rule(aws, settings, reason):
    assert reason in aws.refusal(
        PROVIDER, {"url": ISSUER, "clientIdLists": ["sts.amazonaws.com"], **settings}
    )
