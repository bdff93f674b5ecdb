"""The part of the plan that one Pulumi stack owns."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from wharfinger.plan.model import AnyRegistry, Placement, Plan


@dataclass(frozen=True, slots=True, order=True)
class TeamScope:
    """A team's placements in one environment."""

    team: str
    environment: str

    def __str__(self) -> str:
        return f"team {self.team} in {self.environment}"


@dataclass(frozen=True, slots=True, order=True)
class RegistryScope:
    """What a registry has once: scanning, replication, the registry itself where that is a resource."""

    registry: str

    def __str__(self) -> str:
        return f"registry {self.registry}"


Scope = TeamScope | RegistryScope


class ScopeError(Exception):
    """A stack's config that names no part of the plan."""

    def __init__(self, message: str, help: str) -> None:  # noqa: A002
        self.help = help
        super().__init__(message)


def implied(plan: Plan) -> tuple[Scope, ...]:
    """All scopes that the plan has something in: registries first, since placements need them."""
    teams = {team_scope(placement) for placement in plan.placements}
    return (*(RegistryScope(name) for name in plan.registries), *sorted(teams))


def team_scope(placement: Placement[AnyRegistry]) -> TeamScope:
    """The scope that owns a placement."""
    return TeamScope(placement.repository.team, placement.environment)


def parse(config: Any, plan: Plan) -> Scope:
    """The scope that a stack's config `wharfinger:scope` names.

    It is `{team: T, environment: E}` or `{registry: R}`. Raises `ScopeError`.
    """
    forms = "`{team: TEAM, environment: ENVIRONMENT}` or `{registry: REGISTRY}`"
    match config:
        case {"team": str(team), "environment": str(environment), **rest} if not rest:
            _must_be_in(team, plan.teams, "team")
            _must_be_in(environment, plan.environments, "environment")
            return TeamScope(team, environment)
        case {"registry": str(registry), **rest} if not rest:
            _must_be_in(registry, tuple(plan.registries), "registry")
            return RegistryScope(registry)
        case None:
            raise ScopeError("this stack has no scope", f"set `wharfinger:scope` to {forms}")
        case _:
            raise ScopeError(f"`wharfinger:scope` is {config!r}", f"it must be {forms}")


def _must_be_in(name: str, known: tuple[str, ...], kind: Literal["team", "environment", "registry"]) -> None:
    if name not in known:
        raise ScopeError(f"the spec has no {kind} `{name}`", f"it has: {', '.join(known)}")


@dataclass(frozen=True, slots=True)
class Ownership:
    """Which stacks own each scope that the plan implies, and stacks that own nothing in it."""

    owners: Mapping[Scope, tuple[str, ...]]
    idle: Mapping[str, Scope]

    @property
    def in_none(self) -> tuple[Scope, ...]:
        """Scopes that no stack owns."""
        return tuple(scope for scope, stacks in self.owners.items() if not stacks)

    @property
    def in_several(self) -> Mapping[Scope, tuple[str, ...]]:
        """Scopes that more than one stack owns."""
        return {scope: stacks for scope, stacks in self.owners.items() if len(stacks) > 1}


def ownership(plan: Plan, stacks: Mapping[str, Scope]) -> Ownership:
    """Who owns what, given each stack's scope: proof that every resource is in exactly one stack.

    Scopes are disjoint by construction (a placement has one team and one environment, a registry is its own
    scope), so a resource is in two stacks only when two stacks name the same scope.
    """
    scopes = implied(plan)
    return Ownership(
        owners={
            scope: tuple(sorted(name for name, own in stacks.items() if own == scope)) for scope in scopes
        },
        idle={name: scope for name, scope in sorted(stacks.items()) if scope not in scopes},
    )
