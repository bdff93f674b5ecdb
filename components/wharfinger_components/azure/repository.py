"""The grants on one repository of an Azure container registry."""

from collections.abc import Sequence
from typing import NotRequired, TypedDict

import pulumi

from wharfinger_components.azure import abac
from wharfinger_components.azure.grant import AcrPrincipal, assign_role


class UnnamedPrincipalError(ValueError):
    """A principal whose id is known only when the program runs, and that has no name."""

    def __init__(self, repository: str) -> None:
        self.repository = repository
        super().__init__(
            f"give each principal of {repository} whose principal_id is an output a `name`:"
            " its role assignment is called after it"
        )


class AcrRepositoryArgs(TypedDict):
    """The arguments of AcrRepository."""

    registry_id: pulumi.Input[str]
    """The Azure resource id of the registry, which must be in ABAC mode."""
    login_server: pulumi.Input[str]
    """The host of the registry."""
    repository_name: str
    """The full name of the repository, such as payments/api."""
    readers: NotRequired[Sequence[AcrPrincipal]]
    """Who pulls. A principal that reads several repositories of the registry belongs into one AcrGrant."""
    writers: NotRequired[Sequence[AcrPrincipal]]
    """Who pushes and pulls; as in `readers`."""


class AcrRepository(pulumi.ComponentResource):
    """One repository in an Azure container registry: its grants and its URLs.

    Azure has no repository resource: the first push makes the repository. What can be declared is who may
    use it, as role assignments at the registry whose condition names exactly this repository. Azure takes one
    assignment for a registry, a role and a principal, so give principals that use several repositories an
    AcrGrant instead.
    """

    push_url: pulumi.Output[str]
    """Where images are pushed to, without a tag."""
    pull_url: pulumi.Output[str]
    """Where images are pulled from, without a tag."""

    def __init__(
        self, name: str, args: AcrRepositoryArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("wharfinger:index:AcrRepository", name, None, opts)
        repository = args["repository_name"]

        for access, principals in (("pull", args.get("readers", ())), ("push", args.get("writers", ()))):
            role = abac.ROLES[access]
            for principal in principals:
                assign_role(
                    f"{name}-{access}-{_principal_name(principal, repository)}",
                    scope=args["registry_id"],
                    role=role,
                    principal_id=principal["principal_id"],
                    principal_type=principal["principal_type"],
                    condition=abac.condition(role, [repository]),
                    repository=repository,
                    parent=self,
                )

        url = pulumi.Output.concat(args["login_server"], "/", repository)
        self.push_url = url
        self.pull_url = url
        self.register_outputs({"pushUrl": self.push_url, "pullUrl": self.pull_url})


def _principal_name(principal: AcrPrincipal, repository: str) -> str:
    name = principal.get("name", principal["principal_id"])
    if not isinstance(name, str):
        raise UnnamedPrincipalError(repository)
    return name
