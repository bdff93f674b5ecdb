"""Service accounts, and the workload identity pools through which pipelines sign in without keys."""

import re
from urllib.parse import urlsplit

from wharfinger_sandbox.clouds.gcp.account import project_number, project_problems, with_project
from wharfinger_sandbox.clouds.gcp.deletion import deletion_problems, refuse_delete
from wharfinger_sandbox.clouds.reading import (
    at_most,
    block,
    given,
    listed,
    made_up_uuid,
    one_of,
    required,
    text,
)
from wharfinger_sandbox.provider.model import CloudView, Inputs, Outputs, Problem, ResourceModel

ACCOUNT = "gcp:serviceaccount/account:Account"
POOL = "gcp:iam/workloadIdentityPool:WorkloadIdentityPool"
PROVIDER = "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider"

ACCOUNT_ID = re.compile(r"[a-z][a-z0-9-]{4,28}[a-z0-9]")
POOL_ID = re.compile(r"(?!gcp-)[a-z0-9-]{4,32}")
LONGEST_ACCOUNT_NAME = 100
LONGEST_POOL_NAME = 32
LONGEST_DESCRIPTION = 256
LONGEST_CONDITION = 4_096
MOST_AUDIENCES = 10
MODES = ("FEDERATION_ONLY", "TRUST_DOMAIN")
SOURCES = ("aws", "oidc", "saml", "x509")
SHARED_ISSUERS = (
    "https://token.actions.githubusercontent.com",
    "https://gitlab.com",
    "https://app.terraform.io",
)
"""Issuers that sign for everybody: Google demands a condition that tells own tokens from foreign ones."""


def account_check(inputs: Inputs) -> list[Problem]:
    """The rules for a service account (IAM API: projects.serviceAccounts.create)."""
    problems = project_problems(inputs) + deletion_problems(inputs)
    problems += at_most(inputs, "displayName", LONGEST_ACCOUNT_NAME)
    problems += at_most(inputs, "description", LONGEST_DESCRIPTION)
    name = text(inputs, "accountId")
    if name is None or ACCOUNT_ID.fullmatch(name):
        return problems + required(inputs, "accountId", "name it: the sandbox draws no random names.")
    reason = f"{name!r} is no account id: 6 to 30 lowercase letters, digits and hyphens, a letter first."
    return [*problems, Problem("accountId", reason)]


def pool_check(inputs: Inputs) -> list[Problem]:
    """The rules for a pool (IAM API: projects.locations.workloadIdentityPools)."""
    return (
        project_problems(inputs)
        + _id_problems(inputs, "workloadIdentityPoolId")
        + _texts(inputs)
        + one_of(inputs, "mode", MODES)
    )


def provider_check(inputs: Inputs) -> list[Problem]:
    """The rules for a pool's provider (IAM API: projects.locations.workloadIdentityPools.providers)."""
    problems = (
        project_problems(inputs)
        + _id_problems(inputs, "workloadIdentityPoolId")
        + _id_problems(inputs, "workloadIdentityPoolProviderId")
        + _texts(inputs)
        + at_most(inputs, "attributeCondition", LONGEST_CONDITION)
    )
    chosen = [source for source in SOURCES if given(inputs, source)]
    if len(chosen) != 1:
        problems.append(Problem("", f"a provider has exactly one of {', '.join(SOURCES)}."))
    return problems + _oidc_problems(inputs)


def account_email(inputs: Inputs) -> str:
    """The address of a service account."""
    return f"{inputs['accountId']}@{inputs['project']}.iam.gserviceaccount.com"


def account_id(inputs: Inputs, _cloud: CloudView) -> str:
    """The service account's full name, which is its id."""
    return f"projects/{inputs['project']}/serviceAccounts/{account_email(inputs)}"


def account_outputs(resource_id: str, inputs: Inputs, _cloud: CloudView) -> Outputs:
    """What IAM says of a service account."""
    email = account_email(inputs)
    return {
        "deletionPolicy": inputs.get("deletionPolicy", "DELETE"),
        "email": email,
        "member": f"serviceAccount:{email}",
        "name": resource_id,
        "project": inputs["project"],
        "uniqueId": str(10**20 + int(made_up_uuid(resource_id).replace("-", ""), 16) % 10**20),
    }


def pool_id(inputs: Inputs, _cloud: CloudView) -> str:
    """The pool's full name with the project's id, which is its id."""
    return f"projects/{inputs['project']}/{_pool(inputs)}"


def pool_outputs(_resource_id: str, inputs: Inputs, _cloud: CloudView) -> Outputs:
    """What IAM says of a pool; its name carries the project's number."""
    return {
        "deletionPolicy": inputs.get("deletionPolicy", "DELETE"),
        "mode": inputs.get("mode", MODES[0]),
        "name": f"projects/{project_number(inputs['project'])}/{_pool(inputs)}",
        "project": inputs["project"],
        "state": "ACTIVE",
    }


def provider_id(inputs: Inputs, cloud: CloudView) -> str:
    """The provider's full name with the project's id, which is its id."""
    return f"{pool_id(inputs, cloud)}/providers/{inputs['workloadIdentityPoolProviderId']}"


def provider_outputs(_resource_id: str, inputs: Inputs, _cloud: CloudView) -> Outputs:
    """What IAM says of a provider; its name carries the project's number."""
    pool = f"projects/{project_number(inputs['project'])}/{_pool(inputs)}"
    return {
        "deletionPolicy": inputs.get("deletionPolicy", "DELETE"),
        "name": f"{pool}/providers/{inputs['workloadIdentityPoolProviderId']}",
        "project": inputs["project"],
        "state": "ACTIVE",
    }


def _pool(inputs: Inputs) -> str:
    return f"locations/global/workloadIdentityPools/{inputs['workloadIdentityPoolId']}"


def _id_problems(inputs: Inputs, key: str) -> list[Problem]:
    name = text(inputs, key)
    if name is None or POOL_ID.fullmatch(name):
        return []
    reason = f"{name!r} is no id: 4 to 32 lowercase letters, digits and hyphens, and no 'gcp-' first."
    return [Problem(key, reason)]


def _texts(inputs: Inputs) -> list[Problem]:
    return (
        at_most(inputs, "displayName", LONGEST_POOL_NAME)
        + at_most(inputs, "description", LONGEST_DESCRIPTION)
        + deletion_problems(inputs)
    )


def _oidc_problems(inputs: Inputs) -> list[Problem]:
    if not given(inputs, "oidc"):
        return []
    problems: list[Problem] = []
    oidc, mapping = block(inputs, "oidc"), block(inputs, "attributeMapping")
    issuer, audiences = text(oidc, "issuerUri"), listed(oidc, "allowedAudiences")
    if issuer is not None and urlsplit(issuer).scheme != "https":
        problems.append(Problem("oidc.issuerUri", f"{issuer!r} is no issuer: an https address."))
    if len(audiences) > MOST_AUDIENCES:
        reason = f"{len(audiences)} audiences; a provider has at most {MOST_AUDIENCES}."
        problems.append(Problem("oidc.allowedAudiences", reason))
    if "google.subject" not in mapping and (mapping or not given(inputs, "attributeMapping")):
        problems.append(Problem("attributeMapping", "an OIDC provider maps google.subject."))
    if issuer in SHARED_ISSUERS and not given(inputs, "attributeCondition"):
        reason = (
            f"{issuer} signs for everybody: set an attributeCondition, such as on the repository's owner."
        )
        problems.append(Problem("attributeCondition", reason))
    return problems


MODELS = (
    ResourceModel(
        token=ACCOUNT,
        args="pulumi_gcp.serviceaccount:AccountArgs",
        identify=account_id,
        outputs=account_outputs,
        # ForceNew in terraform-provider-google, resourcemanager/resource_google_service_account.go.
        replace_on=frozenset({"accountId", "project"}),
        defaults=with_project,
        check=account_check,
        refuse_delete=refuse_delete,
    ),
    ResourceModel(
        token=POOL,
        args="pulumi_gcp.iam:WorkloadIdentityPoolArgs",
        identify=pool_id,
        outputs=pool_outputs,
        # ForceNew in terraform-provider-google, iambeta/resource_iam_workload_identity_pool.go.
        replace_on=frozenset({"mode", "project", "workloadIdentityPoolId"}),
        defaults=with_project,
        check=pool_check,
        refuse_delete=refuse_delete,
    ),
    ResourceModel(
        token=PROVIDER,
        args="pulumi_gcp.iam:WorkloadIdentityPoolProviderArgs",
        identify=provider_id,
        outputs=provider_outputs,
        # ForceNew in terraform-provider-google, iambeta/resource_iam_workload_identity_pool_provider.go.
        replace_on=frozenset({"project", "workloadIdentityPoolId", "workloadIdentityPoolProviderId"}),
        defaults=with_project,
        check=provider_check,
        refuse_delete=refuse_delete,
    ),
)
