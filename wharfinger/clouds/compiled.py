"""Plan to native arguments: what each scope declares in its clouds, and how faithful it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import cast

from wharfinger.clouds.aws import native as aws
from wharfinger.clouds.aws import registry as aws_registry
from wharfinger.clouds.aws import repository as aws_repository
from wharfinger.clouds.azure import native as azure
from wharfinger.clouds.azure import registry as azure_registry
from wharfinger.clouds.azure import repository as azure_repository
from wharfinger.clouds.fidelity import Finding
from wharfinger.clouds.gcp import native as gcp
from wharfinger.clouds.gcp import registry as gcp_registry
from wharfinger.clouds.gcp import repository as gcp_repository
from wharfinger.plan.model import AnyRegistry, Placement, Plan
from wharfinger.plan.scopes import RegistryScope, Scope, TeamScope, team_scope
from wharfinger.spec.registries import AcrRegistry, EcrRegistry, GarRegistry

NativeRepository = aws.NativeRepository | gcp.NativeRepository | azure.NativeRepository
NativeRegistry = aws.NativeRegistry | gcp.NativeRegistry | azure.NativeRegistry


@dataclass(frozen=True, slots=True)
class CompiledPlacement:
    """A placement with what its cloud is told, and what became of each of its settings."""

    placement: Placement[AnyRegistry]
    native: NativeRepository
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class CompiledRegistry:
    """A registry with what its cloud is told once."""

    name: str
    registry: AnyRegistry
    native: NativeRegistry
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class RefusedName:
    """A placement whose name the cloud would not take."""

    placement: Placement[AnyRegistry]
    reason: str


@dataclass(frozen=True, slots=True)
class CompiledPlan:
    """The whole plan in native arguments."""

    plan: Plan
    registries: Mapping[str, CompiledRegistry]
    placements: tuple[CompiledPlacement, ...]
    refused_names: tuple[RefusedName, ...]


@dataclass(frozen=True, slots=True)
class ScopeResources:
    """What one stack declares."""

    scope: Scope
    registries: tuple[CompiledRegistry, ...]
    placements: tuple[CompiledPlacement, ...]

    @property
    def clouds(self) -> frozenset[str]:
        """The clouds that something is declared in, whose SDKs the stack needs.

        A placement in ACR declares nothing: its grants and its purging are the registry's.
        """
        placed = (compiled.placement.registry.cloud for compiled in self.placements)
        return frozenset(
            [*(compiled.registry.cloud for compiled in self.registries), *(c for c in placed if c != "azure")]
        )


def compile_plan(plan: Plan) -> CompiledPlan:
    """All placements and registries in their clouds' terms; a name that a cloud refuses is set aside."""
    compiled: list[CompiledPlacement] = []
    refused: list[RefusedName] = []
    for placement in plan.placements:
        try:
            native, findings = _compile_repository(placement)
        except ValueError as error:
            refused.append(RefusedName(placement, str(error)))
        else:
            compiled.append(CompiledPlacement(placement, native, findings))
    nameable: dict[str, list[Placement[AnyRegistry]]] = {name: [] for name in plan.registries}
    for one in compiled:
        nameable[one.placement.registry_name].append(one.placement)
    registries = {
        name: CompiledRegistry(name, registry, *_compile_registry(plan, registry, nameable[name]))
        for name, registry in plan.registries.items()
    }
    return CompiledPlan(plan, MappingProxyType(registries), tuple(compiled), tuple(refused))


def _compile_repository(placement: Placement[AnyRegistry]) -> tuple[NativeRepository, tuple[Finding, ...]]:
    match placement.registry:
        case EcrRegistry():
            return aws_repository.compile_repository(cast("Placement[EcrRegistry]", placement))
        case GarRegistry():
            return gcp_repository.compile_repository(cast("Placement[GarRegistry]", placement))
        case AcrRegistry():
            return azure_repository.compile_repository(cast("Placement[AcrRegistry]", placement))


def _compile_registry(
    plan: Plan, registry: AnyRegistry, placements: list[Placement[AnyRegistry]]
) -> tuple[NativeRegistry, tuple[Finding, ...]]:
    match registry:
        case EcrRegistry():
            return aws_registry.compile_registry(registry, cast("list[Placement[EcrRegistry]]", placements))
        case GarRegistry():
            return gcp_registry.compile_registry(registry, cast("list[Placement[GarRegistry]]", placements))
        case AcrRegistry():
            there = cast("list[Placement[AcrRegistry]]", placements)
            return azure_registry.compile_registry(registry, there, plan.organisation)


def resources(compiled: CompiledPlan, scope: Scope) -> ScopeResources:
    """What the stack of a scope declares."""
    match scope:
        case RegistryScope(name):
            return ScopeResources(scope, (compiled.registries[name],), ())
        case TeamScope():
            placements = tuple(one for one in compiled.placements if team_scope(one.placement) == scope)
            return ScopeResources(scope, (), placements)
