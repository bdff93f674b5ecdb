import json
from pathlib import Path

import pytest

from wharfinger.inventory.source import Source
from wharfinger.spec.diagnostics import SpecError

SAMPLES = Path(__file__).parent.parent / "samples"


@pytest.fixture(scope="session")
def sample():
    """A file that a cloud's command line printed."""
    return lambda name: Source((SAMPLES / name).read_text(encoding="utf-8"), name)


@pytest.fixture(scope="session")
def changed(sample):
    """Such a file after a change of its data."""

    def changed(name, change):
        data = json.loads(sample(name).text)
        change(data)
        return Source(json.dumps(data, indent=2), name)

    return changed


@pytest.fixture(scope="session")
def refused():
    """What is told of a file that a reader refuses."""

    def refused(read_images, *arguments):
        with pytest.raises(SpecError) as caught:
            read_images(*arguments)
        return caught.value.diagnostics

    return refused
