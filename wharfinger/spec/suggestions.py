"""What a misspelt name was likely meant to be."""

from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

_MOST_LISTED: Final = 20


def suggest(name: str, known: Iterable[str], kind: str = "allowed") -> str:
    """Help for a name that is not known: the nearest known one, and all there are."""
    names = tuple(known)
    nearest = _nearest(name, names)
    meant = f"did you mean `{nearest}`? " if nearest else ""
    return f"{meant}{kind}: {listed(names)}"


def listed(names: Iterable[str]) -> str:
    """Names for a message, cut where they are many."""
    all_names = tuple(names)
    shown = ", ".join(f"`{name}`" for name in all_names[:_MOST_LISTED])
    more = len(all_names) - _MOST_LISTED
    return f"{shown} and {more} more" if more > 0 else shown or "none"


@lru_cache(maxsize=1024)
def _nearest(name: str, known: tuple[str, ...]) -> str | None:
    """One mistake is often made in many places: the comparison is dear, so each is made once."""
    by_lower = {option.lower(): option for option in known}
    matches = get_close_matches(name.lower()[:100], by_lower, n=1)
    return by_lower[matches[0]] if matches else None
