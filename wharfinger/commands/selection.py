"""The part of the plan that a command is asked about."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

import typer

from wharfinger.clouds.compiled import CompiledPlacement, CompiledPlan, CompiledRegistry


@dataclass(frozen=True, slots=True)
class Selection:
    """Registries and placements, sorted by name."""

    registries: tuple[CompiledRegistry, ...]
    placements: tuple[CompiledPlacement, ...]


def select(
    compiled: CompiledPlan,
    team: str | None = None,
    registry: str | None = None,
    environment: str | None = None,
) -> Selection:
    """What belongs to all that is given; with a team, only the registries that it has placements in.

    Raises `typer.BadParameter` for a name that the spec doesn't have.
    """
    plan = compiled.plan
    for name, known, option in (
        (team, plan.teams, "--team"),
        (registry, plan.registries, "--registry"),
        (environment, plan.environments, "--environment"),
    ):
        if name is not None:
            must_be_known(name, known, option)
    placements = tuple(
        one
        for one in compiled.placements
        if team in {None, one.placement.repository.team}
        and registry in {None, one.placement.registry_name}
        and environment in {None, one.placement.environment}
    )
    reached = {one.placement.registry_name for one in placements}
    registries = tuple(
        one
        for name, one in compiled.registries.items()
        if registry in {None, name}
        and environment in {None, one.registry.environment}
        and (team is None or name in reached)
    )
    return Selection(registries, placements)


def must_be_known(name: str, known: Iterable[str], parameter: str) -> None:
    """Raise `typer.BadParameter`, with the nearest names, for a name that isn't among those known."""
    names = list(known)
    if name not in names:
        near = get_close_matches(name, names, n=3)
        likely = f"did you mean {' or '.join(f'`{one}`' for one in near)}?" if near else _known(names)
        raise typer.BadParameter(f"the spec has no `{name}`; {likely}", param_hint=parameter)


def _known(names: list[str]) -> str:
    return f"it has: {', '.join(names)}" if names else "it has none"
