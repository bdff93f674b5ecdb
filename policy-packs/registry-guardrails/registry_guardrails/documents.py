"""Documents that resources carry as JSON text, or as objects."""

import json
from collections.abc import Mapping
from typing import cast

from registry_guardrails.values import mapping


class MalformedDocumentError(Exception):
    """A document that can't be read, with the reason; a cloud would refuse it, or read it in its own way."""


def parse_object(value: object) -> Mapping[str, object]:
    """Read a document given as JSON text or as an object.

    A key that is there twice raises MalformedDocumentError, as readers differ on which one counts.
    """
    if isinstance(value, str):
        try:
            value = cast("object", json.loads(value, object_pairs_hook=_without_duplicates))
        except (ValueError, RecursionError) as error:
            raise MalformedDocumentError(f"it is not valid JSON ({error})") from error
    if not isinstance(value, dict):
        raise MalformedDocumentError("it is not a JSON object")
    return mapping(cast("object", value))


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise MalformedDocumentError("it has a key twice in one object")
    return result
