"""Properties of an ACR that are off where they are absent, and have to stay off."""

from collections.abc import Iterator

from registry_guardrails.control import Finding, Undecided, Violation
from registry_guardrails.resource import Resource
from registry_guardrails.values import UNKNOWN, quote


def stays_off(registry: Resource, name: str) -> Iterator[Finding]:
    """Judge a switch of a registry; where the property is absent, Azure leaves it off."""
    value = registry.get(name)
    if value is UNKNOWN:
        yield Undecided(name)
    elif value not in (None, False):
        yield Violation(f"{name} is {quote(value)}")
