"""Retention documents as the clouds have them, read from text that anyone may have written."""

from collections.abc import Mapping
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel


class Native(BaseModel):
    """A part of a native document: immutable, in the cloud's own spelling, and strict about unknown keys."""

    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", frozen=True, strict=True)


def as_tuple(value: Any) -> Any:
    """A list as the tuple that it becomes: of a list in JSON pydantic would call the sound part too short."""
    return tuple(value) if isinstance(value, list) else value


class PolicyError(Exception):
    """A document that its cloud would refuse, with every reason."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__("; ".join(problems))


_KINDS: Final[Mapping[str, str]] = {"model_type": "this is no object", "tuple_type": "this is no list"}
"""What pydantic says in the words of Python."""


def problems(error: ValidationError) -> tuple[str, ...]:
    """What is wrong with a document, each with the place in it."""
    return tuple(
        f"{'.'.join(map(str, detail['loc'])) or 'the document'}:"
        f" {_KINDS.get(detail['type']) or detail['msg'].removeprefix('Value error, ')}"
        for detail in error.errors(include_url=False)
    )
