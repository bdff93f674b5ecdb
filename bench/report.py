"""What was measured, as Markdown for the terminal and for a page of the documentation."""

import os
import platform
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from wharfinger.render.table import markdown


@dataclass(frozen=True, slots=True)
class Section:
    """One benchmark's part of the page."""

    name: str
    """What stands in the page's markers: `<!-- bench NAME -->` and `<!-- /bench NAME -->`."""
    command: str
    """The command that measures this again."""
    machine: str
    subject: str
    """What was measured, and how."""
    header: Sequence[str]
    rows: Sequence[Sequence[str]]

    def text(self) -> str:
        """The section as Markdown."""
        table = markdown(self.header, self.rows)
        return "\n".join([self.subject, "", *table, "", f"`{self.command}` on {self.machine}."])


class NoMarkersError(Exception):
    """The page has no place for a section."""


def write_section(page: Path, section: Section) -> None:
    """Put a section between its markers in a page. Raises `NoMarkersError`."""
    begin, end = f"<!-- bench {section.name} -->", f"<!-- /bench {section.name} -->"
    between = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    text, replaced = between.subn(lambda _: f"{begin}\n{section.text()}\n{end}", page.read_text())
    if not replaced:
        raise NoMarkersError(f"{page} has no lines `{begin}` and `{end}`")
    page.write_text(text)


def machine() -> str:
    """This machine in words: its cores, its processor and its Python."""
    cores = os.cpu_count() or 1
    count = "1 core" if cores == 1 else f"{cores} cores"
    processor = _processor(Path("/proc/cpuinfo"))
    return f"{count} of {processor}, {platform.system()}, Python {platform.python_version()}"


def _processor(cpuinfo: Path) -> str:
    """The processor's name as Linux tells it, elsewhere what Python knows."""
    if cpuinfo.is_file() and (
        named := re.search(r"^model name\s*: (.+)$", cpuinfo.read_text(), re.MULTILINE)
    ):
        return named[1]
    return platform.processor() or platform.machine()


def median_of(runs: int) -> str:
    """How often something was measured, as the start of a sentence."""
    return "One run" if runs == 1 else f"Median of {runs} runs"


def seconds(value: float) -> str:
    """A time for a table."""
    return f"{value:.2f} s" if value < 10 else f"{value:.1f} s"


def megabytes(value: int) -> str:
    """Bytes for a table."""
    return f"{value / 1e6:,.0f} MB"
