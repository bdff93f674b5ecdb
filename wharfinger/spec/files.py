"""The files that a spec is written in: from `org.yaml` through everything that is included.

A file that several others include is read once. A file that includes itself, directly or through others, is
an error. A glob, as in a shell, matches no hidden file, and not the file that it stands in. Every file must
be below the folder of `org.yaml`, so that one review of that folder sees the whole spec.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path, PurePosixPath
from typing import Any, Final

from wharfinger.spec.diagnostics import Diagnostic, SpecError
from wharfinger.spec.document import Document
from wharfinger.spec.organisation import PartFile, Spec
from wharfinger.spec.people import Team, TeamFile
from wharfinger.spec.places import Place
from wharfinger.spec.source import read_file

MAX_CHAIN: Final = 20
"""The longest chain of files that include one another."""

_TEAM_ONLY: Final = frozenset(Team.model_fields.keys() - Spec.model_fields.keys()) | {"team"}


@dataclass(frozen=True, slots=True)
class SpecFile:
    """One file of a spec."""

    name: str
    """The path as the user would write it."""
    document: Document
    model: type[Spec] | type[PartFile] | type[TeamFile]
    """What the file has to be."""


def find(path: Path) -> Path:
    """The `org.yaml` that a path means: itself, or in that folder, or in `stacks` there.

    Raises `SpecError` where there is none.
    """
    candidates = (path, path / "org.yaml", path / "stacks" / "org.yaml")
    if found := next((candidate for candidate in candidates if _is_file(candidate)), None):
        return found
    message = f"there is no file {_name(path)}, and no folder of that name with an org.yaml in it"
    help_ = "`wharfinger init` writes one; or name the file that holds your spec"
    raise SpecError([Diagnostic(message, None, help=help_)])


def read_all(path: Path) -> tuple[tuple[SpecFile, ...], tuple[Diagnostic, ...]]:
    """All files of the spec that starts in `path`, that one first, and what is wrong with their includes."""
    reader = _Reader(path)
    reader.read(path, ())
    return tuple(reader.files), (*reader.problems, *reader.overlooked())


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # such as a name that the file system finds too long
        return False


def _name(path: Path) -> str:
    """A path as the user would write it: relative where it is below the current folder."""
    if path.is_absolute() and path.is_relative_to(Path.cwd()):
        return str(path.relative_to(Path.cwd()))
    return str(path)


class _Reader:
    def __init__(self, root: Path) -> None:
        self.folder = root.parent.resolve()
        self.root = root
        self.files: list[SpecFile] = []
        self.problems: list[Diagnostic] = []
        self.seen: set[Path] = set()
        self.near_misses: dict[Path, tuple[str, Place]] = {}
        """Files that a glob for `.yaml` would match if they did not end in `.yml`."""

    def read(self, path: Path, chain: tuple[Path, ...]) -> None:
        self.seen.add(path.resolve())
        document = read_file(path, _name(path))
        file = SpecFile(_name(path), document, Spec if not chain else _model(document.data or {}))
        self.files.append(file)
        if file.model is TeamFile:
            return
        for index, pattern in _includes(file):
            place = document.places.value(("include", index)) or Place(file.name, 1, 1)
            is_default = "include" not in (document.data or {})
            for included in self._expand(path, pattern, place, may_be_empty=is_default):
                self._include(included, (*chain, path), place)

    def overlooked(self) -> Iterator[Diagnostic]:
        """Files that are likely meant, and that nothing includes: a team must not vanish unseen."""
        for path, (pattern, place) in self.near_misses.items():
            if path.resolve() not in self.seen:
                yield Diagnostic(
                    f"{_name(path)} is not read: `{pattern}` does not match it",
                    place,
                    ("include",),
                    f"rename it to `{path.stem}.yaml`, or include it",
                )

    def _include(self, path: Path, chain: tuple[Path, ...], place: Place) -> None:
        resolved = path.resolve()
        resolved_chain = [link.resolve() for link in chain]
        if resolved in resolved_chain:
            cycle = [*chain[resolved_chain.index(resolved) :], path]
            links = " → ".join(_name(link) for link in cycle)
            self._refuse(f"files include each other: {links}", place, "remove one of these includes")
        elif len(chain) >= MAX_CHAIN:
            message = f"more than {MAX_CHAIN} files include one another in a chain"
            self._refuse(message, place, "include them all from org.yaml")
        elif resolved not in self.seen:
            self.read(path, chain)

    def _expand(self, including: Path, pattern: str, place: Place, *, may_be_empty: bool) -> list[Path]:
        """The files that one entry of an `include` means, in the order of their names."""
        parts = PurePosixPath(pattern).parts
        fixed = tuple(takewhile(lambda part: not _is_glob(part), parts))
        wild = "/".join(parts[len(fixed) :])
        base = including.parent.joinpath(*fixed)
        if not self._is_inside(base) or ".." in wild.split("/"):
            message = f"`{pattern}` leads out of the folder of {self.root.name}"
            self._refuse(message, place, "all files of a spec are below that folder")
            return []
        found = list(self._glob(including, base, wild, place)) if wild else [base] if _is_file(base) else []
        if wild.endswith(".yaml"):
            for path in self._glob(including, base, wild.removesuffix("yaml") + "yml", place):
                self.near_misses[path] = (pattern, place)
        if not found and not may_be_empty:
            message = f"no file matches `{pattern}`" if wild else f"there is no file `{pattern}`"
            self._refuse(message, place, f"paths are relative to the folder of {_name(including)}")
        return found

    def _glob(self, including: Path, base: Path, wild: str, place: Place) -> Iterator[Path]:
        try:
            matches = sorted(base.glob(wild))
        except ValueError as error:
            self._refuse(f"`{wild}` is no pattern: {error}", place, "such as `teams/*.yaml`")
            return
        for path in matches:
            hidden = any(part.startswith(".") for part in path.relative_to(base).parts)
            if hidden or path == including or not _is_file(path):
                continue
            if self._is_inside(path):
                yield path
            else:
                message = f"{_name(path)} is a link that leads out of the folder of {self.root.name}"
                self._refuse(message, place, "put the file itself there")

    def _is_inside(self, path: Path) -> bool:
        try:
            return path.resolve().is_relative_to(self.folder)
        except (OSError, RuntimeError, ValueError):  # links in a circle; names that no file system takes
            return False

    def _refuse(self, message: str, place: Place, help_: str) -> None:
        self.problems.append(Diagnostic(message, place, ("include",), help_))


def _is_glob(part: str) -> bool:
    return any(character in part for character in "*?[")


def _model(data: dict[str, Any]) -> type[PartFile] | type[TeamFile]:
    """What an included file has to be; one with a team's keys but no `team` is told that it needs one."""
    return TeamFile if data.keys() & _TEAM_ONLY else PartFile


def _includes(file: SpecFile) -> Iterator[tuple[int, str]]:
    """The includes as written, one without its list too; the model tells what is wrong with their form."""
    default: tuple[str, ...] = file.model.model_fields["include"].default
    written: Any = (file.document.data or {}).get("include", default)
    entries = written if isinstance(written, list | tuple) else [written]
    return ((index, entry) for index, entry in enumerate(entries) if isinstance(entry, str))
