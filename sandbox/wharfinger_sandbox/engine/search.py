"""Find a Pulumi engine: the official one on PATH, or the one that was built and cached."""

import os
import platform
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from wharfinger_sandbox.errors import SandboxError

VERSION = "v3.259.0"
"""The version that is built; go.mod beside this file pins the same."""

OLDEST_OFFICIAL = (3, 249)
"""`pulumi policy analyze` came with this version."""

LANGUAGE_PLUGIN = "pulumi-language-python"
PROGRAM_RUNNER = "pulumi-language-python-exec"
"""Pulumi's own script that runs a Python program; it is in the engine's Go modules and is kept beside it."""


class EngineMissingError(SandboxError):
    """There is no engine yet, and building one was not asked for."""

    def __init__(self) -> None:
        super().__init__(
            "no Pulumi engine found: run `wharfinger-sandbox engine` to build one (about 7 minutes)"
        )


@dataclass(frozen=True)
class Engine:
    """A Pulumi CLI: its executable, its version (`v3.259.0`) and whether it is an official installation."""

    path: Path
    version: str
    official: bool

    @property
    def program_runner(self) -> Path:
        """The script that runs a Python program; only a built engine has it beside itself."""
        return self.path.parent / PROGRAM_RUNNER


def find() -> Engine | None:
    """The engine to use, or None where one must be built first."""
    return official_engine() or built_engine()


def official_engine() -> Engine | None:
    """The CLI on PATH, if it is new enough and has its Python language plugin beside it or on PATH."""
    command = shutil.which("pulumi")
    if command is None:
        return None
    path = Path(command)
    if shutil.which(LANGUAGE_PLUGIN, path=f"{path.resolve().parent}{os.pathsep}{os.environ['PATH']}") is None:
        return None
    version = version_of(path)
    if version is None or numbers(version) < OLDEST_OFFICIAL:
        return None
    return Engine(path, version, official=True)


def built_engine() -> Engine | None:
    """The cached build, if there is one and it is complete."""
    engine = Engine(cache_directory() / "pulumi", VERSION, official=False)
    complete = os.access(engine.path, os.X_OK) and engine.program_runner.is_file()
    return engine if complete else None


def cache_directory() -> Path:
    """Where the built engine is kept: outside of every checkout, one folder a version and platform."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    machine = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
    return cache / "wharfinger" / "engine" / f"{VERSION}-{platform.system().lower()}-{machine}"


def version_of(command: Path) -> str | None:
    """What `pulumi version` prints, or None where it does not run."""
    settings = os.environ | {"PULUMI_SKIP_UPDATE_CHECK": "true"}
    try:
        asked = subprocess.run(
            [command, "version"], capture_output=True, text=True, timeout=30, check=True, env=settings
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return asked.stdout.strip()


def numbers(version: str) -> tuple[int, ...]:
    """The numbers at the start of a version such as `v3.259.0` or `go1.27rc1`; empty where there are none."""
    found = re.match(r"(?:v|go)?(\d+(?:\.\d+)*)", version)
    return tuple(map(int, found[1].split("."))) if found else ()
