"""The plan as JSON: every registry and placement with exactly what its cloud is told."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from wharfinger.clouds.compiled import CompiledPlacement, CompiledRegistry, NativeRepository
from wharfinger.clouds.fidelity import Finding
from wharfinger.clouds.gcp.native import CleanupPolicy, DeleteVersions, KeepNewest, KeepVersions
from wharfinger.plan.model import Plan
from wharfinger.render import words
from wharfinger.render.document import members, plain


def plan_document(
    plan: Plan, registries: Iterable[CompiledRegistry], placements: Iterable[CompiledPlacement]
) -> dict[str, Any]:
    """The plan as a JSON object, or the part of it that is given.

    - `organisation`, `environments` in promotion order
    - `registries`: `name`, `cloud`, `environment`, `native`, `fidelity`
    - `placements`: `key` (`TEAM/REPOSITORY@REGISTRY`), `team`, `repository`, `registry`, `cloud`,
      `environment`, `name` by the naming rules, `url`, `push` and `pull` (principals by name; who may push is
      in both), `native`, `fidelity`

    `native` is what the cloud is told. Policies that a cloud takes as JSON text are the very text that is
    sent, not an object. `fidelity` has the settings that are `native` by name, and those that are `emulated`
    or `refused` as `setting` and `reason`; every refusal is accepted in the spec (`wharfinger fidelity`
    tells where).
    """
    return {
        "organisation": plan.organisation,
        "environments": list(plan.environments),
        "registries": [_registry(registry) for registry in registries],
        "placements": [_placement(placement) for placement in placements],
    }


def _registry(compiled: CompiledRegistry) -> dict[str, Any]:
    return {
        "name": compiled.name,
        "cloud": compiled.registry.cloud,
        "environment": compiled.registry.environment,
        "native": plain(compiled.native),
        "fidelity": _fidelity(compiled.findings),
    }


def _placement(compiled: CompiledPlacement) -> dict[str, Any]:
    placement = compiled.placement
    return {
        "key": placement.key,
        "team": placement.repository.team,
        "repository": placement.repository.name,
        "registry": placement.registry_name,
        "cloud": placement.registry.cloud,
        "environment": placement.environment,
        "name": placement.full_name,
        "url": compiled.native.url,
        "push": [grant.principal.name for grant in placement.grants if grant.right == "push"],
        "pull": [grant.principal.name for grant in placement.grants],
        "native": _native(compiled.native),
        "fidelity": _fidelity(compiled.findings),
    }


def _native(native: NativeRepository) -> dict[str, Any]:
    return {
        name: [_cleanup_policy(policy) for policy in value] if name == "cleanup_policies" else plain(value)
        for name, value in members(native)
    }


def _fidelity(findings: Iterable[Finding]) -> dict[str, list[Any]]:
    sorted_out: dict[str, list[Any]] = {"native": [], "emulated": [], "refused": []}
    for finding in findings:
        setting = words.setting(finding)
        told = setting if finding.fidelity == "native" else {"setting": setting, "reason": finding.reason}
        sorted_out[finding.fidelity].append(told)
    return sorted_out


@lru_cache(maxsize=4096)
def _cleanup_policy(policy: CleanupPolicy) -> Mapping[str, Any]:
    """A cleanup policy in the words of Artifact Registry's API, as the provider takes them."""
    match policy:
        case DeleteVersions(name, condition):
            return {"id": name, "action": "DELETE", "condition": _given(members(condition))}
        case KeepVersions(name, condition):
            return {"id": name, "action": "KEEP", "condition": _given(members(condition))}
        case KeepNewest(name, count, packages):
            newest = _given([("keep_count", count), ("package_name_prefixes", packages)])
            return {"id": name, "action": "KEEP", "most_recent_versions": newest}


def _given(said: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    return {name: plain(value) for name, value in said if value}
