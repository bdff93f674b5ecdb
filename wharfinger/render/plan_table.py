"""The plan as tables, a team at a time: what holds in each environment, and the URL in each registry."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from wharfinger.clouds.compiled import CompiledPlacement
from wharfinger.plan.model import AnyRegistry, Placement
from wharfinger.render import words
from wharfinger.render.table import row, widths
from wharfinger.render.text import counted

HEADER = ("REPOSITORY", "ENVIRONMENT", "TAGS", "SCANS", "KEY", "RETENTION", "PUSH AND PULL", "PULL ONLY")


def plan_tables(
    placements: Iterable[CompiledPlacement], environments: Sequence[str], width: int
) -> Iterator[str]:
    """The lines of a table for each team; settings are equal in all registries of one environment.

    Environments stand in promotion order. Under each row stand the registries with the URLs to push to and
    pull from, and what they go without.
    """
    for number, (team, own) in enumerate(groupby(placements, lambda one: one.placement.repository.team)):
        yield from [""] * bool(number)
        yield from _team(team, list(own), environments, width)


def _team(
    team: str, placements: list[CompiledPlacement], environments: Sequence[str], width: int
) -> Iterator[str]:
    repositories = len({one.placement.repository.name for one in placements})
    yield f"{team}: {counted(repositories, 'repository')}, {counted(len(placements), 'placement')}"
    groups = _by_environment(placements, environments)
    cells = [_cells(group[0].placement) for group in groups]
    columns = widths([HEADER, *cells], width)
    names = max(len(one.placement.registry_name) for one in placements)
    yield from row(HEADER, columns)
    for one, group in zip(cells, groups, strict=True):
        yield from row(one, columns)
        for compiled in group:
            name = compiled.placement.registry_name.ljust(names)
            yield f"  {name}  {compiled.native.url}{_without(compiled)}"


def _by_environment(
    placements: Iterable[CompiledPlacement], environments: Sequence[str]
) -> list[list[CompiledPlacement]]:
    order = {environment: index for index, environment in enumerate(environments)}
    groups: dict[tuple[str, int], list[CompiledPlacement]] = {}
    for one in placements:
        group = (one.placement.repository.name, order[one.placement.environment])
        groups.setdefault(group, []).append(one)
    return [groups[group] for group in sorted(groups)]


def _cells(placement: Placement[AnyRegistry]) -> tuple[str, ...]:
    settings = placement.settings
    return (
        placement.repository.name,
        placement.environment,
        words.tags(settings),
        words.scanning(settings),
        words.key(settings),
        words.retention(settings.retention),
        words.principals(placement.grants, "push"),
        words.principals(placement.grants, "pull"),
    )


def _without(compiled: CompiledPlacement) -> str:
    refused = [words.setting(finding) for finding in compiled.findings if finding.fidelity == "refused"]
    return f"  (without {', '.join(refused)})" if refused else ""
