"""What the models say about a place in a spec: which model holds it, and what may stand there."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from wharfinger.spec.base import Model, Says
from wharfinger.spec.places import SpecPath

_KEY = "[key]"
"""What pydantic appends to the location of an error in a key."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a spec as the models see it."""

    path: SpecPath
    """The path in the data, without what pydantic adds to its locations."""
    holder: type[Model]
    """The innermost model around the place."""
    annotation: Any
    """The type of the value, or of the key."""
    key_annotation: Any = None
    """The type of the key at the end of the path, where it is a name that the user chose."""
    is_key: bool = False

    @property
    def rule(self) -> str:
        """The type's rule in words, where it has one."""
        return self._says.rule

    @property
    def sentences(self) -> tuple[str, ...]:
        """The sentences that the type is a choice of, where it is."""
        return self._says.sentences

    @property
    def _says(self) -> Says:
        return next((item for item in _metadata(self.annotation) if isinstance(item, Says)), Says(""))

    @property
    def options(self) -> tuple[str, ...]:
        """The values of a `Literal`."""
        bare = _bare(self.annotation)
        return get_args(bare) if get_origin(bare) is Literal else ()

    @property
    def model(self) -> type[Model] | None:
        """The model of the value, where it is one."""
        bare = _bare(self.annotation)
        return bare if isinstance(bare, type) and issubclass(bare, Model) else None


def locate(model: type[Model], location: SpecPath) -> Spot:
    """The place that a location in one of pydantic's errors means."""
    spot = Spot((), model, model)
    for part in location:
        spot = _step(spot, part)
    return spot


def keys(model: type[Model]) -> dict[str, FieldInfo]:
    """A model's fields by the keys that the spec writes them with."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def required_keys(model: type[Model]) -> tuple[str, ...]:
    """The keys that can't be left out."""
    return tuple(key for key, field in keys(model).items() if field.is_required())


def sections(model: type[Model]) -> Iterator[tuple[str, type[Model]]]:
    """The keys whose values are models themselves, with those models."""
    for key, field in keys(model).items():
        if section := Spot((key,), model, _annotation(field)).model:
            yield key, section


def _step(spot: Spot, part: str | int) -> Spot:
    if part == _KEY and spot.key_annotation is not None:
        return replace(spot, annotation=spot.key_annotation, is_key=True)
    bare = _bare(spot.annotation)
    if member := _tagged_member(bare, part):
        return Spot(spot.path, member, member)
    path = (*spot.path, part)
    if model := spot.model:
        field = keys(model).get(str(part))
        return Spot(path, model, _annotation(field) if field else None)
    if get_origin(bare) is dict:
        key_annotation, annotation = get_args(bare)
        return Spot(path, spot.holder, annotation, key_annotation)
    items = get_args(bare)
    return Spot(path, spot.holder, items[0] if items else None)


def _annotation(field: FieldInfo) -> Any:
    """A field's whole type: pydantic keeps the outermost `Annotated` apart."""
    return Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation


def _bare(annotation: Any) -> Any:
    """A type without `Annotated` and without `None`."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in {Union, UnionType}:
        members = [member for member in get_args(annotation) if member is not type(None)]
        return _bare(members[0]) if len(members) == 1 else annotation
    return annotation


def _metadata(annotation: Any) -> tuple[Any, ...]:
    if get_origin(annotation) is Annotated:
        inner, *metadata = get_args(annotation)
        return (*metadata, *_metadata(inner))
    if get_origin(annotation) in {Union, UnionType}:
        return tuple(item for member in get_args(annotation) for item in _metadata(member))
    return ()


def _tagged_member(bare: Any, tag: str | int) -> type[Model] | None:
    """The member of a union that is told apart by `cloud`."""
    if get_origin(bare) not in {Union, UnionType}:
        return None
    return next(
        (
            member
            for member in get_args(bare)
            if tag in Spot((), bare, keys(member)["cloud"].annotation).options
        ),
        None,
    )
