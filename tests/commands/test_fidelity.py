import json

from wharfinger.organisation import read


def test_the_table_tells_equal_findings_once(project, run, snapshot):
    result = run("fidelity")
    assert result.exit_code == 0
    assert result.stdout == snapshot


def test_markdown_has_the_same_rows(project, run, snapshot):
    assert run("fidelity", "--format", "markdown", "--environment", "dev").stdout == snapshot


def test_json_names_every_placement_and_setting_once(project, run):
    groups = json.loads(run("fidelity", "--format", "json").stdout)
    told = [(key, group["setting"]) for group in groups for key in group["placements"]]
    compiled = read(project / "stacks").compiled
    assert sorted(told) == sorted(
        (one.placement.key, finding.setting) for one in compiled.placements for finding in one.findings
    )


def test_a_refusal_names_the_line_that_accepts_it(project, run):
    groups = json.loads(run("fidelity", "--format", "json").stdout)
    accepted = {group["setting"]: group["accepted"] for group in groups if group["fidelity"] == "refused"}
    assert accepted == {"tags.immutable": "stacks/org.yaml:24:12"}
