"""What is wrong with a spec, as data: rendered for people, for GitHub or as JSON only at the edge."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from wharfinger.spec.places import Place, Places, SpecPath

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing that is wrong: where, what, why and how to mend it."""

    message: str
    """What is wrong, in one sentence that names the offending key or value."""
    place: Place | None
    """Where; `None` only where no file can be named."""
    path: SpecPath = ()
    """The path in the spec, where there is one."""
    help: str = ""
    """What is allowed, or the likely fix."""
    severity: Severity = "error"


class SpecError(Exception):
    """A spec that can't be used, with everything that is wrong with it."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(sorted(diagnostics, key=_position))
        super().__init__(f"{len(self.diagnostics)} errors in the spec")


def at_key(places: Places, path: SpecPath, message: str, help_: str) -> Diagnostic:
    """An error in the key at a path: a name, or what is missing below it."""
    return Diagnostic(message, places.key(path), path, help_)


def at_value(places: Places, path: SpecPath, message: str, help_: str) -> Diagnostic:
    """An error in the value at a path."""
    return Diagnostic(message, places.value(path), path, help_)


def _position(diagnostic: Diagnostic) -> tuple[str, int, int, str]:
    place = diagnostic.place or Place("", 0, 0)
    return (place.file, place.line, place.column, diagnostic.message)
