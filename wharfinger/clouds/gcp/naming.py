"""Names and labels as Google Cloud takes them."""

import re
from functools import cache
from typing import Final

_REPOSITORY_ID: Final = re.compile(r"[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?")
_NOT_IN_ID: Final = re.compile(r"[/._]+")
_NOT_IN_LABEL: Final = re.compile(r"[^a-z0-9_-]+")


@cache
def repository_name(full_name: str) -> str:
    """The full name as a repository id, in which `-` stands for `/`, `.` and `_`.

    Raises `ValueError` where Artifact Registry would refuse it (API reference: 1 to 63 lower-case letters,
    digits and hyphens, starting with a letter and not ending with a hyphen).
    """
    name = _NOT_IN_ID.sub("-", full_name)
    if len(name) > 63:
        raise ValueError(f"Artifact Registry takes ids of at most 63 characters, `{name}` has {len(name)}")
    if not _REPOSITORY_ID.fullmatch(name):
        raise ValueError(f"Artifact Registry takes lower-case letters, digits and hyphens, not `{name}`")
    return name


def image_name(repository: str) -> str:
    """The image's name under the repository: the last segment of the neutral name."""
    return repository.rsplit("/", 1)[-1]


@cache
def label_value(text: str) -> str:
    """A text in the characters of a label's value, cut at 63 (Resource Manager docs, "Labels")."""
    return _NOT_IN_LABEL.sub("-", text.lower())[:63].strip("-")
