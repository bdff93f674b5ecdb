"""The pages of the documentation: their commands run, and their examples are sound."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.organisations import REGISTRIES, compiled, team
from wharfinger.spec.settings import RepositoryClass

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "retention.md").read_text(encoding="utf-8")
COMMANDS = [
    line for block in re.findall(r"^```sh\n(.*?)^```$", PAGE, re.M | re.S) for line in block.splitlines()
]
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.M | re.S)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_page_on_retention_ends_well(command):
    program, *arguments = shlex.split(command)
    done = subprocess.run(
        [Path(sys.executable).with_name(program), *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_every_example_of_the_page_on_retention_is_sound(example):
    said = yaml.safe_load(example)
    parts = {key: value for key, value in said.items() if key == "rollback_windows"}
    if not parts:
        RepositoryClass.model_validate(said)
    repository = {key: value for key, value in said.items() if key not in parts}
    found = compiled(registries=REGISTRIES, teams={"payments": team({"api": repository})}, **parts)
    assert not found.refused_names
    assert all(one.placement.settings.retention.rollout in {"enforce", "observe"} for one in found.placements)


def test_there_are_five_recipes():
    recipes = PAGE[PAGE.index("## Recipes") :]
    assert recipes.count("```yaml") == 5
