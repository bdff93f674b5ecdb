"""`acr purge` commands as values, whoever wrote them.

Sources: acr-cli, `cmd/acr/purge.go` and `cmd/repository/image_functions.go`; Azure Container Registry docs,
"Automatically purge images".
"""

import argparse
import re
import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, NoReturn

import yaml

from wharfinger.clouds.policy import PolicyError

_STEPS: Final = re.compile(r"^steps:", re.MULTILINE)
_COMMAND: Final = re.compile(r"(?:acr|mcr\.microsoft\.com/acr/acr-cli:\S+)\s+purge\b")
_AGO: Final = re.compile(r"(?=\d)(?:(\d+)d)?((?:\d+(?:\.\d+)?[hms])*)")
_PART: Final = re.compile(r"([\d.]+)([hms])")
_UNITS: Final = {"h": 3_600, "m": 60, "s": 1}
_NO_SEPARATOR: Final = re.compile(r"\(\?[imsU-]{0,5}:")
_POSIX_CLASS: Final = re.compile(r"\[:\^?\w+:\]")


@dataclass(frozen=True, slots=True)
class Filter:
    """Repositories and tags in whose names an expression is found."""

    repository: re.Pattern[str]
    """Anchored at both ends, though in an alternative such as `a|b` at one end only (acr-cli's source)."""
    tag: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Purge:
    """One `acr purge` command."""

    filters: tuple[Filter, ...]
    """Of which one must match; none where every repository is meant."""
    ago: int | None
    """Seconds since the last update; `None` where any age will do."""
    keep: int
    """How many of the newest tags that would go are kept."""
    tags: bool
    """Whether tags go."""
    untagged: bool
    """Whether manifests without a tag go."""
    dry_run: bool
    name: str
    """How a report names the command."""

    def reaches(self, repository: str) -> bool:
        """Whether the command is about a repository."""
        return not self.filters or any(one.repository.search(repository) for one in self.filters)


def read_policy(text: str) -> tuple[Purge, ...]:
    """The purge commands in a text: one a line, or the steps of a task's YAML.

    Steps that do something else are left aside, as are empty lines and comments. Raises `PolicyError` where a
    command can't be run, and where there is none.
    """
    purges: list[Purge] = []
    wrong: list[str] = []
    for place, command in _steps(text) if _STEPS.search(text) else _lines(text):
        try:
            purges.append(read_command(command))
        except ValueError as error:
            wrong.append(f"{place}: {error}")
    if wrong:
        raise PolicyError(tuple(wrong))
    if not purges:
        raise PolicyError(("it holds no `acr purge` command",))
    return tuple(purges)


@cache
def read_command(command: str) -> Purge:
    """One purge command. Raises `ValueError` where it can't be run."""
    if not _COMMAND.match(command):
        raise ValueError(f"`{command}` is no `acr purge` command")
    return _purge(shlex.split(command)[2:])


def _lines(text: str) -> list[tuple[str, str]]:
    lines = ((f"line {number}", line.strip()) for number, line in enumerate(text.splitlines(), start=1))
    return [(place, line) for place, line in lines if line and not line.startswith("#")]


def _steps(text: str) -> list[tuple[str, str]]:
    """The purge commands of a task, in which `$$` stands for `$`."""
    try:
        steps = [str(step.get("cmd", "")).strip() for step in yaml.safe_load(text)["steps"]]
    except yaml.YAMLError as error:
        raise PolicyError((f"this is not YAML: {error}",)) from None
    except (TypeError, AttributeError):
        raise PolicyError(("`steps` is no list of steps, such as `- cmd: acr purge …`",)) from None
    return [
        (f"step {number}", step.replace("$$", "$"))
        for number, step in enumerate(steps, start=1)
        if _COMMAND.match(step)
    ]


class _Arguments(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise ValueError(message)


def _parser() -> _Arguments:
    parser = _Arguments(prog="acr purge", add_help=False, allow_abbrev=False)
    parser.add_argument("--filter", "-f", action="append", default=[])
    parser.add_argument("--ago")
    parser.add_argument("--keep", type=int, default=0)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--untagged", action="store_true")
    which.add_argument("--untagged-only", action="store_true")
    parser.add_argument("--dry-run", action="store_true")
    for flag in ("--include-locked", "--verbose"):
        parser.add_argument(flag, action="store_true")
    for option in ("--registry", "--username", "--password", "--config"):
        parser.add_argument(option, option[1:3])
    for option in ("--concurrency", "--filter-timeout-seconds", "--repository-page-size"):
        parser.add_argument(option, type=int)
    return parser


def _purge(arguments: Sequence[str]) -> Purge:
    given: Any = _parser().parse_args(arguments)
    if given.keep < 0:
        raise ValueError(f"--keep can't be {given.keep}")
    if not given.untagged_only and not given.filter:
        raise ValueError("it needs --filter, unless it is --untagged-only")
    if not given.untagged_only and given.ago is None:
        raise ValueError("it needs --ago, unless it is --untagged-only")
    filters = tuple(map(_filter, given.filter))
    return Purge(
        filters=filters,
        ago=None if given.ago is None else _seconds(given.ago),
        keep=given.keep,
        tags=not given.untagged_only,
        untagged=given.untagged or given.untagged_only,
        dry_run=given.dry_run,
        name=_name(given, filters),
    )


def _name(given: Any, filters: Iterable[Filter]) -> str:
    tags = ", ".join(dict.fromkeys(one.tag.pattern for one in filters))
    what = "--untagged-only" if given.untagged_only else f"--filter {tags}"
    ago = f" --ago {given.ago}" if given.ago else ""
    keep = f" --keep {given.keep}" if given.keep else ""
    return f"purge {what}{ago}{keep}"


def _filter(text: str) -> Filter:
    """A filter has exactly one colon that doesn't belong to a group such as `(?:a|b)`."""
    masked = _NO_SEPARATOR.sub(lambda part: "_" * len(part[0]), text)
    if found := _POSIX_CLASS.search(masked):
        raise ValueError(f"`{text}`: `{found[0]}` is not understood here, write the characters out")
    at = masked.find(":")
    repository, tag = text[:at], text[at + 1 :]
    if masked.count(":") != 1 or not repository or not tag:
        raise ValueError(f"`{text}` is no filter: write `REPOSITORY:TAG`, both as regular expressions")
    try:
        return Filter(re.compile(f"^{repository}$"), re.compile(tag))
    except re.error as error:
        raise ValueError(f"`{text}` is no regular expression: {error}") from None


def _seconds(ago: str) -> int:
    found = _AGO.fullmatch(ago)
    if not found:
        raise ValueError(f"`{ago}` is no duration, such as `30d` or `2d3h6m`")
    days, rest = found.groups()
    parts = sum(float(number) * _UNITS[unit] for number, unit in _PART.findall(rest))
    return int(days or 0) * 86_400 + int(parts)
