"""What a change of the spec does to images: for a terminal, a pull request, or as JSON."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from wharfinger.render.document import plain
from wharfinger.render.simulation import danger_document, danger_sentence, moment, size
from wharfinger.render.table import markdown, table
from wharfinger.render.text import counted
from wharfinger.render.words import NOTHING, listed
from wharfinger.simulation.change import Change, PlacementChange
from wharfinger.simulation.outcome import Tally

_HEADER: Final = ("REPOSITORY", "REGISTRY", "NEWLY DELETED", "NEWLY ARCHIVED", "NEWLY KEPT", "BY")
_MOST: Final = 50
"""So many placements stand in a comment on a pull request."""


def change_lines(change: Change, width: int) -> Iterator[str]:
    """The lines of a plain table, and what must not go."""
    if change.placements:
        yield from table(_HEADER, [_cells(one) for one in change.placements], width)
        yield ""
    yield _summary(change)
    yield from (f"error: {danger_sentence(danger)}" for danger in change.dangers)


def change_markdown(change: Change) -> Iterator[str]:
    """A comment for a pull request: the summary first, then what must not go, then the placements."""
    yield "### Retention: what this change does to images"
    yield ""
    yield _summary(change)
    for danger in change.dangers[:_MOST]:
        yield f"- :no_entry: {danger_sentence(danger)}"
    if change.placements:
        yield ""
        header = [name.capitalize() for name in _HEADER]
        yield from markdown(header, [_cells(one) for one in change.placements[:_MOST]])
    if len(change.placements) > _MOST:
        yield ""
        yield f"And {len(change.placements) - _MOST:,} placements more."


def _cells(one: PlacementChange) -> Sequence[str]:
    placement = one.compiled.placement
    return (
        str(placement.repository),
        placement.registry_name,
        _amount(one.newly_deleted),
        _amount(one.newly_archived),
        _amount(one.newly_kept),
        listed(one.rules),
    )


def _amount(tally: Tally) -> str:
    return f"{tally.images:,} ({size(tally.bytes)})" if tally.images else NOTHING


def _summary(change: Change) -> str:
    deleted = sum(one.newly_deleted.images for one in change.placements)
    archived = sum(one.newly_archived.images for one in change.placements)
    kept = sum(one.newly_kept.images for one in change.placements)
    if not change.placements:
        told = f"At {moment(change.at)} nothing changes for any image."
    else:
        told = (
            f"At {moment(change.at)}, {counted(deleted, 'image')} would newly be deleted, {archived:,}"
            f" archived and {kept:,} kept, in {counted(len(change.placements), 'placement')}."
        )
    if change.dangers:
        told += f" {counted(len(change.dangers), 'image')} must not go, and would."
    return told


def change_document(change: Change) -> dict[str, Any]:
    """The change as a JSON object.

    - `at`
    - `placements`: `key`, `newly_deleted`, `newly_archived` and `newly_kept` (each `images` and `bytes`), and
      the `rules` that newly delete or archive
    - `dangers`: as in a simulation, of what newly goes
    - `added`, `removed`: keys of placements that only one of the specs has
    """
    return {
        "at": moment(change.at),
        "placements": [
            {
                "key": one.compiled.placement.key,
                "newly_deleted": plain(one.newly_deleted),
                "newly_archived": plain(one.newly_archived),
                "newly_kept": plain(one.newly_kept),
                "rules": list(one.rules),
            }
            for one in change.placements
        ],
        "dangers": [danger_document(danger) for danger in change.dangers],
        "added": list(change.added),
        "removed": list(change.removed),
    }
