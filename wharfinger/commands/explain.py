"""`wharfinger explain`: why a repository is what it is."""

from pathlib import Path

import typer

from wharfinger.commands.selection import must_be_known, select
from wharfinger.organisation import Organisation, read
from wharfinger.render.explanation import explanation
from wharfinger.render.table import terminal_width


def explain(spec: Path, repository: str, registry: str | None, environment: str | None) -> None:
    """Print where each of a repository's values comes from, and what each registry makes of them.

    Raises `SpecError`, and `typer.BadParameter` for a name that the spec doesn't have.
    """
    organisation = read(spec)
    must_be_known(repository, _repositories(organisation), "TEAM/REPOSITORY")
    plan = organisation.compiled.plan
    placements = sorted(
        (
            one
            for one in select(organisation.compiled, registry=registry, environment=environment).placements
            if str(one.placement.repository) == repository
        ),
        key=lambda one: plan.environments.index(one.placement.environment),
    )
    typer.echo(_title(organisation, repository))
    if not placements:
        typer.echo("\nIt is placed in no registry of those asked for.")
    typer.echo("\n".join(explanation(placements, organisation.loaded.places, terminal_width())))


def _repositories(organisation: Organisation) -> list[str]:
    teams = organisation.loaded.spec.teams
    return [f"{team}/{name}" for team in sorted(teams) for name in sorted(teams[team].repositories)]


def _title(organisation: Organisation, repository: str) -> str:
    team, name = repository.split("/", 1)
    asked = organisation.loaded.spec.teams[team].repositories[name]
    place = organisation.loaded.places.key(("teams", team, "repositories", name))
    of_class = f"class {asked.class_}" if asked.class_ else "no class"
    where = f", asked for at {place.file}:{place.line}" if place else ""
    return f"{repository}: {of_class}{where}"
