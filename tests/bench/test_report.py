import pytest

from bench.report import NoMarkersError, Section, machine, megabytes, seconds, write_section

SECTION = Section(
    name="knots",
    command="python -m bench",
    machine="1 core of Oak",
    subject="Ten knots.",
    header=("knot", "time"),
    rows=[("bowline", "3 s"), ("a | b", "4 s")],
)


def test_a_section_is_a_table_with_its_subject_command_and_machine():
    assert SECTION.text().splitlines() == [
        "Ten knots.",
        "",
        "| knot | time |",
        "| --- | --- |",
        "| bowline | 3 s |",
        r"| a \| b | 4 s |",
        "",
        "`python -m bench` on 1 core of Oak.",
    ]


def test_a_section_replaces_what_was_between_its_markers_and_nothing_else(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- bench knots -->\nold\n<!-- /bench knots -->\nafter\n<!-- bench x -->\n")

    write_section(page, SECTION)
    write_section(page, SECTION)

    text = f"<!-- bench knots -->\n{SECTION.text()}\n<!-- /bench knots -->"
    assert page.read_text() == f"before\n{text}\nafter\n<!-- bench x -->\n"


def test_a_page_without_markers_is_an_error(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("no place\n")

    with pytest.raises(NoMarkersError, match="bench knots"):
        write_section(page, SECTION)


def test_the_machine_is_told_with_cores_and_python():
    assert "core" in machine()
    assert "Python 3." in machine()


@pytest.mark.parametrize(
    ("told", "text"),
    [(seconds(0.456), "0.46 s"), (seconds(27.84), "27.8 s"), (megabytes(1_234_000_000), "1,234 MB")],
)
def test_figures_have_units(told, text):
    assert told == text
