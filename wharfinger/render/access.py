"""Effective rights, and what a change does to them: for a terminal, a pull request, or as JSON."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from wharfinger.access.change import ChangedRight
from wharfinger.access.effective import EffectiveRight
from wharfinger.render.document import members
from wharfinger.render.table import markdown, table
from wharfinger.render.text import counted
from wharfinger.spec.places import Places, SpecPath

_SHOWN: Final = ("REPOSITORY", "REGISTRY", "PRINCIPAL", "MAY", "AS", "BY", "ASKED FOR AT")
_CHANGED: Final = ("", "REPOSITORY", "ENVIRONMENT", "PRINCIPAL", "RIGHT", "AS")
_MOST: Final = 100
"""So many changed rights stand in a comment on a pull request."""


def rights_lines(rights: Sequence[EffectiveRight], places: Places, width: int) -> Iterator[str]:
    """The lines of a table, one for each identity on each repository in each registry."""
    if not rights:
        yield "nobody may do anything there"
        return
    rows = [
        (
            str(one.placement.repository),
            one.placement.registry_name,
            one.principal,
            ", ".join(one.rights),
            one.identity,
            "; ".join(one.statements),
            _at(one.path, places),
        )
        for one in rights
    ]
    yield from table(_SHOWN, rows, width)


def rights_document(rights: Iterable[EffectiveRight], places: Places) -> list[dict[str, Any]]:
    """A list of objects: who has which `rights` on what, `by` which native statements, `at` which line."""
    return [
        {
            "repository": str(one.placement.repository),
            "registry": one.placement.registry_name,
            "environment": one.placement.environment,
            "principal": one.principal,
            "identity": one.identity,
            "rights": list(one.rights),
            "by": list(one.statements),
            "at": _at(one.path, places),
        }
        for one in rights
    ]


def _at(path: SpecPath, places: Places) -> str:
    place = places.key(path)
    return f"{place.file}:{place.line}" if place else "built in"


def change_lines(changed: Sequence[ChangedRight], width: int) -> Iterator[str]:
    """The lines of a table, and how many rights come and go."""
    if changed:
        yield from table(_CHANGED, [_cells(one) for one in changed], width)
        yield ""
    yield _summary(changed)


def change_markdown(changed: Sequence[ChangedRight]) -> Iterator[str]:
    """A comment for a pull request: the summary, then the rights, those that a reviewer must see first."""
    yield "### Access: what this change gives and takes"
    yield ""
    yield _summary(changed)
    if changed:
        yield ""
        header = [name.capitalize() for name in _CHANGED]
        yield from markdown(header, [_cells(one) for one in changed[:_MOST]])
    if len(changed) > _MOST:
        yield ""
        yield f"And {counted(len(changed) - _MOST, 'right')} more."


def _cells(one: ChangedRight) -> Sequence[str]:
    mark = "GAINED" if one.reaches_last else one.how
    return (mark, one.placement, one.environment, one.principal, one.right, one.identity)


def _summary(changed: Sequence[ChangedRight]) -> str:
    gained = sum(one.how == "gained" for one in changed)
    reaching = sum(one.reaches_last for one in changed)
    told = f"{counted(gained, 'right')} gained, {len(changed) - gained:,} lost."
    return f"{told} {reaching:,} of them may change what runs in the last environment." if reaching else told


def change_document(changed: Iterable[ChangedRight]) -> list[dict[str, Any]]:
    """A list of objects with the fields of a changed right."""
    return [dict(members(one)) for one in changed]
