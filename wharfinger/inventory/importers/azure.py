"""What `az acr manifest list-metadata --registry REGISTRY --name REPOSITORY -o json` prints.

Shapes: `ManifestAttributesBase` in the registry's API, where every key may be left out.
"""

from typing import Final

from pydantic import TypeAdapter

from wharfinger.inventory.importers.entries import Entry, Moment, entries
from wharfinger.inventory.line import Bytes, Digest, Row, Text
from wharfinger.inventory.model import Image
from wharfinger.inventory.source import Source


class _Manifest(Entry):
    digest: Digest
    media_type: str | None = None
    tags: tuple[Text, ...] | None = None
    created_time: Moment
    last_update_time: Moment | None = None
    image_size: Bytes | None = None


_OUTPUT: Final = TypeAdapter(tuple[_Manifest, ...])


def read_images(source: Source, registry: str, repository: str) -> tuple[Row, ...]:
    """The images that were printed, in their order, which don't name their repository themselves.

    Raises `SpecError` with the first of what is wrong.
    """
    return tuple(Row(registry, repository, _image(one)) for one in entries(_OUTPUT, source))


def _image(manifest: _Manifest) -> Image:
    return Image(
        digest=manifest.digest,
        media_type=manifest.media_type or "",
        pushed=manifest.created_time,
        tags=manifest.tags or (),
        updated=manifest.last_update_time,
        size=manifest.image_size or 0,
    )
