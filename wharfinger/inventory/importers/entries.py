"""What the outputs of the three clouds' command lines have in common."""

from typing import Annotated, Final, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, TypeAdapter, ValidationError
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from wharfinger.inventory.faults import NO_TIME, load, problems, refusal
from wharfinger.inventory.line import seconds
from wharfinger.inventory.model import Time
from wharfinger.inventory.source import Source

T = TypeVar("T")

_WHOLE_OUTPUT: Final = "give the output of the command as it is, in UTF-8"


class Entry(BaseModel):
    """A part of an output; keys that an inventory doesn't need are passed over, since clouds add some."""

    model_config = ConfigDict(frozen=True, extra="ignore", alias_generator=to_camel)


def _moment(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return seconds(value)
    except ValueError:
        raise PydanticCustomError(NO_TIME, "is no time") from None


Moment = Annotated[Time, BeforeValidator(_moment)]
"""A time, as text or in seconds since 1970."""


def entries(shape: TypeAdapter[T], source: Source) -> T:
    """What a command printed. Raises `SpecError` with the first of what is wrong in it."""
    data = load(source.text, source.file, help_=_WHOLE_OUTPUT)
    try:
        return shape.validate_python(data)
    except ValidationError as error:
        raise refusal(source, problems(error, source.text)) from None
