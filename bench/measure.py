"""What a command costs: its time and the memory at its peak, with all processes that it starts and awaits."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

_PEAK_UNIT: Final = 1 if sys.platform == "darwin" else 1024
"""Bytes in the unit of `ru_maxrss` (getrusage(2))."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds by the clock, seconds of processor time (user and system), bytes of memory of the largest process."""

    wall: float
    cpu: float
    peak: int


class CommandFailedError(Exception):
    """A measured command ended with an error; the text is what it printed."""

    def __init__(self, command: Sequence[str | Path], code: int, output: str) -> None:
        super().__init__(f"{' '.join(map(str, command))} ended with {code}:\n{output}")


def cost(
    command: Sequence[str | Path], cwd: Path | None = None, environment: Mapping[str, str] | None = None
) -> Cost:
    """Run a command once, in this process's environment unless told otherwise. Raises `CommandFailedError`.

    The system counts the memory of the process that starts another as the other's until that has loaded its
    own program (getrusage(2)), so only peaks above this process's own say something.
    """
    with tempfile.TemporaryFile() as output:
        started = time.perf_counter()
        child = subprocess.Popen(command, cwd=cwd, env=environment, stdout=output, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            output.seek(0)
            raise CommandFailedError(command, child.returncode, output.read().decode(errors="replace"))
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * _PEAK_UNIT)


def middle(costs: Sequence[Cost]) -> Cost:
    """The median of each figure."""
    return Cost(
        wall=median(one.wall for one in costs),
        cpu=median(one.cpu for one in costs),
        peak=int(median(one.peak for one in costs)),
    )
