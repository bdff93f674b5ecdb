"""The Pulumi engine: an official installation where there is one, otherwise one built from its Go module."""

from wharfinger_sandbox.engine.compile import BuildError, build
from wharfinger_sandbox.engine.search import Engine, EngineMissingError, find

__all__ = ["BuildError", "Engine", "EngineMissingError", "build", "ensure", "find"]


def ensure() -> Engine:
    """The engine, built first where none is found (about 7 minutes on two cores, once a machine).

    Raises `BuildError` where it can't be built.
    """
    return find() or build()
