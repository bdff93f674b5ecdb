"""ECR policies name whom they let in and what they let them do."""

from collections.abc import Callable, Iterable, Iterator

from registry_guardrails.aws.iam_policy import Statement
from registry_guardrails.aws.resource_policy import POLICY_PROPERTY, judge_statements
from registry_guardrails.control import Control, Finding, Severity, Violation
from registry_guardrails.resource import Resource
from registry_guardrails.settings import Settings
from registry_guardrails.values import quote


def check(resource: Resource, settings: Settings) -> Iterator[Finding]:
    """Judge each statement that allows: its principals, its actions, and what limits it."""
    allowed = frozenset(pattern.lower() for pattern in settings.texts("allowedActionPatterns"))
    return judge_statements(resource, _judge_with(allowed))


def _judge_with(allowed: frozenset[str]) -> Callable[[Statement, str], Iterable[Finding]]:
    def judge(statement: Statement, where: str) -> Iterator[Finding]:
        if statement.open_principal:
            yield Violation(
                f"{where}: {quote(statement.open_principal)} has no condition that limits it",
                "Name accounts or roles as its Principal; with a wildcard, limit it by aws:PrincipalOrgID or "
                "aws:PrincipalAccount with StringEquals and exact values.",
            )
        action = _wildcard_action(statement, allowed)
        if action:
            yield Violation(
                f"{where}: {quote(action)} is a wildcard", "List each action by name in its Action."
            )

    return judge


def _wildcard_action(statement: Statement, allowed: frozenset[str]) -> str | None:
    if not statement.allows:
        return None
    if statement.allows_all_but:
        return f"NotAction {', '.join(statement.actions)}"
    wild = (action for action in statement.actions if "*" in action or "?" in action)
    return next((f"Action {action}" for action in wild if action.lower() not in allowed), None)


CONTROL = Control(
    id="WH-ECR-001",
    title="ECR policies have no wildcard principal and no wildcard action",
    why="a wildcard also grants what nobody meant, and what AWS adds to it later",
    severity=Severity.HIGH,
    remediation="Name principals and actions in policy.",
    mappings=("checkov:CKV_AWS_32", "trivy:AWS-0032", "kics:e86e26fc", "cis:5.1.2"),
    settings={
        "allowedActionPatterns": {
            "type": "array",
            "items": {"type": "string"},
            "default": ["ecr:BatchGet*", "ecr:Describe*", "ecr:Get*", "ecr:List*"],
            "description": "Action patterns that may be used as they stand: by default those that only read.",
        },
    },
    kinds=frozenset(POLICY_PROPERTY),
    check=check,
)
