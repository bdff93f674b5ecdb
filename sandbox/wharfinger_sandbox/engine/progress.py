"""Show that a long build is still running: a clock on a terminal, a plain line now and then elsewhere."""

import subprocess
import time
from typing import Final

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

PLAIN_LINE_EVERY: Final = 30.0
"""Seconds between two lines where the output is no terminal, such as a CI log."""

_console = Console(stderr=True, soft_wrap=True)


def say(text: str) -> None:
    """Print a line of progress to stderr, so that stdout stays for results."""
    _console.print(text, highlight=False, markup=False)


def elapsed(text: str, process: subprocess.Popen[bytes]) -> None:
    """Show the elapsed time until the process has ended."""
    if _console.is_terminal:
        _clock(text, process)
    else:
        _lines(text, process)


def _clock(text: str, process: subprocess.Popen[bytes]) -> None:
    with Progress(SpinnerColumn(), TextColumn(text), TimeElapsedColumn(), console=_console) as progress:
        progress.add_task(text, total=None)
        process.wait()


def _lines(text: str, process: subprocess.Popen[bytes]) -> None:
    started = time.monotonic()
    while True:
        try:
            process.wait(PLAIN_LINE_EVERY)
        except subprocess.TimeoutExpired:
            say(f"{text}: {time.monotonic() - started:.0f} s")
        else:
            return
