"""Simulations: what goes, what must not, and where clouds disagree."""

from dataclasses import replace
from typing import Any

import pytest

from tests.organisations import ACR, ECR, GAR, compiled, team
from tests.simulation.inventories import AT, holding, image
from wharfinger.inventory.jsonl import Inventory
from wharfinger.inventory.model import DAY
from wharfinger.simulation.outcome import RuleTally, Tally
from wharfinger.simulation.simulate import Simulation, simulate

GAR_MOVING = {"gcp": GAR}


def _simulated(retention: dict[str, Any], inventory: Inventory, **parts: Any) -> Simulation:
    settings = {"retention": retention, "tags": {"immutable": False}}
    found = compiled(
        registries={"ecr": ECR, "gar": GAR, "acr": ACR}, teams={"payments": team({"api": settings})}, **parts
    )
    return simulate(found, inventory, AT)


def test_what_goes_is_told_by_rule_with_what_is_left():
    old, young, release = image("old", 20, "pr-1"), image("young", 3, "pr-2"), image("v", 90, "v1")
    found = _simulated({"tags": {"pr-*": "expire after 14 days"}}, holding(ecr=(old, young, release)))
    (one,) = found.outcomes
    assert one.compiled.placement.key == "payments/api@ecr"
    assert one.outcome.total == Tally(3, 300)
    assert one.outcome.by_rule == (
        RuleTally("rule 1 (pr-*: expire after 14 days)", "deleted", Tally(1, 100)),
    )
    assert (one.outcome.oldest_left, one.outcome.newest_left) == (release.pushed, young.pushed)
    assert found.absent == 2


def test_where_everything_goes_nothing_is_left():
    found = _simulated({"tags": {"*": "expire after 1 day"}}, holding(ecr=(image("a", 9, "x"),)))
    outcome = found.outcomes[0].outcome
    assert (outcome.oldest_left, outcome.newest_left, outcome.deleted.images) == (None, None, 1)


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (image("a", 20, "pr-1", running=True), "running"),
        (image("a", 20, "pr-1"), "rollback"),
    ],
    ids=["running", "rollback"],
)
@pytest.mark.parametrize("registry", ["ecr", "gar", "acr"])
def test_what_must_not_go_is_a_danger(one, reason, registry):
    found = _simulated(
        {"tags": {"pr-*": "expire after 14 days"}},
        holding(**{registry: (one,)}),
        rollback_windows={"dev": {"newest": 1}},
    )
    expected = {"ecr": "deleted", "gar": "deleted", "acr": "deleted"}
    if registry == "acr":
        assert found.outcomes[0].outcome.deleted.images == 1
    (danger,) = found.dangers
    assert (danger.placement, danger.image, danger.reason, danger.verdict.fate) == (
        f"payments/api@{registry}",
        one,
        reason,
        expected[registry],
    )


def test_a_protected_image_never_is_a_danger_since_it_never_goes():
    rules = {"tags": {"v*": "protect", "*": "expire after 1 day"}}
    both = image("a", 20, "v1", "pr-1")
    assert not _simulated(rules, holding(ecr=(both,), gar=(both,), acr=(both,))).dangers


def test_a_rollback_window_reaches_as_far_as_both_of_its_limits():
    images = tuple(image(f"i{age}", age, f"pr-{age}") for age in (15, 16, 17, 40))
    windows = {"dev": {"newest": 3, "days": 16}}
    found = _simulated(
        {"tags": {"pr-*": "expire after 14 days"}}, holding(ecr=images), rollback_windows=windows
    )
    assert [danger.image.tags for danger in found.dangers] == [("pr-15",), ("pr-16",)]


def test_tags_that_the_naming_rules_do_not_allow_do_not_fill_a_window():
    allowed, other = image("a", 20, "pr-1"), image("b", 1, "junk")
    found = _simulated(
        {"tags": {"pr-*": "expire after 14 days"}},
        holding(ecr=(allowed, other)),
        rollback_windows={"dev": {"newest": 1}},
        naming={"tags": ["pr-*"]},
    )
    assert [danger.image for danger in found.dangers] == [allowed]


def test_rules_that_only_observe_are_simulated_as_if_they_were_enforced():
    rules = {"tags": {"pr-*": "expire after 14 days"}, "rollout": "observe"}
    old = image("a", 20, "pr-1")
    found = _simulated(rules, holding(ecr=(old,), gar=(old,), acr=(old,)))
    assert [one.outcome.deleted.images for one in found.outcomes] == [1, 1, 1]


def test_a_repository_that_the_spec_does_not_have_is_told():
    inventory = Inventory({("ecr", "stray"): (image("a", 1, "x"),)})
    assert _simulated({}, inventory).unknown == (("ecr", "stray"),)


def test_one_repository_can_be_simulated_alone():
    found = compiled(registries={"ecr": ECR}, teams={"payments": team({"api": {}, "web": {}})})
    inventory = Inventory({("ecr", name): (image("a", 90),) for name in ("payments/api", "payments/web")})
    only = simulate(found, inventory, AT, "payments/web")
    assert [one.outcome.repository for one in only.outcomes] == ["payments/web"]


OLD = image("a", 20, "main-1")
DISAGREEMENTS = {
    "refused": (
        {"tags": {"*": "keep newest 1"}},
        {"ecr": (OLD, image("b", 1, "main-2")), "gar": (OLD, image("b", 1, "main-2"))},
        "gar can't follow `*: keep newest 1`",
    ),
    "clock": (
        {"tags": {"*": "expire after 14 days"}},
        {"ecr": (OLD,), "gar": (replace(OLD, pushed=AT - 10 * DAY),)},
        "it came 10 days later to some of them",
    ),
    "unit": (
        {"tags": {"*": "expire after 14 days"}},
        {"ecr": (OLD,), "acr": (replace(OLD, updated=AT - DAY),)},
        "ACR removes single tags, counted from their last update; the others remove images",
    ),
    "tags": (
        {"tags": {"main-*": "expire after 14 days"}},
        {"ecr": (OLD,), "gar": (replace(OLD, tags=("v1",)),)},
        "the image has other tags there",
    ),
}


@pytest.mark.parametrize("case", DISAGREEMENTS)
def test_clouds_that_disagree_about_an_image_are_told_with_the_reason(case):
    rules, held, why = DISAGREEMENTS[case]
    found = _simulated(rules, holding(**held))
    (one,) = found.disagreements
    assert (one.repository, one.environment, one.digest, one.why) == ("payments/api", "dev", OLD.digest, why)
    assert {side.registry for side in one.sides} == set(held)


def test_clouds_that_agree_are_not_told():
    rules = {"tags": {"*": "expire after 14 days"}}
    assert not _simulated(rules, holding(ecr=(OLD,), gar=(OLD,), acr=(OLD,))).disagreements
