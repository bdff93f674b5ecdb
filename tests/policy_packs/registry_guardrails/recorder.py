"""Run a Pulumi program without an engine and record what it would register.

Run as `python recorder.py PROGRAM_DIRECTORY STACK`; prints one JSON list of resources. Outputs that no
input tells are unknown, as in a first preview.
"""

import json
import runpy
import sys
from typing import Any

import pulumi
from google.protobuf import json_format
from pulumi.runtime import mocks


class _Recorder(mocks.MockMonitor):
    """Keeps what each resource is registered with, and answers with its inputs."""

    def __init__(self, answers: mocks.Mocks) -> None:
        super().__init__(answers)
        self.registered: list[dict[str, Any]] = []

    def make_urn(self, parent: str, type_: str, name: str) -> str:  # noqa: ARG002 the SDK passes it
        """Name a resource as the engine names a child of the stack."""
        return f"urn:pulumi:{sys.argv[2]}::acme::{type_}::{name}"

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802 the name is gRPC's
        if request.custom:
            self.registered.append(
                {
                    "type": request.type,
                    "name": request.name,
                    "protect": request.protect,
                    "properties": json_format.MessageToDict(request.object),
                    "made_of": {
                        path: list(dependencies.urns)
                        for path, dependencies in request.propertyDependencies.items()
                    },
                }
            )
        return super().RegisterResource(request)


class _Echo(mocks.Mocks):
    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        return None, args.inputs

    def call(self, args: mocks.MockCallArgs) -> tuple[dict[str, Any], None]:  # noqa: ARG002 the SDK passes it
        return {}, None


def main() -> None:
    program, stack = sys.argv[1:]
    recorder = _Recorder(_Echo())
    mocks.set_mocks(_Echo(), project="acme", stack=stack, preview=True, monitor=recorder)
    pulumi.runtime.test(lambda: runpy.run_path(program, run_name="__main__") and None)()
    print(json.dumps(recorder.registered))  # noqa: T201 the answer to the caller


if __name__ == "__main__":
    main()
