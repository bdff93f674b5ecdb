"""User-assigned identities and federated credentials."""

from typing import Any

import pytest
from wharfinger_sandbox.clouds.azure.identities import MODELS

IDENTITY, CREDENTIAL = MODELS


def credential(name: str = "github-main", **settings: Any) -> dict[str, Any]:
    return {
        "resourceGroupName": "ci",
        "resourceName": "pipeline",
        "federatedIdentityCredentialResourceName": name,
        "issuer": "https://token.actions.githubusercontent.com",
        "subject": "repo:acme/app:ref:refs/heads/main",
        "audiences": ["api://AzureADTokenExchange"],
        **settings,
    }


def test_an_identity_has_a_client_and_a_principal(azure):
    stored = azure.put(IDENTITY, {"resourceGroupName": "ci", "resourceName": "pipeline"})
    assert stored.id.endswith("/providers/Microsoft.ManagedIdentity/userAssignedIdentities/pipeline")
    assert len({stored.outputs[key] for key in ("clientId", "principalId", "tenantId")}) == 3
    assert azure.put(IDENTITY, dict(stored.inputs)).outputs == stored.outputs
    assert azure.put(CREDENTIAL, credential()).id == f"{stored.id}/federatedIdentityCredentials/github-main"


def test_a_bad_identity_name_is_refused(azure):
    refusal = azure.refusal(IDENTITY, {"resourceGroupName": "ci", "resourceName": "_p"})
    assert "'_p' breaks the rule for this name: 3 to 128 letters" in refusal


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"issuer": "http://acme.example"}, "'http://acme.example' is no issuer: an https address."),
        ({"subject": ""}, "a subject is not empty"),
        ({"subject": "s" * 601}, "at most 600 are allowed."),
        ({"audiences": []}, "0 audiences; a credential has exactly one."),
        ({"audiences": ["a", "b"]}, "2 audiences; a credential has exactly one."),
        ({"federatedIdentityCredentialResourceName": "a"}, "'a' breaks the rule for this name"),
    ],
)
def test_unsound_credentials_are_refused_with_their_rule(azure, settings, reason):
    assert reason in azure.refusal(CREDENTIAL, credential(**settings))


def test_issuer_and_subject_occur_once_in_an_identity(azure):
    azure.put(CREDENTIAL, credential())
    assert "has this issuer and subject already." in azure.refusal(CREDENTIAL, credential("second"))
    assert azure.refusal(CREDENTIAL, credential("second", resourceName="other-pipeline")) == ""


def test_an_identity_has_twenty_credentials(azure):
    for number in range(20):
        azure.put(CREDENTIAL, credential(f"branch{number}", subject=f"branch{number}"))
    refusal = azure.refusal(CREDENTIAL, credential())
    assert "an identity has at most 20 federated credentials." in refusal
