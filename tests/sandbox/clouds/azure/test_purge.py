"""The content of ACR tasks, and the purge command in it."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wharfinger_sandbox.clouds.azure.purge import task_problems


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def command(*lines: str) -> str:
    return encoded(json.dumps({"version": "v1.1.0", "steps": [{"cmd": line} for line in lines]}))


@pytest.mark.parametrize(
    "content",
    [
        encoded(
            "version: v1.1.0\nsteps:\n  - cmd: acr purge --filter 'app:.*' --ago 30d\n    timeout: 3600\n"
        ),
        command("acr purge --filter 'team/app:^(?:v.*)$' --filter 'team/b:^(?!keep).*' --ago 0d --keep 10"),
        command("acr purge -f 'app:.*' --ago=1d12h --untagged --dry-run --concurrency 4"),
        command("acr purge --filter 'app:.*' --untagged-only --ago 7d"),
        command(
            r"acr purge --filter 'team/a\.b:^(?!(?:v.*|1\.0)$)(?:dev-.*)$$' --filter 'team/c:^x$$' --ago 0d"
            " --keep 5 --concurrency 8 --dry-run"
        ),
        command("acr purge --untagged-only --verbose"),
        command("acr purge --filter '(?:a|b):(?i:x)' --ago 1d"),
        command("mcr.microsoft.com/acr/acr-cli:0.17 purge --filter 'app:.*' --ago 1d"),
        command("echo $Registry", "acr purge --filter 'app:.*' --ago 1d"),
        encoded("steps:\n  - build: -t app .\n  - push: [app]\n"),
    ],
)
def test_sound_content_is_accepted(content):
    assert task_problems(content) == []


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("not base64!", "the content is not base64 of UTF-8 text."),
        (base64.b64encode(b"\xff\xfe").decode(), "the content is not base64 of UTF-8 text."),
        (encoded("steps: ["), "the content is not YAML"),
        (encoded("- a"), 'the content is a YAML object with a list "steps".'),
        (encoded("steps: []"), 'the content is a YAML object with a list "steps".'),
        (encoded("steps: [purge]"), "steps[0] is not an object."),
        (encoded("steps: [{id: a}]"), "steps[0] has exactly one of build, cmd, push."),
        (encoded("steps: [{cmd: a, push: b}]"), "steps[0] has exactly one of build, cmd, push."),
        (encoded("steps: [{cmd: [a]}]"), "steps[0].cmd is a string."),
        (command("acr purge --filter 'app:.*"), "steps[0].cmd: No closing quotation."),
        (command("acr purge --ago 1d"), "acr purge needs --filter 'repository:tags'."),
        (command("acr purge --filter 'app:.*'"), "acr purge needs --ago, such as --ago 30d."),
        (command("acr purge --filter 'app:.*' --ago 30"), "--ago '30' is no duration, such as 30d or 1d12h."),
        (command("acr purge --filter 'app:.*' --ago ''"), "--ago '' is no duration"),
        (command("acr purge --filter 'app:.*' --ago 1d --keep few"), "--keep 'few' is no whole number."),
        (command("acr purge --filter 'app:.*' --ago 1d --keep -1"), "--keep '-1' is no whole number."),
        (
            command("acr purge --filters 'app:.*' --ago 1d"),
            "does not know '--filters'. Did you mean '--filter'?",
        ),
        (command("acr purge --filter app --ago 1d"), "--filter 'app' is a repository and a tag expression"),
        (
            command("acr purge --filter ':v.*' --ago 1d"),
            "--filter ':v.*' is a repository and a tag expression",
        ),
        (command("acr purge --filter 'a:b:c' --ago 1d"), "--filter 'a:b:c' is a repository and a tag"),
        (
            command("acr purge --filter 'a:b' --untagged --untagged-only"),
            "acr purge takes --untagged or --untagged-only, not both.",
        ),
        (command("acr purge --filter 'app:(' --ago 1d"), "--filter '(' is no regular expression"),
        (command("echo", "acr purge"), "steps[1].cmd: acr purge needs --filter"),
    ],
)
def test_unsound_content_is_refused_with_its_rule(content, reason):
    assert any(reason in problem for problem in task_problems(content)), task_problems(content)


@given(st.text(), st.text())
def test_whatever_a_task_holds_the_answer_is_sentences(text, words):
    for content in (text, encoded(text), command(words), command(f"acr purge {words}")):
        assert all(isinstance(problem, str) for problem in task_problems(content))
