"""One running policy pack for all tests here."""

from collections.abc import Iterator

import pytest

from tests.policy_packs.registry_guardrails.analyzer import Analyzer, running_pack


@pytest.fixture(scope="session")
def analyzer() -> Iterator[Analyzer]:
    with running_pack() as analyzer:
        yield analyzer
