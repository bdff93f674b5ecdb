"""Nobody outside the organisation is let in by a policy or a grant to everyone."""

from collections.abc import Iterator

from registry_guardrails.aws.iam_policy import Statement
from registry_guardrails.aws.resource_policy import judge_statements
from registry_guardrails.control import Control, Finding, Severity, Undecided, Violation
from registry_guardrails.documents import MalformedDocumentError, parse_object
from registry_guardrails.resource import Kind, Resource
from registry_guardrails.settings import Settings
from registry_guardrails.values import UNKNOWN, elements, lookup, quote

_EVERYONE = ("allusers", "allauthenticatedusers")


def check(resource: Resource, _settings: Settings) -> Iterator[Finding]:
    """Judge an ECR policy, a GAR grant in any of its three forms, or an ECR Public repository.

    A policy or member that is unknown as a whole is expected at the first preview, where its role or service
    account is created by the same stack.
    """
    match resource.kind:
        case Kind.ECR_PUBLIC_REPOSITORY:
            yield Violation(
                "a repository in ECR Public is open to everyone", "Use aws.ecr.Repository instead."
            )
        case Kind.GAR_IAM_MEMBER:
            yield from _members([resource.get("member")], "member")
        case Kind.GAR_IAM_BINDING:
            yield from _members(elements(resource.get("members")), "members")
        case Kind.GAR_IAM_POLICY:
            yield from _policy_data(resource.get("policyData"))
        case _:
            yield from judge_statements(resource, _statement)


def _statement(statement: Statement, where: str) -> Iterator[Finding]:
    if statement.open_principal:
        yield Violation(
            f"{where}: {quote(statement.open_principal)} lets everyone in",
            "Name accounts or roles as its Principal, or limit it by aws:PrincipalOrgID with StringEquals.",
        )


def _policy_data(data: object) -> Iterator[Finding]:
    if data is UNKNOWN:
        yield Undecided("policyData", expected=True)
        return
    try:
        bindings = elements(parse_object(data).get("bindings"))
    except MalformedDocumentError as error:
        yield Violation(f"policyData can't be read: {error}", "Mend the document in policyData.")
        return
    for binding in bindings:
        yield from _members(elements(lookup(binding, "members")), "policyData")


def _members(members: list[object], path: str) -> Iterator[Finding]:
    for member in members:
        if member is UNKNOWN:
            yield Undecided(path, expected=True)
        elif str(member).strip().lower() in _EVERYONE:
            yield Violation(
                f"{path} has {quote(member)}", f"Replace it in {path} by a group or service account."
            )


CONTROL = Control(
    id="WH-REG-004",
    title="Repositories are not public",
    why="whoever can pull an image has its code, its configuration and whatever secrets slipped into it",
    severity=Severity.CRITICAL,
    remediation="Name principals in policy (ECR), or in member, members or policyData (GAR).",
    mappings=(
        "checkov:CKV_AWS_32",
        "checkov:CKV_GCP_101",
        "trivy:AWS-0032",
        "kics:e86e26fc",
        "prowler:ecr_repositories_not_publicly_accessible",
        "nist-800-190:4.2.3",
    ),
    kinds=frozenset(
        {
            Kind.ECR_REPOSITORY_POLICY,
            Kind.ECR_REGISTRY_POLICY,
            Kind.ECR_CREATION_TEMPLATE,
            Kind.ECR_PUBLIC_REPOSITORY,
            Kind.GAR_IAM_MEMBER,
            Kind.GAR_IAM_BINDING,
            Kind.GAR_IAM_POLICY,
        }
    ),
    check=check,
)
