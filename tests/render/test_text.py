import pytest

from wharfinger.render.text import counted, render, summary
from wharfinger.spec.diagnostics import Diagnostic
from wharfinger.spec.places import Place


def carets(tmp_path, line, column):
    """The last two lines of a rendered error at a column of a line."""
    file = tmp_path / "org.yaml"
    file.write_text(f"{line}\n")
    shown, marks = render([Diagnostic("wrong", Place(str(file), 1, column))]).splitlines()[1:]
    return shown.removeprefix(" 1 | "), marks.removeprefix("   | ")


@pytest.mark.parametrize(
    ("line", "column", "marked"),
    [
        ("  scaning: on_push", 3, "scaning"),
        ("  scanning: sometimes # weekly", 13, "sometimes"),
        ('  "a key": 1', 3, '"a key"'),
        (r'  key: "say \"x\": y" # z', 8, r'"say \"x\": y"'),
        ("  key: 'it, is'", 8, "'it, is'"),
        ("pull: [team, nobody]", 14, "nobody"),
        ("pull: [team, nobody]", 7, "[team, nobody]"),
        ("a: {b: {c: d}}", 8, "{c: d}"),
        ("url: https://example/a:b", 6, "https://example/a:b"),
        ("description: words with spaces  ", 14, "words with spaces"),
        ("empty:", 7, ""),
    ],
)
def test_the_key_or_value_is_marked(tmp_path, line, column, marked):
    shown, marks = carets(tmp_path, line, column)
    assert shown == line
    assert marks == " " * (column - 1) + "^" * max(1, len(marked))


def test_tabs_before_the_mark_are_kept(tmp_path):
    _, marks = carets(tmp_path, "\tkey: value", 2)
    assert marks == "\t^^^"


def test_help_of_several_lines_is_indented():
    diagnostic = Diagnostic("no stack", Place("nowhere.yaml", 12, 3), help="write this:\nconfig:\n  a: 1")
    assert render([diagnostic]).splitlines() == [
        "nowhere.yaml:12:3: error: no stack",
        "    = help: write this:",
        "        config:",
        "          a: 1",
    ]


def test_a_diagnostic_without_a_place_has_no_source():
    assert render([Diagnostic("no file", None, severity="warning")]) == "warning: no file"


@pytest.mark.parametrize("content", [None, b"\xff\xfe", b"one line\n"], ids=["absent", "not text", "short"])
def test_a_line_that_can_not_be_read_is_left_out(tmp_path, content):
    file = tmp_path / "org.yaml"
    if content is not None:
        file.write_bytes(content)
    assert render([Diagnostic("wrong", Place(str(file), 9, 1))]) == f"{file}:9:1: error: wrong"


def test_colour_changes_nothing_but_escapes(tmp_path):
    file = tmp_path / "org.yaml"
    file.write_text("key: value\n")
    found = [Diagnostic("wrong", Place(str(file), 1, 6), help="mend it")]
    coloured = render(found, colour=True)
    assert "\x1b[1;31m" in coloured
    import re

    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == render(found)


@pytest.mark.parametrize(
    ("severities", "text"),
    [
        ([], ""),
        (["error"], "1 error"),
        (["error", "error", "warning"], "2 errors, 1 warning"),
        (["warning", "warning"], "2 warnings"),
    ],
)
def test_the_summary_counts(severities, text):
    assert summary(Diagnostic("x", None, severity=severity) for severity in severities) == text


@pytest.mark.parametrize(
    ("count", "noun", "text"),
    [(1, "registry", "1 registry"), (0, "registry", "0 registries"), (1234, "team", "1,234 teams")],
)
def test_counts_agree_with_their_nouns(count, noun, text):
    assert counted(count, noun) == text
