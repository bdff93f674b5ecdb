"""Serve the stand-in providers on loopback ports."""

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import grpc
from pulumi.runtime.proto import provider_pb2_grpc

from wharfinger_sandbox.grpc_limits import OPTIONS
from wharfinger_sandbox.provider.failures import Failures
from wharfinger_sandbox.provider.packages import Package
from wharfinger_sandbox.provider.servicer import ProviderServicer
from wharfinger_sandbox.provider.store import Store

WORKERS: Final = 8
"""Threads a provider: its answers are short, and SQLite takes one writer at a time."""


class Providers:
    """Running gRPC servers, one for each package."""

    def __init__(self, packages: Iterable[Package], store: Store) -> None:
        self._servers: list[grpc.Server] = []
        ports: dict[str, int] = {}
        for package in packages:
            server = grpc.server(
                ThreadPoolExecutor(WORKERS, package.name), interceptors=[Failures(package)], options=OPTIONS
            )
            provider_pb2_grpc.add_ResourceProviderServicer_to_server(ProviderServicer(package, store), server)
            ports[package.name] = server.add_insecure_port("127.0.0.1:0")
            server.start()
            self._servers.append(server)
        self.ports: Mapping[str, int] = ports

    def stop(self) -> None:
        """Finish the calls under way, for at most two seconds, and close the ports."""
        for stopped in [server.stop(grace=2) for server in self._servers]:
            stopped.wait()
