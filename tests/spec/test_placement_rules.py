"""Repositories that their placement puts nowhere."""

import pytest

ORG = """\
organisation: acme
environments: [dev, prod]
registries:
  ecr: {cloud: aws, environment: dev, account: "111111111111", region: eu-central-1}
  gar: {cloud: gcp, environment: prod, project: acme-prod, location: europe-west3}
"""
TEAM = "team: a\nowners: [x]\nrepositories:\n  api: {}\n"
CONDITIONS = "the conditions, from `defaults`, class and repository together"


@pytest.mark.parametrize(
    ("org", "repository", "expected"),
    [
        pytest.param("", "{}", [], id="everywhere"),
        pytest.param("", "{placement: {clouds: [aws]}}", [], id="one cloud"),
        pytest.param(
            "",
            "{placement: {clouds: [aws], environments: [prod]}}",
            [
                (
                    "teams/a.yaml:4:9: no registry meets all conditions of the placement of `a/api`"
                    f" ({CONDITIONS}: `clouds: [aws]`, `environments: [prod]`)"
                )
            ],
            id="a contradiction in the repository",
        ),
        pytest.param(
            "defaults: {placement: {clouds: [azure]}}",
            "{}",
            [
                (
                    "org.yaml:6:12: no registry meets all conditions of the placement of `a/api`"
                    f" ({CONDITIONS}: `clouds: [azure]`)"
                )
            ],
            id="defaults",
        ),
        pytest.param(
            "defaults: {placement: {clouds: [azure]}}", "{placement: {clouds: [gcp]}}", [], id="own wins"
        ),
        pytest.param(
            "classes: {c: {placement: {registries: [gar]}}}",
            "{class: c, placement: {environments: [dev]}}",
            [
                (
                    "teams/a.yaml:4:19: no registry meets all conditions of the placement of `a/api`"
                    f" ({CONDITIONS}: `registries: [gar]`, `environments: [dev]`)"
                )
            ],
            id="class and repository together",
        ),
        pytest.param(
            "",
            "{placement: {registries: []}}",
            [
                (
                    "teams/a.yaml:4:9: no registry meets all conditions of the placement of `a/api`"
                    f" ({CONDITIONS}: `registries: []`)"
                )
            ],
            id="an empty list",
        ),
    ],
)
def test_a_placement_must_select_a_registry(found, org, repository, expected):
    team = TEAM.replace("{}", repository)
    assert found({"org.yaml": f"{ORG}{org}\n", "teams/a.yaml": team}) == expected


def test_a_placement_that_repositories_share_is_told_once(found):
    org = f"{ORG}defaults: {{placement: {{clouds: [azure]}}}}\n"
    team = f"{TEAM}  web: {{}}\n  worker: {{}}\n"
    assert (
        len(
            found({"org.yaml": org, "teams/a.yaml": team, "teams/b.yaml": team.replace("team: a", "team: b")})
        )
        == 1
    )


def test_a_dangling_name_in_a_placement_is_told_only_as_such(found):
    team = TEAM.replace("{}", "{placement: {registries: [gra]}}")
    (problem,) = found({"org.yaml": ORG, "teams/a.yaml": team})
    assert problem.startswith("teams/a.yaml:4:34: there is no registry `gra` (did you mean `gar`?")


def test_repositories_without_any_registry_are_told_once(found):
    org = "organisation: acme\nenvironments: [dev]\nteams: {b: {owners: [x]}}\n"
    assert found({"org.yaml": org, "teams/a.yaml": f"{TEAM}  web: {{}}\n"}) == [
        (
            "org.yaml:3:1: there are repositories, and no registry to put them in"
            " (add a registry under `registries`)"
        )
    ]


def test_a_spec_without_repositories_needs_no_registry(found):
    assert found({"org.yaml": "organisation: acme\nenvironments: [dev]\n"}) == []
