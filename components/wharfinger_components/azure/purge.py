"""A scheduled task that removes images from an Azure container registry."""

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Final, NotRequired, TypedDict

import pulumi
from pulumi_azure_native import resources

from wharfinger_components.azure import abac
from wharfinger_components.azure.grant import assign_role

API_VERSION: Final = "2025-03-01-preview"
"""The first version of ACR Tasks with an identity for the task's own registry (azure-rest-api-specs)."""


class NoPurgeIdentityError(RuntimeError):
    """Azure made the task without an identity, so nothing can be granted to it."""

    def __init__(self) -> None:
        super().__init__("the purge task has no system-assigned identity")


class AcrPurgeArgs(TypedDict):
    """The arguments of AcrPurge."""

    subscription_id: pulumi.Input[str]
    """The subscription of the registry."""
    resource_group: pulumi.Input[str]
    """The resource group of the registry."""
    registry_name: pulumi.Input[str]
    """The name of the registry, which must be in ABAC mode."""
    location: pulumi.Input[str]
    """The home region of the registry: tasks run there."""
    task_name: pulumi.Input[str]
    """The name of the task: 5 to 50 letters, digits, hyphens and underscores."""
    commands: Sequence[str]
    """Complete `acr purge` command lines, run one after the other; `{{` begins a run variable in them."""
    repositories: NotRequired[Sequence[str]]
    """The full names of the only repositories that the task may delete from.

    Without them it may delete in the whole registry. About 65 fit into one condition.
    """
    lists_repositories: NotRequired[bool]
    """Whether the task may list all repositories. On unless said.

    `acr purge` lists them where the repository in a filter is an expression (`payments/.*`, or a name with a
    dot), and where `--untagged-only` has no filter; a plain name it takes as it is.
    """
    schedule: pulumi.Input[str]
    """When the task runs: a cron expression of five fields, in UTC."""
    timeout_seconds: int
    """How long the task, and each of its commands, may take.

    After three hours a task in ABAC mode loses its access (acr-cli issue 641): stay below 10800.
    """
    tags: NotRequired[pulumi.Input[Mapping[str, pulumi.Input[str]]]]
    """Tags of the task."""


class AcrPurge(pulumi.ComponentResource):
    """A task in an Azure container registry that runs `acr purge` on a schedule.

    In ABAC mode a task has no access to its registry by default, so this one gets an identity of its own,
    with the roles Container Registry Repository Contributor (to delete) and, unless told otherwise, Catalog
    Lister (to find repositories by listing all; the role takes no condition). Where the registry's public
    network access is off, turn on `network_bypass_for_tasks` of AcrRegistry as well.

    It is declared through the generic `azure-native:resources:Resource`: the typed Task of
    pulumi-azure-native 3.29.0 is API 2019-06-01-preview, which can't give a task that identity.
    """

    task_id: pulumi.Output[str]
    """The Azure resource id of the task."""

    def __init__(self, name: str, args: AcrPurgeArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("wharfinger:index:AcrPurge", name, None, opts)
        # A number from a program in another language arrives as a float.
        timeout = int(args["timeout_seconds"])
        yaml = task_yaml(args["commands"], timeout)

        task = resources.Resource(
            name,
            api_version=API_VERSION,
            resource_group_name=args["resource_group"],
            resource_provider_namespace="Microsoft.ContainerRegistry",
            parent_resource_path=pulumi.Output.concat("registries/", args["registry_name"]),
            resource_type="tasks",
            resource_name_=args["task_name"],
            location=args["location"],
            identity={"type": resources.ResourceIdentityType.SYSTEM_ASSIGNED},
            properties={
                "status": "Enabled",
                "platform": {"os": "Linux", "architecture": "amd64"},
                "step": {
                    "type": "EncodedTask",
                    "encodedTaskContent": base64.b64encode(yaml.encode()).decode(),
                },
                "trigger": {
                    "timerTriggers": [{"name": "schedule", "schedule": args["schedule"], "status": "Enabled"}]
                },
                "credentials": {"sourceRegistry": {"identity": "[system]"}},
                "timeout": timeout,
            },
            tags=args.get("tags"),
            opts=pulumi.ResourceOptions(parent=self),
        )

        registry = pulumi.Output.format(
            "/subscriptions/{0}/resourceGroups/{1}/providers/Microsoft.ContainerRegistry/registries/{2}",
            args["subscription_id"],
            args["resource_group"],
            args["registry_name"],
        )
        principal = task.identity.apply(_principal_id)
        assign_role(
            f"{name}-delete",
            scope=registry,
            role=abac.CONTRIBUTOR,
            principal_id=principal,
            principal_type="ServicePrincipal",
            condition=(
                abac.condition(abac.CONTRIBUTOR, args["repositories"]) if "repositories" in args else None
            ),
            parent=self,
        )
        if args.get("lists_repositories", True):
            assign_role(
                f"{name}-list",
                scope=registry,
                role=abac.CATALOG_LISTER,
                principal_id=principal,
                principal_type="ServicePrincipal",
                condition=None,
                parent=self,
            )

        self.task_id = task.id
        self.register_outputs({"taskId": self.task_id})


def task_yaml(commands: Sequence[str], timeout_seconds: int) -> str:
    """The definition of a task that runs the commands in order, each as long as `timeout_seconds`.

    A step ends after 600 s unless it says otherwise ("ACR Tasks reference: YAML"). The version must stand
    without quotes (Azure/acr issue 622). In a command `$` begins an alias, and `$$` stands for `$`
    (Azure/acr-builder issue 464).
    """
    steps = (
        f"  - cmd: {json.dumps(command.replace('$', '$$'), ensure_ascii=False)}\n"
        "    disableWorkingDirectoryOverride: true\n"
        f"    timeout: {timeout_seconds}\n"
        for command in commands
    )
    return "version: v1.1.0\nsteps:\n" + "".join(steps)


def _principal_id(identity: resources.outputs.IdentityResponse | None) -> str:
    if identity is None:
        raise NoPurgeIdentityError
    return identity.principal_id
