from collections.abc import Awaitable, Mapping, Sequence
from enum import Enum
from typing import Any

import pulumi
import pytest
from wharfinger_sandbox.provider.schema import (
    Anything,
    Choice,
    ListOf,
    MapOf,
    OneOf,
    Record,
    Scalar,
    properties_of,
    record_of,
    shape_of,
)


class Colour(str, Enum):  # noqa: UP042 (as the SDKs write it)
    RED = "Red"
    BLUE = "Blue"


@pulumi.input_type
class Paint:
    def __init__(self, *, colour: pulumi.Input[str], coats: pulumi.Input[int | None] = None) -> None:
        pulumi.set(self, "colour", colour)
        pulumi.set(self, "coats", coats)

    @property
    @pulumi.getter(name="mainColour")
    def colour(self) -> pulumi.Input[str]: ...

    @property
    @pulumi.getter
    def coats(self) -> pulumi.Input[int | None]: ...


def given(value):
    """What `pulumi.Input[value]` is, once the SDK has resolved it."""
    return value | Awaitable[value] | pulumi.Output[value]


@pytest.mark.parametrize(
    ("annotation", "shape"),
    [
        pytest.param(str, Scalar(str), id="text"),
        pytest.param(given(bool), Scalar(bool), id="an input is its value"),
        pytest.param(given(int | None), Scalar(int), id="an optional is its value"),
        pytest.param(Colour, Choice(("Red", "Blue")), id="an enumeration"),
        pytest.param(str | Colour, Choice(("Red", "Blue")), id="the text of an enumeration's value"),
        pytest.param(Sequence[given(float)], ListOf(Scalar(float)), id="a list"),
        pytest.param(Mapping[str, given(str)], MapOf(Scalar(str)), id="a map"),
        pytest.param(Sequence[given(Paint)], ListOf(Record(Paint)), id="a list of objects"),
        pytest.param(str | int, OneOf((Scalar(str), Scalar(int))), id="a choice of types"),
        pytest.param(Any, Anything(), id="an open value"),
        pytest.param(pulumi.Asset, Anything(), id="an asset"),
    ],
)
def test_an_annotation_of_the_sdk_becomes_a_shape(annotation, shape):
    assert shape_of(annotation) == shape


def test_properties_have_their_schema_names_and_say_whether_they_are_required():
    properties = properties_of(Record(Paint))

    assert {name: declared.required for name, declared in properties.items()} == {
        "mainColour": True,
        "coats": False,
    }


@pytest.mark.parametrize(
    ("args", "required"),
    [
        ("pulumi_aws.ecr:RepositoryArgs", set()),
        ("pulumi_aws.ecr:LifecyclePolicyArgs", {"policy", "repository"}),
        ("pulumi_gcp.artifactregistry:RepositoryArgs", {"format", "repositoryId"}),
        ("pulumi_azure_native.containerregistry:RegistryArgs", {"resourceGroupName", "sku"}),
    ],
)
def test_the_real_sdks_say_what_is_required(args, required):
    properties = properties_of(record_of(args))

    assert {name for name, declared in properties.items() if declared.required} == required


def test_every_shape_below_a_real_args_class_can_be_read():
    seen: set[Record] = set()

    def visit(shape):
        match shape:
            case Record() if shape not in seen:
                seen.add(shape)
                for declared in properties_of(shape).values():
                    visit(declared.shape)
            case ListOf(inner) | MapOf(inner):
                visit(inner)
            case OneOf(options):
                list(map(visit, options))

    visit(record_of("pulumi_azure_native.containerregistry:RegistryArgs"))

    assert len(seen) > 10
