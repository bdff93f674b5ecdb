"""`wharfinger validate`: everything that is wrong, at once."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import typer

from wharfinger.organisation import Organisation, read
from wharfinger.render import document, github, text
from wharfinger.render.text import counted
from wharfinger.spec.diagnostics import Diagnostic, SpecError
from wharfinger.stacks import check_stacks, read_stacks

Format = Literal["text", "json", "github"]


def validate(spec: Path, format: Format, *, with_stacks: bool) -> int:  # noqa: A002
    """Print what is wrong with the spec, and with who owns what; the exit code, 1 where there are errors."""
    try:
        organisation = read(spec)
    except SpecError as error:
        _print(error.diagnostics, format, text.summary(error.diagnostics))
        return 1
    found, sound = organisation.warnings, _counts(organisation)
    if with_stacks:
        folder = Path(organisation.loaded.files[0]).parent
        stacks = read_stacks(folder, organisation.compiled.plan)
        found = (*found, *check_stacks(stacks, organisation.compiled, organisation.loaded.places))
        if stacks.files:
            sound = f"{sound} in {counted(len(stacks.files), 'stack')}"
    wrong = any(diagnostic.severity == "error" for diagnostic in found)
    counts = text.summary(found)
    _print(found, format, counts if wrong else f"{sound}: {f'sound, {counts}' if counts else 'sound'}")
    return int(wrong)


def _counts(organisation: Organisation) -> str:
    spec, plan = organisation.loaded.spec, organisation.compiled.plan
    counts = (
        (len(spec.teams), "team"),
        (sum(len(team.repositories) for team in spec.teams.values()), "repository"),
        (len(spec.registries), "registry"),
        (len(plan.placements), "placement"),
    )
    return f"{plan.organisation}: {', '.join(counted(count, noun) for count, noun in counts)}"


def _print(found: Sequence[Diagnostic], format: Format, summary: str) -> None:  # noqa: A002
    match format:
        case "json":
            typer.echo(document.diagnostics(found))
        case "github":
            workspace = os.environ.get("GITHUB_WORKSPACE")
            commands = github.render(found, Path(workspace) if workspace else None)
            typer.echo("\n".join(filter(None, [commands, summary])))
        case "text":
            typer.echo("\n\n".join(filter(None, [text.render(found, colour=True), summary])))
