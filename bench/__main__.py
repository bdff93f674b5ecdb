from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bench import commands, components, retention
from bench.report import Section, write_section

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"


class Benchmark(StrEnum):
    """What can be measured."""

    VALIDATE = commands.NAME
    RETENTION = retention.NAME
    COMPONENTS = components.NAME


def main(
    *,
    only: Annotated[Benchmark | None, typer.Option(help="Measure nothing else.")] = None,
    repositories: Annotated[
        int, typer.Option(min=1, help="The size of the organisation that the command line reads.")
    ] = commands.REPOSITORIES,
    quick: Annotated[
        bool, typer.Option("--quick", help="Run each thing once, with a tenth of the resources.")
    ] = False,
    write_page: Annotated[
        bool, typer.Option("--write", help="Put the tables into docs/performance.md.")
    ] = False,
) -> None:
    """Measure what Wharfinger costs in time and memory, and print it: ten minutes for all of it."""
    if quick and write_page:
        raise typer.BadParameter("a quick look is no figure for the documentation", param_hint="--write")
    if only in {None, Benchmark.VALIDATE}:
        size = "" if repositories == commands.REPOSITORIES else f" --repositories {repositories}"
        command = f"python -m bench --only validate{size}"
        _tell(commands.measure(repositories, 1 if quick else 5, command), write_page=write_page)
    if only in {None, Benchmark.RETENTION}:
        images = retention.IMAGES // 10 if quick else retention.IMAGES
        command = f"python -m bench --only {retention.NAME}"
        _tell(retention.measure(images, 1 if quick else 3, command), write_page=write_page)
    if only in {None, Benchmark.COMPONENTS}:
        command = f"python -m bench --only {components.NAME}"
        measured = components.measure(50 if quick else 500, 1 if quick else 3, command)
        _tell(measured, write_page=write_page)


def _tell(section: Section, *, write_page: bool) -> None:
    typer.echo(f"{section.text()}\n")
    if write_page:
        write_section(PAGE, section)


if __name__ == "__main__":
    typer.run(main)
