"""Where a sandbox keeps what it knows, and which file is what."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HOME_VARIABLE: Final = "WHARFINGER_SANDBOX_HOME"
FOLDER: Final = ".sandbox"


@dataclass(frozen=True)
class Home:
    """The folder of one sandbox, and the names in it."""

    path: Path

    @property
    def clouds(self) -> Path:
        """All that exists in the stand-in clouds (SQLite)."""
        return self.path / "clouds.sqlite"

    @property
    def state(self) -> Path:
        """The stacks' state: Pulumi's own file backend."""
        return self.path / "state"

    @property
    def pulumi_home(self) -> Path:
        """The engine's own settings and caches."""
        return self.path / "pulumi"

    @property
    def plugins(self) -> Path:
        """Where the engine looks for plugins that did not come with it."""
        return self.pulumi_home / "plugins"

    @property
    def providers(self) -> Path:
        """Which process serves the providers, and on which ports (JSON)."""
        return self.path / "providers.json"

    @property
    def log(self) -> Path:
        """What the provider process prints."""
        return self.path / "providers.log"

    @property
    def locks(self) -> Path:
        """Lock files, which are never removed."""
        return self.path / "locks"


def choose(variables: Mapping[str, str], start: Path) -> Home:
    """The home that the environment names, else `.sandbox` beside the nearest Pulumi.yaml, else in `start`.

    The nearest is looked for from `start` upwards.
    """
    if named := variables.get(HOME_VARIABLE):
        return Home(Path(named).absolute())
    for folder in (start, *start.parents):
        if (folder / "Pulumi.yaml").is_file():
            return Home(folder / FOLDER)
    return Home(start / FOLDER)


def current() -> Home:
    """The home for a command that runs here and now."""
    return choose(os.environ, Path.cwd())
