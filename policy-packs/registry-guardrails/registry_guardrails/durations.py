"""Durations as the clouds write them: `7776000s` in GAR, `1d12h` in acr purge."""

import re

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_PART = re.compile(r"(\d+(?:\.\d+)?)([smhd])")


def days(duration: str) -> float | None:
    """Read a duration in days; None if it is none."""
    parts = _PART.findall(duration)
    if not parts or "".join(number + unit for number, unit in parts) != duration.strip():
        return None
    return sum(float(number) * _SECONDS[unit] for number, unit in parts) / _SECONDS["d"]
