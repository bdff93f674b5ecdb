"""All places of a spec that say settings, each with its path."""

from collections.abc import Iterator
from dataclasses import dataclass

from wharfinger.spec.organisation import Spec
from wharfinger.spec.places import SpecPath
from wharfinger.spec.settings import Layer, Repository, Settings


@dataclass(frozen=True, slots=True)
class Said:
    """Settings that one place of the spec says."""

    path: SpecPath
    settings: Settings
    team: str | None
    """The team, where they are a repository's."""
    environment: str | None
    """The environment, where they hold in one only."""


def layers(spec: Spec) -> Iterator[tuple[SpecPath, Layer]]:
    """`defaults`, all classes and all repositories."""
    yield ("defaults",), spec.defaults
    for name, class_ in spec.classes.items():
        yield ("classes", name), class_
    yield from repositories(spec)


def repositories(spec: Spec) -> Iterator[tuple[SpecPath, Repository]]:
    """All repositories of all teams."""
    for team_name, team in spec.teams.items():
        for name, repository in team.repositories.items():
            yield ("teams", team_name, "repositories", name), repository


def said(spec: Spec) -> Iterator[Said]:
    """All settings, those for one environment apart."""
    for path, layer in layers(spec):
        team = str(path[1]) if path[0] == "teams" else None
        yield Said(path, layer, team, None)
        for environment, settings in layer.environments.items():
            yield Said((*path, "environments", environment), settings, team, environment)
