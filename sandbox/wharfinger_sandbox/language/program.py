"""Run a Pulumi program in a child process, the way that Pulumi's own language host does."""

import json
import os
import subprocess
from pathlib import Path
from typing import Final

import grpc
from google.protobuf import json_format
from pulumi.runtime.proto import language_pb2

from wharfinger_sandbox.language.interpreter import Interpreter, choose

ALREADY_SHOWN: Final = 32
"""The exit code by which Pulumi's script says that the user has seen the error already."""


def interpreter_of(info: language_pb2.ProgramInfo) -> Interpreter:
    """The Python for a project, from the runtime options in its Pulumi.yaml."""
    options = json_format.MessageToDict(info.options)
    return choose(Path(info.root_directory), options.get("virtualenv"), os.environ)


def run_program(
    request: language_pb2.RunRequest, runner: Path, engine_address: str, context: grpc.ServicerContext
) -> language_pb2.RunResponse:
    """Run the program to its end; what it prints reaches the engine through this process's own output.

    An error that the program has shown itself fails the run without a second message.
    """
    interpreter = interpreter_of(request.info)
    child = subprocess.Popen(
        [interpreter.executable, "-u", runner, *arguments(request, engine_address)],
        cwd=request.info.root_directory or None,
        env=interpreter.environment(os.environ) | configuration(request),
    )
    context.add_callback(child.terminate)
    code = child.wait()
    if code == 0:
        return language_pb2.RunResponse()
    if code == ALREADY_SHOWN:
        return language_pb2.RunResponse(bail=True)
    return language_pb2.RunResponse(error=f"Program exited with non-zero exit code: {code}")


def arguments(request: language_pb2.RunRequest, engine_address: str) -> list[str]:
    """The command line of Pulumi's script for one run."""
    options = {
        "monitor": request.monitor_address,
        "engine": engine_address,
        "project": request.project,
        "root_directory": request.info.root_directory,
        "stack": request.stack,
        "pwd": request.pwd,
        "dry_run": "true" if request.dryRun else "false",
        "parallel": str(request.parallel),
        "organization": request.organization,
    }
    named = [part for name, value in options.items() if value for part in (f"--{name}", value)]
    return [*named, request.info.entry_point or ".", *request.args]


def configuration(request: language_pb2.RunRequest) -> dict[str, str]:
    """The stack's configuration, as the SDK reads it from the environment."""
    return {
        "PULUMI_CONFIG": json.dumps(dict(request.config)),
        "PULUMI_CONFIG_SECRET_KEYS": json.dumps(list(request.configSecretKeys)),
    }
