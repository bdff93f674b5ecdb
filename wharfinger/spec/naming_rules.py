"""Tag patterns that no tag can match, and naming rules that give no name."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from wharfinger.spec.diagnostics import Diagnostic, at_value
from wharfinger.spec.globs import overlap
from wharfinger.spec.layers import Said, said
from wharfinger.spec.organisation import Spec
from wharfinger.spec.people import NamingRule
from wharfinger.spec.places import Place, Places, SpecPath
from wharfinger.spec.suggestions import listed

_FULL_NAME: Final = re.compile(
    r"(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*",
)
"""The names that ECR takes (API reference, CreateRepository), the strictest of the three clouds."""

Tags = tuple[str, ...]
_Scope = tuple[str | None, str | None]
"""A team and an environment; `None` for all of them."""


def check_naming(spec: Spec, places: Places) -> Iterator[Diagnostic]:
    """Patterns and templates that nothing can match."""
    for path, rule in _rules(spec):
        yield from _check_rule(places, path, rule)
    allowed = _allowed_tags(spec)
    for place in said(spec):
        for path, at, pattern in _patterns(place, places):
            rules = allowed.get((place.team, place.environment), frozenset({None}))
            yield from _check_pattern(path, at, pattern, rules)


def _rules(spec: Spec) -> Iterator[tuple[SpecPath, NamingRule]]:
    namings = [(("naming",), spec.naming)]
    namings += [(("teams", name, "naming"), team.naming) for name, team in spec.teams.items() if team.naming]
    for path, naming in namings:
        yield path, naming
        for environment, rule in naming.environments.items():
            yield (*path, "environments", environment), rule


def _check_rule(places: Places, path: SpecPath, rule: NamingRule) -> Iterator[Diagnostic]:
    if rule.repository is not None and not _FULL_NAME.fullmatch(re.sub(r"\{[a-z]+\}", "x", rule.repository)):
        message = f"`{rule.repository}` gives names that registries refuse"
        help_ = "between letters and digits there is one `/`, `.`, `_` or `-`, and none at either end"
        yield at_value(places, (*path, "repository"), message, help_)
    if rule.tags == ():
        help_ = "leave `tags` out, or write `['*']` to allow every tag"
        yield at_value(places, (*path, "tags"), "`tags` is empty, which would allow no tag at all", help_)
    for index, pattern in enumerate(rule.tags or ()):
        item = (*path, "tags", index)
        yield from _check_start(item, places.value(item), pattern)


def _patterns(said_here: Said, places: Places) -> Iterator[tuple[SpecPath, Place | None, str]]:
    tags, retention = said_here.settings.tags, said_here.settings.retention
    for index, pattern in enumerate((tags and tags.mutable) or ()):
        path = (*said_here.path, "tags", "mutable", index)
        yield path, places.value(path), pattern
    for pattern in (retention and retention.tags) or ():
        path = (*said_here.path, "retention", "tags", pattern)
        yield path, places.key(path), pattern


def _check_start(path: SpecPath, at: Place | None, pattern: str) -> Iterator[Diagnostic]:
    """A tag starts with a letter, a digit or `_` (OCI distribution specification, "Pulling manifests")."""
    if pattern[0] in ".-":
        message = f"no tag can match `{pattern}`: a tag starts with a letter, a digit or `_`"
        yield Diagnostic(message, at, path, f"likely `*{pattern}` is meant")


def _check_pattern(
    path: SpecPath, at: Place | None, pattern: str, allowed: frozenset[Tags | None]
) -> Iterator[Diagnostic]:
    """A pattern may be of no use in one team or environment, but not in all where it holds."""
    yield from _check_start(path, at, pattern)
    rules = [tags for tags in allowed if tags]
    if len(rules) == len(allowed) and not any(overlap(pattern, tag) for tags in rules for tag in tags):
        tags = sorted({tag for tags in rules for tag in tags})
        message = f"no tag that the naming rules allow can match `{pattern}`"
        yield Diagnostic(message, at, path, f"allowed tags: {listed(tags)}")


def _allowed_tags(spec: Spec) -> Mapping[_Scope, frozenset[Tags | None]]:
    """The tags that the naming rules allow wherever settings hold; `None` where any tag is allowed."""
    teams = tuple(spec.teams) or (None,)
    return {
        (team, environment): frozenset(
            _tags(spec, one_team, one_environment)
            for one_team in ((team,) if team else teams)
            for one_environment in ((environment,) if environment else spec.environments)
        )
        for team in (None, *spec.teams)
        for environment in (None, *spec.environments)
    }


def _tags(spec: Spec, team: str | None, environment: str) -> Tags | None:
    """The last word on tags: an environment's rules win over others, and a team's over the organisation's."""
    own = spec.teams[team].naming if team else None
    namings = [naming for naming in (own, spec.naming) if naming]
    rules = [naming.environments[environment] for naming in namings if environment in naming.environments]
    return next((rule.tags for rule in (*rules, *namings) if rule.tags is not None), None)
