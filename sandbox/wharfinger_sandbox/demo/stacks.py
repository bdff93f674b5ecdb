"""Plain `pulumi up` for each stack of a project, two at a time, registries first."""

import json
import re
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

import yaml

from wharfinger_sandbox.errors import SandboxError

AT_A_TIME: Final = 2
_CHANGES: Final = re.compile(r"^ +[-+~]+ ?(\d+ \w+)|^ +(\d+ unchanged)", re.MULTILINE)


class StackFailedError(SandboxError):
    """Pulumi ended with an error; the text is what it printed."""


@dataclass(frozen=True)
class Project:
    """A Pulumi project and the environment that its commands run in."""

    path: Path
    environment: Mapping[str, str]

    def stacks(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The names of the registries' stacks and of the teams', which need the former."""
        registries: list[str] = []
        teams: list[str] = []
        for config in sorted((self.path / "stacks").glob("Pulumi.*.yaml")):
            scope = yaml.safe_load(config.read_text())["config"]["wharfinger:scope"]
            name = config.name.removeprefix("Pulumi.").removesuffix(".yaml")
            (registries if "registry" in scope else teams).append(name)
        return tuple(registries), tuple(teams)

    def pulumi(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run the engine without questions or colours. Raises `StackFailedError` where `check` is on."""
        command = ["pulumi", "--non-interactive", "--color", "never", *arguments]
        done = subprocess.run(
            command, cwd=self.path, env=dict(self.environment), capture_output=True, text=True, check=False
        )
        if check and done.returncode != 0:
            raise StackFailedError(f"`{' '.join(command)}` failed:\n{done.stdout}{done.stderr}")
        return done


@dataclass(frozen=True)
class Outcome:
    """What an update of a stack did, such as `44 created`, and how long it took."""

    stack: str
    changes: str
    seconds: float


def up(project: Project, *options: str, told: Callable[[Outcome], None]) -> None:
    """Update all stacks, creating those that do not exist yet; `told` hears of each as it ends."""
    for wave in project.stacks():
        with ThreadPoolExecutor(AT_A_TIME) as pool:
            running = [pool.submit(_up, project, stack, options) for stack in wave]
            try:
                for done in as_completed(running):
                    told(done.result())
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise


def _up(project: Project, stack: str, options: tuple[str, ...]) -> Outcome:
    started = time.monotonic()
    project.pulumi("stack", "select", "--create", stack)
    done = project.pulumi("up", "--stack", stack, "--yes", "--skip-preview", "--suppress-outputs", *options)
    _, _, summary = done.stdout.rpartition("Resources:")
    changes = ", ".join(created or unchanged for created, unchanged in _CHANGES.findall(summary))
    return Outcome(stack, changes, time.monotonic() - started)


def repositories(project: Project) -> Iterator[Mapping[str, Any]]:
    """What the teams' stacks export: each repository in each registry."""
    _, teams = project.stacks()
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        for exported in pool.map(partial(_output, project), teams):
            yield from exported


def _output(project: Project, stack: str) -> list[Mapping[str, Any]]:
    done = project.pulumi("stack", "output", "repositories", "--json", "--stack", stack)
    return json.loads(done.stdout)
