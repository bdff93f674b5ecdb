"""The README's examples run."""

import re
from pathlib import Path

import pytest

README = Path(__file__).parents[2] / "components" / "README.md"
EXAMPLES = re.findall(r"^## (.*?)\n```python\n(.*?)^```", README.read_text(), flags=re.MULTILINE | re.DOTALL)
REGISTRY = "/subscriptions/1/resourceGroups/images/providers/Microsoft.ContainerRegistry/registries/acmeprod"
ANSWERS = {
    "azure-native:resources:Resource": {
        "id": REGISTRY,
        "name": "acmeprod",
        "identity": {"principalId": "33333333-3333-3333-3333-333333333333"},
    }
}


def test_there_is_an_example_for_each_cloud():
    assert len(EXAMPLES) == 3


@pytest.mark.parametrize("code", [code for _, code in EXAMPLES], ids=[title for title, _ in EXAMPLES])
def test_an_example_declares_something(declare, code):
    declared = declare(lambda: exec(compile(code, str(README), "exec"), {}), ANSWERS)  # noqa: S102

    assert declared.children
