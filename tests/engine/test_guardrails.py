"""The policy pack on the real engine: it blocks each control's bad resources, and lets the good ones pass."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from wharfinger_sandbox.session import Sandbox

from tests.policy_packs.registry_guardrails.expectations import (
    BAD_PROGRAM,
    BROKEN_BY,
    GOOD_PROGRAM,
    POLICY_CONFIG,
)

pytestmark = [pytest.mark.engine, pytest.mark.xdist_group("guardrails")]

ROOT = Path(__file__).parents[2]
PACK = ROOT / "policy-packs" / "registry-guardrails"
VIOLATION = re.compile(r"\[mandatory\] \[severity: \w+\]  (WH-\w+-\d+)  \([\w:-]+: ([^)]+)\)")
STACK = "acme-prod"


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    with Sandbox(tmp_path / "home") as running:
        yield running


def guarded(sandbox: Sandbox, program: Path, copy: Path, command: str, *, check: bool) -> str:
    """What the engine prints of a program under the pack."""
    shutil.copytree(program, copy)
    sandbox.pulumi("stack", "init", STACK, cwd=copy)
    options = ("--policy-pack", PACK, "--policy-pack-config", POLICY_CONFIG)
    done = sandbox.pulumi(*command.split(), "--stack", STACK, *options, cwd=copy, check=check)
    assert check or done.returncode != 0
    return done.stdout + done.stderr


def test_the_pack_blocks_all_that_the_bad_program_breaks_and_nothing_else(sandbox: Sandbox, tmp_path: Path):
    output = guarded(sandbox, BAD_PROGRAM, tmp_path / "bad", "preview", check=False)
    found: dict[str, set[str]] = {}
    for control, resource in VIOLATION.findall(output):
        found.setdefault(control, set()).add(resource)
    assert found == {control: set(resources) for control, resources in BROKEN_BY.items()}


def test_the_pack_lets_the_good_program_up(sandbox: Sandbox, tmp_path: Path):
    output = guarded(sandbox, GOOD_PROGRAM, tmp_path / "good", "up --yes --skip-preview", check=True)
    assert "mandatory" not in output
    with sandbox.store.reading() as clouds:
        assert len(list(clouds.each())) > 10


def test_a_blocked_up_makes_nothing_of_what_is_blocked(sandbox: Sandbox, tmp_path: Path):
    guarded(sandbox, BAD_PROGRAM, tmp_path / "bad", "up --yes --skip-preview", check=False)
    with sandbox.store.reading() as clouds:
        names = {stored.inputs.get("name") for stored in clouds.each("aws:ecr/repository:Repository")}
        mutable = [
            s
            for s in clouds.each("aws:ecr/repository:Repository")
            if s.inputs.get("imageTagMutability") == "MUTABLE"
        ]
    assert not mutable, names


def test_the_config_of_the_example_organisation_is_one_that_the_pack_takes():
    configured = json.loads((ROOT / "stacks" / "guardrails.json").read_text())
    assert configured.keys() <= BROKEN_BY.keys()
