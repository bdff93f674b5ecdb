"""What a Google project has once for its registry."""

from collections.abc import Sequence
from typing import Final

from wharfinger.clouds.fidelity import Finding, native
from wharfinger.clouds.gcp.native import NativeRegistry
from wharfinger.plan.model import Placement
from wharfinger.spec.registries import GarRegistry

REGISTRY_API: Final = "artifactregistry.googleapis.com"
SCANNING_API: Final = "containerscanning.googleapis.com"


def compile_registry(
    registry: GarRegistry, placements: Sequence[Placement[GarRegistry]]
) -> tuple[NativeRegistry, tuple[Finding, ...]]:
    """The APIs to enable: none where someone else does; the scanner's only where something is scanned."""
    scanned = any(placement.settings.scanning != "disabled" for placement in placements)
    services = (REGISTRY_API, *([SCANNING_API] if scanned else [])) if registry.scanner == "managed" else ()
    compiled = NativeRegistry(project=registry.project, location=registry.location, services=services)
    return compiled, (native("scanning"),)
