"""The command itself, as a user starts it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from wharfinger_sandbox import process
from wharfinger_sandbox.provider.model import Stored
from wharfinger_sandbox.provider.store import Store

REPOSITORY = "aws:ecr/repository:Repository"
STAND_IN = "no real cloud is touched"
ENGINE = """#!/bin/sh
echo v3.300.0
"""


@pytest.fixture
def sandbox(home, tmp_path):
    """Runs the command in a home of its own; a script stands in PATH where an official engine would."""
    commands = tmp_path / "bin"
    commands.mkdir()
    for name in ("pulumi", "pulumi-language-python"):
        (commands / name).write_text(ENGINE)
        (commands / name).chmod(0o755)
    environment = os.environ | {
        "WHARFINGER_SANDBOX_HOME": str(home.path),
        "PATH": f"{commands}{os.pathsep}{os.environ['PATH']}",
    }
    program = Path(sys.executable).parent / "wharfinger-sandbox"

    def run(*arguments, typed=""):
        return subprocess.run(
            [program, *arguments],
            env=environment,
            cwd=tmp_path,
            input=typed,
            capture_output=True,
            text=True,
            check=False,
        )

    yield run
    process.stop(home)


def put(home):
    with Store(home.clouds).changing() as clouds:
        clouds.put(Stored(REPOSITORY, "app", {"name": "app"}, {"name": "app", "arn": "arn:app"}))


def test_engine_prints_the_path_and_nothing_else(sandbox, tmp_path):
    assert sandbox("engine").stdout == f"{tmp_path}/bin/pulumi\n"


def test_start_status_and_stop_tell_what_runs(sandbox, home):
    assert STAND_IN in sandbox("start").stderr
    server = process.find(home)
    running = sandbox("status").stdout
    assert STAND_IN in running
    assert f"process {server.pid}, aws:{server.ports['aws']}" in running
    assert "v3.300.0, official" in running
    assert "stopped" in sandbox("stop").stderr
    assert "not running" in sandbox("status").stdout


def test_run_gives_the_commands_exit_code_and_stops_what_it_started(sandbox, home):
    done = sandbox("run", "--", "sh", "-c", 'echo "$PULUMI_DEBUG_PROVIDERS"; exit 7')

    assert done.returncode == 7
    assert done.stdout.startswith("aws:")
    assert STAND_IN in done.stderr
    assert process.find(home) is None


def test_run_says_when_there_is_no_such_command(sandbox):
    done = sandbox("run", "--", "no-such-command")

    assert done.returncode == 1
    assert "sandbox: there is no command 'no-such-command'" in done.stderr


def test_run_says_when_the_providers_die_under_a_command(sandbox, home):
    find_process = f"sed 's/[^0-9]*\\([0-9]*\\).*/\\1/' {home.providers}"

    done = sandbox("run", "--", "sh", "-c", f"kill -9 $({find_process}); sleep 0.5")

    assert done.returncode == 1
    assert "the provider process ended while the command ran" in done.stderr


def test_env_prints_lines_that_a_shell_can_read(sandbox, home):
    exports = sandbox("env").stdout

    shown = subprocess.run(
        ["sh", "-c", f'{exports}\necho "$PULUMI_BACKEND_URL"'], capture_output=True, text=True, check=True
    )
    assert shown.stdout == f"{home.state.as_uri()}\n"


def test_cloud_lists_and_shows_what_exists(sandbox, home):
    put(home)

    assert sandbox("cloud", "list").stdout == f"{REPOSITORY}\tapp\n"
    assert sandbox("cloud", "list", "aws:kms/key:Key").stdout == ""
    assert json.loads(sandbox("cloud", "show", REPOSITORY, "app").stdout)["outputs"]["arn"] == "arn:app"


def test_cloud_set_and_delete_alter_it(sandbox, home):
    put(home)

    done = sandbox("cloud", "set", REPOSITORY, "app", "forceDelete=true", 'tags={"a": "b=c"}')
    assert "the engine does not know" in done.stderr
    shown = json.loads(sandbox("cloud", "show", REPOSITORY, "app").stdout)
    assert shown["inputs"] == {"name": "app", "forceDelete": True, "tags": {"a": "b=c"}}

    sandbox("cloud", "delete", REPOSITORY, "app")
    assert sandbox("cloud", "list").stdout == ""


@pytest.mark.parametrize(
    ("value", "mend"),
    [
        pytest.param("forceDelete", "is not property=JSON", id="no value"),
        pytest.param("name=app", "a text needs quotes: '\"app\"'", id="a text without quotes"),
        pytest.param("nam=1", "did you mean 'name'?", id="a misspelt property"),
    ],
)
def test_what_cloud_set_cannot_read_comes_with_the_mend(sandbox, home, value, mend):
    put(home)

    done = sandbox("cloud", "set", REPOSITORY, "app", value)

    assert done.returncode == 1
    assert mend in done.stderr
    assert "Traceback" not in done.stderr


def test_reset_asks_first(sandbox, home):
    put(home)

    assert sandbox("reset", typed="n\n").returncode == 1
    assert sandbox("cloud", "list").stdout != ""


def test_reset_forgets_clouds_and_stacks(sandbox, home):
    put(home)
    home.state.mkdir()

    assert sandbox("reset", "--yes").returncode == 0
    assert sandbox("cloud", "list").stdout == ""
    assert not home.state.exists()


def test_reset_waits_for_nobody_and_takes_nothing_from_a_running_command(sandbox, home):
    put(home)

    with process.borrowed(home):
        done = sandbox("reset", "--yes")

    assert done.returncode == 1
    assert "using this sandbox right now" in done.stderr
    assert sandbox("cloud", "list").stdout != ""
