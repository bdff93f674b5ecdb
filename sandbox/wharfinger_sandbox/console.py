"""What the commands print: results on stdout, remarks on stderr."""

import json
import shlex
from collections.abc import Iterable, Mapping
from typing import Final

import typer
from rich.console import Console
from rich.table import Table

from wharfinger_sandbox.engine import Engine
from wharfinger_sandbox.home import Home
from wharfinger_sandbox.process import Server
from wharfinger_sandbox.provider.model import Stored

STAND_IN: Final = "Stand-ins for AWS, Google Cloud and Azure: no real cloud is touched."

_results = Console(soft_wrap=True, highlight=False)
_remarks = Console(stderr=True, soft_wrap=True, highlight=False)


def remark(text: str) -> None:
    """A line about what is being done."""
    _remarks.print(text, markup=False, style="dim")


def failure(text: str) -> None:
    """What went wrong and how to mend it."""
    _remarks.print(f"sandbox: {text}", markup=False, style="red")


def result(text: str) -> None:
    """A line that a script may read, exactly as it is."""
    typer.echo(text)


def show_status(home: Home, engine: Engine | None, server: Server | None, resources: int) -> None:
    """Where everything is, and what runs."""
    result(f"sandbox    {STAND_IN}")
    result(f"home       {home.path}")
    result(f"engine     {_engine_text(engine)}")
    result(f"providers  {_server_text(server)}")
    result(f"resources  {resources} in the stand-in clouds")


def show_resources(resources: Iterable[Stored]) -> None:
    """A table on a terminal, else a line for each resource: its type, a tab, its id."""
    found = list(resources)
    if not _results.is_terminal:
        for stored in found:
            result(f"{stored.token}\t{stored.id}")
        return
    table = Table("type", "id", title="In the stand-in clouds", title_justify="left")
    for stored in found:
        table.add_row(stored.token, stored.id)
    _results.print(table)


def show_resource(stored: Stored) -> None:
    """All that the stand-in knows of a resource, as JSON."""
    document = {
        "token": stored.token,
        "id": stored.id,
        "inputs": dict(stored.inputs),
        "outputs": dict(stored.outputs),
    }
    text = json.dumps(document, indent=2, sort_keys=True)
    if _results.is_terminal:
        _results.print_json(text)
    else:
        result(text)


def show_exports(variables: Mapping[str, str]) -> None:
    """Shell lines that set the variables."""
    for name, value in variables.items():
        result(f"export {name}={shlex.quote(value)}")


def _engine_text(engine: Engine | None) -> str:
    if engine is None:
        return "none yet; `wharfinger-sandbox engine` builds one"
    kind = "official" if engine.official else "built from source"
    return f"{engine.version}, {kind}, {engine.path}"


def _server_text(server: Server | None) -> str:
    if server is None:
        return "not running"
    ports = ", ".join(f"{name}:{port}" for name, port in server.ports.items())
    return f"process {server.pid}, {ports}"
