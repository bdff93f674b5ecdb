"""Naming rules: which template and which tags hold for a team in an environment."""

import pytest

from tests.organisations import placed, plan, spec, team
from wharfinger.plan.naming import effective_naming


@pytest.mark.parametrize(
    ("organisations", "teams", "expected"),
    [
        (None, None, "payments/api"),
        ({"repository": "{organisation}/{team}/{name}"}, None, "acme/payments/api"),
        ({"repository": "{environment}-{team}/{name}"}, None, "dev-payments/api"),
        ({"repository": "a/{name}"}, {"repository": "b/{name}"}, "b/api"),
        ({"repository": "a/{name}", "environments": {"dev": {"repository": "c/{name}"}}}, None, "c/api"),
        (
            {"environments": {"dev": {"repository": "c/{name}"}}},
            {"repository": "b/{name}"},
            "c/api",
        ),
        (
            {"environments": {"dev": {"repository": "c/{name}"}}},
            {"repository": "b/{name}", "environments": {"dev": {"repository": "d/{name}"}}},
            "d/api",
        ),
        ({"environments": {"prod": {"repository": "c/{name}"}}}, None, "payments/api"),
        ({"repository": "{name}/{name}"}, None, "api/api"),
    ],
    ids=[
        "built-in",
        "organisation",
        "environment-in-template",
        "team-wins",
        "environment-wins",
        "environment-wins-over-team",
        "team-in-environment-wins",
        "other-environment",
        "name-twice",
    ],
)
def test_the_nearest_template_names_a_repository(organisations, teams, expected):
    found = plan(naming=organisations or {}, teams={"payments": team(naming=teams)})
    assert placed(found, "payments/api@ecr").full_name == expected


def test_template_and_tags_are_overridden_apart():
    rules = effective_naming(
        spec(
            naming={"tags": ["v*"], "environments": {"dev": {"tags": ["*"]}}},
            teams={"payments": team(naming={"repository": "p/{name}"})},
        )
    )
    assert rules["payments", "prod"].tags == ("v*",)
    assert rules["payments", "dev"].tags == ("*",)
    assert rules["payments", "dev"].full_name("api") == "p/api"


def test_no_rule_allows_any_tag():
    assert placed(plan(), "payments/api@ecr").tag_patterns == ()


def test_every_team_has_a_rule_in_every_environment():
    rules = effective_naming(spec(teams={"payments": team(), "search": team()}))
    assert set(rules) == {(name, env) for name in ("payments", "search") for env in ("dev", "prod")}
