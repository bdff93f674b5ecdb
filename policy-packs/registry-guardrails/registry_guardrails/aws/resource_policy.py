"""The IAM policy that an ECR resource carries, read once for every control that judges its statements."""

from collections.abc import Callable, Iterable, Iterator

from registry_guardrails.aws.iam_policy import Statement, parse_policy
from registry_guardrails.control import Finding, Undecided, Violation
from registry_guardrails.documents import MalformedDocumentError
from registry_guardrails.resource import Kind, Resource
from registry_guardrails.values import UNKNOWN, has_unknown

POLICY_PROPERTY = {
    Kind.ECR_REPOSITORY_POLICY: "policy",
    Kind.ECR_REGISTRY_POLICY: "policy",
    Kind.ECR_CREATION_TEMPLATE: "repositoryPolicy",
}


def judge_statements(
    resource: Resource, judge: Callable[[Statement, str], Iterable[Finding]]
) -> Iterator[Finding]:
    """Judge each statement of a resource's policy; `judge` takes the statement and where it stands.

    A policy with an unknown in it is expected at a first preview, where the same stack creates a role that it
    names; what is known of it is judged all the same. A policy that can't be read is a violation.
    """
    path = POLICY_PROPERTY[resource.kind]
    document = resource.get(path)
    if document is None:
        return
    if has_unknown(document):
        yield Undecided(path, expected=True)
    if document is UNKNOWN:
        return
    try:
        statements = parse_policy(document)
    except MalformedDocumentError as error:
        yield Violation(f"{path} can't be read: {error}", f"Mend the document in {path}.")
        return
    for statement in statements:
        yield from judge(statement, f"{path}, {statement.place}")
