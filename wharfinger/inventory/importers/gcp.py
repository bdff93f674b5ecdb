"""What `gcloud artifacts docker images list REPOSITORY --include-tags --format=json` prints.

Shapes: `DockerImageToLegacy` and `_GetDockerVersions` in gcloud 528's `command_lib/artifacts/docker_util.py`.
Older versions print the tags as one text, with commas.
"""

import re
from collections.abc import Iterator
from typing import Final

from pydantic import TypeAdapter, field_validator

from wharfinger.inventory.faults import Problem, name_of, refusal
from wharfinger.inventory.importers.entries import Entry, Moment, entries
from wharfinger.inventory.line import Bytes, Digest, Row, Text
from wharfinger.inventory.model import Image
from wharfinger.inventory.source import Source

_PACKAGE: Final = re.compile(
    r"""
    [a-z0-9-]+-docker\.pkg\.dev
    / (?:[^/]+\.[^/]+/)? [^/]+      # a project, whose domain may stand before it
    / (?P<repository>[^/]+)
    / (?P<package>.+)
    """,
    re.VERBOSE,
)
_PACKAGE_RULE: Final = "it is `LOCATION-docker.pkg.dev/PROJECT/REPOSITORY/IMAGE`"


class _Metadata(Entry):
    media_type: str | None = None
    image_size_bytes: Bytes = 0

    @field_validator("image_size_bytes", mode="before")
    @classmethod
    def _unknown_is_zero(cls, value: object) -> object:
        return 0 if value in ("None", "", None) else value


class _Version(Entry):
    package: str
    version: Digest
    tags: tuple[Text, ...] | str = ""
    create_time: Moment
    update_time: Moment | None = None
    metadata: _Metadata = _Metadata()

    @property
    def tag_names(self) -> tuple[str, ...]:
        if isinstance(self.tags, str):
            return tuple(tag.strip() for tag in self.tags.split(",") if tag.strip())
        return self.tags


_OUTPUT: Final = TypeAdapter(tuple[_Version, ...])


def read_images(source: Source, registry: str, repository: str = "") -> tuple[Row, ...]:
    """The images that were printed, in their order; `repository` is the only one that they may be in.

    Raises `SpecError` with the first of what is wrong.
    """
    versions = entries(_OUTPUT, source)
    if found := [*_problems(versions, repository)]:
        raise refusal(source, found)
    return tuple(_row(one, registry) for one in versions)


def _problems(versions: tuple[_Version, ...], repository: str) -> Iterator[Problem]:
    if versions and all(one.tags == "" for one in versions):
        yield (), "no tags were listed", "add `--include-tags` to the command"
    for number, one in enumerate(versions):
        path, found = (number, "package"), _PACKAGE.fullmatch(one.package)
        if not found:
            yield path, f"`{name_of(path)}` can't be `{one.package}`", _PACKAGE_RULE
        elif repository and found["repository"] != repository:
            yield path, f"`{name_of(path)}` is in `{found['repository']}`, not `{repository}`", ""


def _row(version: _Version, registry: str) -> Row:
    found = _PACKAGE.fullmatch(version.package)
    repository, package = found.groups() if found else ("", version.package)
    image = Image(
        digest=version.version,
        media_type=version.metadata.media_type or "",
        pushed=version.create_time,
        tags=version.tag_names,
        updated=version.update_time,
        size=version.metadata.image_size_bytes,
        package=package,
    )
    return Row(registry, repository, image)
