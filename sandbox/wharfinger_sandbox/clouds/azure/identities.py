"""User-assigned identities, and the federated credentials through which pipelines sign in as them."""

import re
from urllib.parse import urlsplit

from wharfinger_sandbox.clouds.azure.account import (
    group_problems,
    location_problems,
    name_problems,
    resource_id,
    system_data_of,
    with_location,
)
from wharfinger_sandbox.clouds.azure.tags import tag_problems
from wharfinger_sandbox.clouds.reading import (
    at_most,
    listed,
    made_up_uuid,
    setting_text,
    text,
)
from wharfinger_sandbox.provider.model import CloudView, Inputs, Outputs, Problem, ResourceModel

IDENTITY = "azure-native:managedidentity:UserAssignedIdentity"
CREDENTIAL = "azure-native:managedidentity:FederatedIdentityCredential"

IDENTITY_NAME = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_-]{2,127}")
CREDENTIAL_NAME = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_-]{2,119}")
LONGEST_CLAIM = 600
MOST_CREDENTIALS = 20


def identity_check(inputs: Inputs) -> list[Problem]:
    """The rules for an identity (Microsoft.ManagedIdentity userAssignedIdentities)."""
    rule = "3 to 128 letters, digits, hyphens and underscores, a letter or digit first"
    return (
        group_problems(inputs)
        + location_problems(inputs)
        + name_problems(inputs, "resourceName", IDENTITY_NAME, rule)
        + tag_problems(inputs)
    )


def credential_check(inputs: Inputs) -> list[Problem]:
    """The rules for a federated credential ("Important considerations for federated credentials")."""
    key = "federatedIdentityCredentialResourceName"
    rule = "3 to 120 letters, digits, hyphens and underscores, a letter or digit first"
    problems = group_problems(inputs) + name_problems(inputs, key, CREDENTIAL_NAME, rule)
    problems += at_most(inputs, "issuer", LONGEST_CLAIM) + at_most(inputs, "subject", LONGEST_CLAIM)
    issuer, count = text(inputs, "issuer"), len(listed(inputs, "audiences"))
    if issuer is not None and urlsplit(issuer).scheme != "https":
        problems.append(Problem("issuer", f"{issuer!r} is no issuer: an https address."))
    if text(inputs, "subject") == "":
        problems.append(Problem("subject", "a subject is not empty; wildcards are not understood."))
    if isinstance(inputs.get("audiences"), list) and count != 1:
        problems.append(Problem("audiences", f"{count} audiences; a credential has exactly one."))
    return problems


def credential_admit(inputs: Inputs, cloud: CloudView) -> list[Problem]:
    """An identity has at most 20 credentials, no two of one issuer and subject."""
    own_id, home = credential_id(inputs, cloud), f"{identity_id(inputs, cloud).lower()}/"
    others = [
        other for other in cloud.each(CREDENTIAL) if other.id.lower().startswith(home) and other.id != own_id
    ]
    problems: list[Problem] = []
    if len(others) >= MOST_CREDENTIALS:
        problems.append(Problem("", f"an identity has at most {MOST_CREDENTIALS} federated credentials."))
    return problems + [
        Problem("subject", f"{other.id} has this issuer and subject already.")
        for other in others
        if (other.inputs["issuer"], other.inputs["subject"]) == (inputs["issuer"], inputs["subject"])
    ]


def identity_outputs(identifier: str, inputs: Inputs, cloud: CloudView) -> Outputs:
    """What ARM says of an identity."""
    return {
        "azureApiVersion": "2023-01-31",
        "clientId": made_up_uuid(identifier, "client"),
        "location": inputs["location"],
        "name": inputs["resourceName"],
        "principalId": made_up_uuid(identifier, "principal"),
        "systemData": system_data_of(IDENTITY, identifier, cloud),
        "tenantId": setting_text(cloud.config, "tenantId") or made_up_uuid("tenant"),
        "type": "Microsoft.ManagedIdentity/userAssignedIdentities",
    }


def identity_id(inputs: Inputs, cloud: CloudView) -> str:
    """The ARM id of the identity that `resourceName` names."""
    namespace = "Microsoft.ManagedIdentity"
    return resource_id(inputs, cloud, namespace, "userAssignedIdentities", inputs["resourceName"])


def credential_id(inputs: Inputs, cloud: CloudView) -> str:
    """The credential's ARM id."""
    name = inputs["federatedIdentityCredentialResourceName"]
    return f"{identity_id(inputs, cloud)}/federatedIdentityCredentials/{name}"


def credential_outputs(identifier: str, inputs: Inputs, cloud: CloudView) -> Outputs:
    """What ARM says of a federated credential."""
    return {
        "azureApiVersion": "2023-01-31",
        "name": inputs["federatedIdentityCredentialResourceName"],
        "systemData": system_data_of(CREDENTIAL, identifier, cloud),
        "type": "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials",
    }


MODELS = (
    ResourceModel(
        token=IDENTITY,
        args="pulumi_azure_native.managedidentity:UserAssignedIdentityArgs",
        identify=identity_id,
        outputs=identity_outputs,
        replace_on=frozenset({"location", "resourceGroupName", "resourceName"}),
        defaults=with_location,
        check=identity_check,
    ),
    ResourceModel(
        token=CREDENTIAL,
        args="pulumi_azure_native.managedidentity:FederatedIdentityCredentialArgs",
        identify=credential_id,
        outputs=credential_outputs,
        replace_on=frozenset(
            {"federatedIdentityCredentialResourceName", "resourceGroupName", "resourceName"}
        ),
        check=credential_check,
        admit=credential_admit,
    ),
)
