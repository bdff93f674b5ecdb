"""From a path to the whole spec, or to everything that is wrong with its files."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from wharfinger.spec.diagnostics import Diagnostic, SpecError
from wharfinger.spec.document import MAX_PROBLEMS, Document
from wharfinger.spec.files import SpecFile, find, read_all
from wharfinger.spec.organisation import PartFile, Spec
from wharfinger.spec.people import Team, TeamFile
from wharfinger.spec.places import Place, Places, SpecPath
from wharfinger.spec.repair import without_faults
from wharfinger.spec.wording import diagnose

_SECTIONS: Final = ("registries", "principals", "classes", "teams")
"""What several files may add to, each name once."""


@dataclass(frozen=True, slots=True)
class LoadedSpec:
    """A spec whose files all fit their models."""

    spec: Spec
    """The whole spec, as if it were written in one file; what several files add to is sorted by name."""
    places: Places
    """A team's file stands at `("teams", NAME)`."""
    files: tuple[str, ...]
    """The names of all files: the one that includes the others first, the others sorted."""


def load(path: Path) -> LoadedSpec:
    """The spec in the file at a path, or in the `org.yaml` or `stacks/org.yaml` of the folder at a path.

    Raises `SpecError` with all errors of all files.
    """
    loaded, problems = attempt(path)
    if loaded is None or problems:
        raise SpecError(problems)
    return loaded


def attempt(path: Path) -> tuple[LoadedSpec | None, tuple[Diagnostic, ...]]:
    """What is sound of a spec, and all errors of all files.

    The spec is `None` where too much of it can't be read for the rest to be judged. Raises `SpecError` where
    there is no file.
    """
    files, problems = read_all(find(path))
    merger = _Merger(list(problems))
    for file in files:
        merger.add(file)
    if merger.spec is None or problems or merger.is_partial:
        return None, tuple(merger.problems)
    first, *others = (file.name for file in files)
    places = Places(merger.keys, merger.values)
    return LoadedSpec(merger.whole(merger.spec), places, (first, *sorted(others))), tuple(merger.problems)


class _Merger:
    def __init__(self, problems: list[Diagnostic]) -> None:
        self.problems = problems
        self.spec: Spec | None = None
        self.is_partial = False
        """Whether a file can't be used at all."""
        self.sections: dict[str, dict[str, Any]] = {section: {} for section in _SECTIONS}
        self.defined: dict[SpecPath, Place | None] = {}
        self.keys: dict[SpecPath, Place] = {}
        self.values: dict[SpecPath, Place] = {}

    def add(self, file: SpecFile) -> None:
        """Takes over what a file holds and where, or what is wrong with it."""
        document = file.document
        self.problems += document.problems
        if document.data is None:
            self.is_partial = True
            return
        prefix = _prefix(file)
        self._check_names(file, prefix)
        self._add_places(document.places, prefix)
        try:
            content = file.model.model_validate(document.data)
        except ValidationError as error:
            found = diagnose(error, file.model, document.places, prefix)
            self._add_problems(islice(found, MAX_PROBLEMS))
            if error.error_count() > MAX_PROBLEMS:
                message = f"{file.name} has {error.error_count():,} errors; the first {MAX_PROBLEMS} are told"
                self.problems.append(Diagnostic(message, Place(file.name, 1, 1)))
            content = without_faults(document.data, error, file.model)
        if content is None:
            self.is_partial = True
        elif isinstance(content, TeamFile):
            self.sections["teams"][content.team] = _without_name(content)
        else:
            self._add_part(content)
        self._add_problems(_empty_keys(document, prefix))

    def _add_problems(self, found: Iterator[Diagnostic]) -> None:
        """Takes over what is found where nothing is told yet: one mistake is often found by several."""
        told = {problem.place for problem in self.problems}
        self.problems += (diagnostic for diagnostic in found if diagnostic.place not in told)

    def whole(self, spec: Spec) -> Spec:
        """The spec with what all files add to it."""
        return spec.model_copy(
            update={section: dict(sorted(named.items())) for section, named in self.sections.items()}
        )

    def _add_part(self, part: PartFile) -> None:
        if isinstance(part, Spec):
            self.spec = part
        for section in _SECTIONS:
            self.sections[section] |= getattr(part, section)

    def _add_places(self, places: Places, prefix: SpecPath) -> None:
        for merged, own in ((self.keys, places.keys), (self.values, places.values)):
            if prefix:
                merged |= {(*prefix, *path): place for path, place in own.items()}
            else:
                merged |= {path: place for path, place in own.items() if path not in merged}

    def _check_names(self, file: SpecFile, prefix: SpecPath) -> None:
        for path, place in _names(file, prefix):
            if path in self.defined:
                section, name = path
                self.problems.append(
                    Diagnostic(
                        f"`{name}` is already one of the `{section}`",
                        place,
                        path,
                        f"the first is at {self.defined[path]}; give one of them another name",
                    )
                )
            else:
                self.defined[path] = place


def _prefix(file: SpecFile) -> SpecPath:
    """Where in the spec a file's content stands."""
    team = (file.document.data or {}).get("team")
    return ("teams", team) if file.model is TeamFile and isinstance(team, str) else ()


def _empty_keys(document: Document, prefix: SpecPath) -> Iterator[Diagnostic]:
    for path in document.empty:
        message = f"`{path[-1]}` is empty"
        help_ = "write its value after it, or leave the key out"
        yield Diagnostic(message, document.places.key(path), (*prefix, *path), help_)


def _names(file: SpecFile, prefix: SpecPath) -> Iterator[tuple[SpecPath, Place | None]]:
    """The names that a file defines, whether or not what they name is sound."""
    places = file.document.places
    if file.model is TeamFile:
        if prefix:
            yield prefix, places.value(("team",))
        return
    for section in _SECTIONS:
        named = (file.document.data or {}).get(section)
        if isinstance(named, dict):
            yield from (((section, name), places.key((section, name))) for name in named)


def _without_name(file: TeamFile) -> Team:
    fields = {name: getattr(file, name) for name in Team.model_fields}
    return Team.model_construct(file.model_fields_set - {"team"}, **fields)
