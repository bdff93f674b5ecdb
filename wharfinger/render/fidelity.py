"""The fidelity report: what becomes of each setting in each cloud, equal findings told once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

from wharfinger.clouds.compiled import CompiledPlacement, CompiledRegistry
from wharfinger.clouds.fidelity import Finding
from wharfinger.render.table import markdown, table
from wharfinger.spec.places import Place, Places, SpecPath

HEADER: Final = ("SETTING", "CLOUD", "FIDELITY", "WHERE", "WHY")
_NAMED: Final = 2
"""Up to so many placements are all named in a row; the JSON form names all."""


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
    placements_by: dict[_Key, dict[str, None]] = {}
    for one in placements:
        cloud = one.placement.registry.cloud
        for finding in one.findings:
            refused = finding.fidelity == "refused"
            path = one.placement.accepted.get(f"{cloud}.{finding.setting}") if refused else None
            reached = placements_by.setdefault((cloud, _kind(finding), path), {})
            reached[one.placement.key] = None
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


@lru_cache(maxsize=4096)
def _kind(finding: Finding) -> Finding:
    """The finding as it is for every tag pattern."""
    return replace(finding, said_as="")


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
    registries = f"registry {', '.join(group.registries)}" if group.registries else ""
    return "; ".join(text for text in (_which(group.placements, total), registries) if text)


def _which(placements: Sequence[str], total: int) -> str:
    if len(placements) == total > 1:
        return f"all {total:,} placements"
    if len(placements) <= _NAMED:
        return ", ".join(placements)
    return f"{len(placements):,} of {total:,}, such as {placements[0]}"


def _why(group: FindingGroup) -> str:
    accepted = f"accepted at {group.accepted.file}:{group.accepted.line}" if group.accepted else ""
    return "; ".join(text for text in (group.finding.reason, accepted) if text)
