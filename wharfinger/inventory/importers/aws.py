"""What `aws ecr describe-images --output json` prints.

Shapes: `ImageDetail` in ECR's API model. Version 1 of the command line prints times as seconds since 1970,
version 2 as text.
"""

from collections.abc import Iterator
from typing import Final

from pydantic import AliasChoices, Field, TypeAdapter

from wharfinger.inventory.faults import Problem, missing, name_of, refusal
from wharfinger.inventory.importers.entries import Entry, Moment, entries
from wharfinger.inventory.line import Bytes, Digest, Row, Text
from wharfinger.inventory.model import Image
from wharfinger.inventory.source import Source


class _ImageDetail(Entry):
    repository_name: Text | None = None
    image_digest: Digest
    image_tags: tuple[Text, ...] = ()
    image_manifest_media_type: str = ""
    image_pushed_at: Moment
    last_recorded_pull_time: Moment | None = None
    image_status: str = ""
    last_archived_at: Moment | None = None
    last_activated_at: Moment | None = None
    image_size_in_bytes: Bytes = 0
    subject_manifest_digest: Digest | None = None

    @property
    def is_archived(self) -> bool:
        return self.image_status == "ARCHIVED"


class _Output(Entry):
    image_details: tuple[_ImageDetail, ...]
    next_token: str | None = Field(None, validation_alias=AliasChoices("NextToken", "nextToken"))


_OUTPUT: Final = TypeAdapter(_Output)


def read_images(source: Source, registry: str, repository: str = "") -> tuple[Row, ...]:
    """The images that were printed, in their order; `repository` is needed only where they don't name theirs.

    An image that is being restored counts as standard storage. Raises `SpecError` with the first of what is
    wrong.
    """
    output = entries(_OUTPUT, source)
    if found := [*_problems(output, repository)]:
        raise refusal(source, found)
    return tuple(
        Row(registry, one.repository_name or repository, _image(one)) for one in output.image_details
    )


def _problems(output: _Output, repository: str) -> Iterator[Problem]:
    if output.next_token:
        whole = "leave `--max-items` and `--no-paginate` out of the command"
        yield (), "the list of images is cut short", whole
    for number, one in enumerate(output.image_details):
        path, named = ("imageDetails", number, "repositoryName"), one.repository_name
        if not (named or repository):
            yield missing(path, "name the repository: `--repository`")
        if named and repository and named != repository:
            yield path, f"`{name_of(path)}` is `{named}`, not `{repository}`", ""
        if one.is_archived and one.last_archived_at is None:
            yield missing(("imageDetails", number, "lastArchivedAt"), "an archived image has one")


def _image(detail: _ImageDetail) -> Image:
    return Image(
        digest=detail.image_digest,
        media_type=detail.image_manifest_media_type,
        pushed=detail.image_pushed_at,
        tags=detail.image_tags,
        pulled=detail.last_recorded_pull_time,
        archived=detail.last_archived_at if detail.is_archived else None,
        restored=detail.last_activated_at,
        size=detail.image_size_in_bytes,
        subject=detail.subject_manifest_digest,
    )
