"""Retention as `acr purge` commands."""

import re
import shlex
from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.clouds.tags import PATTERNS, RETENTIONS, TAGS, retention
from wharfinger.clouds.azure.retention import encode_retention

NAME = "payments/api"


@pytest.mark.parametrize(
    ("asked", "commands"),
    [
        (retention(), ()),
        (retention(protect=("v*",)), ()),
        (
            retention(untagged=14),
            ("acr purge --filter 'payments/api:^.*$' --untagged-only --ago 14d",),
        ),
        (retention(keep_newest=5), ("acr purge --filter 'payments/api:^.*$' --ago 0d --keep 5",)),
        (
            retention(5, 14, ("v*", "1.0")),
            (
                r"acr purge --filter 'payments/api:^(?!(?:1\.0|v.*)$).*$' --untagged-only --ago 14d",
                r"acr purge --filter 'payments/api:^(?!(?:1\.0|v.*)$).*$' --ago 0d --keep 5",
            ),
        ),
    ],
    ids=["nothing", "protect-only", "untagged", "newest", "all"],
)
def test_retention_is_a_list_of_purge_commands(asked, commands):
    assert encode_retention(NAME, asked)[0] == commands


def test_a_name_is_no_expression():
    (command,), _ = encode_retention("payments/a.b", retention(untagged=14))
    assert r"--filter 'payments/a\.b:^.*$'" in command


def _filters(commands: tuple[str, ...]) -> list[tuple[str, str]]:
    """The repository's and the tag's expression of each command, as acr-cli tells them apart.

    It splits at each colon that does not belong to a group `(?:`.
    """
    filters: list[tuple[str, str]] = []
    for command in commands:
        words = shlex.split(command)
        repository, tag = re.split(r"(?<!\(\?):", words[words.index("--filter") + 1])
        filters.append((repository, tag))
    return filters


@given(RETENTIONS, TAGS)
def test_a_protected_tag_never_meets_a_filter_and_all_others_do(asked, tag):
    protected = any(fnmatchcase(tag, pattern) for pattern in asked.protect)
    for _, expression in _filters(encode_retention(NAME, asked)[0]):
        assert (re.search(expression, tag) is None) == protected


@given(st.text("ab1._-/", min_size=1, max_size=10), st.text("ab1._-/", min_size=1, max_size=10))
def test_a_filter_matches_its_own_repository_and_no_other(name, other):
    ((expression, _),) = _filters(encode_retention(name, retention(untagged=1))[0])
    assert re.search(f"^{expression}$", name)
    assert (re.search(f"^{expression}$", other) is not None) == (name == other)


@given(RETENTIONS)
def test_commands_do_what_was_asked_and_no_more(asked):
    commands, findings = encode_retention(NAME, asked)
    assert len(commands) == len([n for n in (asked.keep_newest, asked.expire_untagged_after_days) if n])
    assert all("--include-locked" not in command for command in commands)
    assert all(found.fidelity == "emulated" and found.reason for found in findings)
    assert {found.setting for found in findings} == {
        *(["retention.expire_untagged_after_days"] if asked.expire_untagged_after_days else []),
        *(["retention.keep_newest"] if asked.keep_newest else []),
        *(["retention.protect"] if asked.protect else []),
    }


@given(st.lists(PATTERNS, max_size=5, unique=True), st.data())
def test_the_order_of_patterns_changes_nothing(protect, data):
    reordered = tuple(data.draw(st.permutations(protect)))
    assert encode_retention(NAME, retention(5, 5, tuple(protect))) == encode_retention(
        NAME, retention(5, 5, reordered)
    )
