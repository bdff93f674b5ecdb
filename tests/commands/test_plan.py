import json

import pytest


def test_the_table_shows_each_team_by_environment(project, run, snapshot):
    result = run("plan")
    assert result.exit_code == 0
    assert result.stdout == snapshot


def test_a_narrow_terminal_wraps_cells_but_never_a_url(project, run, monkeypatch, snapshot):
    monkeypatch.setenv("COLUMNS", "80")
    result = run("plan", "--team", "search")
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert result.stdout == snapshot


@pytest.mark.parametrize(
    ("options", "keys"),
    [
        (["--team", "search", "--environment", "prod"], 3),
        (["--registry", "aws-dev"], 2),
        (["--environment", "dev"], 2),
        (["--team", "search", "--environment", "dev"], 0),
        ([], 9),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_json_holds_the_placements_asked_for(project, run, options, keys):
    document = json.loads(run("plan", "--format", "json", *options).stdout)
    assert len(document["placements"]) == keys


def test_json_is_complete(project, run, snapshot):
    document = json.loads(run("plan", "--format", "json", "--team", "payments").stdout)
    assert document == snapshot


def test_json_holds_policies_as_the_text_that_is_sent(project, run):
    document = json.loads(run("plan", "--format", "json").stdout)
    native = next(one["native"] for one in document["placements"] if one["key"] == "payments/api@aws-prod")
    assert json.loads(native["lifecycle_policy"])["rules"]
    assert json.loads(native["repository_policy"])["Version"] == "2012-10-17"


def test_json_has_a_placement_a_line_and_the_same_bytes_each_time(project, run):
    text = run("plan", "--format", "json").stdout
    assert sum(line.startswith('{"key": ') for line in text.splitlines()) == 9
    assert run("plan", "--format", "json").stdout == text


def test_a_team_has_only_the_registries_that_it_is_in(project, run):
    document = json.loads(run("plan", "--format", "json", "--team", "search").stdout)
    assert [one["name"] for one in document["registries"]] == ["aws-prod", "azure-prod", "gcp-prod"]


def test_nothing_placed_is_said(project, run):
    assert run("plan", "--team", "search", "--environment", "dev").stdout == "nothing is placed there\n"


@pytest.mark.parametrize(
    ("option", "name", "hint"),
    [
        ("--team", "serch", "did you mean `search`?"),
        ("--registry", "aws-prd", "did you mean `aws-prod`"),
        ("--environment", "qa", "it has: dev, prod"),
    ],
)
def test_an_unknown_name_is_a_usage_error_with_the_likely_one(project, run, option, name, hint):
    result = run("plan", option, name)
    assert result.exit_code == 2
    assert hint in " ".join(result.stderr.replace("│", " ").split())


def test_a_broken_spec_is_told_on_stderr(project, run):
    (project / "stacks/org.yaml").write_text("organisation: Acme\n")
    result = run("plan", "--format", "json")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "stacks/org.yaml:1:" in result.stderr
