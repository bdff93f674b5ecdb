"""What a change of the spec does to images."""

from typing import Any

from tests.organisations import ECR, compiled, team
from tests.simulation.inventories import AT, holding, image
from wharfinger.clouds.compiled import CompiledPlan
from wharfinger.simulation.change import compare
from wharfinger.simulation.outcome import Tally

OLD, YOUNG = image("old", 20, "pr-1"), image("young", 10, "pr-2")
HELD = holding(ecr=(OLD, YOUNG))


def _spec(rule: str, **parts: Any) -> CompiledPlan:
    settings = {"retention": {"tags": {"pr-*": rule}}}
    return compiled(registries={"ecr": ECR}, teams={"payments": team({"api": settings})}, **parts)


def test_a_shorter_age_newly_deletes():
    change = compare(_spec("expire after 14 days"), _spec("expire after 7 days"), HELD, AT)
    (one,) = change.placements
    assert (one.newly_deleted, one.newly_kept) == (Tally(1, 100), Tally())
    assert one.rules == ("rule 1 (pr-*: expire after 7 days)",)


def test_a_longer_age_newly_keeps():
    change = compare(_spec("expire after 7 days"), _spec("expire after 30 days"), HELD, AT)
    (one,) = change.placements
    assert (one.newly_deleted, one.newly_kept, one.rules) == (Tally(), Tally(2, 200), ())


def test_an_archive_is_no_deletion():
    change = compare(_spec("protect"), _spec("archive after 15 days without a pull"), HELD, AT)
    (one,) = change.placements
    assert (one.newly_deleted, one.newly_archived) == (Tally(), Tally(1, 100))


def test_the_same_rules_change_nothing():
    assert compare(_spec("protect"), _spec("protect"), HELD, AT).placements == ()


def test_only_what_newly_goes_is_a_danger():
    windows = {"dev": {"newest": 2}}
    change = compare(
        _spec("expire after 14 days"), _spec("expire after 7 days", rollback_windows=windows), HELD, AT
    )
    assert [danger.image for danger in change.dangers] == [YOUNG]


def test_placements_that_come_and_go_are_told():
    old = compiled(registries={"ecr": ECR}, teams={"payments": team({"api": {}})})
    new = compiled(registries={"ecr": ECR}, teams={"payments": team({"web": {}})})
    change = compare(old, new, HELD, AT)
    assert (change.added, change.removed) == (("payments/web@ecr",), ("payments/api@ecr",))
