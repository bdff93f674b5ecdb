import sys
from pathlib import Path

import pytest
from wharfinger_sandbox.language.interpreter import Interpreter, choose


@pytest.fixture
def environments(tmp_path):
    """A project with two virtual environments."""
    for name in ("own", "active"):
        (tmp_path / name / "bin").mkdir(parents=True)
        (tmp_path / name / "bin" / "python").touch()
    return tmp_path


@pytest.mark.parametrize(
    ("option", "active", "chosen"),
    [
        pytest.param("own", "active", "own", id="the project's own comes first"),
        pytest.param("own", None, "own", id="the project's own"),
        pytest.param("missing", "active", "active", id="a missing one does not count"),
        pytest.param(None, "active", "active", id="the activated one"),
    ],
)
def test_the_python_of_a_virtual_environment_is_chosen(environments, option, active, chosen):
    variables = {"VIRTUAL_ENV": str(environments / active)} if active else {}

    interpreter = choose(environments, option, variables)

    assert interpreter == Interpreter(environments / chosen / "bin" / "python", environments / chosen)


def test_without_one_the_python_that_runs_this_is_chosen(environments):
    assert choose(environments, None, {}) == Interpreter(Path(sys.executable), None)


def test_a_virtual_environment_is_activated_for_the_program():
    variables = Interpreter(Path("/v/bin/python"), Path("/v")).environment(
        {"PATH": "/bin", "PYTHONHOME": "/x"}
    )

    assert variables == {"PATH": "/v/bin:/bin", "VIRTUAL_ENV": "/v"}


def test_without_a_virtual_environment_the_variables_stay_as_they_are():
    assert Interpreter(Path("/bin/python"), None).environment({"PYTHONHOME": "/x"}) == {"PYTHONHOME": "/x"}
