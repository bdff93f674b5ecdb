import json
from dataclasses import dataclass

import pytest

from wharfinger.render.document import diagnostics, lines, plain, text
from wharfinger.spec.diagnostics import Diagnostic
from wharfinger.spec.people import AzurePrincipal
from wharfinger.spec.places import Place


@dataclass(frozen=True)
class Inner:
    names: tuple[str, ...]


@dataclass(frozen=True)
class Outer:
    inner: Inner
    labels: dict[str, str]
    key: str | None


def test_dataclasses_are_objects_in_the_order_of_their_fields():
    value = Outer(Inner(("b", "a")), {"team": "payments"}, None)
    assert json.dumps(plain(value)) == (
        '{"inner": {"names": ["b", "a"]}, "labels": {"team": "payments"}, "key": null}'
    )


def test_models_are_objects_too():
    guid = "22222222-2222-2222-2222-222222222222"
    principal = AzurePrincipal(object_id=guid, type="Group")
    assert plain((principal,)) == [{"object_id": guid, "type": "Group"}]


def test_what_has_no_form_in_json_is_refused():
    with pytest.raises(TypeError, match="set has no form in JSON"):
        plain({"a"})


def test_objects_in_lists_stand_in_lines_of_their_own():
    document = {"organisation": "acme", "names": ["a", "b"], "placements": [{"é": 1}, {"b": 2}], "none": []}
    written = text(document)
    assert json.loads(written) == document
    assert written.splitlines() == [
        "{",
        '"organisation": "acme",',
        '"names": ["a", "b"],',
        '"placements": [',
        '{"é": 1},',
        '{"b": 2}',
        "],",
        '"none": []',
        "}",
    ]


def test_an_empty_list_is_one_line():
    assert lines([]) == "[]"


def test_a_diagnostic_without_a_place_has_null_for_it():
    [one] = json.loads(diagnostics([Diagnostic("no spec", None, ("teams", 0))]))
    assert one == {
        "severity": "error",
        "file": None,
        "line": None,
        "column": None,
        "message": "no spec",
        "help": "",
        "path": ["teams", 0],
    }


def test_a_diagnostic_with_a_place_has_its_position():
    [one] = json.loads(diagnostics([Diagnostic("no", Place("a.yaml", 2, 3), severity="warning", help="do")]))
    assert (one["file"], one["line"], one["column"], one["severity"]) == ("a.yaml", 2, 3, "warning")
