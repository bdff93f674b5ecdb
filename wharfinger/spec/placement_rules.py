"""Repositories that their placement puts nowhere."""

from collections.abc import Iterator

from wharfinger.spec.diagnostics import Diagnostic, at_key
from wharfinger.spec.layers import repositories
from wharfinger.spec.organisation import Spec
from wharfinger.spec.places import Places, SpecPath
from wharfinger.spec.settings import PlacementSettings, Repository

_Conditions = tuple[tuple[str, tuple[str, ...]], ...]


def check_placements(spec: Spec, places: Places) -> Iterator[Diagnostic]:
    """Placements that select no registry; each is told once, however many repositories share it."""
    told: set[tuple[SpecPath, _Conditions]] = set()
    for path, repository in repositories(spec):
        if not spec.registries:
            message = "there are repositories, and no registry to put them in"
            yield at_key(places, ("teams",), message, "add a registry under `registries`")
            return
        if found := _empty_placement(spec, path, repository):
            if found not in told:
                yield _nowhere(places, path, *found)
            told.add(found)


def _empty_placement(
    spec: Spec, path: SpecPath, repository: Repository
) -> tuple[SpecPath, _Conditions] | None:
    """The conditions that no registry meets, and the innermost placement among those that give them."""
    conditions: dict[str, tuple[str, ...]] = {}
    innermost: SpecPath = ()
    for layer_path, placement in _placements(spec, path, repository):
        for key in PlacementSettings.model_fields:
            if (wanted := getattr(placement, key)) is not None:
                conditions[key] = wanted
                innermost = layer_path
    if not conditions or _selects_any(spec, conditions) or _names_unknown(spec, conditions):
        return None
    return innermost, tuple(conditions.items())


def _placements(
    spec: Spec, path: SpecPath, repository: Repository
) -> Iterator[tuple[SpecPath, PlacementSettings]]:
    class_ = spec.classes.get(repository.class_ or "")
    for layer_path, layer in (
        (("defaults",), spec.defaults),
        (("classes", repository.class_ or ""), class_),
        (path, repository),
    ):
        if layer and layer.placement:
            yield layer_path, layer.placement


def _selects_any(spec: Spec, conditions: dict[str, tuple[str, ...]]) -> bool:
    return any(
        registry.cloud in conditions.get("clouds", (registry.cloud,))
        and registry.environment in conditions.get("environments", (registry.environment,))
        and name in conditions.get("registries", (name,))
        for name, registry in spec.registries.items()
    )


def _names_unknown(spec: Spec, conditions: dict[str, tuple[str, ...]]) -> bool:
    """Whether a condition names what does not exist, which is told already."""
    return not (
        spec.registries.keys() >= set(conditions.get("registries", ()))
        and set(spec.environments) >= set(conditions.get("environments", ()))
    )


def _nowhere(places: Places, repository: SpecPath, layer: SpecPath, conditions: _Conditions) -> Diagnostic:
    wanted = ", ".join(f"`{key}: [{', '.join(names)}]`" for key, names in conditions)
    message = f"no registry meets all conditions of the placement of `{repository[1]}/{repository[3]}`"
    help_ = f"the conditions, from `defaults`, class and repository together: {wanted}"
    return at_key(places, (*layer, "placement"), message, help_)
