"""`wharfinger fidelity`: what is native, what is emulated and what is refused."""

from collections import Counter
from pathlib import Path
from typing import Literal

import typer

from wharfinger.commands.selection import select
from wharfinger.organisation import read
from wharfinger.render.document import lines
from wharfinger.render.fidelity import as_document, as_markdown, as_table, group_findings
from wharfinger.render.table import terminal_width


def show_fidelity(
    spec: Path,
    format: Literal["table", "markdown", "json"],  # noqa: A002
    team: str | None,
    registry: str | None,
    environment: str | None,
) -> None:
    """Print the fidelity report of the plan, or of the part of it that is asked for. Raises `SpecError`."""
    organisation = read(spec)
    selected = select(organisation.compiled, team, registry, environment)
    groups = group_findings(selected.registries, selected.placements, organisation.loaded.places)
    totals = Counter(one.placement.registry.cloud for one in selected.placements)
    match format:
        case "json":
            typer.echo(lines(as_document(groups)))
        case "markdown":
            typer.echo("\n".join(as_markdown(groups, totals)))
        case "table":
            typer.echo("\n".join(as_table(groups, totals, terminal_width())))
