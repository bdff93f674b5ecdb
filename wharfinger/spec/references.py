"""What no single file can tell: names that nothing bears, and parts of a spec that don't fit each other."""

from collections.abc import Iterator, Mapping
from typing import Final

from wharfinger.spec.diagnostics import Diagnostic, at_key, at_value
from wharfinger.spec.layers import layers, repositories, said
from wharfinger.spec.load import LoadedSpec
from wharfinger.spec.naming_rules import check_naming
from wharfinger.spec.organisation import Spec
from wharfinger.spec.people import Principal
from wharfinger.spec.placement_rules import check_placements
from wharfinger.spec.places import Places, SpecPath
from wharfinger.spec.registry_rules import check_registries
from wharfinger.spec.suggestions import suggest

ALWAYS_SET: Final = frozenset(
    {"cost-centre", "environment", "managed-by", "organisation", "owner", "repository", "team"}
)
"""Labels that every repository has."""
RESERVED: Final = ("team", "pipelines")
"""What `pull` and `push` call the repository's own team by."""


def check_references(loaded: LoadedSpec) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with a spec although each of its files is sound; errors and advice."""
    checks = (
        _check_environments,
        _check_classes,
        _check_placement_names,
        _check_principal_names,
        _check_grants,
        _check_labels,
        _check_rollback_windows,
        check_registries,
        check_placements,
        check_naming,
    )
    return tuple(diagnostic for check in checks for diagnostic in check(loaded.spec, loaded.places))


def _check_labels(spec: Spec, places: Places) -> Iterator[Diagnostic]:
    for place in said(spec):
        for key in place.settings.labels or {}:
            if key in ALWAYS_SET:
                message = f"the label `{key}` is always set, from what the spec says elsewhere"
                yield at_key(places, (*place.path, "labels", key), message, "choose another key")


def _check_rollback_windows(spec: Spec, places: Places) -> Iterator[Diagnostic]:
    for environment, window in spec.rollback_windows.items():
        if window.newest is window.days is None:
            path = ("rollback_windows", environment)
            help_ = "write `newest`, a number of images, or `days`, or both"
            yield at_key(places, path, f"the rollback window of `{environment}` has no limit", help_)


def _check_environments(spec: Spec, places: Places) -> Iterator[Diagnostic]:
    for index, name in enumerate(spec.environments):
        if name in spec.environments[:index]:
            path = ("environments", index)
            yield at_value(places, path, f"the environment `{name}` is listed twice", "leave one of them out")
    for path, name in _environments_named(spec):
        if name not in spec.environments:
            message = f"there is no environment `{name}`"
            yield at_value(places, path, message, suggest(name, spec.environments, "environments"))
    for path, name in _environments_as_keys(spec):
        if name not in spec.environments:
            message = f"there is no environment `{name}`"
            yield at_key(places, path, message, suggest(name, spec.environments, "environments"))


def _environments_named(spec: Spec) -> Iterator[tuple[SpecPath, str]]:
    for name, registry in spec.registries.items():
        yield ("registries", name, "environment"), registry.environment
    for path, principal in _principals(spec):
        for index, environment in enumerate(principal.environments or ()):
            yield (*path, "environments", index), environment
    for path, layer in layers(spec):
        if layer.placement:
            for index, environment in enumerate(layer.placement.environments or ()):
                yield (*path, "placement", "environments", index), environment


def _environments_as_keys(spec: Spec) -> Iterator[tuple[SpecPath, str]]:
    for path, layer in layers(spec):
        for environment in layer.environments:
            yield (*path, "environments", environment), environment
    for environment in spec.rollback_windows:
        yield ("rollback_windows", environment), environment
    for environment in spec.naming.environments:
        yield ("naming", "environments", environment), environment
    for team_name, team in spec.teams.items():
        for environment in team.naming.environments if team.naming else ():
            yield ("teams", team_name, "naming", "environments", environment), environment


def _check_classes(spec: Spec, places: Places) -> Iterator[Diagnostic]:
    for path, repository in repositories(spec):
        if (name := repository.class_) is not None and name not in spec.classes:
            help_ = suggest(name, spec.classes, "classes")
            yield at_value(places, (*path, "class"), f"there is no class `{name}`", help_)


def _check_placement_names(spec: Spec, places: Places) -> Iterator[Diagnostic]:
    for path, layer in layers(spec):
        for index, name in enumerate((layer.placement and layer.placement.registries) or ()):
            if name not in spec.registries:
                help_ = suggest(name, spec.registries, "registries")
                item = (*path, "placement", "registries", index)
                yield at_value(places, item, f"there is no registry `{name}`", help_)


def _check_principal_names(spec: Spec, places: Places) -> Iterator[Diagnostic]:
    for path, _ in _principals(spec):
        if (name := path[-1]) in RESERVED:
            message = f"no principal can be called `{name}`"
            help_ = f"in `pull` and `push`, `{name}` means the repository's own"
            yield at_key(places, path, message, f"{help_}; choose another name")
    for team_name, team in spec.teams.items():
        for name in team.principals.keys() & team.pipelines.keys():
            path = ("teams", team_name, "pipelines", name)
            other = places.key(("teams", team_name, "principals", name))
            message = f"`{name}` is both a principal and a pipeline of `{team_name}`"
            yield at_key(places, path, message, f"the other is at {other}; give one of them another name")


def _principals(spec: Spec) -> Iterator[tuple[SpecPath, Principal]]:
    for name, principal in spec.principals.items():
        yield ("principals", name), principal
    for team_name, team in spec.teams.items():
        for name, principal in team.principals.items():
            yield ("teams", team_name, "principals", name), principal
        for name, principal in team.pipelines.items():
            yield ("teams", team_name, "pipelines", name), principal


def _check_grants(spec: Spec, places: Places) -> Iterator[Diagnostic]:
    known = dict.fromkeys((*RESERVED, *spec.principals))
    known |= {f"{path[1]}/{path[-1]}": None for path, _ in _principals(spec) if path[0] == "teams"}
    for place in said(spec):
        for right, names in (("pull", place.settings.pull), ("push", place.settings.push)):
            for index, name in enumerate(names or ()):
                if name not in known:
                    path = (*place.path, right, index)
                    help_ = _nearest_principal(name, place.team, known)
                    yield at_value(places, path, f"there is no principal `{name}`", help_)


def _nearest_principal(name: str, team: str | None, known: Mapping[str, None]) -> str:
    if f"{team}/{name}" in known:
        return f"write `{team}/{name}`: a name alone is one of the organisation's principals"
    return suggest(name, known, "principals")
