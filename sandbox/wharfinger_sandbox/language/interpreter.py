"""Which Python runs a project, and the environment that it runs in."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Interpreter:
    """A Python executable, and the virtual environment that it belongs to, if any."""

    executable: Path
    virtualenv: Path | None

    def environment(self, base: Mapping[str, str]) -> dict[str, str]:
        """The variables that are set when the virtual environment is activated, on top of `base`."""
        variables = dict(base)
        if self.virtualenv is not None:
            variables["VIRTUAL_ENV"] = str(self.virtualenv)
            variables["PATH"] = f"{self.virtualenv / 'bin'}{os.pathsep}{base.get('PATH', '')}"
            variables.pop("PYTHONHOME", None)
        return variables


def choose(root: Path, virtualenv: str | None, variables: Mapping[str, str]) -> Interpreter:
    """The project's own virtual environment, else the activated one, else the Python that runs this.

    `virtualenv` is the runtime option in Pulumi.yaml, relative to the project's root; it counts if it exists.
    """
    candidates = [root / virtualenv] if virtualenv else []
    if activated := variables.get("VIRTUAL_ENV"):
        candidates.append(Path(activated))
    for folder in candidates:
        executable = folder / "bin" / "python"
        if executable.exists():
            return Interpreter(executable, folder)
    return Interpreter(Path(sys.executable), None)
