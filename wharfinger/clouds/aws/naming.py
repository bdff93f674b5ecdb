"""Names as ECR takes them."""

import re
from functools import cache
from typing import Final

_NAME: Final = re.compile(r"(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*")


@cache
def repository_name(full_name: str) -> str:
    """The full name itself.

    Raises `ValueError` where ECR would refuse it (API model: `RepositoryName`, 2 to 256 characters).
    """
    if not 2 <= len(full_name) <= 256:
        raise ValueError(f"ECR takes names of 2 to 256 characters, this one has {len(full_name)}")
    if not _NAME.fullmatch(full_name):
        raise ValueError("ECR takes lower-case letters and digits, joined by single `.`, `_`, `-` or `/`")
    return full_name
