"""Commands that come in groups: their options, and what they do is imported when they run."""
# ruff: noqa: PLC0415

from pathlib import Path
from typing import Annotated

import typer

from wharfinger.options import (
    DEFAULT_SPEC,
    AtOption,
    ChangeFormat,
    CloudName,
    InventoryOption,
    PlanFormat,
    RegistryOption,
    SpecOption,
)

retention = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="See what retention rules delete before they do it."
)


@retention.command("simulate")
def simulate_retention(
    inventory: InventoryOption,
    *,
    spec: SpecOption = DEFAULT_SPEC,
    repository: Annotated[
        str | None, typer.Option(metavar="TEAM/REPOSITORY", help="Only this repository.")
    ] = None,
    at: AtOption = None,
    format: Annotated[  # noqa: A002
        PlanFormat, typer.Option(help="A table for people, or JSON with every danger.")
    ] = PlanFormat.TABLE,
) -> None:
    """Show what the spec's rules would delete.

    For each repository in each registry: the images and bytes that go, by which rule, and what is left. Ends
    with code 1 where something would go that runs, is protected, or can be rolled back to.
    """
    from wharfinger.commands.retention import simulate_retention

    raise typer.Exit(simulate_retention(spec, inventory, repository, at, format.value))


@retention.command("diff")
def compare_retention(
    old: Annotated[Path, typer.Argument(metavar="OLD_SPEC", help="The spec before the change.")],
    new: Annotated[Path, typer.Argument(metavar="NEW_SPEC", help="The spec after the change.")],
    *,
    inventory: InventoryOption,
    at: AtOption = None,
    format: Annotated[  # noqa: A002
        ChangeFormat, typer.Option(help="A table, a comment for a pull request, or JSON.")
    ] = ChangeFormat.TABLE,
) -> None:
    """Show what a change of the spec would newly delete or newly keep.

    Ends with code 1 where something newly goes that runs, is protected, or can be rolled back to.
    """
    from wharfinger.commands.retention import compare_retention

    raise typer.Exit(compare_retention(old, new, inventory, at, format.value))


@retention.command("eval")
def evaluate_policy(
    cloud: Annotated[CloudName, typer.Option(help="Whose document it is.")],
    policy: Annotated[
        Path,
        typer.Option(
            metavar="FILE",
            help="ECR's lifecycle policy, Artifact Registry's cleanup policies, or `acr purge` commands.",
        ),
    ],
    inventory: InventoryOption,
    *,
    at: AtOption = None,
    immutable_tags: Annotated[
        bool, typer.Option("--immutable-tags", help="In Google Cloud: the repositories' tags are immutable.")
    ] = False,
    format: Annotated[  # noqa: A002
        PlanFormat, typer.Option(help="A table for people, or JSON.")
    ] = PlanFormat.TABLE,
) -> None:
    """Show what a native document would delete, whoever wrote it.

    It is run on every repository of the inventory, as its cloud would run it.
    """
    from wharfinger.commands.retention import evaluate_policy

    evaluate_policy(cloud.value, policy, inventory, at, format.value, immutable_tags=immutable_tags)


inventory = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Tell what registries hold, for `wharfinger retention`."
)


@inventory.command("import")
def import_inventory(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE", help="What the cloud's command line printed; `-` is standard input."),
    ],
    *,
    cloud: Annotated[CloudName, typer.Option("--from", help="The cloud whose command line it was.")],
    registry: Annotated[str, typer.Option(metavar="NAME", help="The registry, as the spec names it.")],
    repository: Annotated[
        str | None, typer.Option(metavar="NAME", help="The repository, where the files don't tell.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Where to write, whole or not at all.", show_default="standard output"
        ),
    ] = None,
) -> None:
    """Write an inventory from what the clouds' command lines print.

    That is `aws ecr describe-images`, `gcloud artifacts docker images list --include-tags`, or `az acr
    manifest list-metadata`, each as JSON. The lines of several imports make one inventory.
    """
    from wharfinger.commands.inventory import import_inventory

    import_inventory(cloud.value, registry, repository, files, output)


access = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="See who may push and pull what, in every cloud."
)


@access.command("show")
def show_access(
    *,
    principal: Annotated[
        str | None, typer.Option(metavar="NAME", help="What this principal may do, such as payments/release.")
    ] = None,
    repository: Annotated[
        str | None, typer.Option(metavar="TEAM/REPOSITORY", help="Who may do something on this repository.")
    ] = None,
    registry: RegistryOption = None,
    spec: SpecOption = DEFAULT_SPEC,
    format: Annotated[  # noqa: A002
        PlanFormat, typer.Option(help="A table for people, or JSON.")
    ] = PlanFormat.TABLE,
) -> None:
    """Show effective rights.

    They are read back from the very documents that the clouds are sent, each with the statement that gives it
    and the line of the spec that asks for it.
    """
    from wharfinger.commands.access import show_access

    show_access(spec, principal, repository, registry, format.value)


@access.command("diff")
def compare_access(
    old: Annotated[Path, typer.Argument(metavar="OLD_SPEC", help="The spec before the change.")],
    new: Annotated[Path, typer.Argument(metavar="NEW_SPEC", help="The spec after the change.")],
    *,
    format: Annotated[  # noqa: A002
        ChangeFormat, typer.Option(help="A table, a comment for a pull request, or JSON.")
    ] = ChangeFormat.TABLE,
) -> None:
    """Show the rights that a change of the spec gives and takes.

    What is more than a pull, and gained in the last environment, comes first and is written in capitals.
    """
    from wharfinger.commands.access import compare_access

    compare_access(old, new, format.value)
