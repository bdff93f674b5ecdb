import pytest
from hypothesis import given
from hypothesis import strategies as st

from wharfinger.render.table import markdown, table, terminal_width, widths

WORDS = st.text("ab/-. ", max_size=60).map(lambda text: " ".join(text.split()))
ROWS = st.integers(1, 5).flatmap(
    lambda columns: st.lists(st.lists(WORDS, min_size=columns, max_size=columns), min_size=1, max_size=6)
)


def test_what_fits_is_not_wrapped():
    assert table(("NAME", "WHY"), [("api", "it is so")], 80) == ["NAME  WHY", "api   it is so"]


def test_the_widest_column_gives_way():
    assert table(("NAME", "WHY"), [("api", "one two three four")], 16) == [
        "NAME  WHY",
        "api   one two",
        "      three four",
    ]


def test_a_name_breaks_after_its_slashes_only_when_it_must():
    rows = [("payments/developers",)]
    assert table(("WHO",), rows, 20) == ["WHO", "payments/developers"]
    assert table(("WHO",), rows, 12) == ["WHO", "payments/", "developers"]


def test_a_word_is_never_broken():
    assert (
        table(("A",), [("acme_shared_services_of_all_teams",)], 10)[1] == "acme_shared_services_of_all_teams"
    )


@given(ROWS, st.integers(10, 200))
def test_nothing_is_lost_and_lines_have_no_trailing_space(rows, width):
    header, *body = rows
    lines = table(header, body, width)
    assert all(line == line.rstrip() for line in lines)
    written = "".join("".join(lines).split())
    assert sorted(written) == sorted("".join(text for row in rows for text in row if text).replace(" ", ""))


@given(ROWS, st.integers(10, 200))
def test_columns_fit_unless_their_words_do_not(rows, width):
    chosen = widths(rows, width)
    total = sum(chosen) + 2 * (len(chosen) - 1)
    longest = [
        max(len(word) for row in rows for word in ["", *row[i].replace("/", "/ ").split()])
        for i in range(len(chosen))
    ]
    assert total <= width or list(chosen) == longest


def test_markdown_escapes_what_would_end_a_cell():
    assert markdown(("A", "B"), [("x|y", "1\n2")]) == ["| A | B |", "| --- | --- |", r"| x\|y | 1<br>2 |"]


@pytest.mark.parametrize(("columns", "width"), [("60", 80), ("100", 100), ("250", 250)])
def test_a_terminal_counts_as_80_columns_at_least(monkeypatch, columns, width):
    monkeypatch.setenv("COLUMNS", columns)
    assert terminal_width() == width
