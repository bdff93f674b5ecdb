import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

COMMAND = Path(sys.executable).parent / "wharfinger"


def test_without_arguments_help_is_shown(run):
    result = run()
    for command in ("validate", "plan", "explain", "fidelity", "schema", "init"):
        assert command in result.output


def test_the_version_is_that_of_the_package(run):
    assert run("--version").stdout == f"wharfinger {version('wharfinger')}\n"


@pytest.mark.parametrize(
    "arguments",
    [["nonsense"], ["plan", "--nonsense"], ["validate", "--format", "xml"], ["explain"]],
    ids=" ".join,
)
def test_a_usage_error_ends_with_2(run, arguments):
    assert run(*arguments).exit_code == 2


def test_a_folder_that_can_not_be_written_is_told(tmp_path, run):
    (tmp_path / "file").write_text("")
    result = run("schema", "--directory", str(tmp_path / "file" / "schemas"))
    assert result.exit_code == 1
    assert result.stderr == f"error: {tmp_path / 'file' / 'schemas'}: Not a directory\n"


def test_help_needs_no_models():
    code = "import sys, wharfinger.cli; sys.exit('pydantic' in sys.modules or 'rich' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_command_is_installed(project):
    done = subprocess.run([COMMAND, "validate"], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("sound\n")
    assert done.stderr == ""


def test_errors_end_the_command_with_1(project):
    (project / "stacks/org.yaml").write_text("organisation: acme\n")
    done = subprocess.run([COMMAND, "plan"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stderr


def test_a_reader_that_leaves_early_is_no_trouble(project):
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as gone:
        done = subprocess.run(
            [COMMAND, "plan", "--format", "json"], stdout=gone, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.stderr == ""


@pytest.mark.parametrize(("variables", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
@pytest.mark.parametrize("command", ["validate", "plan"])
def test_errors_have_colour_on_a_terminal(project, command, variables, coloured):
    (project / "stacks/org.yaml").write_text("organisation: acme\n")
    terminal, end = os.openpty()
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"} | variables
    subprocess.run([COMMAND, command], stdout=end, stderr=end, env=environment, check=False)
    os.close(end)
    shown = os.read(terminal, 100_000).decode()
    os.close(terminal)
    assert "stacks/org.yaml:1:1:" in shown
    assert ("\x1b[" in shown) is coloured
