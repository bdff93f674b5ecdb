"""Specs in a folder that the test runs in, and what is told of them."""

from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import dedent

import pytest

from wharfinger.spec.diagnostics import Diagnostic, SpecError
from wharfinger.spec.load import LoadedSpec, load
from wharfinger.spec.references import check_references

Written = Callable[..., None]
Told = Callable[..., list[str]]


def line(diagnostic: Diagnostic) -> str:
    """A diagnostic as one line of text."""
    severity = "" if diagnostic.severity == "error" else f"{diagnostic.severity}: "
    return f"{severity}{diagnostic.place}: {diagnostic.message} ({diagnostic.help})"


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Written:
    """Writes files, by name and text, into the test's current folder."""
    monkeypatch.chdir(tmp_path)

    def write(files: Mapping[str, str]) -> None:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text))

    return write


@pytest.fixture
def loaded(written: Written) -> Callable[[Mapping[str, str]], LoadedSpec]:
    """Loads the spec in files, by name and text, that starts in `org.yaml`."""

    def load_files(files: Mapping[str, str]) -> LoadedSpec:
        written(files)
        return load(Path("org.yaml"))

    return load_files


@pytest.fixture
def told(written: Written) -> Told:
    """Everything that loading tells of a spec in files, one line each."""

    def refuse(files: Mapping[str, str]) -> list[str]:
        written(files)
        with pytest.raises(SpecError) as caught:
            load(Path("org.yaml"))
        return [line(diagnostic) for diagnostic in caught.value.diagnostics]

    return refuse


@pytest.fixture
def found(loaded: Callable[[Mapping[str, str]], LoadedSpec]) -> Told:
    """Everything that the checks across files find in a spec whose files are sound, one line each."""

    def check(files: Mapping[str, str]) -> list[str]:
        return [line(diagnostic) for diagnostic in check_references(loaded(files))]

    return check
