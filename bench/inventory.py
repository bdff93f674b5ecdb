"""Inventories of any size to measure with: what the registries of a generated organisation might hold."""

import argparse
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from wharfinger.clouds.compiled import CompiledPlan
from wharfinger.organisation import read
from wharfinger.render.simulation import moment
from wharfinger.simulation.native import name_in_registry

SECONDS_A_DAY: Final = 86_400
NEWEST: Final = 1_790_000_000
"""When the newest image may have been pushed, in seconds since 1970: 2026-09-21."""
OLDEST_DAYS: Final = 400

_IMAGE: Final = "application/vnd.oci.image.manifest.v1+json"
_INDEX: Final = "application/vnd.oci.image.index.v1+json"


def write_inventory(file: Path, compiled: CompiledPlan, images: int, seed: int) -> None:
    """Write an inventory with so many images, spread evenly over all placements; same seed, same bytes."""
    chance = random.Random(seed)  # noqa: S311 -- the same numbers each time are the point
    places = [(one.placement.registry_name, name_in_registry(one)) for one in compiled.placements]
    with file.open("w", encoding="utf-8") as written:
        for number, (registry, repository) in enumerate(places):
            share = images * (number + 1) // len(places) - images * number // len(places)
            for image in _repository(share, chance):
                line = {"registry": registry, "repository": repository, **image}
                written.write(f"{json.dumps(line, separators=(',', ':'))}\n")


def _repository(count: int, chance: random.Random) -> Iterator[dict[str, Any]]:
    """Releases, builds of branches and of pull requests; a third are indexes of two, a tenth are signed."""
    left = count
    while left:
        draw, build = chance.random(), chance.getrandbits(40)
        if draw < 0.2:
            tags = [f"v{build % 9}.{build % 97}.{build % 89}-{build:x}"]
        elif draw < 0.6:
            tags = [f"sha-{build:010x}", f"main-{build:x}"]
        else:
            tags = [f"pr-{build % 9_999}-{build:x}"]
        pushed = NEWEST - chance.randrange(OLDEST_DAYS * SECONDS_A_DAY)
        size = chance.randrange(5_000_000, 400_000_000)
        parts = [_digest(chance), _digest(chance)] if left >= 3 and chance.random() < 0.33 else []
        image: dict[str, Any] = {
            "digest": _digest(chance),
            "media_type": _INDEX if parts else _IMAGE,
            "tags": tags,
            "pushed": moment(pushed),
            "pulled": moment(min(NEWEST, pushed + chance.randrange(90 * SECONDS_A_DAY))),
            "size": 0 if parts else size,
        }
        yield image | ({"children": parts} if parts else {})
        left -= 1
        for part in parts:
            yield {"digest": part, "media_type": _IMAGE, "pushed": moment(pushed), "size": size // 2}
            left -= 1
        if left and chance.random() < 0.1:
            signature = {"digest": _digest(chance), "media_type": _IMAGE, "pushed": moment(pushed + 60)}
            yield {**signature, "size": 3_000, "subject": image["digest"]}
            left -= 1


def _digest(chance: random.Random) -> str:
    return f"sha256:{chance.getrandbits(256):064x}"


def main() -> None:
    """Write an inventory for the spec that the command line names."""
    parser = argparse.ArgumentParser(prog="python -m bench.inventory", description=main.__doc__)
    parser.add_argument("spec", type=Path)
    parser.add_argument("file", type=Path)
    parser.add_argument("--images", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    write_inventory(arguments.file, read(arguments.spec).compiled, arguments.images, arguments.seed)


if __name__ == "__main__":
    main()
