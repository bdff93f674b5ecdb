from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bench import commands
from bench.generate import AREA_REPOSITORIES
from bench.report import Section, write

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"


class Benchmark(StrEnum):
    """What can be measured."""

    VALIDATE = commands.NAME
    COMPONENTS = "components"


def main(
    *,
    only: Annotated[Benchmark | None, typer.Option(help="Measure nothing else.")] = None,
    repositories: Annotated[
        int, typer.Option(help="The size of the organisation that the command line reads.")
    ] = AREA_REPOSITORIES,
    quick: Annotated[
        bool, typer.Option("--quick", help="Run each thing once, with a tenth of the resources.")
    ] = False,
    write_page: Annotated[
        bool, typer.Option("--write", help="Put the tables into docs/performance.md.")
    ] = False,
) -> None:
    """Measure what Wharfinger costs in time and memory, and print it: five minutes for all of it."""
    if quick and write_page:
        raise typer.BadParameter("a quick look is no figure for the documentation", param_hint="--write")
    if only in {None, Benchmark.VALIDATE}:
        size = "" if repositories == AREA_REPOSITORIES else f" --repositories {repositories}"
        command = f"python -m bench --only validate{size}"
        _tell(commands.measure(repositories, 1 if quick else 5, command), write_page=write_page)
    if only in {None, Benchmark.COMPONENTS}:
        # Imported late: Pulumi's SDK would make this process as large as those that were measured above.
        from bench import components  # noqa: PLC0415

        command = f"python -m bench --only {components.NAME}"
        measured = components.measure(50 if quick else 500, 1 if quick else 3, command)
        _tell(measured, write_page=write_page)


def _tell(section: Section, *, write_page: bool) -> None:
    typer.echo(f"{section.text()}\n")
    if write_page:
        write(PAGE, section)


if __name__ == "__main__":
    typer.run(main)
