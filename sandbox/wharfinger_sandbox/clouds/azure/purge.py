"""The grammar of ACR tasks' YAML and of the `acr purge` command in it.

Sources: "ACR Tasks reference: YAML", and acr-cli, cmd/acr/purge.go and cmd/repository/image_functions.go.
"""

import base64
import re
import shlex
from collections.abc import Mapping
from typing import Any

import yaml

from wharfinger_sandbox.clouds.reading import did_you_mean

STEP_KINDS = ("build", "cmd", "push")
VALUED_FLAGS = {
    "--ago": "ago",
    "--concurrency": "concurrency",
    "--config": "config",
    "--filter": "filter",
    "--filter-timeout-seconds": "filter-timeout-seconds",
    "--keep": "keep",
    "--password": "password",
    "--registry": "registry",
    "--repository-page-size": "repository-page-size",
    "--username": "username",
    "-c": "config",
    "-f": "filter",
    "-p": "password",
    "-r": "registry",
    "-u": "username",
}
SWITCHES = ("--dry-run", "--include-locked", "--untagged", "--untagged-only", "--verbose")
NUMBERS = ("concurrency", "filter-timeout-seconds", "keep", "repository-page-size")
AGO = re.compile(r"(?=.)(?:[0-9]+d)?(?:[0-9]+h)?(?:[0-9]+m)?(?:[0-9]+s)?")
NO_SEPARATOR = re.compile(r"\(\?[imsU-]{0,5}:")
PURGE = (["acr", "purge"], ["mcr.microsoft.com/acr/acr-cli", "purge"])


def task_problems(encoded: str) -> list[str]:
    """Why ACR refuses the base64 content of a task, as sentences; empty for a valid one."""
    try:
        content = base64.b64decode(encoded, validate=True).decode()
    except ValueError:
        return ["the content is not base64 of UTF-8 text."]
    try:
        document: Any = yaml.safe_load(content)
    except (yaml.YAMLError, ValueError) as error:
        return [f"the content is not YAML: {error}."]
    steps = document.get("steps") if isinstance(document, Mapping) else None
    if not isinstance(steps, list) or not steps:
        return ['the content is a YAML object with a list "steps".']
    return [reason for number, step in enumerate(steps) for reason in _step_reasons(step, f"steps[{number}]")]


def _step_reasons(step: Any, at: str) -> list[str]:
    if not isinstance(step, Mapping):
        return [f"{at} is not an object."]
    kinds = [kind for kind in STEP_KINDS if kind in step]
    if len(kinds) != 1:
        return [f"{at} has exactly one of {', '.join(STEP_KINDS)}."]
    command = step.get("cmd")
    if not isinstance(command, str):
        return [] if "cmd" not in step else [f"{at}.cmd is a string."]
    try:
        words = shlex.split(command)
    except ValueError as error:
        return [f"{at}.cmd: {error}."]
    if [words[0].split(":")[0] if words else "", *words[1:2]] not in PURGE:
        return []
    return [f"{at}.cmd: {reason}" for reason in purge_reasons(words[2:])]


def purge_reasons(words: list[str]) -> list[str]:
    """Why `acr purge` refuses its arguments."""
    options: dict[str, list[str]] = {}
    reasons: list[str] = []
    rest = iter(words)
    for word in rest:
        flag, separator, value = word.partition("=")
        if flag in VALUED_FLAGS:
            options.setdefault(VALUED_FLAGS[flag], []).append(value if separator else next(rest, ""))
        elif flag in SWITCHES:
            options.setdefault(flag.removeprefix("--"), []).append(value or "true")
        else:
            hint = did_you_mean(flag, [*VALUED_FLAGS, *SWITCHES])
            reasons.append(f"acr purge does not know {word!r}.{hint}")
    return reasons + _option_reasons(options)


def _option_reasons(options: Mapping[str, list[str]]) -> list[str]:
    reasons: list[str] = []
    only_untagged = "untagged-only" in options
    if "untagged" in options and only_untagged:
        reasons.append("acr purge takes --untagged or --untagged-only, not both.")
    if "filter" not in options and not only_untagged:
        reasons.append("acr purge needs --filter 'repository:tags'.")
    if "ago" not in options and not only_untagged:
        reasons.append("acr purge needs --ago, such as --ago 30d.")
    reasons += [
        f"--ago {value!r} is no duration, such as 30d or 1d12h."
        for value in options.get("ago", [])
        if not AGO.fullmatch(value)
    ]
    reasons += [
        f"--{name} {value!r} is no whole number."
        for name in NUMBERS
        for value in options.get(name, [])
        if not value.isdigit()
    ]
    return reasons + [reason for value in options.get("filter", []) for reason in _filter_reasons(value)]


def _filter_reasons(value: str) -> list[str]:
    masked = NO_SEPARATOR.sub(lambda part: "_" * len(part[0]), value)
    at = masked.find(":")
    parts = value[:at], value[at + 1 :]
    if masked.count(":") != 1 or not all(parts):
        return [f"--filter {value!r} is a repository and a tag expression with ':' between."]
    reasons: list[str] = []
    for part in parts:
        try:
            re.compile(part)
        except re.error as error:
            reasons.append(f"--filter {part!r} is no regular expression: {error}.")
    return reasons
