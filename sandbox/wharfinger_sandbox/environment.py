"""The environment variables that make an engine use the sandbox and nothing else."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from wharfinger_sandbox.engine.search import Engine
from wharfinger_sandbox.home import HOME_VARIABLE, Home
from wharfinger_sandbox.language import install_launcher

PASSPHRASE: Final = "sandbox-only"  # noqa: S105
"""Encrypts secrets in a state that holds nothing real."""

_PASSPHRASE_VARIABLES: Final = ("PULUMI_CONFIG_PASSPHRASE", "PULUMI_CONFIG_PASSPHRASE_FILE")


def variables(
    home: Home, engine: Engine, ports: Mapping[str, int], base: Mapping[str, str]
) -> dict[str, str]:
    """The variables to set on top of `base`; makes the folders that they name.

    An engine that is no official installation finds the language plugin's stand-in among its plugins. It is
    not on PATH: the engine would warn about that in every run, and an official one must not find it.
    """
    home.state.mkdir(parents=True, exist_ok=True)
    if not engine.official:
        install_launcher(home.plugins, engine)
    providers = ",".join(f"{name}:{port}" for name, port in ports.items())
    return {
        HOME_VARIABLE: str(home.path),
        "PATH": _first(engine.path.parent, base.get("PATH", "")),
        "PULUMI_BACKEND_URL": home.state.as_uri(),
        "PULUMI_DEBUG_PROVIDERS": providers,
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        "PULUMI_HOME": str(home.pulumi_home),
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        **_passphrase(base),
    }


def _first(folder: Path, path: str) -> str:
    rest = [part for part in path.split(os.pathsep) if part != str(folder)]
    return os.pathsep.join([str(folder), *rest])


def _passphrase(base: Mapping[str, str]) -> dict[str, str]:
    if any(name in base for name in _PASSPHRASE_VARIABLES):
        return {}
    return {"PULUMI_CONFIG_PASSPHRASE": PASSPHRASE}
