"""The plan: what the organisation's registries should hold, whole, immutable and the same for every cloud."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, Literal, TypeVar

from wharfinger.plan.settings import EffectiveSettings, SettingsLayer, trace
from wharfinger.spec.people import Principal
from wharfinger.spec.places import SpecPath
from wharfinger.spec.registries import AcrRegistry, EcrRegistry, GarRegistry

AnyRegistry = EcrRegistry | GarRegistry | AcrRegistry
RegistryT_co = TypeVar("RegistryT_co", EcrRegistry, GarRegistry, AcrRegistry, AnyRegistry, covariant=True)

Right = Literal["pull", "push"]


@dataclass(frozen=True, slots=True)
class NamedPrincipal:
    """A principal with the name that the spec knows it by: `runtime`, or `payments/release`."""

    name: str
    principal: Principal


@dataclass(frozen=True, slots=True)
class Grant:
    """A principal's right on a repository; who may push may pull as well."""

    principal: NamedPrincipal
    right: Right
    by_name: bool
    """Whether the principal was named itself, not as one of `team` or `pipelines`."""


@dataclass(frozen=True, slots=True)
class Repository:
    """The neutral repository that a team asked for."""

    team: str
    name: str

    @property
    def path(self) -> SpecPath:
        """Where in the spec it is asked for."""
        return ("teams", self.team, "repositories", self.name)

    def __str__(self) -> str:
        return f"{self.team}/{self.name}"


@dataclass(frozen=True, slots=True)
class Placement(Generic[RegistryT_co]):
    """A repository in one registry."""

    repository: Repository
    registry_name: str
    registry: RegistryT_co
    full_name: str
    """The name by the naming rules, before a cloud's own form of it."""
    settings: EffectiveSettings
    grants: tuple[Grant, ...]
    labels: Mapping[str, str]
    """The labels that are always set, and those of the settings."""
    tag_patterns: tuple[str, ...]
    """The patterns, one of which every tag matches by the naming rules; empty where any tag is allowed."""
    layers: tuple[SettingsLayer, ...]
    accepted: Mapping[str, SpecPath]
    """Accepted refusals, as `CLOUD.SETTING`, with the place where each is accepted."""

    @property
    def environment(self) -> str:
        """The registry's environment."""
        return self.registry.environment

    @property
    def key(self) -> str:
        """The name of the placement in all reports and in every stack: `TEAM/REPOSITORY@REGISTRY`."""
        return f"{self.repository}@{self.registry_name}"

    def path_of(self, setting: str) -> SpecPath:
        """Where the value of a setting was said; the repository itself where it is built in."""
        said = trace(self.layers, setting)
        return (said[-1].path if said else ()) or self.repository.path


@dataclass(frozen=True, slots=True)
class RollbackWindow:
    """The images of a repository that an environment can be rolled back to: those within both limits."""

    newest: int | None
    """How many of the newest images; `None` for no limit."""
    days: int | None
    """Days since the push; `None` for no limit."""


@dataclass(frozen=True)
class Plan:
    """All registries and placements of an organisation, sorted by name."""

    organisation: str
    environments: tuple[str, ...]
    rollback_windows: Mapping[str, RollbackWindow]
    """By environment, those that have one."""
    teams: tuple[str, ...]
    registries: Mapping[str, AnyRegistry]
    placements: tuple[Placement[AnyRegistry], ...]

    @cached_property
    def by_registry(self) -> Mapping[str, tuple[Placement[AnyRegistry], ...]]:
        """The placements of each registry, those without any included."""
        found: dict[str, list[Placement[AnyRegistry]]] = {name: [] for name in self.registries}
        for placement in self.placements:
            found[placement.registry_name].append(placement)
        return {name: tuple(placements) for name, placements in found.items()}
