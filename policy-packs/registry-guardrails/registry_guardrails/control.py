"""What a control is: its metadata as data, its rule as a pure function, and what a rule may find."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from registry_guardrails.resource import Kind, Resource
from registry_guardrails.settings import Schema, Settings


class Severity(StrEnum):
    """How bad a violation is, in the policy SDK's words."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


@dataclass(frozen=True)
class Violation:
    """A resource breaks the control: what was found, and how to mend it (else as `remediation` says)."""

    found: str
    mend: str | None = None


@dataclass(frozen=True)
class Undecided:
    """The control can't be decided, because this property is unknown in a preview.

    `expected` tells that sound programs have it unknown at their first preview, as with a policy document
    that holds the ARN of a role which the same stack creates. The update reads the value again, known, before
    anything is made, so an expected unknown only advises; any other blocks. The setting `onUnknown` decides
    otherwise.
    """

    property: str
    expected: bool = False


@dataclass(frozen=True)
class NotApplicable:
    """The control has nothing to say under these settings."""

    reason: str


Finding = Violation | Undecided | NotApplicable


@dataclass(frozen=True, kw_only=True)
class Metadata:
    """What is told of a control.

    `id` is stable: the policy's name in the policy SDK, and the key of the control's settings. `mappings`
    name the same rule elsewhere, as `scheme:id`.
    """

    id: str
    title: str
    why: str
    severity: Severity
    remediation: str
    mappings: tuple[str, ...] = ()
    settings: Schema = field(default_factory=dict[str, Mapping[str, object]])


@dataclass(frozen=True, kw_only=True)
class Control(Metadata):
    """A control that reads one resource of certain kinds, before the engine touches it."""

    kinds: frozenset[Kind]
    check: Callable[[Resource, Settings], Iterable[Finding]]


@dataclass(frozen=True, kw_only=True)
class StackControl(Metadata):
    """A control that reads all of a stack's resources of certain kinds together.

    The engine runs it after all steps: it gates a preview, and in an update only reports.
    """

    kinds: frozenset[Kind]
    check: Callable[[tuple[Resource, ...], Settings], Iterable[tuple[Resource, Finding]]]
