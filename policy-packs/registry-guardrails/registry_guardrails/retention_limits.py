"""How long a retention rule may keep images and still count as one that deletes something."""

from dataclasses import dataclass

from registry_guardrails.settings import Schema, Settings

RETENTION_SETTINGS: Schema = {
    "maxDays": {
        "type": "number",
        "minimum": 1,
        "default": 365,
        "description": "A rule by age that keeps images for longer does not count.",
    },
    "maxCount": {
        "type": "number",
        "minimum": 1,
        "default": 1000,
        "description": "A rule by count that keeps more images does not count.",
    },
}


@dataclass(frozen=True)
class Limits:
    """The longest age in days and the largest count that still count as deleting something."""

    days: float
    count: float


def limits_of(settings: Settings) -> Limits:
    """Read the limits from a control's settings."""
    return Limits(days=settings.number("maxDays"), count=settings.number("maxCount"))
