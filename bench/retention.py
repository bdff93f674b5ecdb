"""Benchmark of the simulator: `retention simulate` of a large inventory, and of half of it."""

import tempfile
from pathlib import Path
from typing import Final

from bench.commands import SEED, wharfinger
from bench.generate import write_organisation
from bench.inventory import write_inventory
from bench.measure import Cost, cost, middle
from bench.report import Section, machine, median_of, megabytes, seconds
from wharfinger.organisation import read

NAME: Final = "retention"
REPOSITORIES: Final = 1_000
IMAGES: Final = 1_000_000
AT: Final = "2026-10-01T00:00:00Z"
HEADER: Final = ("images", "processor time", "time by the clock", "peak memory")


def measure(images: int, runs: int, command: str) -> Section:
    """The median cost of a simulation, with all of the images and with half as many.

    Raises `CommandFailedError` where the simulation ends with an error.
    """
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        write_organisation(folder / "stacks", REPOSITORIES, SEED)
        compiled = read(folder / "stacks").compiled
        rows: list[tuple[str, ...]] = []
        for count in (images // 2, images):
            file = folder / f"{count}.jsonl"
            write_inventory(file, compiled, count, SEED)
            took = _median(file, folder, runs)
            rows.append((f"{count:,}", seconds(took.cpu), seconds(took.wall), megabytes(took.peak)))
            file.unlink()
    return Section(
        name=NAME,
        command=command,
        machine=machine(),
        subject="`wharfinger retention simulate` on inventories that `bench/inventory.py` makes from seed"
        f" {SEED}, spread over the {len(compiled.placements):,} placements of {REPOSITORIES:,} repositories."
        f" {median_of(runs)}; reading the spec and the inventory is part of it.",
        header=HEADER,
        rows=rows,
    )


def _median(file: Path, folder: Path, runs: int) -> Cost:
    arguments = ("retention", "simulate", "--inventory", file, "--at", AT, "--format", "json")
    return middle([cost([wharfinger(), *arguments], folder) for _ in range(runs)])
