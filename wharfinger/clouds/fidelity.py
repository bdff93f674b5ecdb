"""How faithfully a cloud does what a setting asks: native, emulated or refused."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

Fidelity = Literal["native", "emulated", "refused"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What becomes of one setting in one registry."""

    setting: str
    """The setting, such as `tags.immutable`, by which a refusal is accepted."""
    fidelity: Fidelity
    reason: str = ""
    """How it is emulated, or why it is refused; may be empty where it is native."""
    said_as: str = ""
    """What the spec says it as, where that is another key: `retention.tags.PATTERN` for a rule of a kind."""


@cache
def native(setting: str, note: str = "", said_as: str = "") -> Finding:
    """The cloud does exactly what the setting says."""
    return Finding(setting, "native", note, said_as)


def emulated(setting: str, how: str, said_as: str = "") -> Finding:
    """The cloud comes to the same end by other means, or over-does it in the safe direction."""
    return Finding(setting, "emulated", how, said_as)


def refused(setting: str, why: str, said_as: str = "") -> Finding:
    """The cloud can't; the setting is left out of its documents and has to be accepted by name."""
    return Finding(setting, "refused", why, said_as)
