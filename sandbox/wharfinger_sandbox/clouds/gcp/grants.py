"""Who may pull and push: IAM on an Artifact Registry repository, by member, by role or as a whole policy."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from wharfinger_sandbox.clouds.gcp.account import location_problems, project_problems, with_location
from wharfinger_sandbox.clouds.gcp.principals import condition_problems, member_problems, role_problems
from wharfinger_sandbox.clouds.gcp.repository import REPOSITORY
from wharfinger_sandbox.clouds.reading import block, given, listed, repeated, text, texts
from wharfinger_sandbox.provider.model import CloudView, Inputs, Outputs, Problem, ResourceModel

MEMBER = "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember"
BINDING = "gcp:artifactregistry/repositoryIamBinding:RepositoryIamBinding"
POLICY = "gcp:artifactregistry/repositoryIamPolicy:RepositoryIamPolicy"

PLACE = frozenset({"condition", "location", "project", "repository", "role"})
MOST_MEMBERS = 1_500
"""Members in one policy, all bindings together (IAM quotas)."""


def member_check(inputs: Inputs) -> list[Problem]:
    """The grammar of a grant to one member."""
    return _grant_problems(inputs) + member_problems(text(inputs, "member"), "member")


def binding_check(inputs: Inputs) -> list[Problem]:
    """The grammar of a role's whole list of members."""
    problems = _grant_problems(inputs)
    members = texts(inputs, "members")
    if given(inputs, "members") and isinstance(inputs["members"], list) and not listed(inputs, "members"):
        problems.append(Problem("members", "a binding names at least one member."))
    if len(members) > MOST_MEMBERS:
        problems.append(Problem("members", f"{len(members)} members; a policy has at most {MOST_MEMBERS:,}."))
    problems += [Problem("members", f"{twice} is named twice.") for twice in repeated(members)]
    for number, member in enumerate(members):
        problems += member_problems(member, f"members[{number}]")
    return problems


def policy_check(inputs: Inputs) -> list[Problem]:
    """The grammar of a whole policy, which is JSON text."""
    problems = project_problems(inputs) + location_problems(inputs)
    policy = text(inputs, "policyData")
    if policy is None:
        return problems
    try:
        document = json.loads(policy)
    except json.JSONDecodeError as error:
        return [*problems, Problem("policyData", f"the policy is not JSON: {error}.")]
    if not isinstance(document, Mapping) or not isinstance(document.get("bindings", []), list):
        return [*problems, Problem("policyData", 'the policy is an object with a list "bindings".')]
    for number, binding in enumerate(document.get("bindings", [])):
        if not isinstance(binding, Mapping):
            problems.append(Problem("policyData", f"bindings[{number}] is not an object."))
            continue
        found = role_problems(binding)
        for member in texts(binding, "members"):
            found += member_problems(member, "member")
        problems += [Problem("policyData", f"bindings[{number}]: {problem.reason}") for problem in found]
    return problems


def repository_path(inputs: Inputs) -> str:
    """The full name of the repository, which a program may name in full or by its id alone."""
    name = inputs["repository"]
    if name.startswith("projects/"):
        return name
    return f"projects/{inputs['project']}/locations/{inputs['location']}/repositories/{name}"


def member_admit(inputs: Inputs, cloud: CloudView) -> list[Problem]:
    """The repository exists, and no binding or policy owns the role.

    Google accepts such a mix and the owners then overwrite each other at each run; the sandbox refuses it.
    """
    path = repository_path(inputs)
    problems = _missing_repository(path, cloud) + _owned_by_policy(path, cloud)
    if any(_same_role(other, inputs, path) for other in cloud.each(BINDING)):
        reason = (
            f"a RepositoryIamBinding owns all members of {inputs.get('role')} here; add the member to it."
        )
        problems.append(Problem("role", reason))
    return problems


def binding_admit(inputs: Inputs, cloud: CloudView) -> list[Problem]:
    """The repository exists, and no member or policy owns a part of the role; see `member_admit`."""
    path = repository_path(inputs)
    problems = _missing_repository(path, cloud) + _owned_by_policy(path, cloud)
    if any(_same_role(other, inputs, path) for other in cloud.each(MEMBER)):
        reason = f"RepositoryIamMembers grant {inputs.get('role')} here; a binding would remove them."
        problems.append(Problem("role", reason))
    return problems


def policy_admit(inputs: Inputs, cloud: CloudView) -> list[Problem]:
    """The repository exists, and no member or binding owns a part of the policy; see `member_admit`."""
    path = repository_path(inputs)
    problems = _missing_repository(path, cloud)
    others = (other for token in (MEMBER, BINDING) for other in cloud.each(token))
    if any(repository_path(other.inputs) == path for other in others):
        reason = "members or bindings grant roles here; a whole policy would remove them."
        problems.append(Problem("policyData", reason))
    return problems


def grant_id(inputs: Inputs, *parts: str) -> str:
    """The id of a grant: the repository, then what tells it from the others, joined by slashes."""
    title = text(block(inputs, "condition"), "title")
    return "/".join([repository_path(inputs), *parts, *([title] if title else [])])


def outputs(resource_id: str, inputs: Inputs, _cloud: CloudView) -> Outputs:
    """What IAM says of a grant."""
    digest = hashlib.sha256(f"{resource_id}{sorted(inputs.items())}".encode()).hexdigest()
    return {
        "etag": f"Bw{digest[:9]}=",
        "location": repository_path(inputs).split("/")[3],
        "project": repository_path(inputs).split("/")[1],
    }


def _grant_problems(inputs: Inputs) -> list[Problem]:
    return (
        project_problems(inputs)
        + location_problems(inputs)
        + role_problems(inputs)
        + condition_problems(block(inputs, "condition"))
    )


def _missing_repository(path: str, cloud: CloudView) -> list[Problem]:
    if cloud.find(REPOSITORY, path) is not None:
        return []
    return [Problem("repository", f"NOT_FOUND: there is no repository {path}.")]


def _owned_by_policy(path: str, cloud: CloudView) -> list[Problem]:
    if cloud.find(POLICY, path) is None:
        return []
    return [Problem("repository", "a RepositoryIamPolicy owns all grants here; add this one to it.")]


def _same_role(other: Any, inputs: Inputs, path: str) -> bool:
    return (
        other.inputs.get("role") == inputs.get("role")
        and repository_path(other.inputs) == path
        and other.inputs.get("condition") == inputs.get("condition")
    )


# All three force a new resource on every property but those that they own (terraform-provider-google,
# tpgiamresource: IamMemberBaseSchema, iamBindingSchema, IamPolicyBaseSchema).
MODELS = (
    ResourceModel(
        token=MEMBER,
        args="pulumi_gcp.artifactregistry:RepositoryIamMemberArgs",
        identify=lambda inputs, _cloud: grant_id(inputs, inputs["role"], inputs["member"]),
        outputs=outputs,
        replace_on=PLACE | {"member"},
        defaults=with_location,
        check=member_check,
        admit=member_admit,
        # A grant that is there already is no error.
        adopts_existing=True,
    ),
    ResourceModel(
        token=BINDING,
        args="pulumi_gcp.artifactregistry:RepositoryIamBindingArgs",
        identify=lambda inputs, _cloud: grant_id(inputs, inputs["role"]),
        outputs=outputs,
        replace_on=PLACE,
        defaults=with_location,
        check=binding_check,
        admit=binding_admit,
        adopts_existing=True,
    ),
    ResourceModel(
        token=POLICY,
        args="pulumi_gcp.artifactregistry:RepositoryIamPolicyArgs",
        identify=lambda inputs, _cloud: repository_path(inputs),
        outputs=outputs,
        replace_on=frozenset({"location", "project", "repository"}),
        defaults=with_location,
        check=policy_check,
        admit=policy_admit,
        adopts_existing=True,
    ),
)
