"""Includes: what is read, once, and only below the folder of `org.yaml`."""

from pathlib import Path

import pytest

from tests.spec.conftest import line
from wharfinger.spec.files import MAX_CHAIN, read_all

HEAD = "organisation: acme\nenvironments: [dev]\n"
RELATIVE = "paths are relative to the folder of org.yaml"
BELOW = "all files of a spec are below that folder"


def include(*patterns: str) -> str:
    return f"{HEAD}include: [{', '.join(repr(pattern) for pattern in patterns)}]\n"


def read(files, written) -> tuple[list[str], list[str]]:
    written(files)
    found, problems = read_all(Path("org.yaml"))
    return [file.name for file in found], [line(problem) for problem in problems]


@pytest.mark.parametrize("org", [HEAD, include()], ids=["default", "none"])
def test_a_spec_may_be_one_file(written, org):
    assert read({"org.yaml": org}, written) == (["org.yaml"], [])


@pytest.mark.parametrize(
    ("patterns", "expected"),
    [
        (["teams/*.yaml"], ["teams/a.yaml", "teams/b.yaml"]),
        (["teams/b.yaml"], ["teams/b.yaml"]),
        (["teams/b.yaml", "teams/*.yaml"], ["teams/b.yaml", "teams/a.yaml"]),
        (["*.yaml", "**/*.yaml"], ["part.yaml", "teams/a.yaml", "teams/b.yaml", "teams/deep/c.yaml"]),
        (["teams/[!a].yaml"], ["teams/b.yaml"]),
        (["teams/../part.yaml"], ["teams/../part.yaml"]),
    ],
)
def test_paths_and_globs_are_read_once_each(written, patterns, expected):
    files = dict.fromkeys(
        ["part.yaml", "teams/b.yaml", "teams/a.yaml", "teams/.hidden.yaml", "teams/deep/c.yaml"],
        "classes: {}\n",
    )
    names, problems = read({"org.yaml": include(*patterns), **files}, written)
    assert names == ["org.yaml", *expected]
    assert problems == []


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("missing.yaml", f"there is no file `missing.yaml` ({RELATIVE})"),
        ("teams", f"there is no file `teams` ({RELATIVE})"),
        ("", f"there is no file `` ({RELATIVE})"),
        ("none/*.yaml", f"no file matches `none/*.yaml` ({RELATIVE})"),
        ("../other.yaml", f"`../other.yaml` leads out of the folder of org.yaml ({BELOW})"),
        ("../../../*/*.yaml", f"`../../../*/*.yaml` leads out of the folder of org.yaml ({BELOW})"),
        ("*/../../x.yaml", f"`*/../../x.yaml` leads out of the folder of org.yaml ({BELOW})"),
        ("/etc/passwd", f"`/etc/passwd` leads out of the folder of org.yaml ({BELOW})"),
        ("/*", f"`/*` leads out of the folder of org.yaml ({BELOW})"),
        ("x" * 300, f"there is no file `{'x' * 300}` ({RELATIVE})"),
    ],
)
def test_what_can_not_be_included_is_told(written, pattern, expected):
    names, problems = read({"org.yaml": include(pattern), "teams/x.txt": ""}, written)
    assert names == ["org.yaml"]
    assert problems == [f"org.yaml:3:11: {expected}"]


def test_a_pattern_that_is_none_is_told(written):
    _, (problem, *_) = read({"org.yaml": include("teams/**x.yaml")}, written)
    assert problem.startswith("org.yaml:3:11: `**x.yaml` is no pattern: ")


def test_an_include_without_its_list_is_followed_all_the_same(written):
    names, _ = read({"org.yaml": f"{HEAD}include: part.yaml\n", "part.yaml": "classes: {}\n"}, written)
    assert names == ["org.yaml", "part.yaml"]


def test_files_that_include_each_other_are_told_as_a_cycle(written):
    files = {
        "org.yaml": include("a.yaml"),
        "a.yaml": "include: [parts/b.yaml]\n",
        "parts/b.yaml": "include: [../a.yaml]\n",
    }
    names, problems = read(files, written)
    assert names == ["org.yaml", "a.yaml", "parts/b.yaml"]
    assert problems == [
        (
            "parts/b.yaml:1:11: files include each other: a.yaml → parts/b.yaml → parts/../a.yaml"
            " (remove one of these includes)"
        )
    ]


def test_a_file_that_includes_itself_is_a_cycle(written):
    _, problems = read({"org.yaml": include("org.yaml")}, written)
    assert problems == [
        "org.yaml:3:11: files include each other: org.yaml → org.yaml (remove one of these includes)"
    ]


def test_a_long_chain_of_includes_ends(written):
    files = {f"f{number}.yaml": f"include: [f{number + 1}.yaml]\n" for number in range(1_500)}
    names, problems = read({"org.yaml": include("f0.yaml"), **files}, written)
    assert len(names) == MAX_CHAIN
    assert problems == [
        (
            f"f{MAX_CHAIN - 2}.yaml:1:11: more than {MAX_CHAIN} files include one another in a chain"
            " (include them all from org.yaml)"
        )
    ]


def test_a_teams_file_that_nothing_includes_is_not_lost_unseen(written):
    names, problems = read({"org.yaml": HEAD, "teams/a.yml": "team: a\n"}, written)
    assert names == ["org.yaml"]
    assert problems == [
        (
            "org.yaml:1:1: teams/a.yml is not read: `teams/*.yaml` does not match it"
            " (rename it to `a.yaml`, or include it)"
        )
    ]


def test_a_yml_file_may_be_included_by_its_name(written):
    names, problems = read(
        {"org.yaml": include("teams/*.yaml", "teams/a.yml"), "teams/a.yml": "team: a\n", "teams/b.yaml": ""},
        written,
    )
    assert names == ["org.yaml", "teams/b.yaml", "teams/a.yml"]
    assert problems == []


def test_links_are_followed_only_inside_the_folder(written, tmp_path):
    written({"spec/org.yaml": include("teams/*.yaml"), "spec/shared/a.yaml": "team: a\n", "outside.yaml": ""})
    teams = tmp_path / "spec" / "teams"
    teams.mkdir()
    (teams / "a.yaml").symlink_to("../shared/a.yaml")
    (teams / "b.yaml").symlink_to("../../outside.yaml")
    (teams / "c.yaml").symlink_to("c.yaml")
    found, problems = read_all(Path("spec/org.yaml"))
    assert [file.name for file in found] == ["spec/org.yaml", "spec/teams/a.yaml"]
    assert [line(problem) for problem in problems] == [
        (
            "spec/org.yaml:3:11: spec/teams/b.yaml is a link that leads out of the folder of org.yaml"
            " (put the file itself there)"
        )
    ]


def test_a_link_to_a_folder_outside_is_not_followed(written, tmp_path):
    written({"spec/org.yaml": include("teams/a.yaml"), "outside/a.yaml": "team: a\n"})
    (tmp_path / "spec" / "teams").symlink_to("../outside")
    found, problems = read_all(Path("spec/org.yaml"))
    assert [file.name for file in found] == ["spec/org.yaml"]
    assert [line(problem) for problem in problems] == [
        f"spec/org.yaml:3:11: `teams/a.yaml` leads out of the folder of org.yaml ({BELOW})"
    ]
