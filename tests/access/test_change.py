"""Rights that a change gives and takes."""

from typing import Any

from tests.organisations import ECR, ECR_PROD, compiled, team
from wharfinger.access.change import ChangedRight, changed_rights
from wharfinger.access.effective import EffectiveRight, effective_rights

ROLE = "arn:aws:iam::{}:role/payments"


def _rights(repository: dict[str, Any]) -> list[EffectiveRight]:
    found = compiled(
        registries={"ecr": ECR, "ecr-prod": ECR_PROD}, teams={"payments": team({"api": repository})}
    )
    return list(effective_rights(found))


def _changed(before: dict[str, Any], after: dict[str, Any]) -> tuple[ChangedRight, ...]:
    return changed_rights(_rights(before), _rights(after), "prod")


def test_a_push_that_is_gained_in_the_last_environment_comes_first_and_is_marked():
    found = _changed({"push": ["pipelines"]}, {"push": ["pipelines", "team"]})
    assert [(one.how, one.placement, one.right, one.reaches_last) for one in found] == [
        ("gained", "payments/api@ecr-prod", "push", True),
        ("gained", "payments/api@ecr", "push", False),
    ]
    assert found[0].identity == ROLE.format("222222222222")


def test_a_right_that_is_lost_is_told_and_not_marked():
    found = _changed({"push": ["team"]}, {"push": []})
    assert {(one.how, one.right, one.reaches_last) for one in found} == {("lost", "push", False)}


def test_who_pushes_instead_of_pulling_gains_only_the_push():
    found = _changed({"pull": ["team"], "push": []}, {"pull": [], "push": ["team"]})
    assert {(one.how, one.right) for one in found} == {("gained", "push")}


def test_the_same_rights_change_nothing():
    assert _changed({"pull": ["team"]}, {"pull": ["team"]}) == ()
