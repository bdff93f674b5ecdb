"""Tag patterns that no tag can match, and naming rules that give no name."""

import pytest

ORG = """\
organisation: acme
environments: [dev, prod]
registries:
  ecr: {cloud: aws, environment: dev, account: "111111111111", region: eu-central-1}
"""
TEAM = "team: a\nowners: [x]\nrepositories:\n  api: {}\n"


def check(found, org: str, repository: str = "{}", team: str = "") -> list[str]:
    return found({"org.yaml": f"{ORG}{org}\n", "teams/a.yaml": f"{TEAM.replace('{}', repository)}{team}\n"})


@pytest.mark.parametrize(
    ("naming", "pattern", "fits"),
    [
        pytest.param("{tags: [v*]}", "v1.*", True, id="narrower"),
        pytest.param("{tags: [v*]}", "'*-rc'", True, id="crossing"),
        pytest.param("{tags: [v*]}", "latest", False, id="apart"),
        pytest.param("{tags: [v?]}", "v1*", True, id="one character"),
        pytest.param("{tags: [v?]}", "v10", False, id="one character too many"),
        pytest.param("{tags: [v*, latest]}", "latest", True, id="second pattern"),
        pytest.param("{}", "latest", True, id="no rule"),
        pytest.param("{environments: {prod: {tags: [v*]}}}", "latest", True, id="free in dev"),
        pytest.param("{tags: [v*], environments: {dev: {tags: [latest]}}}", "latest", True, id="fits dev"),
        pytest.param(
            "{environments: {dev: {tags: [d*]}, prod: {tags: [v*]}}}",
            "latest",
            False,
            id="fits no environment",
        ),
    ],
)
@pytest.mark.parametrize("setting", ["tags: {mutable: [%s]}", "retention: {tags: {%s: protect}}"])
def test_a_pattern_must_match_a_tag_that_is_allowed_somewhere(found, naming, pattern, fits, setting):
    problems = check(found, f"naming: {naming}", f"{{{setting % pattern}}}")
    assert [problem.split(" (")[0].split(": ", 1)[1] for problem in problems] == (
        [] if fits else [f"no tag that the naming rules allow can match `{pattern}`"]
    )


def test_the_pattern_and_the_allowed_tags_are_both_named(found):
    assert check(found, "naming: {tags: [v*, sha-*]}", "{tags: {mutable: [v*, latest]}}") == [
        (
            "teams/a.yaml:4:30: no tag that the naming rules allow can match `latest`"
            " (allowed tags: `sha-*`, `v*`)"
        )
    ]


def test_a_rule_is_told_at_its_pattern(found):
    assert check(found, "naming: {tags: [v*]}", "{retention: {tags: {v*: protect, latest: protect}}}") == [
        "teams/a.yaml:4:41: no tag that the naming rules allow can match `latest` (allowed tags: `v*`)"
    ]


def test_an_override_is_held_against_its_own_environment(found):
    naming = "naming: {tags: [latest], environments: {prod: {tags: [v*]}}}"
    override = "{environments: {%s: {tags: {mutable: [latest]}}}}"
    assert check(found, naming, override % "dev") == []
    assert check(found, naming, override % "prod") == [
        "teams/a.yaml:4:48: no tag that the naming rules allow can match `latest` (allowed tags: `v*`)"
    ]


@pytest.mark.parametrize(
    ("org", "team", "allowed"),
    [
        ("{tags: [o*]}", "{}", "o*"),
        ("{tags: [o*]}", "{tags: [t*]}", "t*"),
        ("{tags: [o*], environments: {dev: {tags: [oe*]}, prod: {tags: [oe*]}}}", "{tags: [t*]}", "oe*"),
        (
            "{environments: {dev: {tags: [oe*]}, prod: {tags: [oe*]}}}",
            "{environments: {dev: {tags: [te*]}, prod: {tags: [te*]}}}",
            "te*",
        ),
    ],
    ids=["organisation", "team", "organisation's environment", "team's environment"],
)
def test_the_nearest_naming_rule_decides(found, org, team, allowed):
    (problem,) = check(found, f"naming: {org}", "{tags: {mutable: [x]}}", f"naming: {team}")
    assert problem.endswith(f"(allowed tags: `{allowed}`)")


def test_a_default_may_be_of_use_in_one_team_only(found):
    org = "naming: {tags: [v*]}\ndefaults: {tags: {mutable: [latest]}}"
    assert len(check(found, org)) == 1
    assert check(found, org, team="naming: {tags: [latest]}") == []


def test_a_default_is_held_against_the_organisations_rule_where_there_are_no_teams(found):
    org = f"{ORG}naming: {{tags: [v*]}}\ndefaults: {{tags: {{mutable: [latest]}}}}\n"
    assert found({"org.yaml": org}) == [
        "org.yaml:6:29: no tag that the naming rules allow can match `latest` (allowed tags: `v*`)"
    ]


def test_a_tag_can_not_start_with_a_dot_or_hyphen(found):
    naming = "naming: {tags: ['*', '-dev']}"
    why = "a tag starts with a letter, a digit or `_`"
    assert check(found, naming, "{tags: {mutable: [.x*]}}") == [
        f"org.yaml:5:22: no tag can match `-dev`: {why} (likely `*-dev` is meant)",
        f"teams/a.yaml:4:26: no tag can match `.x*`: {why} (likely `*.x*` is meant)",
    ]


def test_a_rule_that_allows_no_tag_is_told(found):
    assert check(found, "naming: {environments: {prod: {tags: []}}}") == [
        (
            "org.yaml:5:38: `tags` is empty, which would allow no tag at all"
            " (leave `tags` out, or write `['*']` to allow every tag)"
        )
    ]


@pytest.mark.parametrize(
    ("template", "fits"),
    [
        ("{team}/{name}", True),
        ("acme/{environment}/{team}-{name}", True),
        ("{name}", True),
        ("{team}//{name}", False),
        ("/{name}", False),
        ("{name}/", False),
        ("{team}.-{name}", False),
    ],
)
def test_a_template_must_give_names_that_registries_take(found, template, fits):
    problems = check(found, f"naming: {{repository: '{template}'}}")
    assert problems == (
        []
        if fits
        else [
            (
                f"org.yaml:5:22: `{template}` gives names that registries refuse"
                " (between letters and digits there is one `/`, `.`, `_` or `-`, and none at either end)"
            )
        ]
    )
