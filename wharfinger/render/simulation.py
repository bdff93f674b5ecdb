"""What retention would do, as tables and as JSON."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from wharfinger.inventory.model import Image, Time, Verdict
from wharfinger.render.document import plain
from wharfinger.render.table import row, widths
from wharfinger.render.text import counted
from wharfinger.render.words import NOTHING
from wharfinger.simulation.dangers import Danger, Reason
from wharfinger.simulation.disagreement import Disagreement, Side
from wharfinger.simulation.outcome import Outcome, RuleTally, Tally
from wharfinger.simulation.simulate import PlacementOutcome, Simulation

_HEADER: Final = (
    *("REPOSITORY", "REGISTRY", "IMAGES", "SIZE", "DELETED", "FREED", "ARCHIVED"),
    *("OLDEST LEFT", "NEWEST LEFT"),
)
_MOST: Final = 20
"""So many dangers and disagreements are shown one by one; JSON has all."""
_REASONS: Final[dict[Reason, str]] = {
    "running": "runs",
    "protected": "is protected",
    "rollback": "can be rolled back to",
}


def simulation_lines(simulation: Simulation, width: int) -> Iterator[str]:
    """The lines of a report for people: what goes where, what must not go, and where clouds disagree."""
    named = [(str(one.compiled.placement.repository), one.outcome) for one in simulation.outcomes]
    yield from _table(named, width)
    yield _totals([outcome for _, outcome in named], simulation.at)
    yield from _remarks(simulation)
    yield from _limited("error", [danger_sentence(danger) for danger in simulation.dangers])
    yield from _limited("note", [*_disagreements(simulation.disagreements)])


def outcome_lines(outcomes: Sequence[Outcome], at: Time, width: int) -> Iterator[str]:
    """The lines of a report on repositories that need not be in the spec."""
    yield from _table([(outcome.repository, outcome) for outcome in outcomes], width)
    yield _totals(outcomes, at)


def _table(named: Sequence[tuple[str, Outcome]], width: int) -> Iterator[str]:
    """A row for each repository in which something happens, and below it what each rule does."""
    busy = [(name, outcome) for name, outcome in named if outcome.by_rule or outcome.tags]
    if not busy:
        return
    rows = [(name, *_cells(outcome)) for name, outcome in busy]
    columns = widths([_HEADER, *rows], width)
    yield from row(_HEADER, columns)
    for cells, (_, outcome) in zip(rows, busy, strict=True):
        yield from row(cells, columns)
        yield from (f"  {line}" for line in _by(outcome))
    yield ""


def _cells(outcome: Outcome) -> Sequence[str]:
    return (
        outcome.registry,
        f"{outcome.total.images:,}",
        size(outcome.total.bytes),
        f"{outcome.deleted.images:,}",
        size(outcome.deleted.bytes),
        f"{outcome.archived.images:,}",
        day(outcome.oldest_left),
        day(outcome.newest_left),
    )


def _by(outcome: Outcome) -> Iterator[str]:
    for one in outcome.by_rule:
        yield f"{one.fate} by {one.rule}: {counted(one.tally.images, 'image')}, {size(one.tally.bytes)}"
    if outcome.tags:
        yield f"{counted(outcome.tags, 'tag')} of images that stay go"
    if outcome.tied:
        yield f"{counted(outcome.tied, 'image')} equally old: which go is up to the cloud"


def _totals(outcomes: Sequence[Outcome], at: Time) -> str:
    total = _sum(outcome.total for outcome in outcomes)
    deleted = _sum(outcome.deleted for outcome in outcomes)
    archived = _sum(outcome.archived for outcome in outcomes)
    return (
        f"At {moment(at)}: of {counted(total.images, 'image')} ({size(total.bytes)}) in"
        f" {counted(len(outcomes), 'repository')}, {deleted.images:,} would be deleted"
        f" ({size(deleted.bytes)}) and {archived.images:,} archived."
    )


def _remarks(simulation: Simulation) -> Iterator[str]:
    if simulation.absent:
        yield f"The inventory has no image of {counted(simulation.absent, 'placement')}."
    if simulation.unknown:
        registry, repository = simulation.unknown[0]
        yield (
            f"The spec doesn't have {len(simulation.unknown):,} of the inventory's repositories, such as"
            f" {repository} in {registry}."
        )
    observed = [one for one in simulation.outcomes if _observed(one)]
    if observed:
        yield f"Nothing goes yet in {counted(len(observed), 'placement')}: `rollout: observe`."


def _observed(one: PlacementOutcome) -> bool:
    return one.compiled.placement.settings.retention.rollout == "observe"


def _limited(severity: str, sentences: Sequence[str]) -> Iterator[str]:
    if sentences:
        yield ""
    yield from (f"{severity}: {sentence}" for sentence in sentences[:_MOST])
    if len(sentences) > _MOST:
        yield f"{severity}: and {len(sentences) - _MOST:,} more; --format json tells all"


def danger_sentence(danger: Danger) -> str:
    """What must not go, why, and by which rule it would."""
    return (
        f"{danger.placement}: {image_name(danger.image)} {_REASONS[danger.reason]}, and would be"
        f" {danger.verdict.fate} by {_by_rule(danger.verdict)}"
    )


def _disagreements(found: Sequence[Disagreement]) -> Iterator[str]:
    """One sentence for all images that the same registries disagree about in the same way."""
    alike: dict[tuple[str, ...], list[Disagreement]] = {}
    for one in found:
        sides = tuple(f"{side.registry}: {_side(side)}" for side in one.sides)
        alike.setdefault((one.repository, one.why, *sides), []).append(one)
    for (repository, why, *sides), group in alike.items():
        first = image_name(group[0].sides[0].image)
        which = first if len(group) == 1 else f"{len(group):,} images, such as {first}"
        yield f"{repository}: {which}: {'; '.join(sides)}; because {why}"


def _side(side: Side) -> str:
    rule = f" by {_by_rule(side.verdict)}" if side.verdict.rule else ""
    return f"{side.verdict.fate}{rule}"


def _by_rule(verdict: Verdict) -> str:
    return f"{verdict.rule}{f', since it {verdict.why}' if verdict.why.startswith('follows') else ''}"


def image_name(image: Image) -> str:
    """An image as people know it: its first tags, and enough of its digest."""
    tags = ", ".join(image.tags[:3]) or "untagged"
    more = f" and {len(image.tags) - 3} more" if len(image.tags) > 3 else ""
    return f"{image.digest[:19]} ({tags}{more})"


def size(count: int) -> str:
    """Bytes in the largest binary unit that leaves a whole part."""
    amount, unit = float(count), "B"
    for larger in ("KiB", "MiB", "GiB", "TiB", "PiB"):
        if amount < 1024:
            break
        amount, unit = amount / 1024, larger
    return f"{amount:.0f} {unit}" if unit == "B" or amount >= 100 else f"{amount:.1f} {unit}"


def day(time: Time | None) -> str:
    """The date of a time, in UTC."""
    return NOTHING if time is None else moment(time)[:10]


def moment(time: Time) -> str:
    """A time as RFC 3339 has it, in UTC, to the second."""
    return datetime.fromtimestamp(time, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _sum(tallies: Iterable[Tally]) -> Tally:
    images = size_ = 0
    for tally in tallies:
        images, size_ = images + tally.images, size_ + tally.bytes
    return Tally(images, size_)


def simulation_document(simulation: Simulation) -> dict[str, Any]:
    """The simulation as a JSON object.

    - `at`
    - `placements`: `key`, then what `outcome_document` has, and `observed` where nothing is enforced yet
    - `dangers`: `placement`, `digest`, `tags`, `reason` (`running`, `protected`, `rollback`), `fate`, `rule`
    - `disagreements`: `repository`, `environment`, `digest`, `why`, `registries` (each with `fate`, `rule`)
    - `unknown`: `registry` and `repository` of what the spec doesn't have
    - `absent`: the number of placements without an image in the inventory
    """
    return {
        "at": moment(simulation.at),
        "placements": [
            {
                "key": one.compiled.placement.key,
                **outcome_document(one.outcome),
                "observed": _observed(one),
            }
            for one in simulation.outcomes
        ],
        "dangers": [danger_document(danger) for danger in simulation.dangers],
        "disagreements": [
            {
                "repository": one.repository,
                "environment": one.environment,
                "digest": one.digest,
                "why": one.why,
                "registries": {
                    side.registry: {"fate": side.verdict.fate, "rule": side.verdict.rule}
                    for side in one.sides
                },
            }
            for one in simulation.disagreements
        ],
        "unknown": [
            {"registry": registry, "repository": repository} for registry, repository in simulation.unknown
        ],
        "absent": simulation.absent,
    }


def outcome_document(outcome: Outcome) -> dict[str, Any]:
    """A repository's outcome: numbers of images and bytes, by rule, and when the survivors were pushed."""
    return {
        "registry": outcome.registry,
        "repository": outcome.repository,
        **plain(outcome.total),
        "deleted": plain(outcome.deleted),
        "archived": plain(outcome.archived),
        "tags": outcome.tags,
        "by_rule": [_rule(one) for one in outcome.by_rule],
        "oldest_left": None if outcome.oldest_left is None else moment(outcome.oldest_left),
        "newest_left": None if outcome.newest_left is None else moment(outcome.newest_left),
        "tied": outcome.tied,
    }


def danger_document(danger: Danger) -> dict[str, Any]:
    """An image that must not go, and would."""
    return {
        "placement": danger.placement,
        "digest": danger.image.digest,
        "tags": list(danger.image.tags),
        "reason": danger.reason,
        "fate": danger.verdict.fate,
        "rule": danger.verdict.rule,
    }


def _rule(one: RuleTally) -> dict[str, Any]:
    return {"rule": one.rule, "fate": one.fate, **plain(one.tally)}
