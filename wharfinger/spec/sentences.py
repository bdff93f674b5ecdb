"""Rules that are written as sentences: which there are, and which one a wrong one was likely meant to be."""

import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Final

from wharfinger.spec.base import Says

TAG_RULES: Final = (
    "protect",
    "keep newest N",
    "expire after N days",
    "archive after N days without a pull",
    "archive after N days without a pull, then expire after N days",
)
"""What may become of images with a tag; each `N` is a number from 1 to 9999."""
UNTAGGED_RULES: Final = ("protect", "expire after N days")
"""What may become of images without one."""

_NUMBER: Final = "[1-9][0-9]{0,3}"
_WORD: Final = re.compile(r"[a-z]+|[0-9]+")
_MEANINGS: Final = {
    "d": "days",
    "day": "days",
    "delete": "expire",
    "remove": "expire",
    "retain": "keep",
    "last": "newest",
    "latest": "newest",
    "the": "",
    "image": "",
    "images": "",
    "tag": "",
    "tags": "",
}
"""What other words stand for in a sentence; nothing for those that say no more."""


def pattern(sentences: Sequence[str]) -> str:
    """A regular expression for exactly these sentences; `1 day` may be written so."""
    either = "|".join(sentences).replace(" days", " days?").replace("N", _NUMBER)
    return f"^({either})$"


def says(what: str, sentences: Sequence[str]) -> Says:
    """The rule for a text that is one of these sentences."""
    *most, last = (f"`{sentence}`" for sentence in sentences)
    rule = f"a rule for {what} is {', '.join(most)} or {last}, with N from 1 to 9999"
    return Says(rule, tuple(sentences))


def likely(text: str, sentences: Sequence[str]) -> str | None:
    """The sentence that a text likely means, with its numbers; `None` where a word is not understood."""
    words = _WORD.findall(text.lower())
    numbers = [word for word in words if word.isdecimal()]
    candidates = {one: frozenset(_words(one)) for one in sentences if one.count("N") == len(numbers)}
    vocabulary = sorted({word for one in sentences for word in _words(one)})
    meant = [_meaning(word, vocabulary) for word in words]
    if not candidates or None in meant:
        return None
    best = max(candidates, key=lambda one: (len(candidates[one] & {*meant}), -len(candidates[one])))
    if 2 * len(candidates[best] & {*meant}) < len(candidates[best]):
        return None
    filled = best.replace("N", "{}").format(*numbers)
    return filled if re.match(pattern(sentences), filled) else None


def _words(sentence: str) -> list[str]:
    return re.findall(r"\w+", sentence)


def _meaning(word: str, vocabulary: Sequence[str]) -> str | None:
    if word.isdecimal():
        return "N"
    if word in _MEANINGS:
        return _MEANINGS[word]
    return next(iter(get_close_matches(word, vocabulary, n=1, cutoff=0.75)), None)
