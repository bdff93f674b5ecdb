import json
from pathlib import Path

import pytest

BROKEN = """
organisation: acme
environments: [dev, prod]
registries:
  aws-dev: {cloud: aws, environment: dev, account: "111111111111", region: eu-central-1}
defaults:
  scaning: on_push
teams:
  payments:
    owners: [payments@acme.example]
    repositories:
      api: {retention: {untagged: keep newest 5}}
"""


@pytest.fixture
def broken(project: Path) -> Path:
    for file in (project / "stacks/teams").iterdir():
        file.unlink()
    (project / "stacks/org.yaml").write_text(BROKEN.lstrip())
    return project


def test_a_sound_organisation_is_counted(project, run):
    result = run("validate")
    assert result.exit_code == 0
    assert result.stdout == ("acme: 2 teams, 3 repositories, 4 registries, 9 placements in 7 stacks: sound\n")


@pytest.mark.parametrize("spec", ["stacks", "stacks/org.yaml"], ids=["folder", "file"])
def test_the_spec_may_be_given_as_a_file_or_its_folder(project, run, spec):
    assert run("validate", spec).stdout == run("validate").stdout


def test_without_stacks_only_the_spec_is_checked(project, run):
    (project / "stacks/Pulumi.aws-dev.yaml").write_text("config: {}\n")
    assert run("validate").exit_code == 1
    result = run("validate", "--no-stacks")
    assert result.exit_code == 0
    assert result.stdout == "acme: 2 teams, 3 repositories, 4 registries, 9 placements: sound\n"


def test_all_errors_are_told_at_once_with_their_lines(broken, run, snapshot):
    result = run("validate")
    assert result.exit_code == 1
    assert result.stderr == ""
    assert result.stdout == snapshot


def test_a_rule_that_could_delete_what_is_rolled_back_to_is_told_at_its_line(project, run):
    org = project / "stacks/org.yaml"
    org.write_text(org.read_text().replace('"v*": protect', '"v*": keep newest 5'))
    result = run("validate")
    assert result.exit_code == 1
    assert (
        "stacks/org.yaml:32:20: error: `v*: keep newest 5` could delete what `prod` can be rolled back to,"
        " in `payments/api@aws-prod` and 3 more\n"
    ) in result.stdout


def test_errors_become_annotations_on_github(broken, run, snapshot):
    result = run("validate", "--format", "github")
    assert result.exit_code == 1
    assert result.stdout == snapshot


def test_errors_are_a_list_of_objects_in_json(broken, run):
    result = run("validate", "--format", "json")
    assert result.exit_code == 1
    first, *_ = json.loads(result.stdout)
    assert first.keys() == {"severity", "file", "line", "column", "message", "help", "path"}
    assert (first["severity"], first["file"], first["line"]) == ("error", "stacks/org.yaml", 6)
    assert first["path"] == ["defaults", "scaning"]


def test_a_sound_organisation_is_an_empty_list_in_json(project, run):
    result = run("validate", "--format", "json")
    assert (result.exit_code, json.loads(result.stdout)) == (0, [])


def test_a_warning_does_not_fail(project, run):
    org = project / "stacks/org.yaml"
    org.write_text(org.read_text().replace("[azure.tags.immutable]", "[azure.tags.immutable, gcp.replicas]"))
    result = run("validate")
    assert result.exit_code == 0
    assert "stacks/org.yaml:24:34: warning: `gcp.replicas` is accepted" in result.stdout
    assert result.stdout.endswith("in 7 stacks: sound, 1 warning\n")


def test_a_missing_spec_is_one_error(tmp_path, monkeypatch, run):
    monkeypatch.chdir(tmp_path)
    result = run("validate")
    assert result.exit_code == 1
    assert "stacks/org.yaml" in result.stdout
    assert result.stdout.endswith("1 error\n")


def test_who_owns_what_is_told_wrong_by_wrong(project, run, snapshot):
    stacks = project / "stacks"
    (stacks / "Pulumi.gcp-prod.yaml").unlink()
    (stacks / "Pulumi.search.prod.yaml").unlink()
    (stacks / "Pulumi.second.yaml").write_text("config:\n  wharfinger:scope:\n    registry: aws-prod\n")
    (stacks / "Pulumi.idle.yaml").write_text(
        "config:\n  wharfinger:scope:\n    team: search\n    environment: dev\n"
    )
    (stacks / "Pulumi.lost.yaml").write_text("config:\n  wharfinger:scope:\n    registry: aws-test\n")
    result = run("validate")
    assert result.exit_code == 1
    assert result.stdout == snapshot


def test_no_stack_at_all_is_one_warning_with_the_mend(project, run, snapshot):
    for file in (project / "stacks").glob("Pulumi.*.yaml"):
        file.unlink()
    result = run("validate")
    assert result.exit_code == 0
    assert result.stdout == snapshot
