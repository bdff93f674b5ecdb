"""The command line of `wharfinger`: its commands and their options.

What a command does is imported when it runs, so that help and completion don't wait for the models.
"""
# ruff: noqa: PLC0415

import gc
import os
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from wharfinger.groups import access, inventory, retention
from wharfinger.options import (
    DEFAULT_SPEC,
    DiagnosticFormat,
    EnvironmentOption,
    FidelityFormat,
    PlanFormat,
    RegistryOption,
    SpecOption,
    TeamOption,
)
from wharfinger.spec.diagnostics import SpecError


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


for name, group in (("retention", retention), ("inventory", inventory), ("access", access)):
    app.add_typer(group, name=name)


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
