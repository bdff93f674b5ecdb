"""Retention rules: what expires by itself, what never does, and which rule decides about an image."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from wharfinger.spec.globs import covers
from wharfinger.spec.settings import Rollout


@dataclass(frozen=True, slots=True)
class Protect:
    """Images with such a tag never expire."""

    pattern: str

    def __str__(self) -> str:
        return "protect"


@dataclass(frozen=True, slots=True)
class KeepNewest:
    """Of the images with such a tag the newest are kept, and the others expire."""

    pattern: str
    count: int

    def __str__(self) -> str:
        return f"keep newest {self.count}"


@dataclass(frozen=True, slots=True)
class ExpireAfter:
    """Images with such a tag expire at an age, in days."""

    pattern: str
    days: int

    def __str__(self) -> str:
        return f"expire after {_days(self.days)}"


@dataclass(frozen=True, slots=True)
class Archive:
    """Images with such a tag go to cheaper storage when nobody has pulled them, and may expire there."""

    pattern: str
    days: int
    """Days without a pull."""
    expire_after: int | None
    """Days in the archive, after which an image expires; `None` for never."""

    def __str__(self) -> str:
        then = f", then expire after {_days(self.expire_after)}" if self.expire_after else ""
        return f"archive after {_days(self.days)} without a pull{then}"


TagRule = Protect | KeepNewest | ExpireAfter | Archive


@dataclass(frozen=True, slots=True)
class Retention:
    """The retention rules of a repository in one environment."""

    tags: tuple[TagRule, ...] = ()
    """One rule a pattern, in the order in which they decide (`deciding_order`)."""
    untagged_days: int | None = None
    """Days after which an image without a tag expires; `None` for never."""
    rollout: Rollout = "enforce"

    @property
    def protected(self) -> tuple[str, ...]:
        """The patterns that are protected, sorted."""
        return tuple(rule.pattern for rule in self.tags if isinstance(rule, Protect))

    @property
    def expiring(self) -> tuple[KeepNewest | ExpireAfter | Archive, ...]:
        """The rules by which a tagged image may go, in the order in which they decide."""
        return tuple(rule for rule in self.tags if not isinstance(rule, Protect))


def retention(tags: Mapping[str, str], untagged: str, rollout: Rollout) -> Retention:
    """Retention as the spec says it: a sentence for each tag pattern, and one for untagged images."""
    return Retention(deciding_order(_rule(*one) for one in tags.items()), _numbers(untagged)[0], rollout)


def deciding_order(rules: Iterable[TagRule]) -> tuple[TagRule, ...]:
    """Rules in the order in which they decide: that of the first pattern that a tag matches.

    `protect` comes first, then a narrower pattern before a wider one: those that cover no other, then those
    that cover only such, and so on. Among these, the rule that rather keeps comes first: `keep newest`, then
    `archive`, then `expire`, and the larger number before the smaller.
    """
    return _ordered(frozenset(rules))


@lru_cache(maxsize=4096)
def _ordered(rules: frozenset[TagRule]) -> tuple[TagRule, ...]:
    patterns = sorted({rule.pattern for rule in rules})
    levels: dict[str, int] = {}
    # In the order of how many patterns each covers, whatever a pattern covers has its level already.
    for pattern in sorted(patterns, key=lambda wide: sum(covers(wide, narrow) for narrow in patterns)):
        narrower = [levels[one] for one in levels if covers(pattern, one) and not covers(one, pattern)]
        levels[pattern] = max(narrower, default=-1) + 1
    return tuple(sorted(rules, key=lambda rule: _rank(rule, levels[rule.pattern])))


def _rank(rule: TagRule, level: int) -> tuple[int, int, int, str]:
    match rule:
        case Protect(pattern):
            return (-1, 0, 0, pattern)
        case KeepNewest(pattern, count):
            return (level, 0, -count, pattern)
        case Archive(pattern, days):
            return (level, 1, -days, pattern)
        case ExpireAfter(pattern, days):
            return (level, 2, -days, pattern)


_NUMBER: Final = re.compile(r"\d+")


def _rule(pattern: str, sentence: str) -> TagRule:
    first, second = _numbers(sentence)
    match sentence.split(maxsplit=1)[0], first:
        case "keep", int(count):
            return KeepNewest(pattern, count)
        case "expire", int(days):
            return ExpireAfter(pattern, days)
        case "archive", int(days):
            return Archive(pattern, days, second)
        case _:
            return Protect(pattern)


def _numbers(sentence: str) -> tuple[int | None, int | None]:
    """The numbers of a sentence, at most two."""
    first, second, *_ = [*(int(number) for number in _NUMBER.findall(sentence)), None, None]
    return first, second


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"
