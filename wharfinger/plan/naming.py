"""Full names of repositories and allowed tags, by the naming rules."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from wharfinger.spec.organisation import Spec
from wharfinger.spec.people import NamingRule, Team

DEFAULT_TEMPLATE: Final = "{team}/{name}"


@dataclass(frozen=True, slots=True)
class EffectiveNaming:
    """The naming rule of one team in one environment."""

    template: str
    """The full name of a repository, with `{name}` for its own name and everything else filled in."""
    tags: tuple[str, ...]
    """Patterns, one of which every tag matches; empty where any tag is allowed."""

    def full_name(self, name: str) -> str:
        """The full name of a repository, before a cloud's own form of it."""
        return self.template.replace("{name}", name)


def effective_naming(spec: Spec) -> Mapping[tuple[str, str], EffectiveNaming]:
    """The naming rules by team and environment: those for one environment win, a team's over the others."""
    return MappingProxyType(
        {
            (team_name, environment): _naming(spec, team_name, team, environment)
            for team_name, team in spec.teams.items()
            for environment in spec.environments
        }
    )


def _naming(spec: Spec, team_name: str, team: Team, environment: str) -> EffectiveNaming:
    template, tags = DEFAULT_TEMPLATE, ()
    for rule in _rules(spec, team, environment):
        template = rule.repository if rule.repository is not None else template
        tags = rule.tags if rule.tags is not None else tags
    known = {"organisation": spec.organisation, "team": team_name, "environment": environment}
    for placeholder, text in known.items():
        template = template.replace(f"{{{placeholder}}}", text)
    return EffectiveNaming(template, tags)


def _rules(spec: Spec, team: Team, environment: str) -> Iterator[NamingRule]:
    namings = [spec.naming, *([team.naming] if team.naming else [])]
    yield from namings
    yield from (naming.environments[environment] for naming in namings if environment in naming.environments)
