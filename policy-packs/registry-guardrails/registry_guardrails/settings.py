"""A control's settings: a JSON schema of each with its default, and typed reading of what was configured."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

Schema = Mapping[str, Mapping[str, object]]
"""The JSON schema of each setting by its name; what has no `default` may be left out."""


class SettingsError(Exception):
    """A setting that the control does not have, or of the wrong type."""

    def __init__(self, key: str, problem: str) -> None:
        super().__init__(f"setting '{key}' {problem}")
        self.key = key


@dataclass(frozen=True)
class Settings:
    """Settings with their defaults filled in; each reader raises SettingsError on a value of another type."""

    values: Mapping[str, object]

    def texts(self, key: str) -> tuple[str, ...]:
        """Read a list of texts."""
        value = self.values.get(key)
        if not isinstance(value, list) or not all(
            isinstance(item, str) for item in cast("list[object]", value)
        ):
            raise SettingsError(key, "must be a list of texts")
        return tuple(cast("list[str]", value))

    def text(self, key: str) -> str:
        """Read a text; empty where it is not set."""
        value = self.values.get(key, "")
        if not isinstance(value, str):
            raise SettingsError(key, "must be a text")
        return value

    def number(self, key: str) -> float:
        """Read a number."""
        value = self.values.get(key)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise SettingsError(key, "must be a number")
        return value

    def flag(self, key: str) -> bool:
        """Read true or false."""
        value = self.values.get(key)
        if not isinstance(value, bool):
            raise SettingsError(key, "must be true or false")
        return value


def settings_of(schema: Schema, config: Mapping[str, object]) -> Settings:
    """Fill in the defaults; a key that the schema lacks raises SettingsError.

    The engine validates types and fills in defaults too, but lets unknown keys, and with them slips, through.
    """
    for key in config:
        if key not in schema:
            raise SettingsError(key, f"does not exist here; there are: {', '.join(sorted(schema))}")
    defaults = {key: rule["default"] for key, rule in schema.items() if "default" in rule}
    return Settings({**defaults, **config})
