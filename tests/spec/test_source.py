"""Files and bytes, whatever they hold."""

import os
from pathlib import Path

import pytest

from tests.spec.conftest import line
from wharfinger.spec.places import Place
from wharfinger.spec.source import MAX_BYTES, read_bytes, read_file

INVISIBLE = "remove it: it is invisible, and editors and tools disagree on what it does"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            b"a: 1\r\nb: \xff",
            "f.yaml:2:4: the byte 0xFF is not UTF-8 text (save the file in the encoding UTF-8)",
        ),
        (
            b"\xff\xfea\x00",
            "f.yaml:1:1: the byte 0xFF is not UTF-8 text (save the file in the encoding UTF-8)",
        ),
        (b"a: 1\n\x00", f"f.yaml:2:1: the character U+0000 is not allowed ({INVISIBLE})"),
        (b"a: \x1b[0m", f"f.yaml:1:4: the character U+001B is not allowed ({INVISIBLE})"),
        ("a: x\u2028b: y".encode(), f"f.yaml:1:5: the character U+2028 is not allowed ({INVISIBLE})"),
        ("a: x\x85b: y".encode(), f"f.yaml:1:5: the character U+0085 is not allowed ({INVISIBLE})"),
        ("a: x\ufeff".encode(), f"f.yaml:1:5: the character U+FEFF is not allowed ({INVISIBLE})"),
        (
            b"#" * (MAX_BYTES + 1),
            (
                "f.yaml:1:1: f.yaml is too large: over 5,000,000 bytes, where at most 5,000,000 are read"
                " (split it into files, one for each team, and `include` them)"
            ),
        ),
    ],
)
def test_bytes_that_are_no_text_are_refused(content, expected):
    document = read_bytes(content, "f.yaml")
    assert document.data is None
    assert [line(problem) for problem in document.problems] == [expected]


def test_a_byte_order_mark_at_the_start_is_skipped():
    document = read_bytes(b"\xef\xbb\xbfa: 1", "f.yaml")
    assert document.data == {"a": 1}
    assert document.places.key(("a",)) == Place("f.yaml", 1, 1)


def test_a_huge_file_is_refused_by_its_size_before_it_is_read(tmp_path: Path):
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(100_000_000_000)
    (problem,) = read_file(path, "huge.yaml").problems
    assert problem.message == (
        "huge.yaml is too large: 100,000,000,000 bytes, where at most 5,000,000 are read"
    )


def test_a_pipe_or_folder_is_not_waited_for(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe")
    assert line(read_file(tmp_path / "pipe", "pipe").problems[0]) == "pipe:1:1: pipe is no regular file ()"
    assert line(read_file(tmp_path, "folder").problems[0]) == "folder:1:1: folder is no regular file ()"


def test_one_yaml_file_is_read_alone(tmp_path: Path):
    path = tmp_path / "Pulumi.x.yaml"
    path.write_text("config:\n  wharfinger:scope: x\n")
    document = read_file(path, "Pulumi.x.yaml")
    assert document.problems == ()
    assert document.data == {"config": {"wharfinger:scope": "x"}}
    assert document.places.value(("config", "wharfinger:scope")) == Place("Pulumi.x.yaml", 2, 21)


def test_one_yaml_file_with_errors_tells_them_all(tmp_path: Path):
    path = tmp_path / "f.yaml"
    path.write_text("a: 1\na: 2\nb: *x\n")
    assert [problem.place for problem in read_file(path, str(path)).problems] == [
        Place(str(path), 2, 1),
        Place(str(path), 3, 4),
    ]
