"""What all models of the spec share."""

import re
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, Strict, StringConstraints
from pydantic_core import CoreSchema

Cloud = Literal["aws", "gcp", "azure"]
CLOUDS: Final[tuple[Cloud, ...]] = ("aws", "gcp", "azure")


@dataclass(frozen=True, slots=True)
class Says:
    """The rule of a type of text in words, for error messages and for editors that read the JSON schema."""

    rule: str
    sentences: tuple[str, ...] = ()
    """The sentences that may be written, where it is a choice of some; `N` stands for a number."""

    def __get_pydantic_json_schema__(
        self, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {**handler(core_schema), "patternErrorMessage": self.rule}


Flag = Annotated[bool, Strict()]
"""`true` or `false`; YAML's `yes` and `1` are refused."""

Count = Annotated[int, Strict(), Field(ge=1)]
"""A whole number of at least 1."""

NAME: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")

Name = Annotated[
    str,
    StringConstraints(pattern=rf"^{NAME.pattern}$", max_length=40),
    Says("a name is lower-case letters, digits and single hyphens, and starts with a letter"),
]
"""The name of something in the spec, such as a team or a registry."""

RepositoryName = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9]*([._/-][a-z0-9]+)*$", max_length=100),
    Says(
        "a repository's name is lower-case letters and digits, joined by single `-`, `_`, `.` or `/`, and"
        " starts with a letter"
    ),
]
"""A repository's name within its team."""

TagPattern = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9_.*?-]+$", max_length=128),
    Says(
        "a tag pattern is letters, digits, `_`, `.` and `-`, with `*` for any run of characters and `?` for"
        " exactly one"
    ),
]
"""A glob over a whole tag: `*` stands for any run of characters, `?` for exactly one; case counts."""


class Model(BaseModel):
    """A part of the spec: immutable, and strict about unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)
