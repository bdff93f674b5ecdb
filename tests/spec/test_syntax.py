"""Errors of YAML's syntax: the place, what is wrong, and the mend."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.spec.conftest import line
from wharfinger.spec.document import read_text

SAME_SPACES = "give keys of one mapping the same number of spaces"
ESCAPES = "write the text in single quotes, where a backslash is only a backslash"
VALUE_IN_QUOTES = "put the whole value in quotes; inside single quotes, write '' for each '"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "a: 1\n\tb: 2\n",
            "2:1: this line is indented with a tab (indent with spaces; YAML takes no tabs there)",
        ),
        (
            "a:\n  \t- x\n",
            "2:3: this line is indented with a tab (indent with spaces; YAML takes no tabs there)",
        ),
        (
            "a: |\n\ttext\n",
            "2:1: this line is indented with a tab (indent with spaces; YAML takes no tabs there)",
        ),
        ("a: b: c\n", '1:5: a text with a colon and a space in it needs quotes (write "b: c")'),
        ("a: 1\n  b: 2\n", f"2:3: `b` is indented deeper than the keys beside it ({SAME_SPACES})"),
        (
            "a:\n    b: 1\n  c: 2\n",
            f"3:3: this line's indentation fits none of the lines above ({SAME_SPACES})",
        ),
        (
            "team:payments\nowners: []\n",
            (
                "2:7: the line above is no `key: value`, so no key can follow here"
                " (a colon ends a key only with a space or the end of the line after it)"
            ),
        ),
        ("a: 1\nfoo\nb: 2\n", "2:1: `foo` is no `key: value` (put a colon and a space after the key)"),
        ("a: 'it's'\n", f"1:8: `s'` can't follow the value before it ({VALUE_IN_QUOTES})"),
        ("a: {team}/{name}\n", f"1:10: `/{{name}}` can't follow the value before it ({VALUE_IN_QUOTES})"),
        (
            "a: [1, 2\nb: 3\n",
            (
                "2:2: a `,` or `]` is missing: the `[` at line 1 is not closed"
                " (add it, or put a text that contains `[` or `]` in quotes)"
            ),
        ),
        (
            "a: {b: 1\nc: 2\n",
            (
                "2:2: a `,` or `}` is missing: the `{` at line 1 is not closed"
                " (add it, or put a text that contains `{` or `}` in quotes)"
            ),
        ),
        (
            "a: [\n",
            "2:1: the file ends inside a list or mapping that is not closed (close it with `]` or `}`)",
        ),
        ("a: 'x\nb: 1\n", "1:4: this quote is never closed (end the text with ')"),
        ('a: "x\n---\n', '1:4: this quote is never closed (end the text with ")'),
        ('a: "x\\q"\n', f"1:6: `\\q` stands for no character in double quotes ({ESCAPES})"),
        ('a: "\\uZZZZ"\n', f"1:5: `\\u` stands for no character in double quotes ({ESCAPES})"),
        ('a: "\\ud800"\n', f"1:5: `\\u` stands for no character in double quotes ({ESCAPES})"),
        ("a: @x # y\n", '1:4: a text can\'t start with `@` (put it in quotes: "@x")'),
        ("a: [%x, y]\n", '1:5: a text can\'t start with `%` (put it in quotes: "%x")'),
        ("a: *.dev\n", '1:4: a text can\'t start with `*` (put it in quotes: "*.dev")'),
        ("a:\n  *: b c\n", '2:3: a text can\'t start with `*` (put it in quotes: "*")'),
        ("a: {b: c, *.d: e}\n", '1:11: a text can\'t start with `*` (put it in quotes: "*.d")'),
        ("a:\n  *:\n", '2:3: a text can\'t start with `*` (put it in quotes: "*")'),
        ("a: ? b\n", '1:4: a text can\'t start with `?` (put it in quotes: "? b")'),
        ("a: !x!y\n", '1:4: a text can\'t start with `!` (put it in quotes: "!x!y")'),
        ("a: [x, !<y z]\n", '1:8: a text can\'t start with `!` (put it in quotes: "!<y z")'),
        (
            "a: ]\n",
            "1:4: a value is missing before `]` (write one, or put a text that starts with it in quotes)",
        ),
        (
            "a:\n  - b\n  c: 1\n",
            (
                "3:3: this line is no item of the list that it stands in"
                " (start it with `- `, or indent it as the list's parent is)"
            ),
        ),
        (
            "a: - b\n",
            (
                "1:4: a list item can't start here"
                " (start a list on a line of its own, or put the text in quotes)"
            ),
        ),
        (
            "a: >x\n",
            (
                "1:5: nothing can follow `>` on its line"
                " (start the text on the next line, or put one that starts with `>` in quotes)"
            ),
        ),
        (
            "a: 1\n...\nb: 2\n",
            "3:1: a second document starts here, and a file holds one (put it in a file of its own)",
        ),
        ("%YAML 3.0\n---\na: 1\n", "1:1: not valid YAML: found incompatible YAML document ()"),
    ],
)
def test_a_syntax_error_is_told_with_its_mend(text, expected):
    (problem,) = read_text(text, "f.yaml").problems
    assert line(problem) == f"f.yaml:{expected}"


@given(st.sampled_from(["\n", "\r\n", "\r"]), st.integers(0, 20))
def test_the_line_is_right_with_every_line_ending(ending, before):
    text = "".join(f"k{number}: v{ending}" for number in range(before)) + f"a: @x{ending}"
    (problem,) = read_text(text, "f.yaml").problems
    assert line(problem).startswith(f"f.yaml:{before + 1}:4: a text can't start with `@`")
