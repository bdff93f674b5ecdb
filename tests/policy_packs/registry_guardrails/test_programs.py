"""Whole programs, from their SDK calls to what the pack says of them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.policy_packs.registry_guardrails.analyzer import Analyzer, Given
from tests.policy_packs.registry_guardrails.expectations import (
    BAD_PROGRAM,
    BROKEN_BY,
    GOOD_PROGRAM,
    HERE,
    POLICY_CONFIG,
    STACK_CONTROLS,
)

CONFIG = json.loads(POLICY_CONFIG.read_text())


def registered_by(program: Path) -> list[Given]:
    command = [sys.executable, str(HERE / "recorder.py"), str(program), "acme-prod"]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [Given(**resource) for resource in json.loads(output)]


def broken_by(analyzer: Analyzer, resources: list[Given]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for resource in resources:
        for control in analyzer.ask(resource, CONFIG).blocked:
            found.setdefault(control, set()).add(resource.name)
    names = {resource.urn: resource.name for resource in resources}
    for control, urns in analyzer.ask_stack(resources, CONFIG).urns.items():
        found[control] = {names[urn] for urn in urns}
    return found


def test_the_bad_program_breaks_each_control_where_expected_and_nowhere_else(analyzer: Analyzer):
    resources = registered_by(BAD_PROGRAM)
    assert broken_by(analyzer, resources) == BROKEN_BY
    assert {policy.name for policy in analyzer.info().policies} == set(BROKEN_BY)


def test_the_good_program_breaks_no_control(analyzer: Analyzer):
    resources = registered_by(GOOD_PROGRAM)
    assert len(resources) > 10
    assert broken_by(analyzer, resources) == {}


def test_the_good_program_only_advises_on_the_policy_of_a_role_that_is_yet_to_be_made(analyzer: Analyzer):
    advised = {
        (resource.name, control)
        for resource in registered_by(GOOD_PROGRAM)
        for control in analyzer.ask(resource, CONFIG).advised
    }
    assert advised == {("api", "WH-REG-004"), ("api", "WH-ECR-001")}


@pytest.mark.parametrize("control", sorted(STACK_CONTROLS))
def test_stack_controls_are_served_as_such(analyzer: Analyzer, control: str):
    kinds = {policy.name: policy.policy_type for policy in analyzer.info().policies}
    assert kinds[control] == 2
    assert all(kinds[other] == 1 for other in BROKEN_BY if other not in STACK_CONTROLS)
