"""Spec to plan: one desired repository in each registry, every value with the line that it came from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from wharfinger.plan.access import Access
from wharfinger.plan.model import AnyRegistry, Grant, Placement, Plan, Repository, RollbackWindow
from wharfinger.plan.naming import EffectiveNaming, effective_naming
from wharfinger.plan.settings import (
    BUILT_IN_LAYER,
    EffectiveSettings,
    LayerKind,
    SettingsLayer,
    effective,
    said,
)
from wharfinger.spec import settings as spec_settings
from wharfinger.spec.organisation import Spec
from wharfinger.spec.people import Team
from wharfinger.spec.places import SpecPath

MANAGED_BY = "wharfinger"


def resolve(spec: Spec) -> Plan:
    """The plan of a spec whose references have been checked (`wharfinger.spec.references`)."""
    resolver = _Resolver(spec)
    return Plan(
        organisation=spec.organisation,
        environments=spec.environments,
        rollback_windows=MappingProxyType(
            {
                environment: RollbackWindow(window.newest, window.days)
                for environment, window in spec.rollback_windows.items()
            }
        ),
        teams=tuple(sorted(spec.teams)),
        registries=MappingProxyType(dict(sorted(spec.registries.items()))),
        placements=tuple(
            placement
            for team_name, team in sorted(spec.teams.items())
            for repository_name, repository in sorted(team.repositories.items())
            for placement in resolver.placements(Repository(team_name, repository_name), team, repository)
        ),
    )


@dataclass(frozen=True, slots=True)
class _Source:
    """A place that says settings: `defaults`, a class or a repository."""

    layer: spec_settings.Layer
    everywhere: SettingsLayer
    overrides: Mapping[str, SettingsLayer]

    @classmethod
    def of(cls, layer: spec_settings.Layer, path: SpecPath, kind: LayerKind) -> "_Source":
        return cls(
            layer=layer,
            everywhere=SettingsLayer(kind, path, said(layer)),
            overrides={
                environment: SettingsLayer("override", (*path, "environments", environment), said(settings))
                for environment, settings in layer.environments.items()
            },
        )


@dataclass(frozen=True, slots=True)
class _InEnvironment:
    """What a repository is in every registry of one environment."""

    naming: EffectiveNaming
    layers: tuple[SettingsLayer, ...]
    settings: EffectiveSettings
    grants: tuple[Grant, ...]
    labels: Mapping[str, str]


@dataclass(slots=True)
class _Resolver:
    spec: Spec
    access: Access = field(init=False)
    naming: Mapping[tuple[str, str], EffectiveNaming] = field(init=False)
    registries: tuple[tuple[str, AnyRegistry], ...] = field(init=False)
    defaults: _Source = field(init=False)
    classes: Mapping[str, _Source] = field(init=False)
    _settings: dict[tuple[int, ...], EffectiveSettings] = field(
        init=False, default_factory=dict[tuple[int, ...], EffectiveSettings]
    )

    def __post_init__(self) -> None:
        self.access = Access(self.spec)
        self.naming = effective_naming(self.spec)
        self.registries = tuple(sorted(self.spec.registries.items()))
        self.defaults = _Source.of(self.spec.defaults, ("defaults",), "defaults")
        self.classes = {
            name: _Source.of(layer, ("classes", name), "class") for name, layer in self.spec.classes.items()
        }

    def placements(
        self, repository: Repository, team: Team, asked: spec_settings.Repository
    ) -> Iterator[Placement[AnyRegistry]]:
        own = _Source.of(asked, repository.path, "repository")
        sources = (self.defaults, *([self.classes[asked.class_]] if asked.class_ else []), own)
        accepted = MappingProxyType(
            {
                refusal: (*source.everywhere.path, "accept", index)
                for source in sources
                for index, refusal in enumerate(source.layer.accept)
            }
        )
        known: dict[str, _InEnvironment] = {}
        for name, registry in self._selected(sources):
            if registry.environment not in known:
                known[registry.environment] = self._in_environment(
                    repository, team, sources, registry.environment
                )
            there = known[registry.environment]
            yield Placement(
                repository=repository,
                registry_name=name,
                registry=registry,
                full_name=there.naming.full_name(repository.name),
                settings=there.settings,
                grants=there.grants,
                labels=there.labels,
                tag_patterns=there.naming.tags,
                layers=there.layers,
                accepted=accepted,
            )

    def _in_environment(
        self, repository: Repository, team: Team, sources: tuple[_Source, ...], environment: str
    ) -> _InEnvironment:
        layers = _layers(sources, environment)
        settings = self._effective(layers)
        return _InEnvironment(
            naming=self.naming[repository.team, environment],
            layers=layers,
            settings=settings,
            grants=self.access.grants(repository.team, environment, settings.pull, settings.push),
            labels=self._labels(repository, team, environment, settings),
        )

    def _selected(self, sources: tuple[_Source, ...]) -> Iterator[tuple[str, AnyRegistry]]:
        clouds = environments = registries = None
        for source in sources:
            if condition := source.layer.placement:
                clouds = condition.clouds if condition.clouds is not None else clouds
                environments = condition.environments if condition.environments is not None else environments
                registries = condition.registries if condition.registries is not None else registries
        for name, registry in self.registries:
            if (
                (clouds is None or registry.cloud in clouds)
                and (environments is None or registry.environment in environments)
                and (registries is None or name in registries)
            ):
                yield name, registry

    def _effective(self, layers: tuple[SettingsLayer, ...]) -> EffectiveSettings:
        """Layers that say nothing don't count, so that repositories of one class share one value."""
        speaking = [layer for layer in layers if layer.values]
        key = tuple(id(layer) for layer in speaking)
        if all(layer.kind in {"built-in", "defaults", "class"} for layer in speaking):
            if key not in self._settings:
                self._settings[key] = effective(speaking)
            return self._settings[key]
        return effective(speaking)

    def _labels(
        self, repository: Repository, team: Team, environment: str, settings: EffectiveSettings
    ) -> Mapping[str, str]:
        always = {
            "organisation": self.spec.organisation,
            "team": repository.team,
            "owner": team.owners[0],
            "environment": environment,
            "repository": repository.name,
            "managed-by": MANAGED_BY,
        }
        if team.cost_centre:
            always["cost-centre"] = team.cost_centre
        return MappingProxyType(dict(sorted({**settings.labels, **always}.items())))


def _layers(sources: tuple[_Source, ...], environment: str) -> tuple[SettingsLayer, ...]:
    return (
        BUILT_IN_LAYER,
        *(source.everywhere for source in sources),
        *(source.overrides[environment] for source in sources if environment in source.overrides),
    )
