"""What the spec's retention would do to everything that an inventory holds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from wharfinger.clouds.compiled import CompiledPlacement, CompiledPlan
from wharfinger.inventory.jsonl import Inventory
from wharfinger.inventory.model import Time
from wharfinger.simulation.dangers import Danger, find_dangers
from wharfinger.simulation.disagreement import Disagreement, Judged, find_disagreements
from wharfinger.simulation.native import name_in_registry, run
from wharfinger.simulation.outcome import Outcome, sum_up


@dataclass(frozen=True, slots=True)
class PlacementOutcome:
    """A placement with what becomes of its images."""

    compiled: CompiledPlacement
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Simulation:
    """What one run of every retention document would do."""

    at: Time
    outcomes: tuple[PlacementOutcome, ...]
    """Of the placements that the inventory has images of, by repository and registry."""
    dangers: tuple[Danger, ...]
    disagreements: tuple[Disagreement, ...]
    unknown: tuple[tuple[str, str], ...]
    """Registries and repositories of the inventory that the spec doesn't have."""
    absent: int
    """Placements that the inventory has no image of."""


def simulate(
    compiled: CompiledPlan,
    inventory: Inventory,
    at: Time,
    repository: str | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> Simulation:
    """Run the rules of all placements, or of one repository's, on an inventory.

    `progress` is told how many images are done. Takes time in proportion to the images.
    """
    outcomes: list[PlacementOutcome] = []
    dangers: list[Danger] = []
    disagreements: list[Disagreement] = []
    groups = _together(compiled, repository)
    for group in groups.values():
        judged: list[Judged] = []
        for one in group:
            images = inventory.repositories.get((one.placement.registry_name, name_in_registry(one)))
            if images is None:
                continue
            verdicts = run(one, images, at)
            judged.append((one, images, verdicts))
            outcome = sum_up(one.placement.registry_name, name_in_registry(one), images, verdicts)
            outcomes.append(PlacementOutcome(one, outcome))
            window = compiled.plan.rollback_windows.get(one.placement.environment)
            dangers += find_dangers(one.placement, window, images, verdicts, at)
            progress(len(images))
        disagreements += find_disagreements(judged)
    return Simulation(
        at=at,
        outcomes=tuple(outcomes),
        dangers=tuple(dangers),
        disagreements=tuple(disagreements),
        unknown=_unknown(compiled, inventory),
        absent=sum(map(len, groups.values())) - len(outcomes),
    )


def _together(
    compiled: CompiledPlan, repository: str | None
) -> Mapping[tuple[str, str], Sequence[CompiledPlacement]]:
    """Placements by repository and environment: those that should agree."""
    groups: dict[tuple[str, str], list[CompiledPlacement]] = {}
    for one in compiled.placements:
        name = str(one.placement.repository)
        if repository in {None, name}:
            groups.setdefault((name, one.placement.environment), []).append(one)
    return groups


def _unknown(compiled: CompiledPlan, inventory: Inventory) -> tuple[tuple[str, str], ...]:
    known = {(one.placement.registry_name, name_in_registry(one)) for one in compiled.placements}
    return tuple(key for key in inventory.repositories if key not in known)
