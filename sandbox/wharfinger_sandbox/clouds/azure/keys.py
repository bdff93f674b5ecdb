"""Key vaults and their keys."""

import re

from wharfinger_sandbox.clouds.azure.account import (
    GUID,
    group_problems,
    location_problems,
    name_problems,
    resource_id,
    system_data_of,
    with_location,
)
from wharfinger_sandbox.clouds.azure.tags import tag_problems
from wharfinger_sandbox.clouds.reading import (
    block,
    flag,
    given,
    listed,
    made_up_uuid,
    one_of,
    text,
    whole,
    within,
)
from wharfinger_sandbox.provider.model import CloudView, Inputs, Outputs, Problem, ResourceModel

VAULT = "azure-native:keyvault:Vault"
KEY = "azure-native:keyvault:Key"

VAULT_NAME = re.compile(r"(?=.{3,24}\Z)[a-zA-Z](?:-?[a-zA-Z0-9])*")
KEY_NAME = re.compile(r"[a-zA-Z0-9-]{1,127}")
SKUS = ("standard", "premium")
SOFT_DELETE_DAYS = (7, 90)
MOST_ACCESS_POLICIES = 1_024
KEY_TYPES = ("RSA", "RSA-HSM", "EC", "EC-HSM")
RSA_SIZES = (2_048, 3_072, 4_096)
CURVES = ("P-256", "P-384", "P-521", "P-256K")


def vault_check(inputs: Inputs) -> list[Problem]:
    """The rules for a vault (Microsoft.KeyVault vaults; "Azure Key Vault soft-delete overview")."""
    properties, at = block(inputs, "properties"), "properties"
    sku, tenant = block(properties, "sku"), text(properties, "tenantId")
    rule = "3 to 24 letters, digits and single hyphens, a letter first and no hyphen last"
    problems = (
        group_problems(inputs)
        + location_problems(inputs)
        + name_problems(inputs, "vaultName", VAULT_NAME, rule)
        + one_of(sku, "name", SKUS, f"{at}.sku.name")
        + one_of(sku, "family", ["A"], f"{at}.sku.family")
        + within(
            properties,
            "softDeleteRetentionInDays",
            *SOFT_DELETE_DAYS,
            unit="days",
            at=f"{at}.softDeleteRetentionInDays",
        )
        + tag_problems(inputs)
    )
    if tenant is not None and not GUID.fullmatch(tenant):
        problems.append(Problem(f"{at}.tenantId", f"{tenant!r} is no tenant: a GUID."))
    if flag(properties, "enableSoftDelete") is False:
        problems.append(Problem(f"{at}.enableSoftDelete", "soft delete cannot be switched off."))
    if flag(properties, "enablePurgeProtection") is False:
        reason = "enablePurgeProtection is true or left out; it cannot be false."
        problems.append(Problem(f"{at}.enablePurgeProtection", reason))
    if len(listed(properties, "accessPolicies")) > MOST_ACCESS_POLICIES:
        reason = f"a vault has at most {MOST_ACCESS_POLICIES:,} access policies."
        problems.append(Problem(f"{at}.accessPolicies", reason))
    if (
        properties
        and not given(properties, "accessPolicies")
        and not given(properties, "enableRbacAuthorization")
    ):
        reason = "a vault without enableRbacAuthorization lists its accessPolicies, if only an empty list."
        problems.append(Problem(f"{at}.accessPolicies", reason))
    return problems


def vault_admit(inputs: Inputs, cloud: CloudView) -> list[Problem]:
    """The name is unique in all of Azure, and purge protection stays on once it is on."""
    own_id, name = vault_id(inputs, cloud), inputs["vaultName"]
    problems = [
        Problem("", f"VaultAlreadyExists: another vault is named {other.inputs['vaultName']}.")
        for other in cloud.each(VAULT)
        if other.id != own_id and other.inputs["vaultName"].lower() == name.lower()
    ]
    stored = cloud.find(VAULT, own_id)
    if stored is not None and _is_protected(stored.inputs) and not _is_protected(inputs):
        problems.append(Problem("properties.enablePurgeProtection", "purge protection cannot be taken back."))
    return problems


def key_check(inputs: Inputs) -> list[Problem]:
    """The rules for a key (Microsoft.KeyVault vaults/keys)."""
    properties, at = block(inputs, "properties"), "properties"
    problems = group_problems(inputs) + tag_problems(inputs)
    problems += name_problems(inputs, "keyName", KEY_NAME, "1 to 127 letters, digits and hyphens")
    problems += one_of(properties, "kty", KEY_TYPES, f"{at}.kty")
    problems += one_of(properties, "curveName", CURVES, f"{at}.curveName")
    kind, size = text(properties, "kty"), whole(properties, "keySize")
    if size is not None and size not in RSA_SIZES:
        reason = f"keySize is {size}; it is one of {', '.join(map(str, RSA_SIZES))}."
        problems.append(Problem(f"{at}.keySize", reason))
    if kind is not None and kind.startswith("EC") and given(properties, "keySize"):
        problems.append(Problem(f"{at}.keySize", f"a key of type {kind} has a curveName, no keySize."))
    if kind is not None and kind.startswith("RSA") and given(properties, "curveName"):
        problems.append(Problem(f"{at}.curveName", f"a key of type {kind} has a keySize, no curveName."))
    return problems


def key_admit(inputs: Inputs, cloud: CloudView) -> list[Problem]:
    """A key in hardware needs a premium vault, where the sandbox knows the vault."""
    vault = cloud.find(VAULT, vault_id(inputs, cloud))
    kind = str(block(inputs, "properties").get("kty", ""))
    if vault is None or not kind.endswith("-HSM"):
        return []
    if block(block(vault.inputs, "properties"), "sku").get("name") == "premium":
        return []
    return [Problem("properties.kty", f"a key of type {kind} needs a vault with sku premium.")]


def vault_id(inputs: Inputs, cloud: CloudView) -> str:
    """The vault's ARM id."""
    return resource_id(inputs, cloud, "Microsoft.KeyVault", "vaults", inputs["vaultName"])


def vault_outputs(identifier: str, inputs: Inputs, cloud: CloudView) -> Outputs:
    """What ARM says of a vault."""
    defaults = {"enableSoftDelete": True, "softDeleteRetentionInDays": SOFT_DELETE_DAYS[1]}
    return {
        "azureApiVersion": "2024-11-01",
        "location": inputs["location"],
        "name": inputs["vaultName"],
        "properties": {
            **defaults,
            **block(inputs, "properties"),
            "provisioningState": "Succeeded",
            "vaultUri": f"https://{inputs['vaultName'].lower()}.vault.azure.net/",
        },
        "systemData": system_data_of(VAULT, identifier, cloud),
        "type": "Microsoft.KeyVault/vaults",
    }


def key_id(inputs: Inputs, cloud: CloudView) -> str:
    """The key's ARM id."""
    return f"{vault_id(inputs, cloud)}/keys/{inputs['keyName']}"


def key_outputs(identifier: str, inputs: Inputs, _cloud: CloudView) -> Outputs:
    """What ARM says of a key."""
    uri = f"https://{inputs['vaultName'].lower()}.vault.azure.net/keys/{inputs['keyName']}"
    properties = block(inputs, "properties")
    return {
        "azureApiVersion": "2024-11-01",
        "keySize": properties.get("keySize", RSA_SIZES[0]),
        "keyUri": uri,
        "keyUriWithVersion": f"{uri}/{made_up_uuid(identifier).replace('-', '')}",
        "kty": properties.get("kty", "RSA"),
        "name": inputs["keyName"],
        "type": "Microsoft.KeyVault/vaults/keys",
    }


def _is_protected(inputs: Inputs) -> bool:
    return flag(block(inputs, "properties"), "enablePurgeProtection") is True


MODELS = (
    ResourceModel(
        token=VAULT,
        args="pulumi_azure_native.keyvault:VaultArgs",
        identify=vault_id,
        outputs=vault_outputs,
        replace_on=frozenset({"location", "resourceGroupName", "vaultName"}),
        defaults=with_location,
        check=vault_check,
        admit=vault_admit,
    ),
    ResourceModel(
        token=KEY,
        args="pulumi_azure_native.keyvault:KeyArgs",
        identify=key_id,
        outputs=key_outputs,
        # ARM makes the first version of a key and never changes it.
        replace_on=frozenset({"keyName", "properties", "resourceGroupName", "vaultName"}),
        check=key_check,
        admit=key_admit,
    ),
)
