"""What the tour prints."""

import shlex
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.syntax import Syntax

from wharfinger_sandbox.demo.stacks import Outcome


class Screen:
    """A terminal, or a log where there is none."""

    def __init__(self) -> None:
        self._console = Console(soft_wrap=True, highlight=False)

    def title(self, text: str) -> None:
        """The name of the next step."""
        self._console.print(f"\n[bold]== {text}[/bold]")

    def remark(self, text: str) -> None:
        """A line about what is being done."""
        self._console.print(text, markup=False, style="dim")

    def plain(self, text: str) -> None:
        """A text as it is."""
        self._console.print(text, markup=False)

    def command(self, *words: str) -> None:
        """A command that is run, or that a reader can run."""
        self._console.print(f"$ {shlex.join(words)}", markup=False, style="cyan")

    def diff(self, text: str) -> None:
        """A change to files, coloured on a terminal."""
        if self._console.is_terminal:
            self._console.print(Syntax(text, "diff", background_color="default"))
        else:
            self.plain(text)

    @contextmanager
    def counting(self, total: int) -> Generator[Callable[[Outcome], None]]:
        """Hear of outcomes and show them: a bar beneath the lines on a terminal, numbered lines elsewhere."""
        columns = (TextColumn("stacks"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=self._console, disable=not self._console.is_terminal) as progress:
            bar = progress.add_task("stacks", total=total)
            count = 0

            def told(outcome: Outcome) -> None:
                nonlocal count
                count += 1
                line = f"[{count:2}/{total}] {outcome.stack:24} {outcome.changes} ({outcome.seconds:.0f} s)"
                progress.console.print(line, markup=False)
                progress.advance(bar)

            yield told

    def repositories(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Each repository in each registry, where to push to and who may."""
        table = [
            (row["repository"], row["registry"], row["url"], ", ".join(row["push"]) or "nobody")
            for row in rows
        ]
        heads = ("repository", "registry", "push to", "who may push")
        widths = [max(len(line[column]) for line in [heads, *table]) for column in range(len(heads))]
        for line in [heads, *table]:
            cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
            self.plain("  ".join(cells).rstrip())
