import pytest
from hypothesis import given
from hypothesis import strategies as st

from wharfinger.render.github import render
from wharfinger.spec.diagnostics import Diagnostic
from wharfinger.spec.places import Place


def test_a_warning_with_help_is_one_line():
    found = [Diagnostic("a\nb", Place("stacks/org.yaml", 3, 5), help="c", severity="warning")]
    assert render(found) == ("::warning file=stacks/org.yaml,line=3,col=5,title=wharfinger::a%0Ab%0Ahelp: c")


def test_properties_escape_more_than_messages():
    found = [Diagnostic("50%, at a:b", Place("a:b,c.yaml", 1, 1))]
    assert render(found) == ("::error file=a%3Ab%2Cc.yaml,line=1,col=1,title=wharfinger::50%25, at a:b")


def test_without_a_place_only_the_title_is_given():
    assert render([Diagnostic("no spec", None)]) == "::error title=wharfinger::no spec"


@pytest.mark.parametrize("inside", [True, False])
def test_files_are_named_from_the_checkout(tmp_path, monkeypatch, inside):
    workspace = tmp_path if inside else tmp_path / "elsewhere"
    (tmp_path / "infra").mkdir()
    monkeypatch.chdir(tmp_path / "infra")
    found = [Diagnostic("x", Place("stacks/org.yaml", 1, 1))]
    file = "infra/stacks/org.yaml" if inside else "stacks/org.yaml"
    assert f"file={file}," in render(found, workspace)


@given(st.text(), st.text())
def test_nothing_breaks_out_of_its_line(message, help_):
    command = render([Diagnostic(message, Place("f", 1, 1), help=help_)])
    assert "\n" not in command
    assert "\r" not in command
