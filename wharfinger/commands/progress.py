"""Progress on a terminal: nothing is shown where standard error is none."""

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager

Advance = Callable[[int], None]
"""Told how much more is done."""


@contextmanager
def progress(doing: str, total: int) -> Generator[Advance]:
    """Show how far something is, out of `total`, until the block ends."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415 -- costs a quarter of a short command
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(doing, total=total or None)
        yield lambda done: bar.advance(task, done)
