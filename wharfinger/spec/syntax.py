"""Errors of YAML's syntax in our own words: what is wrong with the line, and the likely mend."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from yaml import MarkedYAMLError

from wharfinger.spec.diagnostics import Diagnostic
from wharfinger.spec.places import Place
from wharfinger.spec.scalars import in_quotes


@dataclass(frozen=True, slots=True)
class _Failure:
    """Where libyaml gave up; lines and columns from 0."""

    lines: list[str]
    line_number: int
    column: int
    opened: tuple[int, int]
    """The start of the collection or text that it was reading."""

    @property
    def line(self) -> str:
        return self.lines[self.line_number] if self.line_number < len(self.lines) else ""

    @property
    def line_above(self) -> str:
        above = (line for line in reversed(self.lines[: self.line_number]) if line.strip())
        return next(above, "")

    @property
    def character(self) -> str:
        return self.line[self.column : self.column + 1]

    @property
    def opening(self) -> str:
        line, column = self.opened
        return self.lines[line][column : column + 1] if line < len(self.lines) else ""

    @property
    def word(self) -> str:
        """The text at the column, up to what would end it on its line."""
        return re.split(r" #|[,\]}]|:(?= |$)", self.line[self.column :])[0].strip()


_Explanation = tuple[str, str] | tuple[str, str, tuple[int, int]]
"""Message, help, and where, if not where libyaml gave up."""


def explain(error: MarkedYAMLError, text: str, name: str) -> Diagnostic:
    """The diagnostic of an error from libyaml's parser in the text of the file `name`."""
    failure = _failure(error, re.split("\r\n|\n|\r", text))
    message, help_, *where = _explanation(error, failure)
    line, column = where[0] if where else (failure.line_number, failure.column)
    return Diagnostic(message, Place(name, line + 1, column + 1), help=help_)


def _failure(error: MarkedYAMLError, lines: list[str]) -> _Failure:
    mark: Any = error.problem_mark
    context: Any = error.context_mark or mark
    return _Failure(lines, mark.line, mark.column, (context.line, context.column))


def _explanation(error: MarkedYAMLError, failure: _Failure) -> _Explanation:
    if re.match(r" *\t", failure.line):
        return (
            "this line is indented with a tab",
            "indent with spaces; YAML takes no tabs there",
            (failure.line_number, failure.line.index("\t")),
        )
    problem = f"{error.context or ''}: {error.problem}"
    for wanted, rule in _RULES:
        if wanted in problem:
            return rule(failure)
    return (f"not valid YAML: {error.problem}", "")


def _unexpected_colon(failure: _Failure) -> _Explanation:
    before = failure.line[: failure.column]
    if re.search(r":\s|[\[{]", before):
        value = re.split(r":\s+", failure.line, maxsplit=1)[-1].strip()
        return ("a text with a colon and a space in it needs quotes", f"write {in_quotes(value)}")
    if not re.search(r":(\s|$)", failure.line_above):
        return (
            "the line above is no `key: value`, so no key can follow here",
            "a colon ends a key only with a space or the end of the line after it",
        )
    return (
        f"`{before.strip()}` is indented deeper than the keys beside it",
        "give keys of one mapping the same number of spaces",
        _first_character(failure),
    )


def _expected_key(failure: _Failure) -> _Explanation:
    if not failure.line[: failure.column].strip():
        return (
            "this line's indentation fits none of the lines above",
            "give keys of one mapping the same number of spaces",
        )
    return (
        f"`{failure.line[failure.column :].strip()}` can't follow the value before it",
        "put the whole value in quotes; inside single quotes, write '' for each '",
    )


def _expected_comma(failure: _Failure) -> _Explanation:
    opening = failure.opening
    closing = "}" if opening == "{" else "]"
    return (
        f"a `,` or `{closing}` is missing: the `{opening}` at line {failure.opened[0] + 1} is not closed",
        f"add it, or put a text that contains `{opening}` or `{closing}` in quotes",
    )


def _open_quote(failure: _Failure) -> _Explanation:
    return ("this quote is never closed", f"end the text with {failure.opening}", failure.opened)


def _unknown_escape(failure: _Failure) -> _Explanation:
    start = max(failure.line.rfind("\\", 0, failure.column + 1), 0)
    return (
        f"`{failure.line[start : start + 2]}` stands for no character in double quotes",
        "write the text in single quotes, where a backslash is only a backslash",
        (failure.line_number, start),
    )


def _bad_start(failure: _Failure) -> tuple[str, str]:
    return (f"a text can't start with `{failure.character}`", f"put it in quotes: {in_quotes(failure.word)}")


def _bad_start_of_text(failure: _Failure) -> _Explanation:
    line, column = failure.opened
    start = _Failure(failure.lines, line, column, failure.opened)
    message, help_ = _bad_start(start)
    return (message, help_, failure.opened)


def _missing_value(failure: _Failure) -> _Explanation:
    if not failure.character:
        return ("the file ends inside a list or mapping that is not closed", "close it with `]` or `}`")
    return (
        f"a value is missing before `{failure.character}`",
        "write one, or put a text that starts with it in quotes",
    )


def _expected_dash(_: _Failure) -> _Explanation:
    return (
        "this line is no item of the list that it stands in",
        "start it with `- `, or indent it as the list's parent is",
    )


def _misplaced_dash(_: _Failure) -> _Explanation:
    return (
        "a list item can't start here",
        "start a list on a line of its own, or put the text in quotes",
    )


def _second_document(_: _Failure) -> _Explanation:
    return ("a second document starts here, and a file holds one", "put it in a file of its own")


def _no_colon(failure: _Failure) -> _Explanation:
    line, column = failure.opened
    text = failure.lines[line][column:].strip() if line < len(failure.lines) else ""
    return (f"`{text}` is no `key: value`", "put a colon and a space after the key", failure.opened)


def _bad_block_text(failure: _Failure) -> _Explanation:
    return (
        f"nothing can follow `{failure.opening}` on its line",
        f"start the text on the next line, or put one that starts with `{failure.opening}` in quotes",
    )


def _first_character(failure: _Failure) -> tuple[int, int]:
    return (failure.line_number, len(failure.line) - len(failure.line.lstrip()))


_RULES: Final[tuple[tuple[str, Callable[[_Failure], _Explanation]], ...]] = (
    ("mapping values are not allowed in this context", _unexpected_colon),
    ("did not find expected key", _expected_key),
    ("did not find expected ',' or", _expected_comma),
    ("found unexpected end of stream", _open_quote),
    ("found unexpected document indicator", _open_quote),
    ("while parsing a quoted scalar", _unknown_escape),
    ("found character that cannot start any token", _bad_start),
    ("mapping keys are not allowed in this context", _bad_start),
    ("found undefined tag handle", _bad_start),
    ("did not find expected alphabetic or numeric character", _bad_start_of_text),
    ("while scanning a tag", _bad_start_of_text),
    ("while parsing a tag", _bad_start_of_text),
    ("did not find expected node content", _missing_value),
    ("did not find expected '-' indicator", _expected_dash),
    ("block sequence entries are not allowed in this context", _misplaced_dash),
    ("did not find expected <document start>", _second_document),
    ("could not find expected ':'", _no_colon),
    ("scanning a block scalar: did not find expected comment or line break", _bad_block_text),
)
"""What libyaml 0.2 says (scanner.c, parser.c), and what explains it; the first that fits."""
