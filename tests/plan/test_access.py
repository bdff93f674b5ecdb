"""References to principals become grants."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.organisations import ECR, ECR_PROD, PEOPLE, RELEASE, placed, plan, team
from wharfinger.plan.model import Grant

TEAMS = {
    "payments": team(pipelines={"release": RELEASE, "nightly": RELEASE | {"environments": ["dev"]}}),
    "search": team({}),
}
PRINCIPALS = {"runtime": PEOPLE, "auditors": PEOPLE | {"environments": ["prod"]}}


def _grants(repository: dict[str, Any], key: str = "payments/api@ecr") -> tuple[Grant, ...]:
    teams = TEAMS | {"payments": TEAMS["payments"] | {"repositories": {"api": repository}}}
    found = plan(registries={"ecr": ECR, "ecr-prod": ECR_PROD}, principals=PRINCIPALS, teams=teams)
    return placed(found, key).grants


def _rights(grants: tuple[Grant, ...]) -> dict[str, str]:
    return {grant.principal.name: grant.right for grant in grants}


@pytest.mark.parametrize(
    ("pull", "push", "expected"),
    [
        ([], [], {}),
        (["team"], [], {"payments/people": "pull"}),
        (["pipelines"], [], {"payments/nightly": "pull", "payments/release": "pull"}),
        (["runtime"], [], {"runtime": "pull"}),
        (["search/people"], [], {"search/people": "pull"}),
        ([], ["search/release"], {"search/release": "push"}),
        (["team"], ["payments/people"], {"payments/people": "push"}),
        (["runtime"], ["payments/release"], {"payments/release": "push", "runtime": "pull"}),
    ],
    ids=["nobody", "team", "pipelines", "named", "other-team", "other-pipeline", "push-is-pull", "both"],
)
def test_references_become_grants(pull, push, expected):
    assert _rights(_grants({"pull": pull, "push": push})) == expected


def test_a_principal_is_granted_nothing_outside_its_environments():
    repository = {"pull": ["runtime", "auditors"], "push": ["pipelines"]}
    assert _rights(_grants(repository)) == {
        "payments/nightly": "push",
        "payments/release": "push",
        "runtime": "pull",
    }
    assert _rights(_grants(repository, "payments/api@ecr-prod")) == {
        "auditors": "pull",
        "payments/release": "push",
        "runtime": "pull",
    }


@pytest.mark.parametrize(
    ("pull", "push"),
    [
        (["team", "payments/people"], []),
        (["payments/people", "team"], []),
        (["payments/people"], ["team"]),
        (["team"], ["payments/people"]),
    ],
    ids=["after", "before", "pull", "push"],
)
def test_a_principal_that_is_also_named_counts_as_named(pull, push):
    assert [grant.by_name for grant in _grants({"pull": pull, "push": push})] == [True]


def test_a_principal_of_a_group_is_not_named():
    assert not any(grant.by_name for grant in _grants({}))


REFERENCES = st.lists(
    st.sampled_from(["team", "pipelines", "runtime", "auditors", "search/people", "payments/release"])
)


@given(pull=REFERENCES, push=REFERENCES, data=st.data())
def test_grants_are_sorted_once_each_and_free_of_order(pull, push, data):
    grants = _grants({"pull": pull, "push": push})
    names = [grant.principal.name for grant in grants]
    assert names == sorted(set(names))
    reordered = {"pull": data.draw(st.permutations(pull)), "push": data.draw(st.permutations(push))}
    assert _grants(reordered) == grants
    pushed = _grants({"pull": [], "push": push})
    assert {grant.principal.name for grant in grants if grant.right == "push"} == set(_rights(pushed))
