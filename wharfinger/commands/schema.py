"""`wharfinger schema`: the JSON schemas of the spec's files."""

import json
from collections.abc import Mapping
from pathlib import Path

import typer

from wharfinger.spec.schema import organisation_schema, part_schema, team_schema


def schemas() -> Mapping[str, str]:
    """The text of each schema, by the name of its file."""
    documents = {
        "org.schema.json": organisation_schema(),
        "team.schema.json": team_schema(),
        "part.schema.json": part_schema(),
    }
    return {name: f"{json.dumps(document, indent=2)}\n" for name, document in documents.items()}


def write_schemas(directory: Path) -> None:
    """Write the schemas, and print the files."""
    directory.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (directory / name).write_text(text, encoding="utf-8")
        typer.echo(directory / name)


def check_schemas(directory: Path) -> int:
    """Print which files are stale or missing; the exit code, 1 where any is."""
    stale = [directory / name for name, text in schemas().items() if _text(directory / name) != text]
    for file in stale:
        typer.echo(f"{file} is {'stale' if file.exists() else 'missing'}: run `wharfinger schema`", err=True)
    return int(bool(stale))


def _text(file: Path) -> str | None:
    return file.read_text(encoding="utf-8") if file.exists() else None
