"""What a change of the spec would newly delete, and newly keep."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from wharfinger.clouds.compiled import CompiledPlacement, CompiledPlan
from wharfinger.inventory.jsonl import Inventory
from wharfinger.inventory.model import Image, Time, Verdict
from wharfinger.simulation.dangers import Danger, find_dangers
from wharfinger.simulation.native import name_in_registry, run
from wharfinger.simulation.outcome import Tally


@dataclass(frozen=True, slots=True)
class PlacementChange:
    """A placement whose images fare otherwise under the new spec."""

    compiled: CompiledPlacement
    """As the new spec has it."""
    newly_deleted: Tally
    newly_archived: Tally
    newly_kept: Tally
    """What the old spec would have deleted or archived."""
    rules: tuple[str, ...]
    """The rules that newly delete or archive, sorted."""


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes different in all registries."""

    at: Time
    placements: tuple[PlacementChange, ...]
    dangers: tuple[Danger, ...]
    """What must not go, and newly would."""
    added: tuple[str, ...]
    """Placements that only the new spec has, whose images no rule has judged so far."""
    removed: tuple[str, ...]
    """Placements that only the old spec has; nothing expires there by the new one."""


def compare(
    old: CompiledPlan,
    new: CompiledPlan,
    inventory: Inventory,
    at: Time,
    progress: Callable[[int], None] = lambda _: None,
) -> Change:
    """The differences between two specs on one inventory; `progress` is told how many images are done."""
    before, after = ({one.placement.key: one for one in spec.placements} for spec in (old, new))
    changes: list[PlacementChange] = []
    dangers: list[Danger] = []
    for key, one in after.items():
        images = inventory.repositories.get((one.placement.registry_name, name_in_registry(one)), ())
        if not images:
            continue
        verdicts = run(one, images, at)
        earlier = run(before[key], images, at) if key in before else [Verdict("kept")] * len(images)
        if found := _change(one, images, earlier, verdicts):
            changes.append(found)
        window = new.plan.rollback_windows.get(one.placement.environment)
        kept = {image.digest for image, was in zip(images, earlier, strict=True) if was.fate == "kept"}
        dangers += (
            danger
            for danger in find_dangers(one.placement, window, images, verdicts, at)
            if danger.image.digest in kept
        )
        progress(len(images))
    return Change(
        at=at,
        placements=tuple(changes),
        dangers=tuple(dangers),
        added=tuple(sorted(after.keys() - before.keys())),
        removed=tuple(sorted(before.keys() - after.keys())),
    )


def _change(
    compiled: CompiledPlacement,
    images: Sequence[Image],
    before: Sequence[Verdict],
    after: Sequence[Verdict],
) -> PlacementChange | None:
    tallies = {"deleted": [0, 0], "archived": [0, 0], "kept": [0, 0]}
    rules: set[str] = set()
    for image, was, becomes in zip(images, before, after, strict=True):
        if was.fate != becomes.fate:
            tallies[becomes.fate][0] += 1
            tallies[becomes.fate][1] += image.size
            if becomes.fate != "kept":
                rules.add(becomes.rule)
    if not any(count for count, _ in tallies.values()):
        return None
    return PlacementChange(
        compiled=compiled,
        newly_deleted=Tally(*tallies["deleted"]),
        newly_archived=Tally(*tallies["archived"]),
        newly_kept=Tally(*tallies["kept"]),
        rules=tuple(sorted(rules)),
    )
