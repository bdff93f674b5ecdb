"""`wharfinger access`: rights on the command line."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from wharfinger.cli import app

SPEC = """\
organisation: acme
environments: [dev, prod]
registries:
  ecr: {{cloud: aws, environment: prod, account: "111111111111", region: eu-central-1}}
teams:
  payments:
    owners: [payments@acme.example]
    principals: {{people: {{aws: ["arn:aws:iam::{{account}}:role/payments"]}}}}
    pipelines: {{ci: {{aws: ["arn:aws:iam::{{account}}:role/ci"]}}}}
    repositories:
      api:
        push: {push}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "old.yaml").write_text(SPEC.format(push="[pipelines]"))
    (tmp_path / "new.yaml").write_text(SPEC.format(push="[pipelines, team]"))
    return tmp_path


def _run(*arguments: str | Path, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["access", *map(str, arguments)], env={"COLUMNS": "200"})
    assert done.exit_code == code, done.output
    return done.output


def test_the_rights_on_a_repository_are_shown_with_the_line_that_asks_for_each(folder):
    output = _run("show", "--spec", folder / "old.yaml", "--repository", "payments/api")
    (row,) = [line for line in output.splitlines() if "payments/ci" in line]
    assert "pull, push" in row
    assert f"{folder / 'old.yaml'}:12" in row


def test_the_rights_of_a_principal_are_shown_as_json(folder):
    arguments = ("--spec", folder / "old.yaml", "--principal", "payments/people", "--format", "json")
    (one,) = json.loads(_run("show", *arguments))
    assert one["identity"] == "arn:aws:iam::111111111111:role/payments"
    assert (one["rights"], one["by"], one["at"]) == (["pull"], ["Pull"], f"{folder / 'old.yaml'}:11")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "name a principal or a repository"),
        (("--principal", "payments/peeple"), "did you mean `payments/people`"),
        (("--repository", "payments/apis"), "did you mean `payments/api`"),
        (("--repository", "payments/api", "--registry", "ecc"), "did you mean `ecr`"),
    ],
    ids=["nothing", "principal", "repository", "registry"],
)
def test_a_name_that_the_spec_does_not_have_is_refused(folder, arguments, message):
    assert message in _run("show", "--spec", folder / "old.yaml", *arguments, code=2)


@pytest.mark.parametrize("format_", ["table", "markdown", "json"])
def test_a_push_that_is_gained_in_the_last_environment_stands_out(folder, format_):
    output = _run("diff", folder / "old.yaml", folder / "new.yaml", "--format", format_)
    if format_ == "json":
        (one,) = json.loads(output)
        assert (one["how"], one["right"], one["reaches_last"]) == ("gained", "push", True)
    else:
        assert "1 right gained, 0 lost. 1 of them may change what runs in the last environment." in output
        assert "GAINED" in output
