"""The grammar of ECR lifecycle policies.

Sources: the ECR user guide, "Lifecycle policy properties", and the ECR API model (LifecyclePolicyText).
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from wharfinger_sandbox.clouds.reading import did_you_mean, repeated

SHORTEST_POLICY = 100
LONGEST_POLICY = 30_720
MOST_RULES = 50
MOST_WILDCARDS_PER_PATTERN = 4
LONGEST_TAG = 128
SHORTEST_ARCHIVE_DAYS = 90

RULE_KEYS = ("rulePriority", "description", "selection", "action")
SELECTION_KEYS = (
    "tagStatus",
    "tagPatternList",
    "tagPrefixList",
    "storageClass",
    "countType",
    "countUnit",
    "countNumber",
)
ACTION_KEYS = ("type", "targetStorageClass")
TAG_STATUSES = ("tagged", "untagged", "any")
TAG_LISTS = ("tagPatternList", "tagPrefixList")
STORAGE_CLASSES = ("standard", "archive")
COUNT_TYPES = ("imageCountMoreThan", "sinceImagePushed", "sinceImagePulled", "sinceImageTransitioned")
ACTION_TYPES = ("expire", "transition")

PATTERN = re.compile(r"[a-zA-Z0-9._*-]+")
PREFIX = re.compile(r"[a-zA-Z0-9._-]+")

Document = Mapping[str, Any]


def lifecycle_problems(policy: str) -> list[str]:
    """Why ECR refuses a lifecycle policy, as sentences that name the rule; empty for a valid policy."""
    try:
        document = json.loads(policy)
    except json.JSONDecodeError as error:
        return [f"the policy is not JSON: {error}."]
    length = len(json.dumps(document, separators=(",", ":"), ensure_ascii=False))
    reasons: list[str] = []
    if not SHORTEST_POLICY <= length <= LONGEST_POLICY:
        reasons.append(
            f"the policy has {length:,} characters without white space; "
            f"ECR takes {SHORTEST_POLICY} to {LONGEST_POLICY:,}."
        )
    if not isinstance(document, Mapping) or not isinstance(document.get("rules"), list):
        return [*reasons, 'the policy is an object with a list "rules".']
    rules: list[Any] = document["rules"]
    reasons += _unknown_keys(document, ("rules",), "the policy")
    if not 1 <= len(rules) <= MOST_RULES:
        reasons.append(f"{len(rules)} rules; a policy has 1 to {MOST_RULES}.")
    for number, rule in enumerate(rules):
        reasons += _rule_reasons(rule, f"rules[{number}]")
    return reasons or _joint_reasons(rules)


def _rule_reasons(rule: Any, at: str) -> list[str]:
    if not isinstance(rule, Mapping):
        return [f"{at} is not an object."]
    reasons = _unknown_keys(rule, RULE_KEYS, at)
    if not _is_count(rule.get("rulePriority")):
        reasons.append(f"{at}.rulePriority is a whole number from 1.")
    if not isinstance(rule.get("description", ""), str):
        reasons.append(f"{at}.description is a string.")
    selection, action = rule.get("selection"), rule.get("action")
    if not isinstance(selection, Mapping) or not isinstance(action, Mapping):
        return [*reasons, f"{at} needs a selection and an action."]
    return reasons + _selection_reasons(selection, f"{at}.selection") + _action_reasons(selection, action, at)


def _selection_reasons(selection: Document, at: str) -> list[str]:
    reasons = _unknown_keys(selection, SELECTION_KEYS, at)
    reasons += _wrong_choice(selection.get("tagStatus"), TAG_STATUSES, f"{at}.tagStatus")
    reasons += _wrong_choice(selection.get("countType"), COUNT_TYPES, f"{at}.countType")
    reasons += _wrong_choice(selection.get("storageClass", "standard"), STORAGE_CLASSES, f"{at}.storageClass")
    return reasons + _tag_list_reasons(selection, at) + _count_reasons(selection, at)


def _tag_list_reasons(selection: Document, at: str) -> list[str]:
    status = selection.get("tagStatus")
    named = [key for key in TAG_LISTS if key in selection]
    if status != "tagged":
        return [f"{at}.{key} belongs to tagStatus tagged, not {status}." for key in named]
    if len(named) != 1:
        return [f"{at} with tagStatus tagged needs exactly one of tagPatternList and tagPrefixList."]
    entries = selection[named[0]]
    if not isinstance(entries, list) or not entries or not all(isinstance(entry, str) for entry in entries):
        return [f"{at}.{named[0]} is a list of at least one string."]
    return [reason for entry in entries for reason in _tag_entry_reasons(named[0], entry, at)]


def _tag_entry_reasons(key: str, entry: str, at: str) -> list[str]:
    grammar = PATTERN if key == "tagPatternList" else PREFIX
    if not grammar.fullmatch(entry) or len(entry) > LONGEST_TAG:
        wildcard = ", '*'" if key == "tagPatternList" else ""
        return [f"{at}.{key}: {entry!r} has 1 to {LONGEST_TAG} letters, digits, '.', '_', '-'{wildcard}."]
    if entry.count("*") > MOST_WILDCARDS_PER_PATTERN:
        return [f"{at}.{key}: {entry!r} has more than {MOST_WILDCARDS_PER_PATTERN} wildcards."]
    return []


def _count_reasons(selection: Document, at: str) -> list[str]:
    count_type, unit, number = (selection.get(key) for key in ("countType", "countUnit", "countNumber"))
    storage = selection.get("storageClass")
    reasons: list[str] = []
    if not _is_count(number):
        reasons.append(f"{at}.countNumber is a whole number from 1.")
    if count_type == "imageCountMoreThan" and "countUnit" in selection:
        reasons.append(f"{at}.countUnit does not go with countType imageCountMoreThan.")
    if count_type in COUNT_TYPES[1:] and unit != "days":
        reasons.append(f"{at}.countUnit is days with countType {count_type}.")
    if count_type == "sinceImageTransitioned":
        if storage != "archive":
            reasons.append(f"{at}.storageClass is archive with countType sinceImageTransitioned.")
        if _is_count(number) and int(number or 0) < SHORTEST_ARCHIVE_DAYS:
            reasons.append(
                f"{at}.countNumber: an image stays in archive for {SHORTEST_ARCHIVE_DAYS} days at least."
            )
    elif storage == "archive":
        reasons.append(f"{at}.storageClass archive needs countType sinceImageTransitioned.")
    return reasons


def _action_reasons(selection: Document, action: Document, at: str) -> list[str]:
    reasons = _unknown_keys(action, ACTION_KEYS, f"{at}.action")
    kind, count_type = action.get("type"), selection.get("countType")
    reasons += _wrong_choice(kind, ACTION_TYPES, f"{at}.action.type")
    if kind == "transition" and action.get("targetStorageClass") != "archive":
        reasons.append(f"{at}.action.targetStorageClass is archive with type transition.")
    if kind == "expire" and "targetStorageClass" in action:
        reasons.append(f"{at}.action.targetStorageClass does not go with type expire.")
    if kind == "expire" and count_type == "sinceImagePulled":
        reasons.append(
            f"{at}: sinceImagePulled goes with action transition only; ECR expires nothing by last pull."
        )
    if kind == "transition" and count_type == "sinceImageTransitioned":
        reasons.append(f"{at}: sinceImageTransitioned goes with action expire only.")
    return reasons


def _joint_reasons(rules: list[Document]) -> list[str]:
    """The rules between rules, once each of them is well-formed."""
    reasons = [
        f"rulePriority {priority} is used twice; priorities are unique."
        for priority in repeated(str(int(rule["rulePriority"])) for rule in rules)
    ]
    for storage in STORAGE_CLASSES:
        reasons += _order_reasons(
            [rule for rule in rules if rule["selection"].get("storageClass", "standard") == storage]
        )
    selectors = [_selector(rule["selection"]) for rule in rules]
    return reasons + [f"two rules select {selector}; ECR takes one." for selector in repeated(selectors)]


def _order_reasons(rules: list[Document]) -> list[str]:
    """Whether `any` comes last among the rules of one storage class, as ECR's own refusal says it."""
    catch_alls = [rule["rulePriority"] for rule in rules if rule["selection"]["tagStatus"] == "any"]
    others = [rule["rulePriority"] for rule in rules if rule["selection"]["tagStatus"] != "any"]
    if not catch_alls or not others or min(catch_alls) > max(others):
        return []
    needs = f"it needs the highest number, above {max(others)}."
    return [f"the rule with tagStatus any has priority {min(catch_alls)}; {needs}"]


def _selector(selection: Document) -> str:
    storage = selection.get("storageClass", "standard")
    entries = next((sorted(set(selection[key])) for key in TAG_LISTS if key in selection), None)
    which = "" if entries is None else f" {json.dumps(entries)}"
    return f"{selection['tagStatus']}{which} images in {storage} storage"


def _is_count(value: Any) -> bool:
    return (
        not isinstance(value, bool) and isinstance(value, int | float) and value == int(value) and value >= 1
    )


def _wrong_choice(value: Any, choices: tuple[str, ...], at: str) -> list[str]:
    return (
        []
        if value in choices
        else [f"{at} is one of {', '.join(choices)}.{did_you_mean(str(value), choices)}"]
    )


def _unknown_keys(document: Document, keys: tuple[str, ...], at: str) -> list[str]:
    return [f"{at} has no property {key!r}.{did_you_mean(key, keys)}" for key in document if key not in keys]
