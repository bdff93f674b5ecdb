"""What native access documents let identities do, in the words that all clouds share.

Each cloud reads its own documents into allowances; how allowances become rights is the same everywhere.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import chain
from typing import Final, Literal

from wharfinger.clouds.patterns import matches
from wharfinger.clouds.policy import PolicyError

Right = Literal["pull", "push", "delete", "admin"]
MAX_WAYS: Final = 10_000
"""Combinations of conditions, more than any document that a person reads has."""


@dataclass(frozen=True, slots=True, order=True)
class Limit:
    """A condition that has to hold, as the document says it."""

    key: str
    """What is compared: a condition key, an attribute, or `expression` for one in Google's language."""
    operator: str
    values: tuple[str, ...]
    names_who: bool = False
    """Whether only callers of the named organisations, accounts or ARNs meet it."""


Way = frozenset[Limit]
"""Limits that are enough when they hold together; the fewer, the more is allowed."""
Ways = frozenset[Way]
"""Alternatives, of which none asks for more than another."""
ALWAYS: Final[Ways] = frozenset([frozenset[Limit]()])
NEVER: Final[Ways] = frozenset()


@dataclass(frozen=True, slots=True)
class Allowance:
    """One action that one statement allows one identity."""

    action: str
    statement: str
    limits: Way = frozenset()
    unless: frozenset[str] = frozenset()
    """Statements that deny the action in cases that can't be told from the documents."""


@dataclass(frozen=True, slots=True)
class ActionSet:
    """The native actions of a right."""

    needed: tuple[frozenset[str], ...]
    """Alternatives, each of which is the right when all of it is allowed."""
    beside: frozenset[str] = frozenset()
    """What comes with the right and adds nothing to it."""

    @property
    def all(self) -> frozenset[str]:
        """All actions that the right accounts for."""
        return self.beside.union(*self.needed)


@dataclass(frozen=True, slots=True)
class NativeRight:
    """A right that documents give, and what in them gives it."""

    identity: str
    """Who, as the cloud names it: an account id, an ARN or `*`; a member; an object id."""
    right: Right
    repository: str
    """The name in the registry; where a document names several at once, a pattern with `*` and `?`."""
    statements: tuple[str, ...]
    limits: tuple[Limit, ...] = ()
    unless: tuple[str, ...] = ()
    """Statements that take it away in cases that can't be told from the documents."""

    def covers(self, repository: str) -> bool:
        """Whether the right holds on the repository of this name."""
        return matches(self.repository, repository)


@dataclass(frozen=True, slots=True)
class OtherAction:
    """An action that is allowed, and that no right of the identity accounts for."""

    identity: str
    action: str
    """The action; or the role, where what it may do isn't known here."""
    repository: str
    statement: str
    limits: tuple[Limit, ...] = ()


@dataclass(frozen=True, slots=True)
class Granted:
    """All that documents give."""

    rights: tuple[NativeRight, ...]
    other_actions: tuple[OtherAction, ...]


Placed = Callable[[Way], tuple[str, Way] | None]
"""The repository that limits speak of, with the other limits; `None` where they contradict each other."""


def rights_of(
    identity: str,
    allowances: Iterable[Allowance],
    action_sets: Mapping[Right, ActionSet],
    placed: Placed,
) -> Granted:
    """What allowances come to for one identity, whichever of its statements they are from.

    An action is another one unless a right that the identity has under no more limits accounts for it.
    Raises `PolicyError` where conditions combine in too many ways.
    """
    by_action: dict[str, list[Allowance]] = {}
    for allowance in allowances:
        by_action.setdefault(allowance.action, []).append(allowance)
    who = _Identity(identity, by_action, placed)
    found = {right: who.ways(actions) for right, actions in action_sets.items()}
    rights = [
        who.right(right, actions, way)
        for right, actions in action_sets.items()
        for way in sorted(found[right], key=sorted)
    ]
    others = [
        other
        for action in sorted(by_action)
        for other in who.others(
            action, either(found[right] for right, actions in action_sets.items() if action in actions.all)
        )
    ]
    return Granted(tuple(filter(None, rights)), tuple(others))


def together(parts: Iterable[Granted]) -> Granted:
    """What several documents or identities come to, without what is in one twice."""
    found = list(parts)
    return Granted(
        tuple(dict.fromkeys(chain.from_iterable(one.rights for one in found))),
        tuple(dict.fromkeys(chain.from_iterable(one.other_actions for one in found))),
    )


def either(alternatives: Iterable[Ways]) -> Ways:
    """The ways in which at least one of several holds."""
    return _fewest(chain.from_iterable(alternatives))


def both(left: Ways, right: Ways) -> Ways:
    """The ways in which two hold together; a way of both is one of the result, and makes others needless.

    Raises `PolicyError` where there are more than `MAX_WAYS`.
    """
    if left in (ALWAYS, right):
        return right
    if right == ALWAYS:
        return left
    shared = left & right
    if len(left - shared) * len(right - shared) > MAX_WAYS:
        raise PolicyError((f"its conditions combine in more than {MAX_WAYS:,} ways",))
    return _fewest([*shared, *(one | other for one in left - shared for other in right - shared)])


def _fewest(ways: Iterable[Way]) -> Ways:
    found = frozenset(ways)
    if len(found) < 2:
        return found
    kept: list[Way] = []
    for way in sorted(found, key=len):
        if not any(other <= way for other in kept):
            kept.append(way)
    return frozenset(kept)


@dataclass(frozen=True, slots=True)
class _Identity:
    name: str
    by_action: Mapping[str, Sequence[Allowance]]
    placed: Placed

    def ways(self, actions: ActionSet) -> Ways:
        """The ways in which the identity has a right."""
        return either(
            reduce(both, (self._allowed(action) for action in sorted(alternative)), ALWAYS)
            for alternative in actions.needed
            if self.by_action.keys() >= alternative
        )

    def right(self, right: Right, actions: ActionSet, way: Way) -> NativeRight | None:
        """A right that is had in one way, and all statements that give it in that way."""
        place = self.placed(way)
        if place is None:
            return None
        used = [
            allowance
            for action in sorted(frozenset[str]().union(*actions.needed))
            for allowance in self.by_action.get(action, ())
            if allowance.limits <= way
        ]
        return NativeRight(
            identity=self.name,
            right=right,
            repository=place[0],
            statements=tuple(dict.fromkeys(one.statement for one in used)),
            limits=tuple(sorted(place[1])),
            unless=tuple(sorted(frozenset[str]().union(*(one.unless for one in used)))),
        )

    def others(self, action: str, accounted: Ways) -> Iterator[OtherAction]:
        """What is allowed of an action in ways that no right accounts for."""
        for allowance in self.by_action[action]:
            if allowance.limits in accounted or any(way <= allowance.limits for way in accounted):
                continue
            if place := self.placed(allowance.limits):
                limits = tuple(sorted(place[1]))
                yield OtherAction(self.name, action, place[0], allowance.statement, limits)

    def _allowed(self, action: str) -> Ways:
        return _fewest(allowance.limits for allowance in self.by_action[action])
