"""The tour from spec to three clouds, in the order in which a newcomer wants to see it."""

import os
import subprocess
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from wharfinger_sandbox import engine, process
from wharfinger_sandbox.console import STAND_IN
from wharfinger_sandbox.demo import project, pull_request, stacks
from wharfinger_sandbox.demo.screen import Screen
from wharfinger_sandbox.engine import Engine
from wharfinger_sandbox.environment import variables
from wharfinger_sandbox.errors import SandboxError
from wharfinger_sandbox.home import Home

PACK = "policy-packs/registry-guardrails"


def tour(source: Path, home: Home, screen: Screen) -> None:
    """Show the whole way with the example organisation of the checkout at `source`.

    Raises `SandboxError` where a step does not do what it should.
    """
    screen.remark(STAND_IN)
    with ThreadPoolExecutor(1) as pool:
        building = pool.submit(engine.ensure)
        _show_spec(source, screen, building)
        ready = building.result()
    with process.borrowed(home) as server:
        environment = os.environ | variables(home, ready, server.ports, os.environ)
        acme = stacks.Project(home.path / "acme", environment)
        project.copy(source, acme.path)
        _bring_up(acme, screen)
        _try_pull_request(source, home, environment, screen)
        rows = sorted(stacks.repositories(acme), key=lambda row: (row["repository"], row["registry"]))
    screen.title("What exists")
    screen.repositories(rows)
    screen.remark(f"{STAND_IN} `wharfinger-sandbox cloud list` shows all that they hold.")


def _show_spec(source: Path, screen: Screen, building: Future[Engine]) -> None:
    if not building.done():
        screen.remark("While the Pulumi engine is made ready, here is the spec.")
    screen.title("The spec is sound")
    _wharfinger(source, screen, "validate")
    screen.title("What it means for one team in production")
    _wharfinger(source, screen, "plan", "--team", "payments", "--environment", "prod")


def _wharfinger(source: Path, screen: Screen, *arguments: str) -> None:
    screen.command("wharfinger", *arguments)
    if subprocess.run(["wharfinger", *arguments], cwd=source, check=False).returncode != 0:
        raise SandboxError(f"`wharfinger {' '.join(arguments)}` failed")


def _bring_up(acme: stacks.Project, screen: Screen) -> None:
    registries, teams = acme.stacks()
    total = len(registries) + len(teams)
    screen.title(f"{total} stacks come up: {len(registries)} registries, then {len(teams)} of the teams")
    screen.command("pulumi", "up", "--stack", "STACK")
    with screen.counting(total) as told:
        stacks.up(acme, told=told)
    screen.title("Again: nothing changes")
    screen.command("pulumi", "up", "--stack", "STACK", "--expect-no-changes")
    with screen.counting(total) as told:
        stacks.up(acme, "--expect-no-changes", told=told)


def _try_pull_request(source: Path, home: Home, environment: Mapping[str, str], screen: Screen) -> None:
    change = stacks.Project(home.path / "pull-request", environment)
    project.copy(source, change.path)
    screen.title("A pull request that breaks rules")
    screen.diff(pull_request.make(change.path))
    arguments = ("preview", "--stack", pull_request.STACK, "--policy-pack", PACK)
    screen.command("pulumi", *arguments)
    done = change.pulumi(*arguments, check=False)
    if done.returncode == 0 or "mandatory" not in done.stdout:
        raise SandboxError(f"the policy pack let the pull request pass:\n{done.stdout}{done.stderr}")
    _, _, violations = done.stdout.partition("Policies:")
    screen.plain(f"Policies:{violations.rstrip()}")
    screen.remark("Blocked: the preview failed, so CI fails, and nothing was changed.")
