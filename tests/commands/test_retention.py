"""`wharfinger retention`: simulations, changes and native documents, from files."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from wharfinger.cli import app

SPEC = """\
organisation: acme
environments: [dev]
rollback_windows: {{dev: {{newest: 1}}}}
registries:
  ecr: {{cloud: aws, environment: dev, account: "111111111111", region: eu-central-1}}
teams:
  payments:
    owners: [payments@acme.example]
    pipelines: {{ci: {{aws: ["arn:aws:iam::{{account}}:role/ci"]}}}}
    repositories:
      api: {{retention: {{tags: {{"main-*": "{rule}"}}}}}}
"""
AT = "2026-11-24T00:00:00Z"


def _digest(number: int) -> str:
    return f"sha256:{number:064x}"


def _line(number: int, pushed: str, **more: object) -> str:
    image = {"registry": "ecr", "repository": "payments/api", "digest": _digest(number), "pushed": pushed}
    return json.dumps({**image, "tags": [f"main-{number}"], "size": 1024, **more})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "org.yaml").write_text(SPEC.format(rule="keep newest 2"))
    (tmp_path / "new.yaml").write_text(SPEC.format(rule="keep newest 1"))
    lines = [_line(number, f"2026-11-{number:02}T00:00:00Z") for number in (1, 2, 3)]
    (tmp_path / "inventory.jsonl").write_text("\n".join(lines))
    return tmp_path


def _run(*arguments: str | Path, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["retention", *map(str, arguments)], env={"COLUMNS": "160"})
    assert done.exit_code == code, done.output
    return done.output


def _simulate(folder: Path, *more: str, code: int = 0) -> str:
    inventory = folder / "inventory.jsonl"
    return _run(
        "simulate", "--spec", folder / "org.yaml", "--inventory", inventory, "--at", AT, *more, code=code
    )


def test_a_simulation_tells_what_goes_and_by_which_rule(folder):
    output = _simulate(folder)
    assert "deleted by rule 1 (main-*: keep newest 2): 1 image, 1.0 KiB" in output
    assert "of 3 images (3.0 KiB) in 1 repository, 1 would be deleted (1.0 KiB) and 0 archived" in output
    assert "2026-11-02" in output


def test_a_simulation_as_json_names_every_number(folder):
    (one,) = json.loads(_simulate(folder, "--format", "json"))["placements"]
    assert one["key"] == "payments/api@ecr"
    assert (one["images"], one["deleted"]) == (3, {"images": 1, "bytes": 1024})
    assert (one["oldest_left"], one["newest_left"]) == ("2026-11-02T00:00:00Z", "2026-11-03T00:00:00Z")


def test_what_runs_and_would_go_ends_with_code_1(folder):
    lines = (folder / "inventory.jsonl").read_text().splitlines()
    lines[0] = _line(1, "2026-11-01T00:00:00Z", running=True)
    (folder / "inventory.jsonl").write_text("\n".join(lines))
    output = _simulate(folder, code=1)
    assert (
        "error: payments/api@ecr: sha256:000000000000 (main-1) runs, and would be deleted by rule 1" in output
    )
    (danger,) = json.loads(_simulate(folder, "--format", "json", code=1))["dangers"]
    assert (danger["digest"], danger["reason"]) == (_digest(1), "running")


def test_a_broken_inventory_is_told_with_its_lines(folder):
    (folder / "inventory.jsonl").write_text('{"registry": "ecr"}\nnonsense\n')
    output = _simulate(folder, code=1)
    assert "inventory.jsonl:1" in output
    assert "inventory.jsonl:2" in output


def test_a_time_without_a_zone_is_refused(folder):
    spec, inventory = folder / "org.yaml", folder / "inventory.jsonl"
    output = _run("simulate", "--spec", spec, "--inventory", inventory, "--at", "2026-11-24", code=2)
    assert "is no time with a zone" in output


def test_a_repository_that_is_not_there_is_refused(folder):
    assert "did you mean `payments/api`" in _simulate(folder, "--repository", "payments/apis", code=2)


@pytest.mark.parametrize("format_", ["table", "markdown", "json"])
def test_a_change_tells_what_it_newly_deletes(folder, format_):
    inventory = folder / "inventory.jsonl"
    output = _run(
        *("diff", folder / "org.yaml", folder / "new.yaml", "--inventory", inventory),
        *("--at", AT, "--format", format_),
    )
    if format_ == "json":
        (one,) = json.loads(output)["placements"]
        assert one["newly_deleted"] == {"images": 1, "bytes": 1024}
    else:
        assert "1 image would newly be deleted, 0 archived and 0 kept, in 1 placement" in output
        assert ("| Repository |" in output) == (format_ == "markdown")


LIFECYCLE = {
    "rulePriority": 1,
    "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 1},
    "action": {"type": "expire"},
}
CLEANUP = {"name": "old", "action": {"type": "Delete"}, "condition": {"tagState": "any", "olderThan": "22d"}}
POLICIES = {
    "aws": (json.dumps({"rules": [LIFECYCLE]}), 2),
    "gcp": (json.dumps([CLEANUP]), 1),
    "azure": ("acr purge --filter 'payments/api:.*' --ago 22d --untagged\n", 1),
}


@pytest.mark.parametrize("cloud", POLICIES)
def test_a_native_document_is_evaluated_as_its_cloud_does(folder, cloud):
    policy, deleted = POLICIES[cloud]
    (folder / "policy").write_text(policy)
    arguments = ("--cloud", cloud, "--policy", folder / "policy", "--inventory", folder / "inventory.jsonl")
    (one,) = json.loads(_run("eval", *arguments, "--at", AT, "--format", "json"))
    assert one["deleted"]["images"] == deleted
    assert f"{deleted:,} would be deleted" in _run("eval", *arguments, "--at", AT)


def test_a_document_that_its_cloud_would_refuse_is_told_in_full(folder):
    rule = {**LIFECYCLE, "action": {"type": "drop"}, "rulePriority": 0}
    (folder / "policy").write_text(json.dumps({"rules": [rule]}))
    output = _run(
        *("eval", "--cloud", "aws", "--policy", folder / "policy"),
        *("--inventory", folder / "inventory.jsonl"),
        code=2,
    )
    assert "rules.0.rulePriority" in output
    assert "rules.0.action.type" in output
