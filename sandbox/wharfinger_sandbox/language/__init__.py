"""A stand-in for `pulumi-language-python`, the engine's Python language plugin, for an engine built here."""

import os
import shlex
import sys
from pathlib import Path

from wharfinger_sandbox.engine.search import LANGUAGE_PLUGIN, Engine


def install_launcher(plugins: Path, engine: Engine) -> None:
    """Put the plugin's executable where the engine looks for plugins that did not come with it.

    It starts this package with this Python, and hands over Pulumi's own script that runs a program. With `-P`
    no module in the user's project can shadow one of ours.
    """
    folder = plugins / f"language-python-{engine.version}"
    launcher = folder / LANGUAGE_PLUGIN
    python = [sys.executable, "-P", "-m", "wharfinger_sandbox.language"]
    text = f'#!/bin/sh\nexec {shlex.join([*python, "--program-runner", str(engine.program_runner)])} "$@"\n'
    if launcher.is_file() and launcher.read_text() == text:
        return
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".draft-{os.getpid()}"
    draft.write_text(text)
    draft.chmod(0o755)
    draft.replace(launcher)
