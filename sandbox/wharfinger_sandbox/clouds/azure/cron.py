"""The grammar of ACR's schedules: five cron fields in UTC (ACR Tasks, "Cron expressions")."""

import re

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
FIELDS = (
    ("minute", 0, 59, ()),
    ("hour", 0, 23, ()),
    ("day of month", 1, 31, ()),
    ("month", 1, 12, MONTHS),
    ("day of week", 0, 6, DAYS),
)
"""Each field's name, lowest and highest value, and the words for its values, lowest first."""
PART = re.compile(r"(?P<first>\*|[A-Za-z0-9]+)(?:-(?P<last>[A-Za-z0-9]+))?(?:/(?P<step>[0-9]+))?")


def cron_problems(schedule: str) -> list[str]:
    """Why ACR refuses a schedule, as sentences; empty for a valid one."""
    parts = schedule.split()
    if len(parts) != len(FIELDS):
        return [f"{schedule!r} has {len(parts)} fields; a schedule has {len(FIELDS)}, such as '0 3 * * *'."]
    return [
        f"{name} {field!r} is none: {low} to {high}, *, ranges, lists and steps."
        for field, (name, low, high, names) in zip(parts, FIELDS, strict=True)
        if not all(_is_valid(part, low, high, names) for part in field.split(","))
    ]


def _is_valid(part: str, low: int, high: int, names: tuple[str, ...]) -> bool:
    form = PART.fullmatch(part)
    if form is None or (form["step"] is not None and int(form["step"]) < 1):
        return False
    if form["first"] == "*":
        return form["last"] is None
    first = _value(form["first"], low, names)
    last = first if form["last"] is None else _value(form["last"], low, names)
    return first is not None and last is not None and low <= first <= last <= high


def _value(word: str, low: int, names: tuple[str, ...]) -> int | None:
    if word.isdigit():
        return int(word)
    return low + names.index(word.upper()) if word.upper() in names else None
