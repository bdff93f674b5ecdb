"""Retention rules against what an environment can be rolled back to."""

from typing import Any

import pytest

from tests.organisations import ECR, ECR_PROD, REGISTRIES, plan, team
from wharfinger.plan.rollback import check_rollback
from wharfinger.spec.diagnostics import Diagnostic
from wharfinger.spec.places import Place, Places

PLACES = Places(
    keys={("rollback_windows", "prod"): Place("org.yaml", 3, 21)}, values={(): Place("org.yaml", 1, 1)}
)
BOTH = {"newest": 10, "days": 30}


def found(tags: dict[str, str], window: dict[str, int] = BOTH, **parts: Any) -> list[Diagnostic]:
    """What is wrong with rules of `payments/api`, in a registry of `prod` unless told otherwise."""
    told = {
        "registries": {"ecr": ECR_PROD},
        "rollback_windows": {"prod": window},
        "teams": {"payments": team({"api": {"retention": {"tags": tags}}})},
    }
    return list(check_rollback(plan(**(told | parts)), PLACES))


def refused(tags: dict[str, str], window: dict[str, int] = BOTH, **parts: Any) -> list[str]:
    """The patterns whose rules are refused."""
    return [str(problem.path[-1]) for problem in found(tags, window, **parts)]


@pytest.mark.parametrize(
    ("sentence", "window", "fits"),
    [
        ("protect", BOTH, True),
        ("keep newest 10", {"newest": 10}, True),
        ("keep newest 9", {"newest": 10}, False),
        ("keep newest 10", BOTH, True),
        ("keep newest 9", BOTH, False),
        ("keep newest 9999", {"days": 30}, False),
        ("expire after 30 days", {"days": 30}, True),
        ("expire after 29 days", {"days": 30}, False),
        ("expire after 30 days", BOTH, True),
        ("expire after 29 days", BOTH, False),
        ("expire after 9999 days", {"newest": 10}, False),
        ("archive after 30 days without a pull", {"days": 30}, True),
        ("archive after 29 days without a pull, then expire after 900 days", {"days": 30}, False),
        ("archive after 9999 days without a pull", {"newest": 10}, False),
    ],
)
def test_a_rule_must_leave_the_window_alone(sentence, window, fits):
    assert refused({"*": sentence}, window) == ([] if fits else ["*"])


@pytest.mark.parametrize(
    ("sentence", "window", "help_"),
    [
        (
            "keep newest 5",
            BOTH,
            "`newest: 10, days: 30`: write `keep newest 10`, `expire after 30 days` or `protect`",
        ),
        (
            "expire after 1 day",
            BOTH,
            "`newest: 10, days: 30`: write `expire after 30 days`, `keep newest 10` or `protect`",
        ),
        (
            "archive after 9 days without a pull, then expire after 90 days",
            {"days": 30},
            (
                "`days: 30`: write `archive after 30 days without a pull, then expire after 90 days`"
                " or `protect`"
            ),
        ),
        ("expire after 90 days", {"newest": 10}, "`newest: 10`: write `keep newest 10` or `protect`"),
        ("keep newest 90", {"days": 30}, "`days: 30`: write `expire after 30 days` or `protect`"),
    ],
)
def test_the_mend_names_the_window_and_what_would_do(sentence, window, help_):
    (problem,) = found({"*": sentence}, window)
    assert problem.help == f"its window at org.yaml:3:21 is {help_}"
    _, _, mend = help_.partition(": write ")
    assert refused({"*": mend.split("`")[1]}, window) == []


def test_a_line_is_told_once_however_many_placements_it_reaches():
    problems = found(
        {},
        registries=REGISTRIES,
        classes={"service": {"retention": {"tags": {"*": "keep newest 5"}}}},
        teams={"payments": team({"api": {"class": "service"}, "web": {"class": "service"}})},
    )
    assert [(problem.message, problem.path, problem.severity) for problem in problems] == [
        (
            (
                "`*: keep newest 5` could delete what `prod` can be rolled back to, in"
                " `payments/api@ecr-prod` and 3 more"
            ),
            ("classes", "service", "retention", "tags", "*"),
            "error",
        )
    ]


def test_a_line_is_told_for_each_environment_that_it_reaches():
    windows = {"dev": {"days": 3}, "prod": {"days": 30}}
    rules = {"*": "expire after 2 days", "v*": "expire after 14 days"}
    both = {"ecr": ECR, "ecr-prod": ECR_PROD}
    problems = found(rules, registries=both, rollback_windows=windows)
    assert [problem.message.split(", in")[0] for problem in problems] == [
        "`*: expire after 2 days` could delete what `dev` can be rolled back to",
        "`v*: expire after 14 days` could delete what `prod` can be rolled back to",
        "`*: expire after 2 days` could delete what `prod` can be rolled back to",
    ]


def test_an_archived_image_is_not_called_deleted():
    (problem,) = found({"v*": "archive after 1 day without a pull"})
    assert "could archive what `prod` can be rolled back to" in problem.message


def test_the_line_is_the_one_that_holds():
    override = {"environments": {"prod": {"retention": {"tags": {"*": "keep newest 5"}}}}}
    (problem,) = found({}, classes={}, defaults=override)
    assert problem.path == ("defaults", "environments", "prod", "retention", "tags", "*")


def test_an_environment_without_a_window_may_delete_anything():
    assert refused({"*": "keep newest 1"}, registries={"ecr": ECR}) == []
    assert refused({"*": "keep newest 1"}, rollback_windows={}) == []


def test_untagged_images_are_not_rolled_back_to():
    api = {"api": {"retention": {"untagged": "expire after 1 day"}}}
    assert refused({}, teams={"payments": team(api)}) == []


@pytest.mark.parametrize(
    ("allowed", "rules", "expected"),
    [
        (["v*"], {"pr-*": "expire after 1 day"}, []),
        (["v*", "pr-1*"], {"pr-*": "expire after 1 day"}, ["pr-*"]),
        (["v*"], {"v*": "protect", "*": "keep newest 1"}, []),
        (["v*", "sha-*"], {"v*": "protect", "*": "keep newest 1"}, ["*"]),
        (["v*"], {"v*": "keep newest 10", "*": "keep newest 1"}, []),
        (["v*"], {"v1*": "protect", "*": "keep newest 1"}, ["*"]),
        ([], {"v*": "protect", "v1*": "expire after 1 day"}, []),
        ([], {"*": "protect", "v*": "expire after 1 day"}, []),
        ([], {"v*": "protect", "*": "keep newest 1"}, ["*"]),
    ],
    ids=[
        "no such tag",
        "some such tags",
        "all protected",
        "some protected",
        "all decided",
        "some decided",
        "within what is protected",
        "everything protected",
        "any tag",
    ],
)
def test_a_rule_that_decides_about_no_image_of_the_environment_is_no_danger(allowed, rules, expected):
    naming = {"environments": {"prod": {"tags": allowed}}} if allowed else {}
    assert refused(rules, naming=naming) == expected
