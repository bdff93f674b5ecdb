"""The process behind `pulumi-language-python`: serve the language host, print its port, end on a signal."""

import argparse
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import grpc
from pulumi.runtime.proto import language_pb2_grpc

from wharfinger_sandbox.grpc_limits import OPTIONS
from wharfinger_sandbox.language.host import LanguageHost


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--program-runner", type=Path, required=True)
    parser.add_argument("engine_address", nargs="?", default="")
    arguments, _ = parser.parse_known_args()  # the engine adds options for logs and traces

    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stopped.set())

    server = grpc.server(ThreadPoolExecutor(max_workers=64), options=OPTIONS)
    host = LanguageHost(arguments.engine_address, arguments.program_runner, stopped.set)
    language_pb2_grpc.add_LanguageRuntimeServicer_to_server(host, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    stopped.wait()
    server.stop(grace=0.5).wait()  # time enough for the answer to a cancellation


main()
