"""Names as Azure Container Registry takes them."""

import re
from functools import cache
from typing import Final

from wharfinger.spec.registries import AcrRegistry

_NAME: Final = re.compile(r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*")


@cache
def repository_name(full_name: str) -> str:
    """The full name itself.

    Raises `ValueError` where ACR would refuse it (OCI distribution specification's name grammar; ACR takes at
    most 256 characters).
    """
    if len(full_name) > 256:
        raise ValueError(f"ACR takes names of at most 256 characters, this one has {len(full_name)}")
    if not _NAME.fullmatch(full_name):
        raise ValueError("ACR takes lower-case letters and digits, joined by `.`, `_`, `-` or `/`")
    return full_name


def login_server(registry: AcrRegistry) -> str:
    """The registry's host name."""
    return f"{registry.name.lower()}.azurecr.io"
