"""The command line of `wharfinger`: its commands and their options.

What a command does is imported when it runs, so that help and completion don't wait for the models.
"""
# ruff: noqa: PLC0415

import gc
import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from wharfinger.spec.diagnostics import SpecError

DEFAULT_SPEC = Path("stacks/org.yaml")


class DiagnosticFormat(StrEnum):
    """How `validate` tells what is wrong."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


class PlanFormat(StrEnum):
    """How `plan` shows the plan."""

    TABLE = "table"
    JSON = "json"


class FidelityFormat(StrEnum):
    """How `fidelity` shows its report."""

    TABLE = "table"
    MARKDOWN = "markdown"
    JSON = "json"


class ChangeFormat(StrEnum):
    """How `retention diff` shows a change."""

    TABLE = "table"
    MARKDOWN = "markdown"
    JSON = "json"


class CloudName(StrEnum):
    """A cloud, as the spec names it."""

    AWS = "aws"
    GCP = "gcp"
    AZURE = "azure"


SpecOption = Annotated[
    Path, typer.Option("--spec", metavar="PATH", help="The spec's org.yaml, or its folder.")
]
TeamOption = Annotated[str | None, typer.Option("--team", metavar="TEAM", help="Only this team.")]
RegistryOption = Annotated[
    str | None, typer.Option("--registry", metavar="REGISTRY", help="Only this registry.")
]
EnvironmentOption = Annotated[
    str | None, typer.Option("--environment", metavar="ENVIRONMENT", help="Only this environment.")
]


InventoryOption = Annotated[
    Path, typer.Option("--inventory", metavar="FILE", help="What the registries hold; `-` is standard input.")
]
AtOption = Annotated[
    str | None,
    typer.Option("--at", metavar="TIME", help="When, such as 2026-12-31T00:00:00Z.", show_default="now"),
]


class _Commands(TyperGroup):
    """The commands; a spec or file that can't be used ends any of them with what is wrong and code 1."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except SpecError as error:
            from wharfinger.render.text import render, summary

            typer.echo(f"{render(error.diagnostics, colour=True)}\n\n{summary(error.diagnostics)}", err=True)
            raise typer.Exit(1) from None
        except BrokenPipeError:  # whoever reads has enough
            raise
        except OSError as error:
            typer.echo(f"error: {error.filename}: {error.strerror}", err=True)
            raise typer.Exit(1) from None


app = typer.Typer(
    cls=_Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """Run the `wharfinger` command, without a garbage collector: it ends before cycles could pile up."""
    gc.disable()
    app()


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"wharfinger {version('wharfinger')}")
        raise typer.Exit


@app.callback()
def wharfinger(
    context: typer.Context,
    *,
    version: Annotated[  # noqa: ARG001
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """One spec for an organisation's container registries in AWS, Google Cloud and Azure."""
    if os.environ.get("NO_COLOR"):
        context.color = False


@app.command()
def validate(
    spec: Annotated[
        Path, typer.Argument(metavar="SPEC", help="The spec's org.yaml, or its folder.")
    ] = DEFAULT_SPEC,
    *,
    format: Annotated[  # noqa: A002
        DiagnosticFormat, typer.Option(help="How to tell what is wrong.")
    ] = DiagnosticFormat.TEXT,
    stacks: Annotated[
        bool, typer.Option(help="Also prove that each resource belongs to exactly one stack.")
    ] = True,
) -> None:
    """Tell everything that is wrong with the spec, at once.

    That is: what can't be read, what the clouds would refuse, and what no stack or two stacks own. Ends with
    code 1 where there are errors.
    """
    from wharfinger.commands.validate import validate

    raise typer.Exit(validate(spec, format.value, with_stacks=stacks))


@app.command()
def plan(
    spec: SpecOption = DEFAULT_SPEC,
    *,
    format: Annotated[  # noqa: A002
        PlanFormat, typer.Option(help="A table for people, or JSON with all native documents.")
    ] = PlanFormat.TABLE,
    team: TeamOption = None,
    registry: RegistryOption = None,
    environment: EnvironmentOption = None,
) -> None:
    """Show each repository in each registry.

    The table tells what holds, and where to push to. JSON is the whole plan, with the very documents that the
    clouds are sent.
    """
    from wharfinger.commands.plan import show_plan

    show_plan(spec, format.value, team, registry, environment)


@app.command()
def explain(
    repository: Annotated[str, typer.Argument(metavar="TEAM/REPOSITORY", help="The repository.")],
    *,
    spec: SpecOption = DEFAULT_SPEC,
    registry: RegistryOption = None,
    environment: EnvironmentOption = None,
) -> None:
    """Show why a repository is what it is.

    For each setting: the value, the line that set it, and what it overrode; then what each registry makes of
    it, and who may push and pull.
    """
    from wharfinger.commands.explain import explain

    explain(spec, repository, registry, environment)


@app.command()
def fidelity(
    spec: SpecOption = DEFAULT_SPEC,
    *,
    format: Annotated[  # noqa: A002
        FidelityFormat, typer.Option(help="How to show the report; JSON names every placement.")
    ] = FidelityFormat.TABLE,
    team: TeamOption = None,
    registry: RegistryOption = None,
    environment: EnvironmentOption = None,
) -> None:
    """Show what each cloud does, emulates or refuses."""
    from wharfinger.commands.fidelity import show_fidelity

    show_fidelity(spec, format.value, team, registry, environment)


@app.command()
def schema(
    directory: Annotated[Path, typer.Option(metavar="PATH", help="The folder of the schemas.")] = Path(
        "schemas"
    ),
    *,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; fail if a file is stale.")] = False,
) -> None:
    """Write the JSON schemas of the spec's files."""
    from wharfinger.commands.schema import check_schemas, write_schemas

    if check:
        raise typer.Exit(check_schemas(directory))
    write_schemas(directory)


@app.command()
def init(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="The new folder; an empty one will do.")],
    *,
    organisation: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The organisation's name.", show_default="the folder's name"),
    ] = None,
) -> None:
    """Write a new repository for an organisation.

    It holds a spec, the config of every stack, the Pulumi program and the schemas for editors.
    """
    from wharfinger.commands.init import init

    init(directory, organisation)


retention = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="See what retention rules delete before they do it."
)
app.add_typer(retention, name="retention")


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
app.add_typer(inventory, name="inventory")


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
