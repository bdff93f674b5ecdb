"""What is left of a file without the values that are wrong in it, so that the rest can be checked too."""

from copy import deepcopy
from typing import Any, Final, TypeVar

from pydantic import ValidationError

from wharfinger.spec.base import Model
from wharfinger.spec.document import MAX_PROBLEMS
from wharfinger.spec.places import SpecPath
from wharfinger.spec.shape import Spot, locate

ModelT = TypeVar("ModelT", bound=Model)

_NAMED: Final = ("registries", "principals", "pipelines", "classes", "teams")
"""Sections whose names are named elsewhere: without one of them, others would seem to name nothing."""


def without_faults(data: dict[str, Any], error: ValidationError, model: type[ModelT]) -> ModelT | None:
    """The file's content without its wrong values; `None` where too much would be missing.

    Settings that are left out fall back to what is wider: what is then told of the rest is true of the whole.
    A rollback window is left out as one, since half of it would reach further.
    """
    if error.error_count() > MAX_PROBLEMS:
        return None
    rest = deepcopy(data)
    for detail in error.errors(include_url=False, include_context=False, include_input=False):
        spot = locate(model, detail["loc"])
        if detail["type"] == "missing" or _is_needed(spot):
            return None
        _remove(rest, spot.path[:2] if spot.path[0] == "rollback_windows" else spot.path)
    try:
        return model.model_validate(rest)
    except ValidationError:
        return None


def _is_needed(spot: Spot) -> bool:
    """A registry's own values decide about others, and a name may be named elsewhere."""
    path = spot.path
    return not path or "registries" in path[:1] or (len(path) > 1 and path[-2] in _NAMED)


def _remove(data: Any, path: SpecPath) -> None:
    """Remove the value at a path, with the whole list where it is an item of one."""
    *parents, last = path
    if isinstance(last, int):
        _remove(data, tuple(parents))
        return
    for part in parents:
        data = data.get(part) if isinstance(data, dict) else None
    if isinstance(data, dict):
        data.pop(last, None)
