"""Purge commands as texts: what acr-cli takes is read, and what it refuses is named."""

import base64

import pytest
from wharfinger_components.azure.purge import task_yaml
from wharfinger_sandbox.clouds.azure.purge import task_problems

from wharfinger.clouds.azure.policy import Purge, read_command, read_policy
from wharfinger.clouds.policy import PolicyError

HOUR = 3_600
DAY = 24 * HOUR


def _facts(purge: Purge) -> tuple[int | None, int, bool, bool, bool]:
    return purge.ago, purge.keep, purge.tags, purge.untagged, purge.dry_run


@pytest.mark.parametrize(
    ("command", "facts"),
    [
        ("acr purge -r example --filter 'hello-world:.*' --ago 1d", (DAY, 0, True, False, False)),
        (
            "acr purge -r example --filter 'hello-world:^hello.*' --ago 7d --keep 2",
            (7 * DAY, 2, True, False, False),
        ),
        (
            r"acr purge -r example --filter 'hello-world:\w*test\w*' --ago 5d --untagged",
            (5 * DAY, 0, True, True, False),
        ),
        ("acr purge -r example --untagged-only", (None, 0, False, True, False)),
        ("acr purge --filter 'hello-world:.*' --untagged-only", (None, 0, False, True, False)),
        ("acr purge --untagged-only --ago 3d --keep 5", (3 * DAY, 5, False, True, False)),
        ("acr purge --filter '.*:.*' --ago 7d --repository-page-size 50", (7 * DAY, 0, True, False, False)),
        ("acr purge --filter 'a:.*' --ago 1d --config C://Users/config.json", (DAY, 0, True, False, False)),
        ("acr purge -f a:.* --ago=1d --concurrency 4 --verbose", (DAY, 0, True, False, False)),
        ("acr purge -f a:.* --ago 0d --dry-run --include-locked", (0, 0, True, False, True)),
        ("mcr.microsoft.com/acr/acr-cli:0.19 purge -f a:.* --ago 1d", (DAY, 0, True, False, False)),
    ],
)
def test_the_examples_of_acr_clis_help_are_read(command, facts):
    assert _facts(read_command(command)) == facts


@pytest.mark.parametrize(
    ("ago", "seconds"),
    [
        ("0d", 0),
        ("30d", 30 * DAY),
        ("2d3h6m", 2 * DAY + 3 * HOUR + 360),
        ("1.5h", 5_400),
        ("36h", 36 * HOUR),
        ("1d12h", 36 * HOUR),
        ("90s", 90),
    ],
)
def test_an_age_is_days_and_a_duration_of_go(ago, seconds):
    assert read_command(f"acr purge -f a:b --ago {ago}").ago == seconds


@pytest.mark.parametrize("ago", ["90", "7D", "-3d", "xd", "1.5d", "1h2d", "7days", "''"])
def test_an_age_that_acr_cli_refuses_or_takes_for_another_is_refused(ago):
    """It takes `-3d` and `xd` for no age at all, so that everything would go, and `1.5d` for one day."""
    with pytest.raises(ValueError, match="is no duration, such as `30d` or `2d3h6m`"):
        read_command(f"acr purge -f a:b --ago={ago}")


@pytest.mark.parametrize(
    ("written", "repository", "tag"),
    [
        ("r:^(?:x)$", "r", "x"),
        ("(?:a|b):^(?:x)$", "b", "x"),
        ("r:^(?!(?:p|v1)$).*$", "r", "v2"),
        ("r:^(?i:x)$", "r", "X"),
        ("r:(?i)x", "r", "x1X"),
        ("team/r:.*", "team/r", "x"),
    ],
)
def test_a_filter_has_one_colon_besides_those_of_groups(written, repository, tag):
    (found,) = read_command(f"acr purge --filter '{written}' --ago 1d").filters
    assert found.repository.search(repository)
    assert found.tag.search(tag)


@pytest.mark.parametrize(
    "written", [r"r:a\:b", "r:x:y", "[a:b]:x", "r:^(?<!x:)y", "r", "r:", ":x", ""], ids=repr
)
def test_a_filter_that_acr_cli_cannot_take_apart_is_refused(written):
    with pytest.raises(ValueError, match="is no filter: write `REPOSITORY:TAG`"):
        read_command(f"acr purge --filter '{written}' --ago 1d")


def test_the_tag_of_a_filter_is_found_anywhere_and_the_repository_is_the_whole_name():
    (found,) = read_command("acr purge -f app:v1 --ago 1d").filters
    assert found.tag.search("dev-v1-x")
    assert not found.repository.search("app2")


def test_an_alternative_of_repositories_is_anchored_at_one_end_only():
    """acr-cli puts `^` before and `$` after, without a group."""
    purge = read_command("acr purge -f 'a|b:x' --ago 1d")
    assert [purge.reaches(name) for name in ("a", "ax", "xb", "xax")] == [True, True, True, False]


def test_without_a_filter_every_repository_is_reached():
    assert read_command("acr purge --untagged-only").reaches("any/thing")


@pytest.mark.parametrize(
    ("command", "problem"),
    [
        ("acr purge --ago 1d", "it needs --filter, unless it is --untagged-only"),
        ("acr purge -f a:b", "it needs --ago, unless it is --untagged-only"),
        ("acr purge -f a:b --untagged", "it needs --ago, unless it is --untagged-only"),
        ("acr purge -f a:b --ago", "expected one argument"),
        ("acr purge -f a:b --ago 1d --keep few", "argument --keep: invalid int value: 'few'"),
        ("acr purge -f a:b --ago 1d --keep -1", "--keep can't be -1"),
        ("acr purge -f a:b --ago 1d --keep=-1", "--keep can't be -1"),
        ("acr purge -f a:b --ago 1d --concurrency max", "argument --concurrency: invalid int value: 'max'"),
        (
            "acr purge -f a:b --ago 1d --untagged --untagged-only",
            "argument --untagged-only: not allowed with argument --untagged",
        ),
        ("acr purge -f a:b --max-tags 5 --ago 1d", "unrecognized arguments: --max-tags 5"),
        ("acr purge -f a:b --ago 1d --untag", "unrecognized arguments: --untag"),
        ("acr purge -f a:b --ago 1d now", "unrecognized arguments: now"),
        ("acr purge -f 'a:b --ago 1d", "No closing quotation"),
        ("acr purge -f 'a:(' --ago 1d", "`a:(` is no regular expression"),
        ("acr purge -f '(:a' --ago 1d", "`(:a` is no regular expression"),
        (
            "acr purge -f 'a:[[:digit:]]+' --ago 1d",
            "`a:[[:digit:]]+`: `[:digit:]` is not understood here, write the characters out",
        ),
        ("acr manifest delete a", "`acr manifest delete a` is no `acr purge` command"),
        ("acr purged", "`acr purged` is no `acr purge` command"),
    ],
)
def test_a_command_that_cannot_be_run_is_refused_with_its_line(command, problem):
    with pytest.raises(PolicyError) as refused:
        read_policy(f"# every night\nacr purge -f a:b --ago 1d\n\n{command}\n")
    (found,) = refused.value.problems
    assert found.startswith("line 4: ")
    assert problem in found


TASK = """version: v1.1.0
steps:
  - cmd: bash echo $Registry
  - build: -t app .
  - cmd: acr purge --filter 'app:^(?:dev-.*)$$' --ago 30d
"""


def test_the_purge_commands_of_a_task_are_read_and_its_other_steps_left_aside():
    (purge,) = read_policy(TASK)
    assert purge.name == "purge --filter ^(?:dev-.*)$ --ago 30d"
    assert purge.filters[0].tag.search("dev-1")


def test_what_a_component_declares_is_read_as_it_was_meant():
    commands = [
        r"acr purge --filter 'team/a\.b:^(?!(?:v.*)$)(?:dev-.*)$' --ago 7d --concurrency 8",
        "acr purge --filter 'team/a:^.*$' --untagged-only --ago 14d --concurrency 8 --dry-run",
    ]
    task = task_yaml(commands, 3_600)
    assert read_policy(task) == read_policy("\n".join(commands)) == tuple(map(read_command, commands))
    assert task_problems(base64.b64encode(task.encode()).decode()) == []


def test_a_wrong_command_of_a_task_is_named_by_its_step():
    with pytest.raises(PolicyError) as refused:
        read_policy(TASK + "  - cmd: acr purge --ago 30d\n")
    assert refused.value.problems == ("step 4: it needs --filter, unless it is --untagged-only",)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "it holds no `acr purge` command"),
        ("# acr purge -f a:b --ago 1d\n", "it holds no `acr purge` command"),
        ("steps:\n  - build: .\n", "it holds no `acr purge` command"),
        ("steps:\n", "`steps` is no list of steps, such as `- cmd: acr purge …`"),
        ("steps: [purge]\n", "`steps` is no list of steps, such as `- cmd: acr purge …`"),
        ("steps: [\n", "this is not YAML: "),
    ],
    ids=["empty", "comment", "no-purge", "no-steps", "no-step", "no-yaml"],
)
def test_a_text_without_commands_is_refused(text, problem):
    with pytest.raises(PolicyError) as refused:
        read_policy(text)
    assert refused.value.problems[0].startswith(problem)


def test_every_problem_is_named_at_once():
    with pytest.raises(PolicyError) as refused:
        read_policy("acr purge -f a:b\nacr purge -f a --ago 1d")
    assert [problem.partition(":")[0] for problem in refused.value.problems] == ["line 1", "line 2"]


@pytest.mark.parametrize(
    ("command", "name"),
    [
        ("acr purge -f 'a:^v' -f '(?:b|c):^w' --ago 1d", "purge --filter ^v, ^w --ago 1d"),
        ("acr purge -f a:^v --ago 0d --keep 3 --untagged", "purge --filter ^v --ago 0d --keep 3"),
        ("acr purge -f a:^v --untagged-only --ago 2d", "purge --untagged-only --ago 2d"),
    ],
)
def test_a_command_is_named_by_what_it_selects(command, name):
    assert read_command(command).name == name
