"""The policy pack as the engine meets it: a child process, asked over gRPC."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import grpc
from google.protobuf import struct_pb2
from pulumi.runtime.proto import analyzer_pb2, analyzer_pb2_grpc
from pulumi_policy.proxy import UNKNOWN_STRING_VALUE

PACK = Path(__file__).parents[3] / "policy-packs" / "registry-guardrails"
UNKNOWN = UNKNOWN_STRING_VALUE


@dataclass(frozen=True)
class Given:
    """A resource to ask about."""

    type: str
    properties: Mapping[str, Any]
    name: str = "thing"
    stack: str = "acme-prod"
    protect: bool = False
    provider: Mapping[str, Any] | None = None
    made_of: Mapping[str, list[str]] = field(default_factory=dict)

    @property
    def urn(self) -> str:
        return f"urn:pulumi:{self.stack}::acme::{self.type}::{self.name}"


@dataclass(frozen=True)
class Said:
    """What the pack said about it: per control the messages that block, and those that only advise."""

    blocked: Mapping[str, list[str]]
    advised: Mapping[str, list[str]]
    not_applicable: frozenset[str]
    urns: Mapping[str, set[str]]


class Analyzer:
    """A running policy pack."""

    def __init__(self, stub: analyzer_pb2_grpc.AnalyzerStub) -> None:
        self.stub = stub

    def info(self) -> analyzer_pb2.AnalyzerInfo:
        from google.protobuf import empty_pb2

        return self.stub.GetAnalyzerInfo(empty_pb2.Empty())

    def ask(self, given: Given, config: Mapping[str, Mapping[str, Any]] | None = None) -> Said:
        self._configure(config or {})
        request = analyzer_pb2.AnalyzeRequest(**_fields(given))
        return _said(self.stub.Analyze(request))

    def ask_stack(self, given: list[Given], config: Mapping[str, Mapping[str, Any]] | None = None) -> Said:
        self._configure(config or {})
        resources = [analyzer_pb2.AnalyzerResource(**_fields(each)) for each in given]
        for resource, each in zip(resources, given, strict=True):
            for path, urns in each.made_of.items():
                resource.propertyDependencies[path].urns.extend(urns)
        return _said(self.stub.AnalyzeStack(analyzer_pb2.AnalyzeStackRequest(resources=resources)))

    def _configure(self, config: Mapping[str, Mapping[str, Any]]) -> None:
        request = analyzer_pb2.ConfigureAnalyzerRequest()
        for control, properties in config.items():
            request.policyConfig[control].enforcementLevel = analyzer_pb2.MANDATORY
            request.policyConfig[control].properties.update(properties)
        self.stub.Configure(request)


@contextmanager
def running_pack(directory: Path = PACK) -> Iterator[Analyzer]:
    """Start the pack as the language host does, and stop it."""
    command = [sys.executable, "-u", "-m", "pulumi.policy", "127.0.0.1:1", str(directory)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd="/", env={**os.environ}) as process:
        try:
            assert process.stdout
            port = int(process.stdout.readline())
            with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
                yield Analyzer(analyzer_pb2_grpc.AnalyzerStub(channel))
        finally:
            process.terminate()


def _fields(given: Given) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "type": given.type,
        "urn": given.urn,
        "name": given.name,
        "properties": _struct(given.properties),
        "options": analyzer_pb2.AnalyzerResourceOptions(protect=given.protect),
    }
    if given.provider is not None:
        fields["provider"] = analyzer_pb2.AnalyzerProviderResource(
            type="pulumi:providers:any", name="default", properties=_struct(given.provider)
        )
    return fields


def _struct(tree: Mapping[str, Any]) -> struct_pb2.Struct:
    struct = struct_pb2.Struct()
    struct.update(dict(tree))
    return struct


def _said(response: analyzer_pb2.AnalyzeResponse) -> Said:
    blocked: dict[str, list[str]] = {}
    advised: dict[str, list[str]] = {}
    urns: dict[str, set[str]] = {}
    for diagnostic in response.diagnostics:
        level = blocked if diagnostic.enforcementLevel == analyzer_pb2.MANDATORY else advised
        level.setdefault(diagnostic.policyName, []).append(diagnostic.message)
        urns.setdefault(diagnostic.policyName, set()).add(diagnostic.urn)
    return Said(blocked, advised, frozenset(each.policy_name for each in response.not_applicable), urns)
