"""A sandbox for tests and scripts: the providers run in this process, for as long as a `with` block.

    with Sandbox(tmp_path / "sandbox") as sandbox:
        sandbox.pulumi("stack", "init", "dev", cwd=project)
        sandbox.pulumi("up", "--yes", "--stack", "dev", cwd=project)
        with sandbox.store.reading() as clouds:
            assert clouds.find("aws:ecr/repository:Repository", "team/app")

Starting costs a few milliseconds, and any number may run side by side, each with a home of its own.
"""

import os
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from wharfinger_sandbox import engine as engines
from wharfinger_sandbox.environment import variables
from wharfinger_sandbox.home import Home
from wharfinger_sandbox.provider import packages
from wharfinger_sandbox.provider.server import Providers
from wharfinger_sandbox.provider.store import Store


class Sandbox:
    """Stand-in clouds over one home folder, and the environment for commands that use them.

    `packages` are the three of the sandbox unless a test brings models of its own. Entering raises
    `EngineMissingError` where no engine has been built: a test does not spend seven minutes on that.
    """

    def __init__(self, home: Path, served: Iterable[packages.Package] | None = None) -> None:
        self.home = Home(home.absolute())
        self.store = Store(self.home.clouds)
        self._served = served
        self._providers: Providers | None = None
        self.environment: Mapping[str, str] = {}

    def __enter__(self) -> Self:
        engine = engines.find()
        if engine is None:
            raise engines.EngineMissingError
        served = [packages.load(name) for name in packages.NAMES] if self._served is None else self._served
        self._providers = Providers(served, self.store)
        self.environment = os.environ | variables(self.home, engine, self._providers.ports, os.environ)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._providers is not None:
            self._providers.stop()

    def run(
        self, *command: str | Path, cwd: Path, check: bool = True, extra: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a command in the sandbox's environment plus `extra`, and give its exit code and output.

        Raises `CommandError`, whose text is the output, where it fails and `check` is on.
        """
        done = subprocess.run(
            command,
            cwd=cwd,
            env={**self.environment, **(extra or {})},
            capture_output=True,
            text=True,
            check=False,
        )
        if check and done.returncode != 0:
            raise CommandError(done)
        return done

    def pulumi(
        self, *arguments: str | Path, cwd: Path, check: bool = True, extra: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run the engine without questions and without colours; see `run`."""
        return self.run(
            "pulumi", "--non-interactive", "--color", "never", *arguments, cwd=cwd, check=check, extra=extra
        )


class CommandError(Exception):
    """A command in the sandbox ended with an error; its text is all that the command printed."""

    def __init__(self, done: subprocess.CompletedProcess[str]) -> None:
        super().__init__(f"{done.args} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        self.done = done
