"""Azure tags and their rules."""

import re

from wharfinger_sandbox.clouds.reading import block
from wharfinger_sandbox.provider.model import Inputs, Problem

MOST_TAGS = 50
LONGEST_KEY = 512
LONGEST_VALUE = 256
FORBIDDEN = re.compile(r"[<>%&\\?/]")


def tag_problems(inputs: Inputs) -> list[Problem]:
    """What ARM refuses in tags ("Use tags to organize your Azure resources", limitations)."""
    tags = block(inputs, "tags")
    problems: list[Problem] = []
    if len(tags) > MOST_TAGS:
        problems.append(Problem("tags", f"{len(tags)} tags; at most {MOST_TAGS} are allowed."))
    for key, value in tags.items():
        if not 1 <= len(key) <= LONGEST_KEY or FORBIDDEN.search(key):
            reason = f"a tag key has 1 to {LONGEST_KEY} characters and none of < > % & \\ ? /"
            problems.append(Problem(f"tags.{key}", reason))
        if isinstance(value, str) and len(value) > LONGEST_VALUE:
            problems.append(Problem(f"tags.{key}", f"a tag value has at most {LONGEST_VALUE} characters."))
    return problems
