"""Key vaults and keys."""

from typing import Any

import pytest
from wharfinger_sandbox.clouds.azure.keys import MODELS

VAULT, KEY = MODELS
TENANT = "77777777-7777-7777-7777-777777777777"


def vault(name: str = "acme-keys", **properties: Any) -> dict[str, Any]:
    base = {"sku": {"family": "A", "name": "standard"}, "tenantId": TENANT, "enableRbacAuthorization": True}
    return {"resourceGroupName": "keys", "vaultName": name, "properties": {**base, **properties}}


def key(name: str = "acr", **properties: Any) -> dict[str, Any]:
    place = {"resourceGroupName": "keys", "vaultName": "acme-keys", "keyName": name}
    return {**place, "properties": {"kty": "RSA", "keySize": 3072, **properties}}


def test_programs_read_the_addresses_of_a_vault_and_its_key(azure):
    stored = azure.put(VAULT, vault())
    assert stored.id.endswith("/resourceGroups/keys/providers/Microsoft.KeyVault/vaults/acme-keys")
    assert stored.outputs["properties"]["vaultUri"] == "https://acme-keys.vault.azure.net/"
    assert stored.outputs["properties"]["softDeleteRetentionInDays"] == 90
    outputs = azure.put(KEY, key()).outputs
    assert outputs["keyUri"] == "https://acme-keys.vault.azure.net/keys/acr"
    assert outputs["keyUriWithVersion"].startswith(f"{outputs['keyUri']}/")


@pytest.mark.parametrize("name", ["ab", "a" * 25, "1vault", "acme--keys", "acme-", "acme_keys"])
def test_a_bad_vault_name_is_refused(azure, name):
    assert f"{name!r} breaks the rule for this name: 3 to 24" in azure.refusal(VAULT, vault(name))


@pytest.mark.parametrize(
    ("properties", "reason"),
    [
        ({"sku": {"family": "A", "name": "basic"}}, "it is one of standard, premium."),
        ({"tenantId": "acme"}, "'acme' is no tenant: a GUID."),
        ({"enableSoftDelete": False}, "soft delete cannot be switched off."),
        ({"enablePurgeProtection": False}, "enablePurgeProtection is true or left out"),
        ({"softDeleteRetentionInDays": 6}, "it is a number from 7 to 90 days."),
        ({"enableRbacAuthorization": None}, "lists its accessPolicies, if only an empty list."),
        ({"accessPolicies": [{}] * 1025}, "a vault has at most 1,024 access policies."),
    ],
)
def test_unsound_vaults_are_refused_with_their_rule(azure, properties, reason):
    assert reason in azure.refusal(VAULT, vault(**properties))


def test_a_vault_s_name_is_unique_in_all_of_azure(azure):
    azure.put(VAULT, vault())
    refusal = azure.refusal(VAULT, vault("ACME-keys") | {"resourceGroupName": "other"})
    assert "VaultAlreadyExists: another vault is named acme-keys." in refusal


def test_purge_protection_cannot_be_taken_back(azure):
    azure.put(VAULT, vault(enablePurgeProtection=True))
    assert "purge protection cannot be taken back." in azure.refusal(VAULT, vault())


@pytest.mark.parametrize(
    ("inputs", "reason"),
    [
        (key("a_b"), "'a_b' breaks the rule for this name"),
        (key(kty="AES"), "it is one of RSA, RSA-HSM, EC, EC-HSM."),
        (key(keySize=1024), "keySize is 1024; it is one of 2048, 3072, 4096."),
        (key(kty="EC"), "a key of type EC has a curveName, no keySize."),
        (key(curveName="P-256"), "a key of type RSA has a keySize, no curveName."),
        (key(curveName="P-1"), "it is one of P-256"),
        (key(kty="RSA-HSM"), "a key of type RSA-HSM needs a vault with sku premium."),
    ],
)
def test_unsound_keys_are_refused_with_their_rule(azure, inputs, reason):
    azure.put(VAULT, vault())
    assert reason in azure.refusal(KEY, inputs)


def test_a_key_in_a_vault_that_the_sandbox_does_not_know_is_accepted(azure):
    assert azure.refusal(KEY, key(kty="RSA-HSM")) == ""
