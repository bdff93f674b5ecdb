"""Who may pull and push: references in the spec to grants."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from wharfinger.plan.model import Grant, NamedPrincipal, Right
from wharfinger.spec.organisation import Spec
from wharfinger.spec.people import Principal

_GROUPS = ("team", "pipelines")
_Key = tuple[str, str, tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class Access:
    """Turns references to principals into grants; equal questions share one answer."""

    spec: Spec
    _answers: dict[_Key, tuple[Grant, ...]] = field(default_factory=dict[_Key, tuple[Grant, ...]], repr=False)

    def grants(
        self, team: str, environment: str, pull: tuple[str, ...], push: tuple[str, ...]
    ) -> tuple[Grant, ...]:
        """The grants on a team's repository, sorted by principal; push includes pull, so nobody has both."""
        key = (team, environment, pull, push)
        if key not in self._answers:
            asked = (
                *self._resolve(team, environment, pull, "pull"),
                *self._resolve(team, environment, push, "push"),
            )
            named = {grant.principal.name for grant in asked if grant.by_name}
            found = {grant.principal.name: grant for grant in asked}
            self._answers[key] = tuple(replace(found[name], by_name=name in named) for name in sorted(found))
        return self._answers[key]

    def _resolve(
        self, team: str, environment: str, references: tuple[str, ...], right: Right
    ) -> Iterator[Grant]:
        for reference in references:
            for name, principal in self._named(team, reference):
                if principal.environments is None or environment in principal.environments:
                    yield Grant(NamedPrincipal(name, principal), right, by_name=reference not in _GROUPS)

    def _named(self, team: str, reference: str) -> Iterator[tuple[str, Principal]]:
        own = self.spec.teams[team]
        if reference == "team":
            yield from ((f"{team}/{name}", principal) for name, principal in own.principals.items())
        elif reference == "pipelines":
            yield from ((f"{team}/{name}", principal) for name, principal in own.pipelines.items())
        elif "/" in reference:
            other, name = reference.split("/")
            people = self.spec.teams[other]
            yield reference, {**people.principals, **people.pipelines}[name]
        else:
            yield reference, self.spec.principals[reference]
