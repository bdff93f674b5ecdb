"""Every command of the README, run as it stands there."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from wharfinger_sandbox.home import HOME_VARIABLE
from wharfinger_sandbox.session import Sandbox

pytestmark = pytest.mark.engine

ROOT = Path(__file__).parents[1]
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL)
DEMO, TEST = "make demo\n", "make test\n"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout of this repository as it is now, which uses the same virtual environment.

    A set-up that is out of date would be repeated in the checkout, and turn the environment to its packages.
    """
    current = subprocess.run(["make", "--question", "setup"], cwd=ROOT, check=False).returncode == 0
    assert current, "run `make setup` first"
    folder = tmp_path_factory.mktemp("readme") / "wharfinger"
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in listed.stdout.splitlines():
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    (folder / ".venv").symlink_to(ROOT / ".venv")
    return folder


def test_the_two_commands_stand_first():
    assert BLOCKS[:2] == [DEMO, TEST]


def test_ci_runs_the_test_command():
    assert "make test" in (ROOT / ".ci" / "run").read_text()


@pytest.mark.xdist_group("demo")
def test_the_demo_shows_three_clouds_and_a_blocked_pull_request(checkout: Path):
    environment = {name: value for name, value in os.environ.items() if name != HOME_VARIABLE}
    done = subprocess.run(
        ["bash", "-c", DEMO], cwd=checkout, env=environment, capture_output=True, text=True, check=False
    )
    output = done.stdout
    assert done.returncode == 0, done.stdout + done.stderr
    assert "22 stacks come up: 8 registries, then 14 of the teams" in output
    assert output.count(" unchanged ") >= 22
    assert re.search(r"WH-REG-004 +\(aws:ecr:RepositoryPolicy: agencies\)", output)
    assert re.search(r"WH-REG-001 +\(aws:ecr:Repository: payments/api@aws-prod\)", output)
    table = output[output.index("== What exists") :].splitlines()
    rows = [line for line in table if "@" not in line and "/" in line and ".azurecr.io" in line]
    assert len([line for line in table if re.match(r"\S+/\S+ +(aws|azure|gcp)-", line)]) == 322
    assert any("payments/release" in line for line in rows)


@pytest.mark.xdist_group("demo")
def test_all_other_commands_work_one_after_the_other(checkout: Path, tmp_path: Path):
    script = "set -euo pipefail\n" + "\n".join(block for block in BLOCKS if block not in {DEMO, TEST})
    with Sandbox(tmp_path / "sandbox") as sandbox:
        done = sandbox.run("bash", "-c", script, cwd=checkout)
        with sandbox.store.reading() as clouds:
            assert clouds.find("aws:ecr/repository:Repository", "platform/hello")
    assert "acmeimagesdev.azurecr.io/platform/hello" in done.stdout
