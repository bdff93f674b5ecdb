"""Why a repository is what it is: each setting's value, the line that set it, and what it overrode."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from wharfinger.clouds.compiled import CompiledPlacement
from wharfinger.plan.model import AnyRegistry, Placement
from wharfinger.plan.settings import settings_said, trace
from wharfinger.render import words
from wharfinger.render.table import table
from wharfinger.spec.places import Places, SpecPath

_HEADER: Final = ("SETTING", "VALUE", "SET AT", "OVERRODE")
_INDENT: Final = "  "


def explanation(placements: Sequence[CompiledPlacement], places: Places, width: int) -> Iterator[str]:
    """The lines that explain placements of one repository, sorted so that each environment's are together."""
    for environment, own in groupby(placements, lambda one: one.placement.environment):
        together = list(own)
        yield from ("", f"In {environment}:")
        rows = _rows(together[0].placement, places)
        yield from _indented(table(_HEADER, rows, width - len(_INDENT)), 1)
        for compiled in together:
            yield from ("", f"{_INDENT}{compiled.placement.registry_name}: {compiled.native.url}")
            yield from _indented(_registry(compiled, places, width), 2)


def _rows(placement: Placement[AnyRegistry], places: Places) -> list[Sequence[str]]:
    rows: list[Sequence[str]] = []
    for setting in settings_said(placement.layers):
        holds, *overridden = reversed(trace(placement.layers, setting))
        overrode = [f"{words.value(one.value)} ({_origin(one.path, places)})" for one in overridden]
        rows.append((setting, words.value(holds.value), _origin(holds.path, places), "; ".join(overrode)))
    return rows


def _origin(path: SpecPath, places: Places) -> str:
    place = places.key(path) if path else None
    return f"{place.file}:{place.line}" if place else "built in"


def _registry(compiled: CompiledPlacement, places: Places, width: int) -> Iterator[str]:
    placement = compiled.placement
    yield from table(*_findings(compiled, places), width - 2 * len(_INDENT))
    for grant in placement.grants:
        known = words.identities(grant.principal, placement.registry)
        who = ", ".join(known) or f"nobody: it has no identity in {placement.registry.cloud}"
        right = "pushes and pulls" if grant.right == "push" else "pulls"
        yield f"{grant.principal.name} {right}: {who}"


def _findings(compiled: CompiledPlacement, places: Places) -> tuple[Sequence[str], list[Sequence[str]]]:
    """What is native, in one row, and what isn't, in a row each."""
    cloud, accepted = compiled.placement.registry.cloud, compiled.placement.accepted
    native = [words.setting(finding) for finding in compiled.findings if finding.fidelity == "native"]
    others: list[Sequence[str]] = []
    for finding in compiled.findings:
        if finding.fidelity == "native":
            continue
        path = accepted.get(f"{cloud}.{finding.setting}") if finding.fidelity == "refused" else None
        acceptance = f"; accepted at {_origin(path, places)}" if path else ""
        others.append((finding.fidelity, words.setting(finding), f"{finding.reason}{acceptance}"))
    return ("native", "", words.listed(native)), others


def _indented(lines: Iterable[str], levels: int) -> Iterator[str]:
    return (f"{_INDENT * levels}{line}" for line in lines)
