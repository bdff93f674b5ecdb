"""Service accounts and workload identity pools."""

from typing import Any

import pytest
from wharfinger_sandbox.clouds.gcp.account import project_number
from wharfinger_sandbox.clouds.gcp.identities import MODELS

ACCOUNT, POOL, PROVIDER = MODELS
GITHUB = "https://token.actions.githubusercontent.com"


def provider(**settings: Any) -> dict[str, Any]:
    return {
        "workloadIdentityPoolId": "pipelines",
        "workloadIdentityPoolProviderId": "github",
        "attributeMapping": {"google.subject": "assertion.sub"},
        "attributeCondition": "assertion.repository_owner == 'acme'",
        "oidc": {"issuerUri": GITHUB},
        **settings,
    }


def test_a_service_account_has_an_address_and_is_a_member(gcp):
    stored = gcp.put(ACCOUNT, {"accountId": "pipeline"})
    email = "pipeline@acme-prod.iam.gserviceaccount.com"
    assert stored.id == stored.outputs["name"] == f"projects/acme-prod/serviceAccounts/{email}"
    assert stored.outputs["member"] == f"serviceAccount:{email}"
    assert len(stored.outputs["uniqueId"]) == 21


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"accountId": None}, "name it: the sandbox draws no random names."),
        ({"accountId": "ci"}, "'ci' is no account id: 6 to 30 lowercase letters"),
        ({"accountId": "Pipeline"}, "'Pipeline' is no account id"),
        ({"displayName": "d" * 101}, "at most 100 are allowed."),
    ],
)
def test_unsound_accounts_are_refused_with_their_rule(gcp, settings, reason):
    assert reason in gcp.refusal(ACCOUNT, {"accountId": "pipeline", **settings})


def test_the_names_of_pools_and_providers_carry_the_project_s_number(gcp):
    pool = gcp.put(POOL, {"workloadIdentityPoolId": "pipelines"})
    path = "locations/global/workloadIdentityPools/pipelines"
    assert pool.id == f"projects/acme-prod/{path}"
    assert pool.outputs["name"] == f"projects/{project_number('acme-prod')}/{path}"
    stored = gcp.put(PROVIDER, provider())
    assert stored.id == f"{pool.id}/providers/github"
    assert stored.outputs["name"] == f"{pool.outputs['name']}/providers/github"


@pytest.mark.parametrize("pool", ["ci", "gcp-pool", "Pool1", "p" * 33])
def test_a_bad_pool_id_is_refused(gcp, pool):
    assert f"{pool!r} is no id: 4 to 32" in gcp.refusal(POOL, {"workloadIdentityPoolId": pool})


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"oidc": None}, "a provider has exactly one of aws, oidc, saml, x509."),
        ({"aws": {"accountId": "111111111111"}}, "a provider has exactly one of aws, oidc, saml, x509."),
        ({"oidc": {"issuerUri": "http://acme.example"}}, "'http://acme.example' is no issuer"),
        ({"oidc": {"issuerUri": GITHUB, "allowedAudiences": list("abcdefghijk")}}, "11 audiences"),
        (
            {"attributeMapping": {"attribute.actor": "assertion.actor"}},
            "an OIDC provider maps google.subject.",
        ),
        ({"attributeMapping": None}, "an OIDC provider maps google.subject."),
        ({"attributeCondition": None}, "signs for everybody: set an attributeCondition"),
        ({"displayName": "d" * 33}, "at most 32 are allowed."),
    ],
)
def test_unsound_providers_are_refused_with_their_rule(gcp, settings, reason):
    assert reason in gcp.refusal(PROVIDER, provider(**settings))


def test_an_issuer_of_one_s_own_needs_no_condition(gcp):
    own = provider(oidc={"issuerUri": "https://login.acme.example"}, attributeCondition=None)
    assert gcp.refusal(PROVIDER, own) == ""
