"""Retention that could delete what an environment can be rolled back to."""

from collections.abc import Iterator
from dataclasses import replace

from wharfinger.plan.model import AnyRegistry, Placement, Plan, RollbackWindow
from wharfinger.plan.retention import Archive, ExpireAfter, KeepNewest, Protect, TagRule
from wharfinger.plan.settings import TAG_RULE
from wharfinger.spec.diagnostics import Diagnostic, at_value
from wharfinger.spec.globs import covers, overlap
from wharfinger.spec.places import Places, SpecPath


def check_rollback(plan: Plan, places: Places) -> Iterator[Diagnostic]:
    """Rules that don't leave an environment's rollback window alone.

    One diagnostic for each line of the spec and environment, however many placements it reaches.
    """
    reached: dict[tuple[SpecPath, str], list[tuple[TagRule, Placement[AnyRegistry]]]] = {}
    for placement in plan.placements:
        if window := plan.rollback_windows.get(placement.environment):
            for rule in _deciding(placement):
                if not _spares(rule, window):
                    key = (placement.path_of(f"{TAG_RULE}{rule.pattern}"), placement.environment)
                    reached.setdefault(key, []).append((rule, placement))
    for (path, environment), found in reached.items():
        rule, first = found[0]
        more = f" and {len(found) - 1} more" if len(found) > 1 else ""
        goes = "archive" if isinstance(rule, Archive) else "delete"
        message = (
            f"`{rule.pattern}: {rule}` could {goes} what `{environment}` can be rolled back to, in"
            f" `{first.key}`{more}"
        )
        mend = _mend(rule, environment, plan.rollback_windows[environment], places)
        yield at_value(places, path, message, mend)


def _deciding(placement: Placement[AnyRegistry]) -> Iterator[TagRule]:
    """The rules that decide about some image: earlier ones leave them an allowed tag."""
    earlier: list[str] = []
    for rule in placement.settings.retention.tags:
        open_tags = [tags for tags in placement.tag_patterns or ("*",) if not _covered(tags, earlier)]
        if not _covered(rule.pattern, earlier) and any(overlap(rule.pattern, tags) for tags in open_tags):
            yield rule
        earlier.append(rule.pattern)


def _covered(pattern: str, by: list[str]) -> bool:
    return any(covers(wide, pattern) for wide in by)


def _spares(rule: TagRule, window: RollbackWindow) -> bool:
    """Whether whatever is within the window stays; from an archive nothing can be pulled at once."""
    match rule:
        case Protect():
            return True
        case KeepNewest(count=count):
            return window.newest is not None and window.newest <= count
        case _:
            return window.days is not None and window.days <= rule.days


def _mend(rule: TagRule, environment: str, window: RollbackWindow, places: Places) -> str:
    limits = {"newest": window.newest, "days": window.days}
    said = ", ".join(f"{limit}: {number}" for limit, number in limits.items() if number is not None)
    others = ", ".join(f"`{one}`" for one in _sparing(rule, window))
    at = places.key(("rollback_windows", environment))
    return f"its window at {at} is `{said}`: write {others} or `protect`"


def _sparing(rule: TagRule, window: RollbackWindow) -> list[TagRule]:
    """Rules that would do instead, those of the same kind first."""
    rules: list[TagRule] = []
    if window.days is not None:
        aged = isinstance(rule, ExpireAfter | Archive)
        rules.append(replace(rule, days=window.days) if aged else ExpireAfter(rule.pattern, window.days))
    if window.newest is not None:
        rules.append(KeepNewest(rule.pattern, window.newest))
    return sorted(rules, key=lambda one: type(one) is not type(rule))
