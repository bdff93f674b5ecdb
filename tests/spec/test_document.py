"""YAML to data and places: what is taken, what is refused, and that nothing is fatal."""

from datetime import timedelta

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.spec.conftest import line
from wharfinger.spec.document import MAX_PROBLEMS, MAX_VALUES, read_text
from wharfinger.spec.places import Place
from wharfinger.spec.source import read_bytes

NAME = "f.yaml"
USE_A_CLASS = "write it out each time, or put settings that repositories share into a class"
QUOTE_IT = "if it is meant as text, put it in quotes"
NO_TEXT_KEY = (
    "a key must be text, and this is a mapping or a list"
    " (put a text that contains braces or brackets in quotes)"
)


def problems(text: str) -> list[str]:
    return [line(problem) for problem in read_text(text, NAME).problems]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "a: 1\nb: {c: 1,\n  c: 2}\na: 2\n",
            [
                "f.yaml:3:3: the key `c` is written twice (the first is at f.yaml:2:5)",
                "f.yaml:4:1: the key `a` is written twice (the first is at f.yaml:1:1)",
            ],
            id="duplicate keys",
        ),
        pytest.param(
            "a: &x 1\nb: *x\n",
            [
                f"f.yaml:1:4: `&x` is an anchor in YAML, and anchors are not allowed ({USE_A_CLASS})",
                (
                    "f.yaml:2:4: `*x` without quotes is an alias in YAML, and aliases are not allowed"
                    f' ({QUOTE_IT}: "*x")'
                ),
            ],
            id="anchor and alias",
        ),
        pytest.param(
            "tags: [v*, *-dev]\n",
            [
                (
                    "f.yaml:1:12: `*-dev` without quotes is an alias in YAML, and aliases are not allowed"
                    f' ({QUOTE_IT}: "*-dev")'
                )
            ],
            id="pattern that looks like an alias",
        ),
        pytest.param(
            "a:\n  <<: {b: 1}\n",
            [f"f.yaml:2:3: merge keys (`<<`) are not allowed ({USE_A_CLASS})"],
            id="merge key",
        ),
        pytest.param(
            "a: !Ref x\nb: !!str 1\nc: !<tag:x> {}\n",
            [
                f"f.yaml:{n}:4: YAML tags, which start with `!`, are not allowed ({QUOTE_IT})"
                for n in (1, 2, 3)
            ],
            id="tags",
        ),
        pytest.param(
            "a: 1\n---\nb: &x 1\n",
            [
                (
                    "f.yaml:2:1: a second document starts here (`---`), and a file holds one"
                    " (put it in a file of its own)"
                )
            ],
            id="second document",
        ),
        pytest.param(
            "# nothing\n",
            ["f.yaml:1:1: f.yaml is empty (write `key: value` lines, or delete it)"],
            id="empty",
        ),
        pytest.param(
            "---\n---\n",
            [
                (
                    "f.yaml:2:1: a second document starts here (`---`), and a file holds one"
                    " (put it in a file of its own)"
                ),
                "f.yaml:2:1: f.yaml is empty (write `key: value` lines, or delete it)",
            ],
            id="empty documents",
        ),
        pytest.param(
            "\n- a\n",
            [
                (
                    "f.yaml:2:1: f.yaml must hold `key: value` lines, and holds something else"
                    " (start it with a key, such as `team: payments`)"
                )
            ],
            id="a list",
        ),
        pytest.param(
            "some text\n",
            [
                (
                    "f.yaml:1:1: f.yaml must hold `key: value` lines, and holds something else"
                    " (start it with a key, such as `team: payments`)"
                )
            ],
            id="a text",
        ),
        pytest.param(
            "1: x\ntrue: x\n~: x\n",
            [
                'f.yaml:1:1: a key must be text, and `1` is not (write "1")',
                'f.yaml:2:1: a key must be text, and `true` is not (write "true")',
                'f.yaml:3:1: a key must be text, and `~` is not (write "~")',
            ],
            id="keys that are no text",
        ),
        pytest.param("? [a]\n: b\n", [f"f.yaml:1:3: {NO_TEXT_KEY}"], id="a list as key"),
        pytest.param("a: {{b}}\n", [f"f.yaml:1:5: {NO_TEXT_KEY}"], id="a mapping as key"),
        pytest.param(
            'a: "x\\0y"\n"b\\e": 1\n',
            [
                "f.yaml:1:4: the character U+0000 is not allowed (remove it)",
                "f.yaml:2:1: the character U+001B is not allowed (remove it)",
            ],
            id="escaped control characters",
        ),
    ],
)
def test_what_is_no_plain_yaml_is_refused(text, expected):
    assert problems(text) == expected


@pytest.mark.parametrize("opening", ["[", "{", "- ", "? ", "a: {", "[{a: "])
def test_too_deep_nesting_is_refused_without_recursion(opening):
    (problem,) = read_text(opening * 10_000, NAME).problems
    assert problem.message == "nested too deep: more than 32 mappings and lists in one another" or (
        "a key must be text" in problem.message
    )


def test_reading_stops_after_so_many_errors():
    found = problems("a: 1\n" * 10_000)
    assert len(found) == MAX_PROBLEMS + 1
    assert found[-1].startswith("f.yaml:102:1: too many errors: the rest of the file is not read")


def test_a_file_of_too_many_values_is_not_read_to_its_end():
    (problem,) = problems(f"a: [{'1,' * (MAX_VALUES + 10)}]")
    assert problem.startswith(
        "f.yaml:1:200001: f.yaml is too large: more than 100,000 values (split it into files"
    )


def test_data_with_small_errors_is_read_to_the_end():
    document = read_text("a: &x 1\nb: *x\nc: {d: [e]}\n", NAME)
    assert document.data is not None
    assert document.data["a"] == 1
    assert document.data["c"] == {"d": ["e"]}


def test_every_key_and_value_knows_its_place():
    document = read_text("a:\n  - b\n  - {c: 'd', e: 1}\nf: |\n  text\n", NAME)
    places = document.places
    assert {path: (place.line, place.column) for path, place in places.keys.items()} == {
        (): (1, 1),
        ("a",): (1, 1),
        ("a", 0): (2, 5),
        ("a", 1): (3, 5),
        ("a", 1, "c"): (3, 6),
        ("a", 1, "e"): (3, 14),
        ("f",): (4, 1),
    }
    assert places.value(("a",)) == Place(NAME, 2, 3)
    assert places.value(("a", 1, "c")) == Place(NAME, 3, 9)
    assert places.value(("f",)) == Place(NAME, 4, 4)


def test_columns_count_characters_not_bytes():
    assert read_text("{'äöü😀': 1, b: 2}", NAME).places.keys["b",] == Place(NAME, 1, 13)


KEYS = st.text("abcxyz", min_size=1, max_size=4)
DATA = st.dictionaries(
    KEYS,
    st.recursive(
        st.none() | st.booleans() | st.integers(0, 10**6) | st.text("ab: #'\"\n", max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
        max_leaves=12,
    ),
    min_size=1,
)


@given(DATA, st.booleans())
def test_plain_data_is_read_as_it_was_written(data, flow):
    document = read_text(yaml.safe_dump(data, default_flow_style=flow), NAME)
    assert document.problems == ()
    assert document.data == data


@given(DATA, st.booleans())
def test_at_every_place_of_a_key_stands_that_key(data, flow):
    text = yaml.safe_dump(data, default_flow_style=flow)
    lines = text.split("\n")
    for path, place in read_text(text, NAME).places.keys.items():
        if path and isinstance(path[-1], str):
            written = lines[place.line - 1][place.column - 1 :]
            assert written.lstrip("'\"").startswith(path[-1])


FRAGMENTS = [
    "a",
    "b: ",
    ": ",
    "- ",
    "\n",
    "\n  ",
    "[",
    "]",
    "{",
    "}",
    ", ",
    "'",
    '"',
    "&x ",
    "*x",
    "!t ",
    "|",
    ">",
    "#",
]
FRAGMENTS += [
    "? ",
    "<<",
    "---\n",
    "...\n",
    "%YAML 1.1\n",
    "\t",
    "\\",
    "@",
    "`",
    "1",
    "~",
    "\u2028",
    "\x00",
    "ä",
    "\r",
]


@settings(max_examples=500, deadline=timedelta(seconds=2))
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join) | st.text())
def test_any_text_gives_data_or_problems(text):
    document = read_bytes(text.encode(errors="replace"), NAME)
    assert document.data is not None or document.problems
    assert all(problem.place and problem.place.line >= 1 for problem in document.problems)


@settings(max_examples=300)
@given(st.binary())
def test_any_bytes_give_data_or_problems(content):
    document = read_bytes(content, NAME)
    assert document.data is not None or document.problems
