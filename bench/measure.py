"""What a command costs in time and memory, with all processes that it starts and waits for."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

_WATCH: Final = Path(__file__).with_name("watch.py")
_PEAK_UNIT: Final = 1 if sys.platform == "darwin" else 1024
"""Bytes in the unit of `ru_maxrss` (getrusage(2))."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one command took."""

    wall: float
    """Seconds by the clock."""
    cpu: float
    """Seconds of processor time, user and system."""
    peak: int
    """Bytes of memory that the largest process had at its peak."""


class CommandFailedError(Exception):
    """A measured command ended with an error; the text is what it printed."""

    def __init__(self, command: Sequence[str | Path], code: int, output: str) -> None:
        super().__init__(f"{' '.join(map(str, command))} ended with {code}:\n{output}")


def cost(
    command: Sequence[str | Path], cwd: Path | None = None, environment: Mapping[str, str] | None = None
) -> Cost:
    """Run a command once, in this process's environment unless told another.

    Python keeps compiled modules, as any installation does. Raises `CommandFailedError`.
    """
    settings = os.environ if environment is None else environment
    kept = {name: value for name, value in settings.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryFile() as output:
        watched = subprocess.run(
            [sys.executable, _WATCH, *command],
            cwd=cwd,
            env=kept,
            stdout=subprocess.PIPE,
            stderr=output,
            text=True,
            check=True,
        )
        code, wall, cpu, peak = watched.stdout.split()
        if int(code):
            output.seek(0)
            raise CommandFailedError(command, int(code), output.read().decode(errors="replace"))
    return Cost(float(wall), float(cpu), int(peak) * _PEAK_UNIT)


def middle(costs: Sequence[Cost]) -> Cost:
    """The median of each figure."""
    return Cost(
        wall=median(one.wall for one in costs),
        cpu=median(one.cpu for one in costs),
        peak=int(median(one.peak for one in costs)),
    )
