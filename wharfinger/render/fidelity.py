"""The fidelity report: what becomes of each setting in each cloud, equal findings told once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from wharfinger.clouds.compiled import CompiledPlacement, CompiledRegistry
from wharfinger.clouds.fidelity import Finding
from wharfinger.render import words
from wharfinger.render.table import markdown, table
from wharfinger.render.text import counted
from wharfinger.spec.places import Place, Places, SpecPath

HEADER: Final = ("SETTING", "CLOUD", "FIDELITY", "WHERE", "WHY")
_SHOWN: Final = 3
"""Placements that a row names; the JSON form names all."""


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """One finding with everything that it is true of."""

    cloud: str
    finding: Finding
    accepted: Place | None
    """Where a refusal is accepted."""
    registries: tuple[str, ...]
    """Registries whose own resources it is about."""
    placements: tuple[str, ...]


def group_findings(
    registries: Iterable[CompiledRegistry], placements: Iterable[CompiledPlacement], places: Places
) -> tuple[FindingGroup, ...]:
    """All findings by setting, cloud and what they say; settings in the order of their names."""
    registries_by: dict[_Key, list[str]] = {}
    for registry in registries:
        for finding in registry.findings:
            registries_by.setdefault((registry.registry.cloud, finding, None), []).append(registry.name)
    placements_by: dict[_Key, list[str]] = {}
    for one in placements:
        cloud = one.placement.registry.cloud
        for finding in one.findings:
            refused = finding.fidelity == "refused"
            path = one.placement.accepted.get(f"{cloud}.{finding.setting}") if refused else None
            placements_by.setdefault((cloud, finding, path), []).append(one.placement.key)
    keys = sorted(registries_by.keys() | placements_by.keys(), key=_order)
    return tuple(
        FindingGroup(
            cloud=cloud,
            finding=finding,
            accepted=places.value(path) if path else None,
            registries=tuple(registries_by.get((cloud, finding, path), ())),
            placements=tuple(placements_by.get((cloud, finding, path), ())),
        )
        for cloud, finding, path in keys
    )


_Key = tuple[str, Finding, SpecPath | None]
_SEVERITY: Final = {"native": 0, "emulated": 1, "refused": 2}


def _order(key: _Key) -> tuple[str, str, int, str, str]:
    cloud, finding, path = key
    return (finding.setting, cloud, _SEVERITY[finding.fidelity], finding.reason, str(path))


def as_table(groups: Iterable[FindingGroup], totals: Mapping[str, int], width: int) -> list[str]:
    """The lines of a plain table; `totals` are the placements of each cloud."""
    return table(HEADER, _rows(groups, totals), width)


def as_markdown(groups: Iterable[FindingGroup], totals: Mapping[str, int]) -> list[str]:
    """The lines of a Markdown table."""
    return markdown([name.capitalize() for name in HEADER], _rows(groups, totals))


def as_document(groups: Iterable[FindingGroup]) -> list[dict[str, Any]]:
    """A list of objects: `setting`, `cloud`, `fidelity`, `reason`, `accepted`, `registries`, `placements`.

    `accepted` is the place of a refusal's acceptance as `FILE:LINE:COLUMN`, else null.
    """
    return [
        {
            "setting": group.finding.setting,
            "cloud": group.cloud,
            "fidelity": group.finding.fidelity,
            "reason": group.finding.reason,
            "accepted": str(group.accepted) if group.accepted else None,
            "registries": list(group.registries),
            "placements": list(group.placements),
        }
        for group in groups
    ]


def _rows(groups: Iterable[FindingGroup], totals: Mapping[str, int]) -> list[Sequence[str]]:
    return [
        (
            group.finding.setting,
            group.cloud,
            group.finding.fidelity,
            _where(group, totals[group.cloud]),
            _why(group),
        )
        for group in groups
    ]


def _where(group: FindingGroup, total: int) -> str:
    placements, registries = group.placements, group.registries
    said: list[str] = []
    if placements and len(placements) == total:
        said.append(f"all {counted(total, 'placement')}" if total > 1 else placements[0])
    elif placements:
        said.append(f"{len(placements)} of {total}: {words.listed(placements, _SHOWN)}")
    if registries:
        said.append(f"registry {words.listed(registries, _SHOWN)}")
    return "; ".join(said)


def _why(group: FindingGroup) -> str:
    accepted = f"accepted at {group.accepted.file}:{group.accepted.line}" if group.accepted else ""
    return "; ".join(text for text in (group.finding.reason, accepted) if text)
