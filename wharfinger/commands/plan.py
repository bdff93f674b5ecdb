"""`wharfinger plan`: the plan, as a table or as JSON."""

from pathlib import Path
from typing import Literal

import typer

from wharfinger.commands.selection import select
from wharfinger.organisation import read
from wharfinger.render.document import text
from wharfinger.render.plan_document import plan_document
from wharfinger.render.plan_table import plan_tables
from wharfinger.render.table import terminal_width


def show_plan(
    spec: Path,
    format: Literal["table", "json"],  # noqa: A002
    team: str | None,
    registry: str | None,
    environment: str | None,
) -> None:
    """Print the plan, or the part of it that is asked for. Raises `SpecError`."""
    compiled = read(spec).compiled
    selected = select(compiled, team, registry, environment)
    if format == "json":
        typer.echo(text(plan_document(compiled.plan, selected.registries, selected.placements)))
    elif selected.placements:
        width = terminal_width()
        typer.echo("\n".join(plan_tables(selected.placements, compiled.plan.environments, width)))
    else:
        typer.echo("nothing is placed there")
