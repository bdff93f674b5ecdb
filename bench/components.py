"""Benchmark of the components: a stack of a given size through them, and the same resources without them."""

import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from wharfinger_sandbox.engine import Engine, EngineMissingError, find
from wharfinger_sandbox.session import Sandbox

from bench.measure import Cost, cost, middle
from bench.report import Section, machine, median_of, seconds
from bench.stack import STACK, write_projects

NAME: Final = "components"
COMMANDS: Final[Mapping[str, tuple[str, ...]]] = {
    "preview": ("preview",),
    "up": ("up", "--yes", "--skip-preview"),
}
HEADER: Final = (
    *("command", "time by the clock: components", "bare", "ratio"),
    *("processor time: components", "bare", "ratio"),
)


class NotTheSameError(Exception):
    """The two programs did not declare the same resources, so comparing them would say nothing."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One run of one program in new clouds: what each command cost, and what the state then holds."""

    costs: Mapping[str, Cost]
    state: tuple[Mapping[str, Any], ...]

    @property
    def declared(self) -> Mapping[tuple[str, str], Any]:
        """The inputs of all resources in the clouds, by type and name."""
        return {
            (resource["type"], resource["urn"].rpartition("::")[2]): resource["inputs"]
            for resource in self.state
            if resource["custom"] and not resource["type"].startswith("pulumi:")
        }

    @property
    def components(self) -> int:
        """How many components the state holds."""
        return sum(resource["type"].startswith("wharfinger:") for resource in self.state)


def measure(size: int, runs: int, command: str) -> Section:
    """The median cost of a preview and an update of a stack with `size` resources in the clouds.

    The programs take turns, each time in new clouds and with a new state. Raises `EngineMissingError` and
    `NotTheSameError`; `CommandError` and `CommandFailedError` where the engine fails.
    """
    engine = _engine()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        write_projects(folder / "components", folder / "bare", size)
        ours: list[Trial] = []
        bare: list[Trial] = []
        for run in range(runs):
            ours.append(_trial(folder / "components", folder / f"components-{run}"))
            bare.append(_trial(folder / "bare", folder / f"bare-{run}"))
    if ours[0].declared != bare[0].declared:
        raise NotTheSameError
    return Section(
        name=NAME,
        command=command,
        machine=f"{machine()}, engine {engine.version}",
        subject=f"{_subject(ours[0], bare[0])} {median_of(runs)}; processor time is that of the engine and"
        " the program, without the stand-in providers.",
        header=HEADER,
        rows=[_row(name, ours, bare) for name in COMMANDS],
    )


def _engine() -> Engine:
    engine = find()
    if engine is None:
        raise EngineMissingError
    return engine


def _trial(project: Path, home: Path) -> Trial:
    with Sandbox(home) as sandbox:
        sandbox.pulumi("stack", "init", STACK, cwd=project)
        costs = {
            name: cost(
                ["pulumi", "--non-interactive", *arguments, "--stack", STACK], project, sandbox.environment
            )
            for name, arguments in COMMANDS.items()
        }
        exported = sandbox.pulumi("stack", "export", "--stack", STACK, cwd=project).stdout
    return Trial(costs, tuple(json.loads(exported)["deployment"]["resources"]))


def _subject(ours: Trial, bare: Trial) -> str:
    return (
        f"One stack with {len(ours.declared):,} resources in ECR and Artifact Registry, of the same types,"
        f" names and inputs in both programs. The components put {ours.components:,} resources of their own"
        f" into the state, which then has {len(ours.state):,} entries, and {len(bare.state):,} without them."
    )


def _row(name: str, ours: list[Trial], bare: list[Trial]) -> tuple[str, ...]:
    with_components, without = (middle([trial.costs[name] for trial in trials]) for trials in (ours, bare))
    return (
        f"`pulumi {name}`",
        *_compared(with_components.wall, without.wall),
        *_compared(with_components.cpu, without.cpu),
    )


def _compared(ours: float, bare: float) -> tuple[str, str, str]:
    return seconds(ours), seconds(bare), f"{ours / bare:.2f}"
