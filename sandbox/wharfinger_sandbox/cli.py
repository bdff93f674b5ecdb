"""The command `wharfinger-sandbox`: Pulumi with stand-ins for three clouds."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Annotated

import typer

from wharfinger_sandbox import console, engine, home, process
from wharfinger_sandbox.cloud_commands import clouds
from wharfinger_sandbox.demo.screen import Screen
from wharfinger_sandbox.demo.tour import tour
from wharfinger_sandbox.environment import variables
from wharfinger_sandbox.errors import SandboxError
from wharfinger_sandbox.provider.store import Store

app = typer.Typer(
    help=f"Pulumi's real engine. {console.STAND_IN}", no_args_is_help=True, pretty_exceptions_enable=False
)
app.add_typer(clouds, name="cloud")


def main() -> None:
    """Run the command; a failure that the user can mend ends it with one message and code 1."""
    try:
        app()
    except SandboxError as error:
        console.failure(str(error))
        raise SystemExit(1) from None


@app.command("engine")
def engine_() -> None:
    """Find a Pulumi engine, or build one (once, about 7 minutes), and print its path."""
    console.result(str(engine.ensure().path))


@app.command()
def start() -> None:
    """Start the stand-in providers in the background; they run until `stop`."""
    server = process.keep(home.current())
    console.remark(f"{console.STAND_IN} They are served by process {server.pid}.")


@app.command()
def stop() -> None:
    """Stop the stand-in providers."""
    stopped = process.stop(home.current())
    console.remark(
        "The stand-in providers are stopped." if stopped else "No stand-in providers were running."
    )


@app.command()
def status() -> None:
    """Show which engine is used, what runs and what exists."""
    here = home.current()
    with Store(here.clouds).reading() as transaction:
        resources = sum(1 for _ in transaction.each())
    console.show_status(here, engine.find(), process.find(here), resources)


@app.command(context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
def run(
    command: Annotated[list[str], typer.Argument(help="The command and its arguments, after `--`.")],
) -> None:
    """Run a command, such as `pulumi up`, against the stand-in clouds, and give its exit code."""
    here = home.current()
    ready = engine.ensure()
    with process.borrowed(here) as server:
        console.remark(console.STAND_IN)
        environment = os.environ | variables(here, ready, server.ports, os.environ)
        code = _run(command, environment)
        if process.find(here) != server:
            raise process.ServerError("the provider process ended while the command ran", here)
    raise typer.Exit(code)


@app.command()
def env() -> None:
    """Start the stand-in providers and print `export` lines: eval "$(wharfinger-sandbox env)"."""
    here = home.current()
    ready = engine.ensure()
    server = process.keep(here)
    console.show_exports(variables(here, ready, server.ports, os.environ))
    console.remark(console.STAND_IN)


@app.command()
def demo() -> None:
    """Bring the example organisation of this checkout up, and see a change that breaks rules blocked."""
    tour(Path.cwd(), home.current(), Screen())


@app.command()
def reset(*, yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False) -> None:
    """Forget all that exists in the stand-in clouds, and the state of all stacks in this sandbox."""
    here = home.current()
    if not yes:
        typer.confirm(f"Forget the stand-in clouds and the stacks in {here.path}?", abort=True)
    if process.is_borrowed(here):
        raise SandboxError("a command is using this sandbox right now; reset it afterwards")
    process.stop(here)
    for file in here.path.glob(f"{here.clouds.name}*"):
        file.unlink()
    shutil.rmtree(here.state, ignore_errors=True)
    console.remark("The stand-in clouds are empty and their stacks are gone; no real cloud was touched.")


def _run(command: list[str], environment: dict[str, str]) -> int:
    try:
        child = subprocess.Popen(command, env=environment)
    except FileNotFoundError as error:
        raise SandboxError(f"there is no command {command[0]!r}") from error
    while True:
        try:
            code = child.wait()
        except KeyboardInterrupt:  # the terminal has sent it to the command too, which decides
            continue
        return code if code >= 0 else 128 - code
