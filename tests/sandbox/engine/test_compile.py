"""Building with a script in Go's place, since a real build takes minutes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from wharfinger_sandbox.engine import BuildError, build, find, search

GO = """#!/bin/sh
case "$1" in
    env) echo go1.26.8 ;;
    list) echo "{modules}" ;;
    build)
        echo built >> "{log}"
        sleep {seconds}
        while [ "$1" != -o ]; do shift; done
        printf '#!/bin/sh\\n' > "$2" && chmod +x "$2"
        ;;
esac
"""


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine with an empty cache, and the folder that holds all its commands."""
    commands = tmp_path / "bin"
    commands.mkdir()
    monkeypatch.setenv("PATH", f"{commands}{os.pathsep}/usr/bin{os.pathsep}/bin")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    runner = tmp_path / "modules" / "python" / "cmd" / "pulumi-language-python-exec"
    runner.parent.mkdir(parents=True)
    runner.write_text("# runs a program")
    return commands


def install(commands: Path, text: str):
    (commands / "go").write_text(text)
    (commands / "go").chmod(0o755)


def install_go(commands: Path, seconds: float = 0):
    log = commands.parent / "builds"
    install(commands, GO.format(modules=commands.parent / "modules", log=log, seconds=seconds))
    return log


def test_the_built_engine_is_found_from_then_on_and_not_built_again(machine):
    log = install_go(machine)

    engine = build()

    assert engine == find()
    assert not engine.official
    assert engine.program_runner.read_text() == "# runs a program"
    assert build() == engine
    assert log.read_text().splitlines() == ["built"]


def test_the_start_of_a_build_says_how_long_it_takes_and_where_it_goes(machine, tmp_path, capsys):
    install_go(machine)

    build()

    said = capsys.readouterr().err
    assert "about 7 minutes" in said
    assert str(tmp_path / "cache") in said


def test_without_go_the_error_says_what_to_install(machine, monkeypatch):
    monkeypatch.setenv("PATH", str(machine))

    with pytest.raises(BuildError, match=r"no Go on PATH: install Go 1\.25 or newer.*or the official Pulumi"):
        build()


def test_an_old_go_is_named_with_its_version(machine):
    install(machine, "#!/bin/sh\necho go1.21.3\n")

    with pytest.raises(BuildError, match=r"bin/go is go1\.21\.3: install Go 1\.25"):
        build()


def test_a_failed_build_shows_what_go_said_and_leaves_nothing(machine):
    install(machine, '#!/bin/sh\n[ "$1" = env ] && echo go1.26 || { echo "no space left" >&2; exit 1; }\n')

    with pytest.raises(BuildError, match="no space left"):
        build()
    assert find() is None
    assert [path.name for path in (machine.parent / "cache").rglob("*") if path.is_file()] == ["lock"]


def test_what_a_killed_build_left_is_cleared_away(machine):
    install_go(machine)
    abandoned = search.cache_directory() / "building-x"
    abandoned.mkdir(parents=True)
    (abandoned / "pulumi").touch()

    build()

    assert not abandoned.exists()


def test_two_builds_at_once_become_one(machine):
    log = install_go(machine, seconds=1.5)
    command = [sys.executable, "-c", "from wharfinger_sandbox.engine import build; print(build().path)"]

    builds = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)
    ]
    results = [process.communicate() for process in builds]

    assert len({path for path, _ in results}) == 1
    assert log.read_text().splitlines() == ["built"]
    assert sum("waiting for it" in said for _, said in results) == 1
