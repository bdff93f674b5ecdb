"""A placement in ECR as native arguments; what is refused is not in them."""

import pytest

from tests.organisations import ECR, ECR_KEY, one


def test_a_repository_is_what_its_settings_say():
    native = one(
        ECR | {"customer_key": ECR_KEY},
        {
            "encryption": "customer_key",
            "delete_protection": False,
            "on_removal": "retain",
            "labels": {"tier": "one"},
        },
    ).native
    assert (native.name, native.account, native.region) == ("payments/api", "111111111111", "eu-central-1")
    assert native.kms_key == ECR_KEY
    assert not native.delete_protection
    assert native.retain_on_delete
    assert native.tags["tier"] == "one"
    assert native.tags["owner"] == "payments@acme.example"
    assert native.url == "111111111111.dkr.ecr.eu-central-1.amazonaws.com/payments/api"
    assert native.identity == native.url


@pytest.mark.parametrize(
    ("tags", "immutability", "exclusions"),
    [
        ({}, "IMMUTABLE", ()),
        ({"immutable": False}, "MUTABLE", ()),
        ({"immutable": False, "mutable": ["latest"]}, "MUTABLE", ()),
        ({"mutable": ["latest", "dev-*", "latest"]}, "IMMUTABLE_WITH_EXCLUSION", ("dev-*", "latest")),
        ({"mutable": ["a*b*c*", "latest"]}, "IMMUTABLE", ()),
        ({"mutable": ["latest", "v?"]}, "IMMUTABLE", ()),
        ({"mutable": [f"dev-{n}" for n in range(6)]}, "IMMUTABLE", ()),
    ],
    ids=["built-in", "mutable", "nothing-to-exclude", "excluded", "too-greedy", "question-mark", "too-many"],
)
def test_tags_are_immutable_but_for_the_exceptions_that_ecr_takes(tags, immutability, exclusions):
    native = one(ECR, {"tags": tags}).native
    assert (native.immutability, native.immutability_exclusions) == (immutability, exclusions)


def test_a_key_that_the_registry_does_not_have_is_left_out():
    assert one(ECR, {"encryption": "customer_key"}).native.kms_key is None


def test_the_registrys_key_is_not_used_unasked():
    assert one(ECR | {"customer_key": ECR_KEY}, {}).native.kms_key is None


@pytest.mark.parametrize(("scanning", "expected"), [("disabled", False), ("on_push", True)])
def test_a_repository_is_scanned_on_push_unless_disabled(scanning, expected):
    assert one(ECR, {"scanning": scanning}).native.scan_on_push is expected
