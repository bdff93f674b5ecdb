"""Pulumi's stack config files beside the spec: which stack owns which scope, and what each file holds."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from wharfinger.clouds.compiled import CompiledPlan
from wharfinger.plan.model import AnyRegistry, Plan
from wharfinger.plan.scopes import (
    RegistryScope,
    Scope,
    ScopeError,
    TeamScope,
    implied,
    ownership,
    parse,
    team_scope,
)
from wharfinger.render.words import listed
from wharfinger.spec.diagnostics import Diagnostic
from wharfinger.spec.places import Place, Places, SpecPath
from wharfinger.spec.registries import AcrRegistry, EcrRegistry, GarRegistry
from wharfinger.spec.source import read_file

SCOPE_KEY: Final = "wharfinger:scope"
_SCOPE_PATH: Final[SpecPath] = ("config", SCOPE_KEY)


def stack_name(scope: Scope) -> str:
    """The name that a scope's stack gets: `TEAM.ENVIRONMENT`, or the registry's own.

    Names in the spec have no dots, so that no two scopes share one. Pulumi takes letters, digits, `-`, `_`
    and `.` (Pulumi docs, "Stacks").
    """
    match scope:
        case TeamScope(team, environment):
            return f"{team}.{environment}"
        case RegistryScope(registry):
            return registry


def stack_file(scope: Scope) -> str:
    """The name of the file with the config of a scope's stack."""
    return f"Pulumi.{stack_name(scope)}.yaml"


def stack_configs(compiled: CompiledPlan) -> Mapping[str, str]:
    """The config files that give each scope a stack of its own, by file name.

    Each holds the scope and the configuration of the providers that it needs. Where a scope reaches several
    registries of one cloud, the first by name is the provider's; resources name their own.
    """
    plan = compiled.plan
    registries: dict[Scope, dict[str, AnyRegistry]] = {
        RegistryScope(name): {name: registry} for name, registry in plan.registries.items()
    }
    for placement in plan.placements:
        own = registries.setdefault(team_scope(placement), {})
        if not isinstance(placement.registry, AcrRegistry):  # a placement in ACR declares nothing
            own[placement.registry_name] = placement.registry
    return {stack_file(scope): _config(scope, registries[scope]) for scope in implied(plan)}


def _config(scope: Scope, registries: Mapping[str, AnyRegistry]) -> str:
    config = {
        SCOPE_KEY: _scope_config(scope),
        **_providers(registry for _, registry in sorted(registries.items())),
    }
    return yaml.safe_dump({"config": config}, sort_keys=False)


def _scope_config(scope: Scope) -> dict[str, str]:
    match scope:
        case TeamScope(team, environment):
            return {"team": team, "environment": environment}
        case RegistryScope(registry):
            return {"registry": registry}


def _providers(registries: Iterable[AnyRegistry]) -> dict[str, Any]:
    config: dict[str, Any] = {}
    for registry in registries:
        match registry:
            case EcrRegistry(account=account, region=region):
                config.setdefault("aws:region", region)
                accounts = config.setdefault("aws:allowedAccountIds", [])
                accounts.extend([account] if account not in accounts else [])
            case GarRegistry(project=project):
                config.setdefault("gcp:project", project)
            case AcrRegistry(subscription=subscription):
                config.setdefault("azure-native:subscriptionId", subscription)
    return config


@dataclass(frozen=True, slots=True)
class StackFile:
    """A stack's config file, with where its scope is set."""

    name: str
    """The stack's name."""
    file: str
    scope: Scope | None
    """`None` where the file names no scope of the plan."""
    place: Place


@dataclass(frozen=True, slots=True)
class Stacks:
    """All stack config files of a folder, by the stack's name, and what is wrong with them."""

    folder: Path
    files: Mapping[str, StackFile]
    problems: tuple[Diagnostic, ...]


def read_stacks(folder: Path, plan: Plan) -> Stacks:
    """The stack config files, `Pulumi.STACK.yaml`, of a folder; files that can't be used are told of."""
    files: dict[str, StackFile] = {}
    problems: list[Diagnostic] = []
    for path in sorted(folder.glob("Pulumi.*.yaml")):
        name = path.name.removeprefix("Pulumi.").removesuffix(".yaml")
        document = read_file(path, str(path))
        place = document.places.keys.get(_SCOPE_PATH, Place(str(path), 1, 1))
        scope = None
        if document.data is None:
            problems.extend(document.problems)
        else:
            try:
                scope = parse(_scope_value(document.data), plan)
            except ScopeError as error:
                problems.append(Diagnostic(str(error), place, _SCOPE_PATH, help=error.help))
        files[name] = StackFile(name, str(path), scope, place)
    return Stacks(folder, files, tuple(problems))


def _scope_value(data: Mapping[str, Any]) -> Any:
    """The value of `wharfinger:scope`; Pulumi takes an object as JSON text as well."""
    config = data.get("config")
    value = config.get(SCOPE_KEY) if isinstance(config, dict) else None
    if isinstance(value, str):
        with suppress(json.JSONDecodeError):
            return json.loads(value)
    return value


def check_stacks(stacks: Stacks, compiled: CompiledPlan, places: Places) -> tuple[Diagnostic, ...]:
    """What keeps the stacks of a folder from owning each resource of the plan exactly once."""
    if not stacks.files:
        return tuple(_no_stacks(stacks.folder, stack_configs(compiled), places))
    scopes = {name: stack.scope for name, stack in stacks.files.items() if stack.scope is not None}
    owned = ownership(compiled.plan, scopes)
    configs = stack_configs(compiled) if owned.in_none else {}
    return (
        *stacks.problems,
        *(problem for scope in owned.in_none for problem in _in_none(scope, stacks, configs, places)),
        *(
            _in_several(scope, [stacks.files[name] for name in names])
            for scope, names in owned.in_several.items()
        ),
        *(_idle(stacks.files[name], scope) for name, scope in owned.idle.items()),
    )


def _no_stacks(folder: Path, configs: Mapping[str, str], places: Places) -> Iterator[Diagnostic]:
    if not configs:
        return
    first, *more = configs
    others = f"\nand likewise {listed(more, most=4)}" if more else ""
    yield Diagnostic(
        f"no stack owns any of the plan: there is no `Pulumi.STACK.yaml` in {folder}",
        places.key(("organisation",)),
        ("organisation",),
        help=f"write {folder / first}:\n{configs[first].rstrip()}{others}",
        severity="warning",
    )


def _in_none(
    scope: Scope, stacks: Stacks, configs: Mapping[str, str], places: Places
) -> Iterator[Diagnostic]:
    taken = stacks.files.get(stack_name(scope))
    if taken and taken.scope is None:  # what is wrong with that file is told already
        return
    file = stack_file(scope)
    action = f"{taken.file} has another scope; it should hold" if taken else f"write {stacks.folder / file}"
    path: SpecPath = ("teams", scope.team) if isinstance(scope, TeamScope) else ("registries", scope.registry)
    yield Diagnostic(
        f"no stack owns {scope}", places.key(path), path, help=f"{action}:\n{configs[file].rstrip()}"
    )


def _in_several(scope: Scope, stacks: list[StackFile]) -> Diagnostic:
    names = " and ".join(f"`{stack.name}`" for stack in stacks)
    files = ", ".join(str(stack.place) for stack in stacks)
    return Diagnostic(
        f"{scope} is in {len(stacks)} stacks: {names}",
        stacks[-1].place,
        _SCOPE_PATH,
        help=f"keep the one that has its resources and remove the others: {files}",
    )


def _idle(stack: StackFile, scope: Scope) -> Diagnostic:
    return Diagnostic(
        f"stack `{stack.name}` owns nothing: the plan has nothing for {scope}",
        stack.place,
        _SCOPE_PATH,
        help=f"when its last resources are gone, remove {stack.file}",
        severity="warning",
    )
