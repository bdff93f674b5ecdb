"""Benchmark of the command line: `validate` and `plan` of a large organisation."""

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from bench.generate import write_organisation
from bench.measure import Cost, cost, middle
from bench.report import Section, machine, median_of, megabytes, seconds

NAME: Final = "validate"
REPOSITORIES: Final = 1_000
SEED: Final = 1
COMMANDS: Final = (
    ("validate",),
    ("plan", "--format", "table"),
    ("plan", "--format", "json"),
)
HEADER: Final = ("command", "processor time", "time by the clock", "peak memory")


def measure(repositories: int, runs: int, command: str) -> Section:
    """The median cost of each command, on an organisation that is made for it.

    Raises `CommandFailedError` where a command ends with an error.
    """
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        write_organisation(folder / "stacks", repositories, SEED)
        python = _median([sys.executable, "-c", "pass"], folder, runs)
        rows = [
            _row(arguments, _median([wharfinger(), *arguments], folder, runs), python)
            for arguments in COMMANDS
        ]
        counts = _counts(folder)
    return Section(
        name=NAME,
        command=command,
        machine=machine(),
        subject=f"An organisation that `bench/generate.py` makes from seed {SEED}: {counts}."
        f" {median_of(runs)}; processor time is user and system, less the {seconds(python.cpu)} of a Python"
        " that does nothing.",
        header=HEADER,
        rows=rows,
    )


def wharfinger() -> Path:
    """The command that was installed beside this Python."""
    return Path(sys.executable).with_name("wharfinger")


def _median(command: list[str | Path], folder: Path, runs: int) -> Cost:
    """The first run does not count: it may have to compile modules and to read them from a cold disk."""
    cost(command, folder)
    return middle([cost(command, folder) for _ in range(runs)])


def _row(arguments: tuple[str, ...], total: Cost, python: Cost) -> tuple[str, ...]:
    name = f"`wharfinger {' '.join(arguments)}`"
    return name, seconds(total.cpu - python.cpu), seconds(total.wall), megabytes(total.peak)


def _counts(folder: Path) -> str:
    """What `validate` counts, such as `54 teams, 1,000 repositories`."""
    done = subprocess.run([wharfinger(), "validate"], cwd=folder, check=True, capture_output=True, text=True)
    _, counts, _ = done.stdout.splitlines()[-1].split(": ", 2)
    return counts
