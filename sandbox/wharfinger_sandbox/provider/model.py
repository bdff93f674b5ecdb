"""What the sandbox knows of one resource type of a cloud."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

Inputs = Mapping[str, Any]
"""Property values under the provider schema's camelCase names. An unknown value is `UNKNOWN`."""

Outputs = dict[str, Any]


class _Unknown:
    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN = _Unknown()
"""A value that a preview does not know yet.

Rules skip what they cannot know; in an update nothing is unknown.
"""


MARK = "sandbox"
"""Outputs whose names start so are notes of the sandbox itself, such as how many images a repository holds.

They outlive updates.
"""


@dataclass(frozen=True)
class Problem:
    """Why a cloud would refuse: the property at fault (`""` for the resource as a whole) and the reason."""

    property: str
    reason: str


@dataclass(frozen=True)
class Stored:
    """A resource as the stand-in control plane holds it."""

    token: str
    id: str
    inputs: Mapping[str, Any]
    outputs: Mapping[str, Any]


class CloudView(Protocol):
    """Read access to all that exists in the stand-in clouds, plus the provider's configuration."""

    @property
    def config(self) -> Mapping[str, str]:
        """The provider's configuration, such as `region` or `subscriptionId`."""
        ...

    def find(self, token: str, resource_id: str) -> Stored | None:
        """The resource of that type and id."""
        ...

    def each(self, token: str) -> Iterator[Stored]:
        """All resources of a type, by id."""
        ...


def _nothing_to_check(_inputs: Inputs) -> list[Problem]:
    return []


def _always_admitted(_inputs: Inputs, _cloud: CloudView) -> list[Problem]:
    return []


def _unchanged(inputs: Inputs, _cloud: CloudView) -> dict[str, Any]:
    return dict(inputs)


@dataclass(frozen=True)
class ResourceModel:
    """One resource type: its shape, its rules, its outputs and what forces a replacement.

    The shape (unknown property, missing required one, wrong type, wrong enum value) is checked by the
    provider against `args`, the SDK's own class, before any of the functions here is called.
    """

    token: str
    """The type token, such as `aws:ecr/repository:Repository`."""
    args: str
    """The SDK's args class, such as `pulumi_aws.ecr:RepositoryArgs`; imported when first needed."""
    identify: Callable[[Inputs, CloudView], str]
    """The id that the cloud gives, from complete inputs."""
    outputs: Callable[[str, Inputs, CloudView], Outputs]
    """All outputs that programs read, from id and complete inputs; the provider itself echoes the inputs."""
    replace_on: frozenset[str] = field(default_factory=frozenset)
    """Top-level input properties whose change forces a replacement."""
    completed: frozenset[str] = field(default_factory=frozenset)
    """Input properties that the cloud completes, so that their outputs are not known in a preview."""
    defaults: Callable[[Inputs, CloudView], dict[str, Any]] = _unchanged
    """Inputs with the defaults that the provider itself fills in, such as a region from its configuration."""
    check: Callable[[Inputs], list[Problem]] = _nothing_to_check
    """Documented rules that need no state: names, grammars, limits, exclusions. A preview calls it too."""
    admit: Callable[[Inputs, CloudView], list[Problem]] = _always_admitted
    """Rules that need state: quotas, one singleton per account and region, references that must exist.

    Called before a create or an update. `find`ing the own id is the provider's duty: it refuses a create of
    an id that exists, unless `adopts_existing`.
    """
    adopts_existing: bool = False
    """Whether a create of something that exists silently overwrites it, as a PUT does (ECR's policies)."""
    refuse_delete: Callable[[Stored, CloudView], list[Problem]] | None = None
    """Why a delete would be refused, such as a repository that still holds images without forceDelete."""
