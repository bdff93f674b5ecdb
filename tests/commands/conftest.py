import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from wharfinger.cli import app

Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    """Runs `wharfinger` with arguments, in the current folder."""

    def invoke(*arguments: str) -> Result:
        result = CliRunner().invoke(app, arguments)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return invoke


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the example organisation of these tests, as the current folder, in 100 columns."""
    folder = tmp_path / "project"
    shutil.copytree(Path(__file__).parent / "fixture", folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    return folder
