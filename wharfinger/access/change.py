"""Rights that a change of the spec gives and takes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from wharfinger.access.effective import EffectiveRight
from wharfinger.clouds.rights import Right

_Key = tuple[str, str, str, Right]
"""Placement, principal, identity and right."""


@dataclass(frozen=True, slots=True)
class ChangedRight:
    """A right that an identity has after the change and not before, or the other way round."""

    how: Literal["gained", "lost"]
    placement: str
    environment: str
    principal: str
    identity: str
    right: Right
    reaches_last: bool
    """Whether it is more than a pull, gained in the last environment: what a reviewer has to see."""


def changed_rights(
    before: Iterable[EffectiveRight], after: Iterable[EffectiveRight], last: str
) -> tuple[ChangedRight, ...]:
    """All rights that differ; `last` is the last environment in promotion order.

    What reaches it comes first, then by placement, principal, identity and right.
    """
    old, new = _keyed(before), _keyed(after)
    found = [_changed("gained", key, new[key], last) for key in new.keys() - old.keys()]
    found += [_changed("lost", key, old[key], last) for key in old.keys() - new.keys()]
    return tuple(sorted(found, key=_order))


def _keyed(rights: Iterable[EffectiveRight]) -> dict[_Key, str]:
    """The environment of each right."""
    return {
        (one.placement.key, one.principal, one.identity, right): one.placement.environment
        for one in rights
        for right in one.rights
    }


def _changed(how: Literal["gained", "lost"], key: _Key, environment: str, last: str) -> ChangedRight:
    placement, principal, identity, right = key
    reaches = how == "gained" and right != "pull" and environment == last
    return ChangedRight(how, placement, environment, principal, identity, right, reaches)


def _order(one: ChangedRight) -> tuple[bool, str, str, str, str, str]:
    return (not one.reaches_last, one.placement, one.principal, one.identity, one.right, one.how)
