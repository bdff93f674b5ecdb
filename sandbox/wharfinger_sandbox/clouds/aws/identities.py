"""IAM roles, their policies, and the identity providers through which pipelines sign in without keys."""

import re
from urllib.parse import urlsplit

from wharfinger_sandbox.clouds.aws.account import ACCOUNT_NOTE, account_id, global_arn, identify_here
from wharfinger_sandbox.clouds.aws.grants import document_problems
from wharfinger_sandbox.clouds.aws.policy_document import IDENTITY_DIALECT, TRUST_DIALECT
from wharfinger_sandbox.clouds.aws.retention import document_text
from wharfinger_sandbox.clouds.aws.tags import all_tags, tag_problems
from wharfinger_sandbox.clouds.reading import (
    at_most,
    blocks,
    created,
    listed,
    made_up_uuid,
    outputs_so_far,
    repeated,
    required,
    text,
    texts,
    within,
)
from wharfinger_sandbox.provider.model import CloudView, Inputs, Outputs, Problem, ResourceModel

ROLE = "aws:iam/role:Role"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
OIDC_PROVIDER = "aws:iam/openIdConnectProvider:OpenIdConnectProvider"

ROLE_NAME = re.compile(r"[\w+=,.@-]{1,64}")
POLICY_NAME = re.compile(r"[\w+=,.@-]{1,128}")
PATH = re.compile(r"/(?:[\x21-\x7e]{1,510}/)?")
LONGEST_DESCRIPTION = 1_000
SESSION_SECONDS = (3_600, 43_200)
MOST_MANAGED_POLICIES = 20
POLICY_ARN = re.compile(r"arn:aws[a-z-]*:iam::(?:[0-9]{12}|aws):policy/[\w+=,.@/-]+")
MOST_CLIENT_IDS = 100
MOST_THUMBPRINTS = 5
THUMBPRINT = re.compile(r"[0-9a-fA-F]{40}")
UNNAMED = "name it: the sandbox draws no random names."


def role_check(inputs: Inputs) -> list[Problem]:
    """The rules for a role's inputs (IAM API: CreateRole; IAM quotas)."""
    problems = (
        required(inputs, "name", UNNAMED)
        + _name_problems(inputs, ROLE_NAME, 64)
        + document_problems(inputs, "assumeRolePolicy", TRUST_DIALECT)
        + at_most(inputs, "description", LONGEST_DESCRIPTION)
        + within(inputs, "maxSessionDuration", *SESSION_SECONDS, unit="seconds")
        + tag_problems(inputs)
    )
    path, count = text(inputs, "path"), len(listed(inputs, "managedPolicyArns"))
    if path is not None and not PATH.fullmatch(path):
        problems.append(Problem("path", f"{path!r} is no path: it starts and ends with '/'."))
    if count > MOST_MANAGED_POLICIES:
        reason = f"{count} managed policies; a role has at most {MOST_MANAGED_POLICIES}."
        problems.append(Problem("managedPolicyArns", reason))
    for policy_arn in texts(inputs, "managedPolicyArns"):
        if not POLICY_ARN.fullmatch(policy_arn):
            problems.append(Problem("managedPolicyArns", f"{policy_arn!r} is no ARN of a policy."))
    for path_of, policy in blocks(inputs, "inlinePolicies"):
        found = document_problems(policy, "policy", IDENTITY_DIALECT)
        problems += [Problem(f"{path_of}.policy", problem.reason) for problem in found]
    return problems


def role_outputs(resource_id: str, inputs: Inputs, cloud: CloudView) -> Outputs:
    """What IAM says of a role."""
    name, path = inputs["name"], inputs.get("path", "/")
    unique = made_up_uuid(ROLE, account_id(cloud), name).replace("-", "").upper()
    return {
        "arn": global_arn(f"role{path}{name}", cloud),
        "assumeRolePolicy": document_text(inputs, "assumeRolePolicy"),
        "createDate": created(outputs_so_far(ROLE, resource_id, cloud), "createDate"),
        "maxSessionDuration": inputs.get("maxSessionDuration", SESSION_SECONDS[0]),
        "name": name,
        "path": path,
        "uniqueId": f"AROA{unique[:17]}",
        **all_tags(inputs, cloud),
    }


def role_policy_check(inputs: Inputs) -> list[Problem]:
    """The rules for a role's inline policy (IAM API: PutRolePolicy)."""
    role = text(inputs, "role")
    problems = required(inputs, "name", UNNAMED) + _name_problems(inputs, POLICY_NAME, 128)
    if role is not None and not ROLE_NAME.fullmatch(role):
        problems.append(Problem("role", f"{role!r} is no role name; pass the role's name, not its ARN."))
    return problems + document_problems(inputs, "policy", IDENTITY_DIALECT)


def role_policy_outputs(_resource_id: str, inputs: Inputs, cloud: CloudView) -> Outputs:
    """What IAM says of an inline policy, which has no ARN: a note tells the accounts apart."""
    return {
        ACCOUNT_NOTE: account_id(cloud),
        "name": inputs["name"],
        "policy": document_text(inputs, "policy"),
    }


def provider_check(inputs: Inputs) -> list[Problem]:
    """The rules for an identity provider (IAM API: CreateOpenIDConnectProvider)."""
    problems = tag_problems(inputs)
    url = text(inputs, "url")
    if url is not None and not _is_issuer(url):
        reason = f"{url!r} is no issuer: an https address without port, query and fragment."
        problems.append(Problem("url", reason))
    clients, thumbprints = texts(inputs, "clientIdLists"), texts(inputs, "thumbprintLists")
    if inputs.get("clientIdLists") == [] or len(clients) > MOST_CLIENT_IDS:
        reason = f"{len(clients)} client ids; a provider has 1 to {MOST_CLIENT_IDS}."
        problems.append(Problem("clientIdLists", reason))
    problems += [Problem("clientIdLists", f"{twice!r} is named twice.") for twice in repeated(clients)]
    if len(thumbprints) > MOST_THUMBPRINTS:
        reason = f"{len(thumbprints)} thumbprints; a provider has at most {MOST_THUMBPRINTS}."
        problems.append(Problem("thumbprintLists", reason))
    return problems + [
        Problem("thumbprintLists", f"{thumbprint!r} is no SHA-1 thumbprint of 40 hexadecimal digits.")
        for thumbprint in thumbprints
        if not THUMBPRINT.fullmatch(thumbprint)
    ]


def provider_id(inputs: Inputs, cloud: CloudView) -> str:
    """The provider's ARN, which is its id."""
    return global_arn(f"oidc-provider/{inputs['url'].removeprefix('https://')}", cloud)


def provider_outputs(resource_id: str, inputs: Inputs, cloud: CloudView) -> Outputs:
    """What IAM says of an identity provider; the address comes back without its scheme."""
    return {
        "arn": resource_id,
        "thumbprintLists": inputs.get("thumbprintLists", []),
        "url": inputs["url"].removeprefix("https://"),
        **all_tags(inputs, cloud),
    }


def _name_problems(inputs: Inputs, grammar: re.Pattern[str], longest: int) -> list[Problem]:
    name = text(inputs, "name")
    if name is None or grammar.fullmatch(name):
        return []
    return [Problem("name", f"{name!r} is no name: 1 to {longest} letters, digits and + = , . @ _ -")]


def _is_issuer(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "https" and bool(parts.netloc) and ":" not in parts.netloc and not parts.query


MODELS = (
    ResourceModel(
        token=ROLE,
        args="pulumi_aws.iam:RoleArgs",
        identify=lambda inputs, cloud: identify_here(ROLE, inputs["name"], inputs, cloud),
        outputs=role_outputs,
        # ForceNew in terraform-provider-aws, internal/service/iam/role.go.
        replace_on=frozenset({"name", "namePrefix", "path"}),
        check=role_check,
    ),
    ResourceModel(
        token=ROLE_POLICY,
        args="pulumi_aws.iam:RolePolicyArgs",
        identify=lambda inputs, cloud: identify_here(
            ROLE_POLICY, f"{inputs['role']}:{inputs['name']}", inputs, cloud
        ),
        outputs=role_policy_outputs,
        # ForceNew in terraform-provider-aws, internal/service/iam/role_policy.go.
        replace_on=frozenset({"name", "namePrefix", "role"}),
        check=role_policy_check,
        # PutRolePolicy overwrites.
        adopts_existing=True,
    ),
    ResourceModel(
        token=OIDC_PROVIDER,
        args="pulumi_aws.iam:OpenIdConnectProviderArgs",
        identify=provider_id,
        outputs=provider_outputs,
        # ForceNew in terraform-provider-aws, internal/service/iam/openid_connect_provider.go.
        replace_on=frozenset({"url"}),
        check=provider_check,
    ),
)
