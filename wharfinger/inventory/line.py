"""A line of an inventory: one image as JSON."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, make_dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Annotated, Any, Final, NotRequired

from pydantic import ConfigDict, Field, StringConstraints, TypeAdapter
from typing_extensions import TypedDict

from wharfinger.inventory.model import Image, Time

Text = Annotated[str, StringConstraints(min_length=1)]
Digest = Annotated[str, StringConstraints(pattern="^(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$")]
Bytes = Annotated[int, Field(ge=0)]

DIGEST_RULE: Final = "a digest is `sha256:` and 64 lower-case hexadecimal digits, or `sha512:` and 128"
TIME_RULE: Final = "a time is written as in RFC 3339, with a zone, such as `2026-11-03T09:12:44Z`"

_Moment = str
"""A time as written: `image_of` finds what it means, since a validator in Python would cost twice as much."""


class Line(TypedDict):
    """The keys of a line, with their values as written."""

    __pydantic_config__ = ConfigDict(extra="forbid", strict=True)  # pyright: ignore[reportGeneralTypeIssues]

    registry: Text
    repository: Text
    package: NotRequired[str]
    digest: Digest
    media_type: NotRequired[str]
    tags: NotRequired[tuple[Text, ...] | dict[Text, _Moment | None]]
    pushed: _Moment
    updated: NotRequired[_Moment | None]
    pulled: NotRequired[_Moment | None]
    archived: NotRequired[_Moment | None]
    restored: NotRequired[_Moment | None]
    size: NotRequired[Bytes]
    subject: NotRequired[Digest | None]
    children: NotRequired[tuple[Digest, ...]]
    running: NotRequired[bool]


RULES: Final[Mapping[str, str]] = {
    "registry": "the registry's name in the spec",
    "repository": "the repository's name as its registry has it",
    "package": "the image's name within a repository of Artifact Registry",
    "digest": DIGEST_RULE,
    "media_type": "the media type of the manifest",
    "tags": "a list of tags, or an object with the time of each tag's last update",
    "pushed": TIME_RULE,
    "updated": TIME_RULE,
    "pulled": TIME_RULE,
    "archived": TIME_RULE,
    "restored": TIME_RULE,
    "size": "a whole number of bytes",
    "subject": DIGEST_RULE,
    "children": "a list of the digests of an index's parts",
    "running": "`true` or `false`",
}
"""What may stand at each key, in the order in which lines are written."""

TIMES: Final = ("pushed", "updated", "pulled", "archived", "restored")
"""The keys whose values are times."""

parse: Final = TypeAdapter(Line).validator.validate_json
"""The keys of a line. Raises `ValidationError`."""


@dataclass(frozen=True, slots=True)
class Row:
    """An image and what keeps it."""

    registry: str
    repository: str
    image: Image


_Draft: Final = make_dataclass("_Draft", [field.name for field in fields(Image)], slots=True)
"""An image that is not frozen yet: the same slots, filled at a fifth of the cost, and there are millions."""

_NO_TIMES: Final[Mapping[str, Time]] = MappingProxyType({})
_from_text: Final = datetime.fromisoformat


def seconds(text: str) -> Time:
    """The time that is written so; what is below a microsecond is cut.

    Raises `ValueError` for what is no time, and for a time without a zone.
    """
    moment = _from_text(text)
    if moment.tzinfo is None:
        raise ValueError("it has no zone")
    return moment.timestamp()


def image_of(line: Line) -> Image:
    """The image that a line tells of. Raises `ValueError` for a time that is none."""
    get = line.get
    tags, tag_updated = get("tags", ()), _NO_TIMES
    if isinstance(tags, dict):
        tag_updated = MappingProxyType({tag: seconds(at) for tag, at in tags.items() if at is not None})
        tags = tuple(tags)
    updated, pulled, archived, restored = get("updated"), get("pulled"), get("archived"), get("restored")
    image = _Draft(  # in the order of its fields: to name them would cost half as much again
        line["digest"],
        get("media_type", ""),
        seconds(line["pushed"]),
        tags,
        None if updated is None else seconds(updated),
        tag_updated,
        None if pulled is None else seconds(pulled),
        None if archived is None else seconds(archived),
        None if restored is None else seconds(restored),
        get("size", 0),
        get("subject"),
        get("children", ()),
        get("package", ""),
        get("running", False),
    )
    image.__class__ = Image
    return image


def write(row: Row) -> str:
    """The line of an image, without its end: same image, same bytes; what is unknown or usual is left out."""
    written = {"registry": row.registry, "repository": row.repository, **dict(_worth_telling(row.image))}
    in_order = {key: written[key] for key in RULES if key in written}
    return json.dumps(in_order, separators=(",", ":"))


def _worth_telling(image: Image) -> Iterator[tuple[str, Any]]:
    for key in RULES.keys() & {field.name for field in fields(image)}:
        value = getattr(image, key)
        if key in TIMES:
            value = _moment(value)
        elif key == "tags" and image.tag_updated:
            value = {tag: _moment(image.tag_updated.get(tag)) for tag in image.tags}
        if value:
            yield key, value


def _moment(time: Time | None) -> str | None:
    if time is None:
        return None
    return datetime.fromtimestamp(time, UTC).isoformat().replace("+00:00", "Z")
