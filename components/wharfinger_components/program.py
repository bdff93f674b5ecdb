"""The Pulumi program of an organisation: its `__main__.py` calls `run`."""

from importlib import import_module
from pathlib import Path
from typing import Any

import pulumi

from wharfinger.clouds.compiled import CompiledPlacement, ScopeResources, resources
from wharfinger.organisation import Organisation, read
from wharfinger.plan.scopes import ScopeError, parse
from wharfinger.render.text import render
from wharfinger.spec.diagnostics import SpecError


def run(spec: str = "stacks/org.yaml") -> None:
    """Load the spec, take the part that this stack's `wharfinger:scope` names, and declare it.

    Exports `repositories`: for each its registry, its URL, and who may push and pull. Raises
    `pulumi.RunError`, which Pulumi prints without a traceback, for a spec or a scope that can't be used.
    """
    organisation = _read(Path(spec))
    declare(_scope(organisation))


def _read(path: Path) -> Organisation:
    try:
        return read(path)
    except SpecError as error:
        raise pulumi.RunError(render(error.diagnostics)) from None


def _scope(organisation: Organisation) -> ScopeResources:
    config = pulumi.Config("wharfinger").get_object("scope")
    try:
        scope = parse(config, organisation.compiled.plan)
    except ScopeError as error:
        raise pulumi.RunError(f"stack {pulumi.get_stack()}: {error}\n  help: {error.help}") from None
    return resources(organisation.compiled, scope)


def declare(scope: ScopeResources) -> None:
    """Declare all that a scope holds, with the SDKs of only those clouds that it reaches."""
    clouds: dict[str, Any] = {
        cloud: import_module(f"wharfinger_components.declare.{cloud}") for cloud in sorted(scope.clouds)
    }
    for compiled in scope.registries:
        clouds[compiled.registry.cloud].declare_registry(compiled.name, compiled.native)
    exported: list[dict[str, Any]] = []
    for compiled in scope.placements:
        cloud = clouds.get(compiled.placement.registry.cloud)
        # A repository in ACR comes into being with its first push: there is nothing to declare.
        url = (
            cloud.declare_repository(compiled.placement.key, compiled.native)
            if cloud
            else compiled.native.url
        )
        exported.append(_exported(compiled, url))
    pulumi.export("repositories", exported)


def _exported(compiled: CompiledPlacement, url: pulumi.Input[str]) -> dict[str, Any]:
    placement = compiled.placement
    return {
        "repository": str(placement.repository),
        "registry": placement.registry_name,
        "url": url,
        "push": [grant.principal.name for grant in placement.grants if grant.right == "push"],
        "pull": [grant.principal.name for grant in placement.grants],
    }
