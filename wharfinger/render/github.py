"""Diagnostics as GitHub Actions workflow commands, which GitHub shows beside the lines of a pull request."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from wharfinger.spec.diagnostics import Diagnostic

TITLE: Final = "wharfinger"


def render(diagnostics: Iterable[Diagnostic], workspace: Path | None = None) -> str:
    """One command a line: `::error file=…,line=…,col=…,title=…::MESSAGE`.

    `workspace` is the checkout that GitHub's paths are relative to; without it paths stay as they are (GitHub
    docs, "Workflow commands for GitHub Actions"; escapes as in the runner's source).
    """
    return "\n".join(_command(diagnostic, workspace) for diagnostic in diagnostics)


def _command(diagnostic: Diagnostic, workspace: Path | None) -> str:
    properties: dict[str, str] = {}
    if place := diagnostic.place:
        file = _relative(place.file, workspace)
        properties = {"file": file, "line": str(place.line), "col": str(place.column)}
    properties["title"] = TITLE
    text = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    message = "\n".join([diagnostic.message, *([f"help: {diagnostic.help}"] if diagnostic.help else [])])
    return f"::{diagnostic.severity} {text}::{_data(message)}"


def _relative(file: str, workspace: Path | None) -> str:
    path = Path(file).resolve()
    if workspace and path.is_relative_to(workspace.resolve()):
        return path.relative_to(workspace.resolve()).as_posix()
    return file


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
