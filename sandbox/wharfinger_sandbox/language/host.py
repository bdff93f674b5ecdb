# ruff: noqa: ARG002, N802 (the names and signatures are those of the gRPC service)
"""The gRPC service that the engine asks to run Python programs and plugins."""

import platform
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import grpc
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import language_pb2, language_pb2_grpc, plugin_pb2

from wharfinger_sandbox.engine.search import VERSION
from wharfinger_sandbox.language.plugin import run_plugin
from wharfinger_sandbox.language.program import run_program


class LanguageHost(language_pb2_grpc.LanguageRuntimeServicer):
    """What an engine needs of a language to preview, update, destroy and run policy packs.

    It generates no code and lists no dependencies: those calls answer "unimplemented", as generated.
    `stop` ends the process that serves this.
    """

    def __init__(self, engine_address: str, program_runner: Path, stop: Callable[[], None]) -> None:
        self._engine_address = engine_address
        self._program_runner = program_runner
        self._stop = stop

    def Handshake(
        self, request: language_pb2.LanguageHandshakeRequest, context: grpc.ServicerContext
    ) -> language_pb2.LanguageHandshakeResponse:
        """Take the engine's address, where it comes this way."""
        self._engine_address = request.engine_address or self._engine_address
        return language_pb2.LanguageHandshakeResponse()

    def GetPluginInfo(self, request: Empty, context: grpc.ServicerContext) -> plugin_pb2.PluginInfo:
        """The version of the engine that this belongs to."""
        return plugin_pb2.PluginInfo(version=VERSION)

    def GetRequiredPlugins(
        self, request: language_pb2.GetRequiredPluginsRequest, context: grpc.ServicerContext
    ) -> language_pb2.GetRequiredPluginsResponse:
        """None: the sandbox's providers are attached, nothing is downloaded."""
        return language_pb2.GetRequiredPluginsResponse()

    def GetRequiredPackages(
        self, request: language_pb2.GetRequiredPackagesRequest, context: grpc.ServicerContext
    ) -> language_pb2.GetRequiredPackagesResponse:
        """None: the sandbox's providers are attached, nothing is downloaded."""
        return language_pb2.GetRequiredPackagesResponse()

    def Run(
        self, request: language_pb2.RunRequest, context: grpc.ServicerContext
    ) -> language_pb2.RunResponse:
        """Run a program."""
        return run_program(request, self._program_runner, self._engine_address, context)

    def RunPlugin(
        self, request: language_pb2.RunPluginRequest, context: grpc.ServicerContext
    ) -> Iterator[language_pb2.RunPluginResponse]:
        """Run a policy pack or another plugin."""
        return run_plugin(request, context)

    def InstallDependencies(
        self, request: language_pb2.InstallDependenciesRequest, context: grpc.ServicerContext
    ) -> Iterator[language_pb2.InstallDependenciesResponse]:
        """Say that the sandbox uses the packages that are installed."""
        note = b"sandbox: nothing is installed, the Python environment is used as it is\n"
        yield language_pb2.InstallDependenciesResponse(stdout=note)

    def About(
        self, request: language_pb2.AboutRequest, context: grpc.ServicerContext
    ) -> language_pb2.AboutResponse:
        """The Python that runs programs by default."""
        return language_pb2.AboutResponse(
            executable=sys.executable,
            version=platform.python_version(),
            metadata={"language host": "wharfinger-sandbox, a stand-in for pulumi-language-python"},
        )

    def Cancel(self, request: Empty, context: grpc.ServicerContext) -> Empty:
        """End the program that runs, and then this process."""
        self._stop()
        return Empty()
