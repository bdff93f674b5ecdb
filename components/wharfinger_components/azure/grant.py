"""What one principal may do in one registry, as one role assignment."""

from collections.abc import Sequence
from typing import NotRequired, TypedDict

import pulumi
from pulumi_azure_native import authorization

from wharfinger_components.azure import abac


class UnknownAccessError(ValueError):
    """An access that is none of pull, push and admin."""

    def __init__(self, access: str) -> None:
        self.access = access
        super().__init__(f"{access!r} is no access: use one of {', '.join(abac.ROLES)}")


class AcrGrantArgs(TypedDict):
    """The arguments of AcrGrant."""

    registry_id: pulumi.Input[str]
    """The Azure resource id of the registry, which must be in ABAC mode."""
    principal_id: pulumi.Input[str]
    """The object id of the principal in Entra ID."""
    principal_type: pulumi.Input[str]
    """User, Group or ServicePrincipal (which managed identities and pipelines are too)."""
    access: str
    """pull (Container Registry Repository Reader), push (Writer) or admin (Contributor: also deletes)."""
    repositories: Sequence[str]
    """The full names of the repositories; about 75 fit into one condition."""
    prefixes: NotRequired[Sequence[str]]
    """What the names of further repositories begin with, ending in a slash, such as payments/."""


class AcrGrant(pulumi.ComponentResource):
    """One principal's access to repositories of one registry: a single conditional role assignment.

    Azure takes one role assignment for a registry, a role and a principal: a second one is refused
    (RoleAssignmentExists), whatever its condition. Where a principal uses several repositories, name all of
    them here, once, rather than as readers or writers of each AcrRepository.
    """

    role_assignment_name: pulumi.Output[str]
    """The GUID of the role assignment; it stays the same when the repositories change."""

    def __init__(self, name: str, args: AcrGrantArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("wharfinger:index:AcrGrant", name, None, opts)
        role = abac.ROLES.get(args["access"])
        if role is None:
            raise UnknownAccessError(args["access"])

        assignment = assign_role(
            name,
            scope=args["registry_id"],
            role=role,
            principal_id=args["principal_id"],
            principal_type=args["principal_type"],
            condition=abac.condition(role, args["repositories"], args.get("prefixes", ())),
            parent=self,
        )

        self.role_assignment_name = assignment.name
        self.register_outputs({"roleAssignmentName": self.role_assignment_name})


class AcrPrincipal(TypedDict):
    """Someone or something that may use a repository."""

    principal_id: pulumi.Input[str]
    """The object id of the principal in Entra ID."""
    principal_type: pulumi.Input[str]
    """User, Group or ServicePrincipal (which managed identities and pipelines are too).

    Azure answers "principal not found" for an identity made a moment ago, unless the type is given. So pass
    the identity's own `principal_id` output, which also puts it first, and its true type.
    """
    name: NotRequired[str]
    """What to call the principal in Pulumi; needed where `principal_id` is an output."""


def assign_role(
    name: str,
    *,
    scope: pulumi.Input[str],
    role: abac.RepositoryRole,
    principal_id: pulumi.Input[str],
    principal_type: pulumi.Input[str],
    condition: str | None,
    parent: pulumi.Resource,
    repository: str | None = None,
) -> authorization.RoleAssignment:
    """Assign a role at the scope of a registry; `repository` sets apart the assignments of one principal.

    Without a condition the role covers the whole registry.
    """
    key = () if repository is None else (repository,)
    return authorization.RoleAssignment(
        name,
        scope=scope,
        role_definition_id=pulumi.Output.from_input(scope).apply(
            lambda known: abac.role_definition_id(known, role)
        ),
        principal_id=principal_id,
        principal_type=principal_type,
        role_assignment_name=pulumi.Output.all(scope, principal_id).apply(
            lambda known: abac.role_assignment_name(known[0], role, known[1], *key)
        ),
        condition=condition,
        condition_version=None if condition is None else "2.0",
        opts=pulumi.ResourceOptions(
            parent=parent,
            # The name stays the same when the condition changes: deleted after the creation, the new
            # assignment would go.
            delete_before_replace=True,
        ),
    )
