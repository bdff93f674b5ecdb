"""Runs a component against Pulumi's mock monitor, and keeps what the component asked the engine for."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi
import pytest
from google.protobuf import json_format
from pulumi.runtime.mocks import MockCallArgs, MockMonitor, MockResourceArgs, Mocks, set_mocks


@dataclass(frozen=True)
class Registration:
    """One resource as it was registered, with the options that decide how it is replaced and deleted."""

    type: str
    name: str
    inputs: dict[str, Any]
    protect: bool | None
    retain_on_delete: bool | None
    delete_before_replace: bool | None
    deleted_with: str
    parent: str


@dataclass
class Declared:
    """Everything that a program registered, and the outputs of its components."""

    registrations: list[Registration] = field(default_factory=list)
    outputs: dict[str, Any] = field(default_factory=dict)

    @property
    def children(self) -> list[Registration]:
        return [one for one in self.registrations if not one.type.startswith("wharfinger:")]

    def only(self, resource_type: str) -> Registration:
        (found,) = self.all(resource_type)
        return found

    def all(self, resource_type: str) -> list[Registration]:
        return [one for one in self.children if one.type == resource_type]

    @property
    def names(self) -> set[tuple[str, str]]:
        return {(one.type, one.name) for one in self.registrations}


class _Cloud(Mocks):
    """Answers with the inputs, and with what a cloud would add to them: an `id`, and outputs."""

    def __init__(self, answers: Mapping[str, Mapping[str, Any]]) -> None:
        self._answers = answers

    def new_resource(self, args: MockResourceArgs) -> tuple[str, dict[str, Any]]:
        outputs = {"id": f"id-of-{args.name}", **args.inputs, **self._answers.get(args.typ, {})}
        return outputs.pop("id"), outputs

    def call(self, args: MockCallArgs) -> tuple[dict[str, Any], None]:  # noqa: ARG002
        raise AssertionError("a component looks nothing up")


class _RecordingMonitor(MockMonitor):
    def __init__(self, mocks: Mocks) -> None:
        super().__init__(mocks)
        self.declared = Declared()

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802
        if request.type != "pulumi:pulumi:Stack":
            self.declared.registrations.append(_registration(request))
        return super().RegisterResource(request)

    def RegisterResourceOutputs(self, request: Any) -> Any:  # noqa: N802
        if request.urn.split("::")[2].rsplit("$", 1)[-1].startswith("wharfinger:"):
            self.declared.outputs |= json_format.MessageToDict(request.outputs)
        return super().RegisterResourceOutputs(request)


def _registration(request: Any) -> Registration:
    return Registration(
        type=request.type,
        name=request.name,
        inputs=json_format.MessageToDict(request.object),
        protect=request.protect if request.HasField("protect") else None,
        retain_on_delete=request.retainOnDelete if request.HasField("retainOnDelete") else None,
        delete_before_replace=request.deleteBeforeReplace if request.deleteBeforeReplaceDefined else None,
        deleted_with=request.deletedWith.rsplit("::", 1)[-1],
        parent=request.parent.rsplit("::", 1)[-1],
    )


Program = Callable[[], object]


@pytest.fixture(scope="session")
def declare() -> Callable[..., Declared]:
    def run(program: Program, answers: Mapping[str, Mapping[str, Any]] | None = None) -> Declared:
        monitor = _RecordingMonitor(_Cloud(answers or {}))
        set_mocks(monitor.mocks, project="acme", stack="test", monitor=monitor)

        def body() -> None:
            program()

        pulumi.runtime.test(body)()
        return monitor.declared

    return run


@pytest.fixture(autouse=True)
def _engine_settings() -> Iterator[None]:
    """Leaves no mock engine behind for the tests of other folders."""
    before = pulumi.runtime.settings.SETTINGS
    yield
    pulumi.runtime.settings.configure(before)
