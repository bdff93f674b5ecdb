"""Conditions of Azure role assignments: parsed, and asked whether they let a caller reach any repository.

Source: the Azure RBAC documentation, "Azure role assignment condition format and syntax", version 2.0.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from registry_guardrails.documents import MalformedDocumentError

REPOSITORY_NAME = "microsoft.containerregistry/registries/repositories:name"

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<mark>[()!{},])
  | (?P<both>&&) | (?P<either>\|\|)
  | (?P<text>'(?:[^'\\]|\\.)*')
  | (?P<attribute>@\w+\[[^\]]*\])
  | (?P<word>[\w:.-]+)
    )""",
    re.VERBOSE,
)
_NAME_TESTS: dict[str, Callable[[str, str], bool]] = {
    "stringequals": lambda name, text: name == text,
    "stringnotequals": lambda name, text: name != text,
    "stringstartswith": lambda name, text: name.startswith(text),
    "stringnotstartswith": lambda name, text: not name.startswith(text),
    "stringlike": lambda name, text: fnmatchcase(name, text.replace("[", "[[]")),
    "stringnotlike": lambda name, text: not fnmatchcase(name, text.replace("[", "[[]")),
}
_QUANTIFIERS = ("foranyofanyvalues:", "forallofanyvalues:", "foranyofallvalues:", "forallofallvalues:")


@dataclass(frozen=True)
class Request:
    """A call to judge: the data action, and the repository it goes to."""

    action: str
    repository: str


Judgement = Callable[[Request], bool | None]
"""Whether a request meets a condition; None where that depends on what is not known here."""


@dataclass(frozen=True)
class RepositoryCondition:
    """A parsed condition, and the prefixes that it compares repository names with."""

    judge: Judgement
    prefixes: tuple[str, ...]

    def may_allow(self, request: Request) -> bool:
        """Whether some caller may make the request."""
        return self.judge(request) is not False


def parse_condition(text: str) -> RepositoryCondition:
    """Read a condition; raises MalformedDocumentError with the reason."""
    parser = _Parser(_tokens(text))
    judge = parser.alternatives()
    if parser.tokens:
        raise MalformedDocumentError(f"it goes on with {parser.tokens[0]} where it should end")
    return RepositoryCondition(judge, tuple(parser.prefixes))


def _tokens(text: str) -> list[str]:
    tokens: list[str] = []
    position, end = 0, len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None:
            raise MalformedDocumentError(f"it can't be read at character {position + 1}")
        tokens.append(match[0].strip())
        position = match.end()
    return tokens


class _Parser:
    """Recursive descent: alternatives of conjunctions of terms; consumes `tokens`, collects `prefixes`."""

    _DEEPEST = 100

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.prefixes: list[str] = []
        self._depth = 0

    def alternatives(self) -> Judgement:
        terms = [self._conjunction()]
        while self._accept("or", "||"):
            terms.append(self._conjunction())
        return _any_of(terms)

    def _conjunction(self) -> Judgement:
        terms = [self._term()]
        while self._accept("and", "&&"):
            terms.append(self._term())
        return _all_of(terms)

    def _term(self) -> Judgement:
        self._depth += 1
        if self._depth > self._DEEPEST:
            raise MalformedDocumentError("it is nested too deep")
        judge = self._nested_term()
        self._depth -= 1
        return judge

    def _nested_term(self) -> Judgement:
        if self._accept("!", "not"):
            return _not(self._term())
        if self._accept("("):
            judge = self.alternatives()
            self._expect(")")
            return judge
        word = self._next("a term").lower()
        if word == "actionmatches":
            patterns = [text.lower() for text in self._texts()]
            return lambda request: any(fnmatchcase(request.action.lower(), pattern) for pattern in patterns)
        if word == "suboperationmatches":
            self._texts()
            return _undecided
        if word == "exists":
            self._next("an attribute")
            return _undecided
        if word.startswith("@"):
            return self._comparison(word)
        raise MalformedDocumentError(f"it has {word} where a term should be")

    def _comparison(self, attribute: str) -> Judgement:
        operator = self._next("an operator").lower()
        if self.tokens and self.tokens[0].startswith("@"):
            self.tokens.pop(0)
            return _undecided
        texts = self._texts() if self.tokens[:1] == ["{"] else [self._literal()]
        if REPOSITORY_NAME not in attribute:
            return _undecided
        quantifier = next((prefix for prefix in _QUANTIFIERS if operator.startswith(prefix)), "")
        operator = operator.removeprefix(quantifier).removesuffix("ignorecase")
        test = _NAME_TESTS.get(operator)
        if test is None:
            raise MalformedDocumentError(f"it compares the repository's name by {operator}")
        if operator == "stringstartswith":
            self.prefixes.extend(texts)
        decide = all if quantifier.endswith("allvalues:") else any
        texts = [text.lower() for text in texts]
        return lambda request: decide(test(request.repository.lower(), text) for text in texts)

    def _texts(self) -> list[str]:
        self._expect("{")
        texts = [self._literal()]
        while self._accept(","):
            texts.append(self._literal())
        self._expect("}")
        return texts

    def _literal(self) -> str:
        token = self._next("a text")
        return token[1:-1] if token.startswith("'") else token

    def _accept(self, *wanted: str) -> bool:
        if self.tokens and self.tokens[0].lower() in wanted:
            self.tokens.pop(0)
            return True
        return False

    def _expect(self, wanted: str) -> None:
        if not self._accept(wanted):
            raise MalformedDocumentError(
                f"it lacks {wanted} before {self.tokens[0] if self.tokens else 'its end'}"
            )

    def _next(self, what: str) -> str:
        if not self.tokens:
            raise MalformedDocumentError(f"it ends where {what} should be")
        return self.tokens.pop(0)


def _undecided(_request: Request) -> None:
    return None


def _not(term: Judgement) -> Judgement:
    def judge(request: Request) -> bool | None:
        judgement = term(request)
        return None if judgement is None else not judgement

    return judge


def _any_of(terms: list[Judgement]) -> Judgement:
    def judge(request: Request) -> bool | None:
        judgements = [term(request) for term in terms]
        return True if True in judgements else None if None in judgements else False

    return judge


def _all_of(terms: list[Judgement]) -> Judgement:
    def judge(request: Request) -> bool | None:
        judgements = [term(request) for term in terms]
        return False if False in judgements else None if None in judgements else True

    return judge
