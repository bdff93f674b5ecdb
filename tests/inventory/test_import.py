import io
import os
import stat
import sys
from pathlib import Path

import pytest
import typer

from wharfinger.commands.inventory import import_inventory
from wharfinger.inventory.jsonl import read_inventory
from wharfinger.spec.diagnostics import SpecError

SAMPLES = Path(__file__).parent / "samples"


@pytest.mark.parametrize(
    ("cloud", "repository", "expected"),
    [
        pytest.param("aws", None, {("r", "payments/api"): 5}, id="aws"),
        pytest.param("gcp", None, {("r", "payments-api"): 3}, id="gcp"),
        pytest.param("azure", "payments/api", {("r", "payments/api"): 3}, id="azure"),
    ],
)
@pytest.mark.parametrize("name", ["inventory.jsonl", "inventory.jsonl.gz"])
def test_an_import_is_an_inventory(tmp_path, cloud, repository, expected, name):
    output = tmp_path / name
    import_inventory(cloud, "r", repository, [SAMPLES / f"{cloud}.json"], output)
    assert {key: len(images) for key, images in read_inventory(output).repositories.items()} == expected
    assert list(tmp_path.iterdir()) == [output]


def test_without_an_output_the_lines_are_printed(tmp_path, capsys):
    import_inventory("aws", "r", None, [SAMPLES / "aws.json", SAMPLES / "aws-cli-1.json"], None)
    printed = capsys.readouterr().out
    assert printed.count("\n") == 6
    assert printed.isascii()


def test_the_same_files_make_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        import_inventory("gcp", "r", None, [SAMPLES / "gcp.json"], tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_an_output_has_the_rights_of_any_new_file(tmp_path):
    output = tmp_path / "inventory.jsonl"
    before = os.umask(0o027)
    try:
        import_inventory("aws", "r", None, [SAMPLES / "aws.json"], output)
    finally:
        os.umask(before)
    assert stat.S_IMODE(output.stat().st_mode) == 0o640


def test_errors_in_all_files_are_told_and_nothing_is_written(tmp_path, capsys):
    output = tmp_path / "inventory.jsonl"
    output.write_text("as it was")
    wrong, broken = tmp_path / "wrong.json", tmp_path / "broken.json"
    wrong.write_text("{}")
    broken.write_bytes('{"imageDetails": []}'.encode("utf-16"))
    with pytest.raises(SpecError) as caught:
        import_inventory("aws", "r", None, [SAMPLES / "aws.json", wrong, broken], output)
    assert [(one.place.file, one.message) for one in caught.value.diagnostics] == [
        (str(broken), "this is not UTF-8 text"),
        (str(wrong), "`imageDetails` is missing"),
    ]
    assert output.read_text() == "as it was"
    assert capsys.readouterr().out == ""


def test_a_file_may_come_on_standard_input(monkeypatch, capsys):
    content = (SAMPLES / "aws-cli-1.json").read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    import_inventory("aws", "r", None, [Path("-")], None)
    assert "main-4411" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("cloud", "registry", "option"),
    [
        pytest.param("azure", "azure-prod", "--repository", id="az doesn't name the repository"),
        pytest.param("aws", "", "--registry", id="no name"),
        pytest.param("aws", "AWS prod", "--registry", id="no name of a registry"),
    ],
)
def test_options_that_are_wrong_are_told(cloud, registry, option):
    with pytest.raises(typer.BadParameter) as caught:
        import_inventory(cloud, registry, None, [SAMPLES / "aws.json"], None)
    assert caught.value.param_hint == option
