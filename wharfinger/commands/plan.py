"""`wharfinger plan`: the plan, as a table or as JSON."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, cast

import typer

from wharfinger.clouds.azure.native import NativePurge
from wharfinger.clouds.azure.registry import compile_purges
from wharfinger.clouds.compiled import CompiledPlacement
from wharfinger.commands.selection import select
from wharfinger.organisation import read
from wharfinger.plan.model import Placement
from wharfinger.plan.scopes import TeamScope, team_scope
from wharfinger.render.document import text
from wharfinger.render.plan_document import plan_document
from wharfinger.render.plan_table import plan_tables
from wharfinger.render.table import terminal_width
from wharfinger.spec.registries import AcrRegistry


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
        purges = _purges(selected.placements)
        typer.echo(text(plan_document(compiled.plan, selected.registries, selected.placements, purges)))
    elif selected.placements:
        width = terminal_width()
        typer.echo("\n".join(plan_tables(selected.placements, compiled.plan.environments, width)))
    else:
        typer.echo("nothing is placed there")


def _purges(placements: Iterable[CompiledPlacement]) -> Iterator[NativePurge]:
    """The purge tasks of whole scopes; a selection never splits a scope's placements in one registry."""
    by_task: dict[tuple[TeamScope, str], list[Placement[AcrRegistry]]] = {}
    for placement in (one.placement for one in placements):
        if isinstance(placement.registry, AcrRegistry):
            own = by_task.setdefault((team_scope(placement), placement.registry_name), [])
            own.append(cast("Placement[AcrRegistry]", placement))
    for (scope, _), own in sorted(by_task.items()):
        yield from compile_purges(scope, own[0].registry, own)
