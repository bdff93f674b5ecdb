"""Retention as `acr purge` commands."""

import base64
import re
import shlex
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from syrupy.extensions.json import JSONSnapshotExtension
from wharfinger_components.azure.purge import task_yaml
from wharfinger_sandbox.clouds.azure.purge import task_problems

from tests.clouds.reference import rule_of
from tests.clouds.tags import RETENTIONS, TAGS
from wharfinger.clouds.azure.policy import Purge, read_command
from wharfinger.clouds.azure.retention import CONCURRENCY, encode_retention, purge_commands
from wharfinger.clouds.tag_rules import setting_of, spec_key
from wharfinger.plan.retention import Archive, ExpireAfter, KeepNewest, Retention, retention

NAME = "payments/api"
EIGHT = f" --concurrency {CONCURRENCY}"
NAMES = st.from_regex("[ab1]([._/-]?[ab1]){0,5}", fullmatch=True)
SEPARATORS = re.compile(r"(?<!\(\?):(?!\]\]*)")
"""The colons at which acr-cli takes a filter apart; none of ours follows a flag or a bracket."""


def _said(tags: dict[str, str], untagged: str = "protect", rollout: Any = "enforce") -> Retention:
    return retention(tags, untagged, rollout)


def _commands(asked: Retention, name: str = NAME) -> tuple[str, ...]:
    return encode_retention(name, asked)[0]


def _filters(commands: tuple[str, ...]) -> list[list[str]]:
    """The parts of each command's filter, as acr-cli tells them apart."""
    found: list[list[str]] = []
    for command in commands:
        words = shlex.split(command)
        assert words.count("--filter") == 1
        found.append(SEPARATORS.split(words[words.index("--filter") + 1]))
    return found


CASES = {
    "untagged": _said({}, "expire after 14 days"),
    "newest": _said({"*": "keep newest 10"}),
    "protected": _said(
        {"*": "keep newest 10", "v*": "protect", "release-*": "protect"}, "expire after 14 days"
    ),
    "a-sentence-of-each-kind": _said(
        {
            "v*": "protect",
            "release-*": "archive after 90 days without a pull, then expire after 365 days",
            "pr-*": "expire after 7 days",
            "main-*": "keep newest 20",
            "*": "expire after 90 days",
        },
        "expire after 1 day",
    ),
    "characters-that-are-special": _said({"v?.?": "protect", "v*+b-*_x": "expire after 3 days"}),
    "observed": _said({"*": "expire after 90 days"}, "expire after 14 days", "observe"),
}


@pytest.fixture
def json_snapshot(snapshot):
    return snapshot.use_extension(JSONSnapshotExtension)


@pytest.mark.parametrize("case", CASES)
def test_retention_is_a_list_of_purge_commands(case, json_snapshot):
    commands, findings = encode_retention(NAME, CASES[case])
    assert {
        "commands": list(commands),
        "findings": [[found.said_as or found.setting, found.fidelity, found.reason] for found in findings],
    } == json_snapshot


@pytest.mark.parametrize(
    "tags",
    [{}, {"v*": "protect"}, {"v*": "archive after 30 days without a pull"}],
    ids=["nothing", "protected", "archive"],
)
def test_where_nothing_expires_there_is_no_command(tags):
    assert _commands(_said(tags)) == ()


def test_what_is_protected_where_nothing_expires_is_left_to_no_task():
    _, (finding,) = encode_retention(NAME, _said({"v*": "protect"}))
    assert (finding.fidelity, finding.reason) == ("emulated", "nothing is scheduled that would remove tags")


def test_an_archive_is_refused_and_its_images_are_kept():
    asked = _said({"v*": "archive after 30 days without a pull", "*": "expire after 30 days"})
    _, findings = encode_retention(NAME, asked)
    assert [(found.said_as, found.reason) for found in findings if found.fidelity == "refused"] == [
        ("retention.tags.v*", "ACR has no archive")
    ]
    assert _commands(asked) == (f"acr purge --filter 'payments/api:^(?!(?:v.*)$)(?:.*)$' --ago 30d{EIGHT}",)


def test_protected_and_earlier_patterns_are_left_out_where_they_overlap():
    asked = _said(
        {
            "*-eu": "protect",
            "v1*": "expire after 3 days",
            "dev-1": "expire after 1 day",
            "v*": "keep newest 5",
        }
    )
    assert _commands(asked) == (
        rf"acr purge --filter 'payments/api:^(?!(?:.*-eu)$)(?:v1.*)$' --ago 3d{EIGHT}",
        rf"acr purge --filter 'payments/api:^dev-1$' --ago 1d{EIGHT}",
        rf"acr purge --filter 'payments/api:^(?!(?:.*-eu|v1.*)$)(?:v.*)$' --ago 0d --keep 5{EIGHT}",
    )


def test_a_narrower_rule_acts_although_a_wider_one_is_refused():
    asked = _said({"pr-*": "expire after 7 days", "*": "archive after 90 days without a pull"})
    assert _commands(asked) == (f"acr purge --filter 'payments/api:^pr-.*$' --ago 7d{EIGHT}",)


@pytest.mark.parametrize(
    ("pattern", "expression"),
    [("1.0", r"^1\.0$"), ("v?.?", r"^v.\..$"), ("dev-*", "^dev-.*$"), ("a_b*", "^a_b.*$"), ("?*", "^..*$")],
)
def test_a_pattern_is_an_anchored_expression_in_which_only_wildcards_are_special(pattern, expression):
    assert _filters(_commands(_said({pattern: "expire after 1 day"}))) == [[NAME, expression]]


def test_the_newest_are_counted_among_tags_of_any_age():
    """`--keep` spares the newest of those that would go, so that the young would be kept besides."""
    assert _commands(_said({"*": "keep newest 5"}))[0].endswith(f" --ago 0d --keep 5{EIGHT}")


def test_keep_never_goes_with_untagged_manifests():
    """`--keep` would count those anew, and acr-cli has deleted all of them where there were fewer."""
    newest, untagged = _commands(_said({"*": "keep newest 5"}, "expire after 14 days"))
    assert "--untagged" not in newest
    assert untagged == f"acr purge --filter 'payments/api:^.*$' --untagged-only --ago 14d{EIGHT}"


def test_tags_go_before_manifests_so_that_a_run_does_both():
    commands = _commands(CASES["a-sentence-of-each-kind"])
    assert ["--untagged-only" in command for command in commands] == [False] * 3 + [True]


@pytest.mark.parametrize(("rollout", "dry"), [("enforce", False), ("observe", True)])
def test_to_observe_is_a_dry_run_of_the_same_commands(rollout, dry):
    asked = ({"*": "keep newest 5"}, "expire after 14 days")
    enforced = _commands(_said(*asked))
    found, findings = encode_retention(NAME, _said(*asked, rollout))
    assert found == tuple(f"{command} --dry-run" if dry else command for command in enforced)
    assert [one.reason for one in findings if one.setting == "retention.rollout"] == (
        ["the task runs with `--dry-run`, and its log tells what would go"] if dry else []
    )


def test_where_nothing_would_run_there_is_no_rollout_to_speak_of():
    _, findings = encode_retention(NAME, _said({"v*": "protect"}, rollout="observe"))
    assert [found.setting for found in findings] == ["retention.protect"]


@pytest.mark.parametrize("name", ["payments/api", "a-b/c_d", "a__b", "1/2"])
def test_the_name_of_a_repository_stays_literal_so_that_acr_cli_need_not_list_all(name):
    """A name without special characters is taken as it is (docs: "Purging without list permissions")."""
    assert _filters(_commands(_said({}, "expire after 1 day"), name)) == [[name, "^.*$"]]


def test_the_dot_of_a_name_is_no_wildcard():
    ((name, _),) = _filters(_commands(_said({}, "expire after 1 day"), "payments/a.b"))
    assert name == r"payments/a\.b"


@given(NAMES, NAMES)
def test_a_command_reaches_its_own_repository_and_no_other(name, other):
    (command,) = _commands(_said({}, "expire after 1 day"), name)
    assert read_command(command).reaches(name)
    assert read_command(command).reaches(other) == (name == other)


@given(RETENTIONS, TAGS)
def test_a_tag_meets_the_filter_of_the_rule_that_decides_about_it_and_no_other(asked, tag):
    rules = [rule for rule in asked.expiring if not isinstance(rule, Archive)]
    commands = [read_command(command) for command in _commands(asked)]
    met = [rule for rule, purge in zip(rules, commands, strict=False) if purge.filters[0].tag.search(tag)]
    decided = rule_of(asked, [tag])
    assert met == ([decided] if isinstance(decided, KeepNewest | ExpireAfter) else [])


@given(RETENTIONS, st.lists(NAMES, min_size=1, max_size=3, unique=True), NAMES)
def test_commands_for_several_repositories_do_in_each_what_its_own_do(asked, names, other):
    shared = [read_command(command) for command in purge_commands(names, asked)]
    for name in {*names, other}:
        own = [read_command(command) for command in _commands(asked, name)]
        assert [_done(purge, name) for purge in shared] == [
            _done(purge, name) if name in names else None for purge in own
        ]


def _done(purge: Purge, name: str) -> Purge | None:
    """What a command does to one repository."""
    filters = tuple(one for one in purge.filters if one.repository.search(name))
    return replace(purge, filters=filters) if filters else None


@given(RETENTIONS)
def test_commands_are_such_that_acr_and_its_tasks_take_them(asked):
    commands = _commands(asked)
    assert all(len(parts) == 2 and all(parts) for parts in _filters(commands))
    assert not any("{{" in command or "--include-locked" in command for command in commands)
    assert [command.count("'") for command in commands] == [2] * len(commands)
    if commands:
        task = task_yaml(commands, 3_600)
        assert task_problems(base64.b64encode(task.encode()).decode()) == []


@given(RETENTIONS)
def test_each_rule_is_answered_once_and_none_natively(asked):
    _, findings = encode_retention(NAME, asked)
    rules = [(setting_of(rule), spec_key(rule)) for rule in asked.tags]
    untagged = [("retention.untagged", "")] if asked.untagged_days else []
    assert sorted((found.setting, found.said_as) for found in findings) == sorted([*rules, *untagged])
    assert all(found.reason for found in findings)
    assert {found.fidelity for found in findings} <= {"emulated", "refused"}
