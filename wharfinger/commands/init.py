"""`wharfinger init`: a new repository for an organisation."""

import shlex
import tempfile
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Final

import typer

from wharfinger.commands.schema import schemas
from wharfinger.organisation import read
from wharfinger.spec.base import NAME
from wharfinger.stacks import stack_configs

TEMPLATES: Final = {
    "stacks/org.yaml": "org.yaml",
    "Pulumi.yaml": "Pulumi.yaml",
    "__main__.py": "main.py.txt",
    "requirements.txt": "requirements.txt",
    ".gitignore": "gitignore",
}
"""The template of each file, by its path in the new repository."""

LONGEST: Final = 40


def init(directory: Path, organisation: str | None) -> None:
    """Write the repository, all of it or nothing, and print what to do next.

    Raises `typer.BadParameter` where something is in the way or the name can't be an organisation's.
    """
    target = directory.resolve()
    if target.exists() and not target.is_dir():
        raise typer.BadParameter(f"{directory} is a file", param_hint="DIR")
    if target.is_dir() and any(target.iterdir()):
        raise typer.BadParameter(f"{directory} is not empty; nothing was written", param_hint="DIR")
    name = _name(target, organisation)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".wharfinger-") as folder:
        staging = Path(folder) / "new"
        _write(staging, _repository(name))
        _write(staging / "stacks", stack_configs(read(staging / "stacks").compiled))
        _move(staging, target)
    typer.echo(_text("next.txt", name, directory=shlex.quote(str(directory))), nl=False)


def _name(target: Path, organisation: str | None) -> str:
    name = target.name if organisation is None else organisation
    if not NAME.fullmatch(name) or len(name) > LONGEST:
        why = f"lower-case letters, digits and single hyphens, a letter first, at most {LONGEST} characters"
        other = "" if organisation else "; give another with --organisation"
        raise typer.BadParameter(
            f"`{name}` can't be an organisation's name: {why}{other}", param_hint="--organisation"
        )
    return name


def _repository(name: str) -> Mapping[str, str]:
    return {
        **{path: _text(template, name) for path, template in TEMPLATES.items()},
        **{f"schemas/{file}": text for file, text in schemas().items()},
    }


def _text(template: str, name: str, **more: str) -> str:
    """A template filled in; ACR and Google Cloud have shorter names of their own for the organisation."""
    text = files("wharfinger").joinpath("new", template).read_text(encoding="utf-8")
    return Template(text).substitute(
        organisation=name,
        acr=name.replace("-", ""),
        project=name[:23].rstrip("-"),
        **more,
    )


def _write(root: Path, texts: Mapping[str, str]) -> None:
    for path, text in texts.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def _move(staging: Path, target: Path) -> None:
    """Put the finished folder in its place; into an empty one piece by piece, since it may be in use."""
    if not target.exists():
        staging.rename(target)
        return
    for piece in staging.iterdir():
        piece.rename(target / piece.name)
