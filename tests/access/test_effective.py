"""Effective rights: what is read back from the documents, with the line that asks for it."""

from typing import Any

import pytest

from tests.organisations import ACR, ECR, GAR, compiled, team
from wharfinger.access.effective import EffectiveRight, effective_rights

REGISTRIES = {"ecr": ECR, "gar": GAR, "acr": ACR}
CLUSTERS = {
    "aws": ["arn:aws:iam::{account}:role/node", "333333333333"],
    "gcp": ["serviceAccount:node@{project}.iam.gserviceaccount.com"],
    "azure": [{"object_id": "aaaaaaaa-0000-0000-0000-000000000009", "type": "ServicePrincipal"}],
}


def _rights(repository: dict[str, Any], registry: str) -> dict[str, EffectiveRight]:
    """By identity."""
    found = compiled(
        registries={registry: REGISTRIES[registry]},
        principals={"clusters": CLUSTERS},
        teams={"payments": team({"api": repository})},
    )
    return {one.identity: one for one in effective_rights(found)}


ASKED = {"pull": ["team", "clusters"], "push": ["pipelines"]}
EXPECTED = {
    "ecr": {
        "arn:aws:iam::111111111111:role/payments": ("payments/people", ("pull",), ("Pull",)),
        "arn:aws:iam::111111111111:role/node": ("clusters", ("pull",), ("Pull",)),
        "333333333333": ("clusters", ("pull",), ("Pull",)),
        "arn:aws:iam::111111111111:role/payments-release": ("payments/release", ("pull", "push"), ("Push",)),
    },
    "gar": {
        "group:payments@acme.example": (
            "payments/people",
            ("pull",),
            ("roles/artifactregistry.reader",),
        ),
        "serviceAccount:node@acme-dev.iam.gserviceaccount.com": (
            "clusters",
            ("pull",),
            ("roles/artifactregistry.reader",),
        ),
        "serviceAccount:release@acme-dev.iam.gserviceaccount.com": (
            "payments/release",
            ("pull", "push"),
            ("roles/artifactregistry.writer",),
        ),
    },
}


@pytest.mark.parametrize("registry", EXPECTED)
def test_rights_are_read_back_with_the_statement_behind_each(registry):
    found = _rights(ASKED, registry)
    assert {who: (one.principal, one.rights, one.statements) for who, one in found.items()} == EXPECTED[
        registry
    ]


def test_a_role_assignment_in_azure_is_told_with_its_condition():
    found = _rights(ASKED, "acr")
    assert {who[-1]: one.rights for who, one in found.items()} == {
        "1": ("pull",),
        "2": ("pull", "push"),
        "9": ("pull",),
    }
    (statement,) = found["aaaaaaaa-0000-0000-0000-000000000002"].statements
    assert statement == (
        "Container Registry Repository Writer, on a condition that names 1 repositories and 0 prefixes"
    )


def test_each_right_has_the_line_that_asks_for_it():
    found = _rights({"pull": ["team"]}, "gar")
    repository = ("teams", "payments", "repositories", "api")
    assert found["group:payments@acme.example"].path == (*repository, "pull")
    assert found["serviceAccount:release@acme-dev.iam.gserviceaccount.com"].path == repository


def test_nobody_who_is_not_asked_for_has_a_right():
    assert _rights({"pull": [], "push": []}, "ecr") == {}
