import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_new_repository_is_sound(here, monkeypatch, run):
    assert run("init", "acme").exit_code == 0
    monkeypatch.chdir(here / "acme")
    result = run("validate")
    assert result.exit_code == 0
    assert result.stdout == ("acme: 1 team, 1 repository, 3 registries, 3 placements in 4 stacks: sound\n")
    assert run("schema", "--check").exit_code == 0


def test_a_new_repository_is_all_of_these_files(here, run, snapshot):
    run("init", "acme")
    root = here / "acme"
    files = {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}
    texts = {name: path.read_text() for name, path in files.items() if not name.startswith("schemas/")}
    assert texts == snapshot
    assert files.keys() - texts.keys() == {
        "schemas/org.schema.json",
        "schemas/part.schema.json",
        "schemas/team.schema.json",
    }


def test_an_editor_finds_nothing_wrong_with_the_spec(here, run):
    run("init", "acme")
    stacks = here / "acme/stacks"
    [named] = re.findall(r"\$schema=(\S+)", (stacks / "org.yaml").read_text())
    schema = json.loads((stacks / named).read_text())
    jsonschema.validate(yaml.safe_load((stacks / "org.yaml").read_text()), schema)


def test_the_spec_is_15_lines(here, run):
    run("init", "acme")
    assert len((here / "acme/stacks/org.yaml").read_text().splitlines()) == 15


def test_what_to_do_next_is_told(here, run, snapshot):
    assert run("init", "acme").stdout == snapshot


@pytest.mark.parametrize("name", ["a", "a" * 40, "big-corp", "x-1-y-2", "o" * 25 + "-" + "n" * 14, "on"])
def test_every_name_of_an_organisation_gives_a_sound_spec(here, monkeypatch, run, name):
    assert run("init", "new", "--organisation", name).exit_code == 0
    monkeypatch.chdir(here / "new")
    assert run("validate").exit_code == 0
    assert yaml.safe_load(Path("Pulumi.yaml").read_text())["name"] == f"{name}-registries"


@pytest.mark.parametrize("name", ["Acme", "acme_corp", "1acme", "acme--corp", "a" * 41, ""])
def test_a_name_that_no_organisation_can_have_is_refused(here, run, name):
    result = run("init", "new", "--organisation", name)
    assert result.exit_code == 2
    assert not (here / "new").exists()


def test_a_second_time_is_refused_and_changes_nothing(here, run):
    run("init", "acme")
    org = here / "acme/stacks/org.yaml"
    org.write_text("mine\n")
    result = run("init", "acme", "--organisation", "other")
    assert result.exit_code == 2
    assert "not empty" in result.stderr
    assert org.read_text() == "mine\n"
    assert [path.name for path in here.iterdir()] == ["acme"]


def test_a_file_in_the_way_is_refused(here, run):
    (here / "acme").write_text("")
    result = run("init", "acme")
    assert result.exit_code == 2
    assert "is a file" in result.stderr


def test_an_empty_folder_will_do_and_may_be_the_current_one(here, monkeypatch, run):
    folder = here / "acme"
    folder.mkdir()
    monkeypatch.chdir(folder)
    assert run("init", ".").exit_code == 0
    assert run("validate").exit_code == 0
    assert [path.name for path in here.iterdir()] == ["acme"]
