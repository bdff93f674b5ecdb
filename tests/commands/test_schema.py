import json


def test_schemas_are_written_and_then_fresh(tmp_path, run):
    written = run("schema", "--directory", str(tmp_path / "schemas"))
    assert written.exit_code == 0
    assert sorted(file.name for file in (tmp_path / "schemas").iterdir()) == [
        "org.schema.json",
        "part.schema.json",
        "team.schema.json",
    ]
    assert run("schema", "--directory", str(tmp_path / "schemas"), "--check").exit_code == 0


def test_a_stale_and_a_missing_schema_are_named(tmp_path, run):
    run("schema", "--directory", str(tmp_path))
    (tmp_path / "org.schema.json").write_text("{}\n")
    (tmp_path / "team.schema.json").unlink()
    result = run("schema", "--directory", str(tmp_path), "--check")
    assert result.exit_code == 1
    assert f"{tmp_path / 'org.schema.json'} is stale" in result.stderr
    assert f"{tmp_path / 'team.schema.json'} is missing" in result.stderr


def test_schemas_are_json_schemas(tmp_path, run):
    run("schema", "--directory", str(tmp_path))
    for file in tmp_path.iterdir():
        assert json.loads(file.read_text())["type"] == "object"
