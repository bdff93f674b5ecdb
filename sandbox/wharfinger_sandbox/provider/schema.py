"""The shape of a resource's inputs, read from the SDK's own args class."""

import functools
import importlib
import inspect
import threading
import types
import typing
from collections import abc
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

import pulumi
from pulumi import _types as sdk_types  # pyright: ignore[reportPrivateUsage]


@dataclass(frozen=True)
class Scalar:
    """A value of one Python type: str, bool, int or float (int counts as float)."""

    type: type


@dataclass(frozen=True)
class Choice:
    """One of an enumeration's values."""

    values: tuple[Any, ...]


@dataclass(frozen=True)
class ListOf:
    """A list of items of one shape."""

    item: "Shape"


@dataclass(frozen=True)
class MapOf:
    """A map from any text to values of one shape."""

    value: "Shape"


@dataclass(frozen=True)
class Record:
    """An object with the properties of an SDK args class."""

    args: type


@dataclass(frozen=True)
class OneOf:
    """A value that fits any of several shapes."""

    options: tuple["Shape", ...]


@dataclass(frozen=True)
class Anything:
    """A value that the SDK leaves open, an asset or an archive."""


Shape = Scalar | Choice | ListOf | MapOf | Record | OneOf | Anything


@dataclass(frozen=True)
class Property:
    """One property of a record."""

    shape: Shape
    required: bool


# The SDKs load their modules lazily, which is not safe from several threads.
_importing = threading.Lock()


@functools.cache
def record_of(args: str) -> Record:
    """The shape behind a path such as `pulumi_aws.ecr:RepositoryArgs`."""
    module, _, name = args.partition(":")
    with _importing:
        return Record(getattr(importlib.import_module(module), name))


@functools.cache
def properties_of(record: Record) -> Mapping[str, Property]:
    """The properties by their camelCase names; those without a default in the constructor are required."""
    with _importing:
        names = sdk_types.input_type_py_to_pulumi_names(record.args)
        annotated = sdk_types.input_type_types(record.args)
    parameters = inspect.signature(record.args.__init__).parameters
    required = {
        names[name]
        for name, parameter in parameters.items()
        if name in names and parameter.default is inspect.Parameter.empty
    }
    return {name: Property(shape_of(annotated[name]), name in required) for name in names.values()}


def shape_of(annotation: Any) -> Shape:
    """The shape that a type annotation of the SDK describes."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (typing.Union, types.UnionType):
        return _shape_of_union(arguments)
    if origin is abc.Sequence:
        return ListOf(shape_of(arguments[0]))
    if origin is abc.Mapping:
        return MapOf(shape_of(arguments[1]))
    return _shape_of_class(annotation) if isinstance(annotation, type) else Anything()


def _shape_of_class(annotation: type) -> Shape:
    if sdk_types.is_input_type(annotation):
        return Record(annotation)
    if issubclass(annotation, Enum):
        return Choice(tuple(member.value for member in annotation))
    return Scalar(annotation) if annotation in (str, bool, int, float) else Anything()


def _shape_of_union(options: Sequence[Any]) -> Shape:
    # `pulumi.Input[T]` is T, or an awaitable or an output of T; only T reaches a provider.
    plain = [option for option in options if not _is_wrapper(option)]
    shapes = list(dict.fromkeys(shape_of(option) for option in plain))
    if any(isinstance(shape, Choice) for shape in shapes):
        # `Union[str, SomeEnum]` lets programs write the text of a value.
        shapes = [shape for shape in shapes if shape != Scalar(str)]
    return shapes[0] if len(shapes) == 1 else OneOf(tuple(shapes))


def _is_wrapper(option: Any) -> bool:
    if option is type(None):
        return True
    origin = typing.get_origin(option)
    return origin in (Awaitable, abc.Awaitable, pulumi.Output)
