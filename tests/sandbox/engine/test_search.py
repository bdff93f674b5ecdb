import pytest
from wharfinger_sandbox.engine import search


def script(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


@pytest.fixture(autouse=True)
def _no_engine(tmp_path, monkeypatch):
    """A machine with nothing on PATH and an empty cache."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def test_without_any_engine_there_is_none():
    assert search.find() is None


def test_an_official_engine_with_its_language_plugin_beside_it_is_used(tmp_path):
    command = script(tmp_path / "bin" / "pulumi", "echo v3.300.1")
    script(tmp_path / "bin" / "pulumi-language-python", "")

    assert search.find() == search.Engine(command, "v3.300.1", official=True)


def test_an_official_engine_may_be_a_link_to_where_its_plugin_lies(tmp_path):
    script(tmp_path / "opt" / "pulumi", "echo v3.249.0")
    script(tmp_path / "opt" / "pulumi-language-python", "")
    command = tmp_path / "bin" / "pulumi"
    command.parent.mkdir()
    command.symlink_to(tmp_path / "opt" / "pulumi")

    assert search.find() == search.Engine(command, "v3.249.0", official=True)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("echo v3.248.9", id="too old"),
        pytest.param("exit 1", id="does not run"),
        pytest.param("echo unknown", id="no version"),
    ],
)
def test_an_engine_that_will_not_do_is_passed_over(tmp_path, text):
    script(tmp_path / "bin" / "pulumi", text)
    script(tmp_path / "bin" / "pulumi-language-python", "")

    assert search.find() is None


def test_an_engine_without_its_language_plugin_is_passed_over(tmp_path):
    script(tmp_path / "bin" / "pulumi", "echo v3.300.0")

    assert search.find() is None


def test_a_complete_build_in_the_cache_is_used():
    command = script(search.cache_directory() / "pulumi", "")
    (search.cache_directory() / "pulumi-language-python-exec").touch()

    assert search.find() == search.Engine(command, search.VERSION, official=False)


def test_a_build_without_its_program_runner_is_not_complete():
    script(search.cache_directory() / "pulumi", "")

    assert search.find() is None


@pytest.mark.parametrize(
    ("version", "numbers"),
    [
        ("v3.259.0", (3, 259, 0)),
        ("go1.26.8", (1, 26, 8)),
        ("go1.27rc1", (1, 27)),
        ("v3.260.0-alpha.1", (3, 260, 0)),
        ("", ()),
    ],
)
def test_the_numbers_of_a_version(version, numbers):
    assert search.numbers(version) == numbers
