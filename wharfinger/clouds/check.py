"""What the clouds would refuse of a plan, before any of them is asked."""

from collections.abc import Iterator

from wharfinger.clouds.compiled import CompiledPlacement, CompiledPlan
from wharfinger.plan.model import AnyRegistry, Placement
from wharfinger.plan.settings import settings_said, trace
from wharfinger.spec.diagnostics import Diagnostic
from wharfinger.spec.places import Places, SpecPath


def check_clouds(compiled: CompiledPlan, places: Places) -> tuple[Diagnostic, ...]:
    """Names that a cloud refuses or that collide, refusals that nobody accepted, and idle acceptances."""
    return tuple(
        Diagnostic(message, places.key(path), path, help=help_)
        for message, path, help_ in (
            *_refused_names(compiled),
            *_same_names(compiled),
            *_registry_refusals(compiled),
            *_refusals(compiled),
        )
    ) + tuple(_idle_acceptances(compiled, places))


_Problem = tuple[str, SpecPath, str]


def _refused_names(compiled: CompiledPlan) -> Iterator[_Problem]:
    for refused in compiled.refused_names:
        placement = refused.placement
        message = f"`{placement.full_name}` is no name for a repository in `{placement.registry_name}`"
        yield message, placement.repository.path, refused.reason


def _same_names(compiled: CompiledPlan) -> Iterator[_Problem]:
    first: dict[tuple[str, str], Placement[AnyRegistry]] = {}
    for one in compiled.placements:
        placement, identity = one.placement, one.native.identity
        other = first.setdefault((placement.registry_name, identity), placement)
        if other is not placement:
            message = f"`{placement.repository}` and `{other.repository}` are both `{identity}`"
            yield message, placement.repository.path, "rename one of them, or change `naming.repository`"


def _registry_refusals(compiled: CompiledPlan) -> Iterator[_Problem]:
    for registry in compiled.registries.values():
        for finding in registry.findings:
            if finding.fidelity == "refused":
                message = f"`{finding.setting}` is impossible in `{registry.name}`: {finding.reason}"
                yield message, ("registries", registry.name), "see the repositories placed in this registry"


def _refusals(compiled: CompiledPlan) -> Iterator[_Problem]:
    """One problem for each line of the spec, cloud and reason, however many repositories it reaches."""
    reached: dict[tuple[SpecPath, str, str], list[CompiledPlacement]] = {}
    for one in compiled.placements:
        placement, cloud = one.placement, one.placement.registry.cloud
        for finding in one.findings:
            if finding.fidelity == "refused" and f"{cloud}.{finding.setting}" not in placement.accepted:
                path = _said_at(placement, finding.said_as or finding.setting)
                key = (path, f"{cloud}.{finding.setting}", finding.reason)
                reached.setdefault(key, []).append(one)
    for (path, refusal, reason), placements in reached.items():
        first = placements[0].placement
        more = f" and {len(placements) - 1} more" if len(placements) > 1 else ""
        _, _, setting = refusal.partition(".")
        message = f"`{setting}` is refused for `{first.key}`{more}: {reason}"
        yield message, path, f"change it, or go without: `accept: [{refusal}]`"


def _said_at(placement: Placement[AnyRegistry], setting: str) -> SpecPath:
    """Where a setting was said; of a group, `replicas` for the cloud, or the last of the `labels`."""
    one_cloud = f"{setting}.{placement.registry.cloud}"
    spoken = settings_said(placement.layers)
    group = [one_cloud] if one_cloud in spoken else [one for one in spoken if one.startswith(f"{setting}.")]
    said = [word for one in (setting, *group) for word in trace(placement.layers, one) if word.path]
    return said[-1].path if said else placement.repository.path


def _idle_acceptances(compiled: CompiledPlan, places: Places) -> Iterator[Diagnostic]:
    """Acceptances that no cloud's refusal needs any more."""
    accepted: dict[SpecPath, str] = {}
    needed: set[SpecPath] = set()
    for one in compiled.placements:
        cloud = one.placement.registry.cloud
        accepted |= {path: refusal for refusal, path in one.placement.accepted.items()}
        for finding in one.findings:
            path = one.placement.accepted.get(f"{cloud}.{finding.setting}")
            if path and finding.fidelity == "refused":
                needed.add(path)
    for path, refusal in accepted.items():
        if path not in needed:
            message = f"`{refusal}` is accepted, but nothing that reads this line is refused it"
            place = places.value(path)
            yield Diagnostic(message, place, path, help="remove it", severity="warning")
