"""IAM policies of repositories: what Google documents is read, and what it refuses is named."""

import json
from typing import Any

import pytest

from wharfinger.clouds.gcp.statements import Binding, read_statements
from wharfinger.clouds.policy import PolicyError

READER: dict[str, Any] = {"role": "roles/artifactregistry.reader", "members": ["group:payments@acme.example"]}


def _text(*bindings: Any, **more: Any) -> str:
    return json.dumps({"bindings": bindings, **more})


def test_bindings_are_read_with_their_conditions():
    condition = {"title": "Until 2027", "expression": 'request.time < timestamp("2027-01-01T00:00:00Z")'}
    text = _text(
        READER,
        READER | {"role": "projects/acme/roles/pusher", "condition": condition},
        etag="BwX",
        version=3,
        auditConfigs=[{"service": "artifactregistry.googleapis.com"}],
    )
    members = ("group:payments@acme.example",)
    assert read_statements(text) == (
        Binding("roles/artifactregistry.reader", members),
        Binding("projects/acme/roles/pusher", members, condition["expression"]),
    )


def test_a_policy_without_bindings_gives_nothing():
    assert read_statements('{"etag": "ACAB"}') == ()


@pytest.mark.parametrize(
    "member",
    [
        "allUsers",
        "allAuthenticatedUsers",
        "user:jo@acme.example",
        "serviceAccount:ci@acme.iam.gserviceaccount.com",
        "domain:acme.example",
        "principalSet://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/ci/*",
        "projectOwner:acme",
        "deleted:user:jo@acme.example?uid=1",
    ],
)
def test_every_kind_of_member_is_read(member):
    assert read_statements(_text(READER | {"members": [member]}))[0].members == (member,)


WRONG = {
    "no-json": ("bindings:", ["the document: Invalid JSON: expected value at line 1 column 1"]),
    "no-list": ('{"bindings": {}}', ["bindings: this is no list"]),
    "several-places": (
        _text(READER | {"role": "reader"}, {"members": ["payments@acme.example"]}),
        [
            "bindings.0.role: `reader` is no role, such as `roles/artifactregistry.reader`",
            "bindings.1.role: Field required",
            "bindings.1.members.0: `payments@acme.example` is no member, such as `group:…` with an address",
        ],
    ),
    "condition-without-expression": (
        _text(READER | {"condition": {"title": "never"}}),
        ["bindings.0.condition.expression: Field required"],
    ),
}


@pytest.mark.parametrize(("text", "problems"), WRONG.values(), ids=WRONG)
def test_a_policy_that_google_would_refuse_is_refused_with_each_place(text, problems):
    with pytest.raises(PolicyError) as refused:
        read_statements(text)
    assert list(refused.value.problems) == problems
