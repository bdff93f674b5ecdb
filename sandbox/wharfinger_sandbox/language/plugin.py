"""Run a plugin that is written in Python, such as a policy pack, and pass on what it prints."""

import os
import queue
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import grpc
from pulumi.runtime.proto import language_pb2

from wharfinger_sandbox.language.program import interpreter_of

Response = language_pb2.RunPluginResponse


def run_plugin(request: language_pb2.RunPluginRequest, context: grpc.ServicerContext) -> Iterator[Response]:
    """The plugin's output line by line, then its exit code; it is ended when the engine hangs up."""
    interpreter = interpreter_of(request.info)
    child = subprocess.Popen(
        [interpreter.executable, "-u", *arguments(request)],
        cwd=request.pwd or None,
        env=interpreter.environment(os.environ) | dict(pair.split("=", 1) for pair in request.env),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    context.add_callback(child.terminate)
    yield from _lines(child)
    yield Response(exitcode=child.wait())


def arguments(request: language_pb2.RunPluginRequest) -> list[str]:
    """Python's arguments for a plugin: the SDK's module runs a policy pack, all else runs from its folder."""
    folder = request.info.program_directory
    if request.kind == "analyzer":
        engine_address = request.args[0]
        return ["-m", "pulumi.policy", engine_address, folder]
    return [str(Path(folder) / request.info.entry_point), *request.args]


def _lines(child: subprocess.Popen[bytes]) -> Iterator[Response]:
    output: queue.SimpleQueue[Response | None] = queue.SimpleQueue()

    def pump(stream: IO[bytes] | None, name: str) -> None:
        for line in stream or ():
            output.put(Response(stdout=line) if name == "stdout" else Response(stderr=line))
        output.put(None)

    streams = [(child.stdout, "stdout"), (child.stderr, "stderr")]
    for stream, name in streams:
        threading.Thread(target=pump, args=(stream, name), daemon=True).start()
    for _ in streams:
        yield from iter(output.get, None)
