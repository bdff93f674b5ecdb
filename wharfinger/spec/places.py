"""Where in which file a part of the spec was written."""

from collections.abc import Mapping
from dataclasses import dataclass

SpecPath = tuple[str | int, ...]
"""Keys and indexes from the spec's root, such as `("teams", "payments", "repositories", "api")`."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in a file: the path as the user would write it, line and column from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Places:
    """The places of every key and value of a spec that was read from files."""

    keys: Mapping[SpecPath, Place]
    values: Mapping[SpecPath, Place]

    def key(self, path: SpecPath) -> Place | None:
        """Where the key (or list item) at the path stands; that of its nearest written parent otherwise."""
        return self._nearest(self.keys, path)

    def value(self, path: SpecPath) -> Place | None:
        """Where the value at the path starts; that of its nearest written parent otherwise."""
        return self._nearest(self.values, path)

    @staticmethod
    def _nearest(places: Mapping[SpecPath, Place], path: SpecPath) -> Place | None:
        for length in range(len(path), -1, -1):
            if found := places.get(path[:length]):
                return found
        return None
