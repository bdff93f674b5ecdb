"""A realistic change that breaks rules: a prod repository made mutable, and opened to everyone."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from wharfinger_sandbox.errors import SandboxError

STACK: Final = "payments.prod"


@dataclass(frozen=True)
class Edit:
    """One place in a file of the project, and what stands there afterwards."""

    file: str
    before: str
    after: str


CHANGE: Final = (
    Edit(
        "stacks/teams/payments.yaml",
        """\
  api:
    class: critical-service
""",
        """\
  api:
    class: critical-service
    environments:
      prod:
        tags: {immutable: false} # so that we can fix v2.3.0 in place
""",
    ),
    Edit(
        "__main__.py",
        """\
run("stacks/org.yaml")
""",
        """\
run("stacks/org.yaml")

if pulumi.get_stack() == "payments.prod":
    # The shops' agencies want to try the API; they have no roles with us.
    everyone = {"Sid": "Agencies", "Effect": "Allow", "Principal": "*", "Action": "ecr:*"}
    aws.ecr.RepositoryPolicy(
        "agencies",
        repository="payments/api",
        policy=json.dumps({"Version": "2012-10-17", "Statement": [everyone]}),
    )
""",
    ),
    Edit(
        "__main__.py",
        """\
from wharfinger_components.program import run
""",
        """\
import json

import pulumi
import pulumi_aws as aws

from wharfinger_components.program import run
""",
    ),
)


def make(project: Path) -> str:
    """Make the change in a copy of the project; the change as a diff.

    Raises `SandboxError` where the project no longer has the lines that the change is about.
    """
    files = {edit.file: (project / edit.file).read_text() for edit in CHANGE}
    changed = dict(files)
    for edit in CHANGE:
        if edit.before not in changed[edit.file]:
            raise SandboxError(f"the pull request of the demo does not fit {edit.file} any more")
        changed[edit.file] = changed[edit.file].replace(edit.before, edit.after, 1)
    for file, text in changed.items():
        (project / file).write_text(text)
    return "".join(line for file in files for line in _diff(file, files[file], changed[file]))


def _diff(file: str, before: str, after: str) -> Iterator[str]:
    return difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), f"a/{file}", f"b/{file}", n=2
    )
