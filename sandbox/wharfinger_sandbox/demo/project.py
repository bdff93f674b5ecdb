"""A copy of the project to work in, so that a checkout stays as it is."""

import shutil
from pathlib import Path
from typing import Final

from wharfinger_sandbox.errors import SandboxError

PARTS: Final = ("Pulumi.yaml", "__main__.py", "stacks", "policy-packs")


def copy(source: Path, target: Path) -> None:
    """Copy the parts of a Pulumi project that a run needs; the copy uses the same virtual environment.

    The salt that Pulumi wrote into the configs of an earlier copy is kept, since the stacks' secrets need it.
    Raises `SandboxError` where `source` is no such project.
    """
    missing = [part for part in PARTS if not (source / part).exists()]
    if missing:
        raise SandboxError(f"{source} has no {', '.join(missing)}: run this in a checkout of the project")
    salts = {config.name: _salt(config) for config in (target / "stacks").glob("Pulumi.*.yaml")}
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for part in PARTS:
        if (source / part).is_dir():
            shutil.copytree(source / part, target / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source / part, target / part)
    for config in (target / "stacks").glob("Pulumi.*.yaml"):
        config.write_text(config.read_text() + salts.get(config.name, ""))
    if (source / ".venv").exists():
        (target / ".venv").symlink_to((source / ".venv").resolve())


def _salt(config: Path) -> str:
    lines = config.read_text().splitlines(keepends=True)
    return "".join(line for line in lines if line.startswith("encryptionsalt:"))
