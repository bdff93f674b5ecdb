"""What all models of the spec share."""

import re
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, Strict, StringConstraints

Cloud = Literal["aws", "gcp", "azure"]
CLOUDS: Final[tuple[Cloud, ...]] = ("aws", "gcp", "azure")

Flag = Annotated[bool, Strict()]
"""`true` or `false`; YAML's `yes` and `1` are refused."""

Count = Annotated[int, Strict(), Field(ge=1)]
"""A whole number of at least 1."""

NAME: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")

Name = Annotated[str, StringConstraints(pattern=rf"^{NAME.pattern}$", max_length=40)]
"""The name of something in the spec: lower-case letters, digits and single hyphens, starting with a letter."""

RepositoryName = Annotated[
    str, StringConstraints(pattern=r"^[a-z][a-z0-9]*([._/-][a-z0-9]+)*$", max_length=100)
]
"""A repository's name within its team: lower-case segments joined by `-`, `_`, `.` or `/`."""

TagPattern = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.*-]+$", max_length=128)]
"""A glob over a whole tag, in which `*` stands for any run of characters; case counts."""


class Model(BaseModel):
    """A part of the spec: immutable, and strict about unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)
