"""Whether an ACR's retention policy or purge task deletes anything.

Source: the Azure Container Registry documentation, "Set a retention policy for untagged manifests" and
"Automatically purge images"; the acr-cli repository for the flags of `acr purge`.
"""

import base64
import binascii
import re

from registry_guardrails.documents import MalformedDocumentError
from registry_guardrails.durations import days
from registry_guardrails.resource import Resource
from registry_guardrails.retention_limits import Limits
from registry_guardrails.values import UNKNOWN, elements, lookup, quote

_PURGE = re.compile(r"\bacr(?:-cli:\S+)?\s+purge\b")
_QUOTATION_MARKS = re.compile(r"['\"]")
_NEXT_STEP = re.compile(r"\n\s*-\s+\w+:")


def has_retention_policy(registry: Resource) -> bool:
    """Whether a registry's own retention policy is switched on."""
    return registry.get("policies.retentionPolicy.status") == "enabled"


def shortfall(registry: Resource, limits: Limits) -> str | None:
    """Tell why a registry's own retention policy, if on, deletes nothing; None if it deletes something.

    It is a Premium feature, and does not go together with soft delete.
    """
    if not has_retention_policy(registry):
        return "policies.retentionPolicy.status is not enabled"
    sku = registry.get("sku.name")
    if sku not in ("Premium", UNKNOWN):
        return f"policies.retentionPolicy works only with sku.name Premium, not {quote(sku)}"
    if registry.get("policies.softDeletePolicy.status") == "enabled":
        return "policies.retentionPolicy does not work together with policies.softDeletePolicy"
    kept = registry.get("policies.retentionPolicy.days")
    if isinstance(kept, (int, float)) and kept > limits.days:
        return f"policies.retentionPolicy.days is {kept:g}, more than {limits.days:g}"
    return None


def purge_commands(task: Resource) -> tuple[str, ...]:
    """Give the arguments of each `acr purge` in a task's encoded steps; raises MalformedDocumentError.

    Empty for a task that does something else, or whose steps are unknown.
    """
    content = task.get("step.encodedTaskContent")
    if not isinstance(content, str):
        return ()
    try:
        text = base64.b64decode(content, validate=True).decode()
    except (binascii.Error, ValueError) as error:
        raise MalformedDocumentError("it is not text in base64") from error
    return tuple(_NEXT_STEP.split(rest)[0] for rest in _PURGE.split(text)[1:])


def purge_shortfall(task: Resource, limits: Limits) -> str | None:
    """Tell why a purge task deletes nothing; None if it deletes something. Raises MalformedDocumentError."""
    if task.get("status") == "Disabled":
        return "status is Disabled"
    timers = elements(task.get("trigger.timerTriggers"))
    if all(lookup(timer, "status") == "Disabled" for timer in timers) and task.get("trigger") is not UNKNOWN:
        return "trigger.timerTriggers has no trigger that is on"
    reasons = [_command_shortfall(command, limits) for command in purge_commands(task)]
    return None if None in reasons else next(iter(reasons), "step has no acr purge")


def _command_shortfall(command: str, limits: Limits) -> str | None:
    words = _QUOTATION_MARKS.sub(" ", command).split()
    if any(word in ("--dry-run", "-d", "--dry-run=true") for word in words):
        return "acr purge runs with --dry-run"
    ago = _flag(words, "--ago")
    age = days(ago) if ago else None
    if ago and age is None:
        return f"acr purge has --ago {quote(ago)}, which is no duration"
    if age is not None and age > limits.days:
        return f"acr purge has --ago {quote(ago)}, more than {limits.days:g} days"
    keep = _flag(words, "--keep")
    if keep and keep.isdigit() and int(keep) > limits.count:
        return f"acr purge has --keep {keep}, more than {limits.count:g}"
    return None


def _flag(words: list[str], flag: str) -> str | None:
    for index, word in enumerate(words):
        if word.startswith(f"{flag}="):
            return word.removeprefix(f"{flag}=")
        if word == flag and index + 1 < len(words):
            return words[index + 1]
    return None
