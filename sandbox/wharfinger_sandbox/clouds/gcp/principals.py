"""The grammar of IAM members, roles and conditions (IAM, "Principal identifiers" and "Roles overview")."""

import re
from collections.abc import Mapping
from typing import Any

from wharfinger_sandbox.clouds.reading import did_you_mean, text
from wharfinger_sandbox.provider.model import Inputs, Problem

_POOL = (
    r"(?:projects/[0-9]+/locations/global/workloadIdentityPools/[a-z0-9-]+"
    r"|locations/global/workforcePools/[a-z0-9-]+)"
)
_EMAIL = r"[^@\s:/]+@[^@\s:/]+\.[^@\s:/]+"
MEMBER = re.compile(
    rf"allUsers|allAuthenticatedUsers|(?:user|group|serviceAccount):{_EMAIL}|domain:[a-z0-9.-]+\.[a-z]{{2,}}"
    r"|(?:projectOwner|projectEditor|projectViewer):[a-z0-9.:-]+"
    rf"|principal://iam\.googleapis\.com/{_POOL}/subject/\S+"
    rf"|principalSet://iam\.googleapis\.com/{_POOL}/(?:group/\S+|attribute\.\w+/\S+|\*)"
)
DELETED = "deleted:"
ROLE = re.compile(r"(?:projects/[^/]+/|organizations/[0-9]+/)?roles/[A-Za-z0-9_.]+")
BASIC_ROLES = ("roles/owner", "roles/editor", "roles/viewer")
ARTIFACT_REGISTRY_ROLES = (
    "roles/artifactregistry.admin",
    "roles/artifactregistry.containerRegistryMigrationAdmin",
    "roles/artifactregistry.createOnPushRepoAdmin",
    "roles/artifactregistry.createOnPushWriter",
    "roles/artifactregistry.reader",
    "roles/artifactregistry.repoAdmin",
    "roles/artifactregistry.serviceAgent",
    "roles/artifactregistry.writer",
)
LONGEST_TITLE = 100
LONGEST_DESCRIPTION = 256


def member_problems(member: str | None, at: str) -> list[Problem]:
    """What IAM refuses in a member."""
    if member is None or MEMBER.fullmatch(member):
        return []
    if member.startswith(DELETED):
        return [Problem(at, f"{member!r} names a deleted principal; IAM grants nothing new to it.")]
    reason = (
        f"{member!r} is no member, such as group:E, serviceAccount:E or principalSet://iam.googleapis.com/…"
    )
    return [Problem(at, reason)]


def role_problems(inputs: Inputs) -> list[Problem]:
    """What IAM refuses in the role of a grant on a repository."""
    role = text(inputs, "role")
    if role is None:
        return []
    if not ROLE.fullmatch(role):
        return [Problem("role", f"{role!r} is no role, such as roles/artifactregistry.reader.")]
    if role in BASIC_ROLES:
        return [Problem("role", f"{role} is a basic role; it is granted on a project, not on a repository.")]
    if role.startswith("roles/artifactregistry.") and role not in ARTIFACT_REGISTRY_ROLES:
        return [Problem("role", f"there is no role {role}.{did_you_mean(role, ARTIFACT_REGISTRY_ROLES)}")]
    return []


def condition_problems(condition: Mapping[str, Any], at: str = "condition") -> list[Problem]:
    """What IAM refuses in a condition."""
    title, expression, description = (text(condition, key) for key in ("title", "expression", "description"))
    problems: list[Problem] = []
    if title is not None and not 1 <= len(title) <= LONGEST_TITLE:
        problems.append(Problem(f"{at}.title", f"a condition's title has 1 to {LONGEST_TITLE} characters."))
    if expression is not None and not expression.strip():
        problems.append(Problem(f"{at}.expression", "a condition's expression is not empty."))
    if description is not None and len(description) > LONGEST_DESCRIPTION:
        reason = f"a condition's description has at most {LONGEST_DESCRIPTION} characters."
        problems.append(Problem(f"{at}.description", reason))
    return problems
