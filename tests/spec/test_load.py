"""From files to one spec: what is merged, how, and that order does not matter."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wharfinger.spec.diagnostics import SpecError
from wharfinger.spec.load import load
from wharfinger.spec.people import Team
from wharfinger.spec.places import Place
from wharfinger.spec.registries import EcrRegistry
from wharfinger.spec.settings import Repository

SMALL = """\
organisation: acme
environments: [dev]
registries:
  aws-dev:
    cloud: aws
    environment: dev
    account: "111111111111"
    region: eu-central-1
teams:
  payments:
    owners: [payments@acme.example]
    pipelines:
      release: {aws: ["arn:aws:iam::{account}:role/release"]}
    repositories:
      api: {}
"""

PAYMENTS = """\
team: payments
owners: [payments@acme.example]
repositories:
  api:
    class: service
    tags: {mutable: [latest]}
"""

SEARCH = """\
team: search
owners: [search@acme.example]
repositories: {index: {}}
"""

HEAD = "organisation: acme\nenvironments: [dev]\n"


def test_a_spec_of_fifteen_lines_is_loaded(loaded):
    found = loaded({"org.yaml": SMALL})
    assert found.files == ("org.yaml",)
    assert found.spec.registries["aws-dev"] == EcrRegistry(
        cloud="aws", environment="dev", account="111111111111", region="eu-central-1"
    )
    assert found.spec.teams["payments"].repositories == {"api": Repository(environments={})}
    assert found.places.value(("registries", "aws-dev", "account")) == Place("org.yaml", 7, 14)
    assert found.places.key(("teams", "payments", "repositories", "api", "scanning")) == Place(
        "org.yaml", 15, 7
    )


def test_a_teams_file_stands_where_the_team_would(loaded):
    found = loaded({"org.yaml": HEAD, "teams/payments.yaml": PAYMENTS, "teams/search.yaml": SEARCH})
    assert found.files == ("org.yaml", "teams/payments.yaml", "teams/search.yaml")
    assert list(found.spec.teams) == ["payments", "search"]
    assert type(found.spec.teams["payments"]) is Team
    path = ("teams", "payments", "repositories", "api", "tags", "mutable", 0)
    assert found.places.value(path) == Place("teams/payments.yaml", 6, 22)
    assert found.places.key(("teams", "search")) == Place("teams/search.yaml", 1, 1)


def test_one_file_or_many_make_the_same_spec(loaded):
    in_team_file = loaded({"org.yaml": HEAD, "teams/search.yaml": SEARCH}).spec
    in_org_file = loaded(
        {
            "org.yaml": f"{HEAD}include: []\n"
            "teams: {search: {owners: [search@acme.example], repositories: {index: {}}}}\n"
        }
    ).spec
    assert in_team_file.teams == in_org_file.teams


def test_part_files_add_to_the_organisation(loaded):
    found = loaded(
        {
            "org.yaml": f"{HEAD}include: [parts/clouds.yaml, parts/people.yaml]\n",
            "parts/clouds.yaml": "include: [../teams/*.yaml]\nclasses: {service: {scanning: continuous}}\n",
            "parts/people.yaml": "principals: {clusters: {gcp: ['group:ops@acme.example']}}\n",
            "teams/payments.yaml": PAYMENTS,
        }
    )
    assert list(found.spec.classes) == ["service"]
    assert list(found.spec.principals) == ["clusters"]
    assert list(found.spec.teams) == ["payments"]
    assert found.places.value(("classes", "service", "scanning")) == Place("parts/clouds.yaml", 2, 31)


@pytest.mark.parametrize("folder", [".", "stacks"])
def test_a_folder_means_the_org_yaml_in_it_or_in_its_stacks(written, folder):
    written({f"{folder}/org.yaml": SMALL})
    assert load(Path()).files == load(Path.cwd()).files == (str(Path(folder, "org.yaml")),)


def test_names_are_relative_to_the_current_folder_only_below_it(written, monkeypatch, tmp_path):
    written({"stacks/org.yaml": HEAD, "stacks/teams/search.yaml": SEARCH, "elsewhere/x": ""})
    assert load(tmp_path / "stacks" / "org.yaml").files == ("stacks/org.yaml", "stacks/teams/search.yaml")
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert load(tmp_path / "stacks").files[0] == str(tmp_path / "stacks" / "org.yaml")
    assert load(Path("../stacks")).files[0] == "../stacks/org.yaml"


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("missing.yaml", "there is no file missing.yaml, and no folder of that name with an org.yaml in it"),
        (".", "there is no file ., and no folder of that name with an org.yaml in it"),
        ("\0", "there is no file \0, and no folder of that name with an org.yaml in it"),
    ],
    ids=["file", "folder", "impossible"],
)
def test_a_spec_that_is_not_there_is_told_with_what_to_do(written, path, message):
    written({})
    with pytest.raises(SpecError) as caught:
        load(Path(path))
    (problem,) = caught.value.diagnostics
    assert problem.message == message
    assert problem.help == "`wharfinger init` writes one; or name the file that holds your spec"


def test_a_name_that_two_files_define_is_told_with_both_places(told):
    found = told(
        {
            "org.yaml": f"{HEAD}include: [a.yaml, b.yaml, teams/*.yaml]\nclasses: {{service: {{}}}}\n",
            "a.yaml": "classes:\n  service: {}\nprincipals: {ops: {}}\nteams: {search: {owners: [x]}}\n",
            "b.yaml": "principals: {ops: {}}\nregistries: {x: {cloud: aws}}\n",
            "teams/search.yaml": SEARCH,
        }
    )
    again = "give one of them another name"
    assert [problem for problem in found if "already" in problem] == [
        f"a.yaml:2:3: `service` is already one of the `classes` (the first is at org.yaml:4:11; {again})",
        f"b.yaml:1:14: `ops` is already one of the `principals` (the first is at a.yaml:3:14; {again})",
        (
            f"teams/search.yaml:1:7: `search` is already one of the `teams`"
            f" (the first is at a.yaml:4:9; {again})"
        ),
    ]


def test_all_errors_of_all_files_are_told_at_once(told):
    found = told(
        {
            "org.yaml": f"{HEAD}naming: {{tag: [v*]}}\ninclude: [teams/*.yaml, more.yaml]\n",
            "teams/a.yaml": "team: a\nowners: [x\nrepositories: {}\n",
            "teams/b.yaml": "team: b\nowners: [x]\nowners: [y]\nrepositories: {api: {scanning: onpush}}\n",
            "teams/c.yaml": "team: c\nowners: [*x]\n",
        }
    )
    assert [problem.split(" (")[0] for problem in found] == [
        "org.yaml:3:10: unknown key `tag` in `naming`",
        "org.yaml:4:25: there is no file `more.yaml`",
        "teams/a.yaml:3:13: a `,` or `]` is missing: the `[` at line 2 is not closed",
        "teams/b.yaml:3:1: the key `owners` is written twice",
        "teams/b.yaml:4:32: `scanning` can't be `onpush`",
        "teams/c.yaml:2:10: `*x` without quotes is an alias in YAML, and aliases are not allowed",
    ]


def test_a_file_of_many_errors_tells_the_first_hundred(told):
    keys = "".join(f"k{number}: 1\n" for number in range(1_000))
    found = told({"org.yaml": HEAD + keys})
    assert len(found) == 101
    assert found[0] == "org.yaml:1:1: org.yaml has 1,000 errors; the first 100 are told ()"
    assert found[1].startswith("org.yaml:3:1: unknown key `k0` in org.yaml")


def test_a_key_with_nothing_after_it_is_told_and_not_taken_as_left_out(told):
    found = told(
        {
            "org.yaml": f"{HEAD}classes:\n",
            "teams/a.yaml": "team: a\nowners: [x]\nnaming:\nrepositories: {api: {pull: , labels: {b: }}}\n",
        }
    )
    assert found == [
        "org.yaml:3:1: `classes` is empty (write `classes: {}`, or leave the key out)",
        "teams/a.yaml:3:1: `naming` is empty (write its value after it, or leave the key out)",
        "teams/a.yaml:4:22: `pull` is empty (write its value after it, or leave the key out)",
        (
            "teams/a.yaml:4:39: `b` is empty"
            " (a label's value is 1 to 128 letters, digits, spaces and `_ . : / = + @ -`)"
        ),
    ]


def test_null_is_the_same_as_left_out(loaded):
    team = "team: a\nowners: [x]\nnaming: null\nrepositories: {api: {pull: ~}}\n"
    assert loaded({"org.yaml": HEAD, "teams/a.yaml": team}).spec.teams["a"].repositories["api"].pull is None


def test_an_unreadable_org_yaml_does_not_hide_the_errors_of_teams(told):
    found = told({"org.yaml": "a: [", "teams/b.yaml": "team: b\n"})
    assert [problem.split(" (")[0] for problem in found] == [
        "org.yaml:2:1: the file ends inside a list or mapping that is not closed",
        "teams/b.yaml:1:1: a team's file needs `owners`",
    ]


FILES = ["teams/payments.yaml", "teams/search.yaml", "a.yaml", "b.yaml"]


@given(st.permutations(FILES))
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_order_of_files_changes_nothing(loaded, order):
    files = {
        "teams/payments.yaml": PAYMENTS,
        "teams/search.yaml": SEARCH,
        "a.yaml": "classes: {service: {}, batch: {}}\n",
        "b.yaml": "principals: {ops: {}}\nclasses: {alpha: {}}\n",
    }
    found = loaded(files | {"org.yaml": f"{HEAD}include: [{', '.join(order)}]\n"})
    expected = loaded(files | {"org.yaml": f"{HEAD}include: [{', '.join(FILES)}]\n"})
    update = {"include": ()}
    assert (
        found.spec.model_copy(update=update).model_dump_json()
        == expected.spec.model_copy(update=update).model_dump_json()
    )
    assert found.files == expected.files
    assert found.places.values["classes", "alpha"] == expected.places.values["classes", "alpha"]


WORDS = [
    "organisation",
    "environments",
    "registries",
    "teams",
    "team",
    "owners",
    "repositories",
    "include",
    "cloud",
]
WORDS += [
    "aws",
    "naming",
    "tags",
    "defaults",
    "classes",
    "principals",
    "pull",
    "*.yaml",
    "org.yaml",
    "**",
    "../x",
    "a",
]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(WORDS) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from(WORDS), VALUES), st.dictionaries(st.sampled_from(WORDS), VALUES))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_data_is_a_spec_or_a_spec_error(written, org, team):
    written({"org.yaml": json.dumps(org), "teams/a.yaml": json.dumps(team)})
    try:
        load(Path("org.yaml"))
    except SpecError as error:
        problems = error.diagnostics
    else:
        problems = ()
    assert all(problem.message and problem.place for problem in problems)


@given(st.binary(), st.text())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_a_spec_or_a_spec_error(tmp_path, monkeypatch, org, team):
    monkeypatch.chdir(tmp_path)
    Path("org.yaml").write_bytes(org)
    Path("teams").mkdir(exist_ok=True)
    Path("teams/a.yaml").write_text(team, errors="replace")
    with pytest.raises(SpecError):
        load(Path("org.yaml"))
