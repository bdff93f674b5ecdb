"""`wharfinger access`: who may push and pull what, read back from what the clouds are told."""

from pathlib import Path
from typing import Literal

import typer

from wharfinger.access.change import changed_rights
from wharfinger.access.effective import effective_rights
from wharfinger.commands.selection import must_be_known
from wharfinger.organisation import Organisation, read
from wharfinger.render.access import (
    change_document,
    change_lines,
    change_markdown,
    rights_document,
    rights_lines,
)
from wharfinger.render.document import lines
from wharfinger.render.table import terminal_width


def show_access(
    spec: Path,
    principal: str | None,
    repository: str | None,
    registry: str | None,
    format: Literal["table", "json"],  # noqa: A002
) -> None:
    """Print the rights of a principal, or those on a repository.

    Raises `SpecError`, and `typer.BadParameter` for a name that the spec doesn't have, or for none.
    """
    if principal is None and repository is None:
        raise typer.BadParameter("name a principal or a repository", param_hint="--principal")
    organisation = read(spec)
    _check(organisation, principal, repository, registry)
    found = [
        one
        for one in effective_rights(organisation.compiled)
        if principal in {None, one.principal}
        and repository in {None, str(one.placement.repository)}
        and registry in {None, one.placement.registry_name}
    ]
    places = organisation.loaded.places
    if format == "json":
        typer.echo(lines(rights_document(found, places)))
    else:
        typer.echo("\n".join(rights_lines(found, places, terminal_width())))


def compare_access(old: Path, new: Path, format: Literal["table", "markdown", "json"]) -> None:  # noqa: A002
    """Print the rights that a change of the spec gives and takes. Raises `SpecError`."""
    before, after = read(old), read(new)
    last = after.loaded.spec.environments[-1]
    changed = changed_rights(effective_rights(before.compiled), effective_rights(after.compiled), last)
    match format:
        case "json":
            typer.echo(lines(change_document(changed)))
        case "markdown":
            typer.echo("\n".join(change_markdown(changed)))
        case "table":
            typer.echo("\n".join(change_lines(changed, terminal_width())))


def _check(
    organisation: Organisation, principal: str | None, repository: str | None, registry: str | None
) -> None:
    spec, placements = organisation.loaded.spec, organisation.compiled.placements
    if principal is not None:
        own = [
            f"{team}/{name}"
            for team, people in spec.teams.items()
            for name in (*people.principals, *people.pipelines)
        ]
        must_be_known(principal, sorted([*spec.principals, *own]), "--principal")
    if repository is not None:
        must_be_known(
            repository, sorted({str(one.placement.repository) for one in placements}), "--repository"
        )
    if registry is not None:
        must_be_known(registry, spec.registries, "--registry")
