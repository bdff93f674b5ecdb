"""AWS tags: their rules, and the tags of the provider that join a resource's own."""

import re
from collections.abc import Mapping
from typing import Any

from wharfinger_sandbox.clouds.reading import block, setting
from wharfinger_sandbox.provider.model import CloudView, Inputs, Outputs, Problem

MOST_TAGS = 50
LONGEST_KEY = 128
LONGEST_VALUE = 256
CHARACTERS = re.compile(r"[\w\s.:/=+\-@]*")


def tag_problems(inputs: Inputs, key: str = "tags") -> list[Problem]:
    """What AWS refuses in a tag map (AWS Tagging, "Tag naming limits and requirements")."""
    tags = block(inputs, key)
    problems = (
        [Problem(key, f"{len(tags)} tags; at most {MOST_TAGS} are allowed.")] if len(tags) > MOST_TAGS else []
    )
    return problems + [
        Problem(f"{key}.{name}", reason) for name, value in tags.items() for reason in _reasons(name, value)
    ]


def all_tags(inputs: Inputs, cloud: CloudView) -> Outputs:
    """The output `tagsAll`: the provider's default tags, overridden by the resource's own."""
    defaults = setting(cloud.config, "defaultTags")
    shared: Any = defaults.get("tags", {}) if isinstance(defaults, Mapping) else {}
    return {"tagsAll": {**(shared or {}), **block(inputs, "tags")}}


def _reasons(name: str, value: Any) -> list[str]:
    reasons: list[str] = []
    if not 1 <= len(name) <= LONGEST_KEY:
        reasons.append(f"a tag key has 1 to {LONGEST_KEY} characters, not {len(name)}.")
    if name.lower().startswith("aws:"):
        reasons.append("tag keys that start with 'aws:' belong to AWS.")
    if isinstance(value, str) and len(value) > LONGEST_VALUE:
        reasons.append(f"a tag value has at most {LONGEST_VALUE} characters, not {len(value)}.")
    if not CHARACTERS.fullmatch(name) or (isinstance(value, str) and not CHARACTERS.fullmatch(value)):
        reasons.append("tags hold letters, digits, spaces and _ . : / = + - @ only.")
    return reasons
