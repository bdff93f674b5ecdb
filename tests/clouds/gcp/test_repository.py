"""A placement in Artifact Registry as native arguments; what is refused is not in them."""

import pytest

from tests.organisations import GAR, GAR_KEY, compiled, one, team


def test_a_repository_is_what_its_settings_say():
    native = one(
        GAR | {"customer_key": GAR_KEY},
        {
            "encryption": "customer_key",
            "delete_protection": False,
            "on_removal": "retain",
            "labels": {"tier": "One"},
        },
    ).native
    assert (native.repository_id, native.image) == ("payments-api", "api")
    assert (native.project, native.location) == ("acme-dev", "europe-west3")
    assert native.description == "payments/api, owned by team payments"
    assert native.kms_key_name == GAR_KEY
    assert not native.delete_protection
    assert native.retain_on_delete
    assert native.labels["tier"] == "one"
    assert native.labels["owner"] == "payments-acme-example"
    assert native.identity == "europe-west3-docker.pkg.dev/acme-dev/payments-api"
    assert native.url == "europe-west3-docker.pkg.dev/acme-dev/payments-api/api"


def test_an_image_is_named_by_the_last_segment():
    (placement,) = compiled(registries={"gar": GAR}, teams={"payments": team({"web/front": {}})}).placements
    assert placement.native.url.endswith("/payments-web-front/front")


@pytest.mark.parametrize(
    ("tags", "immutable"), [({}, True), ({"immutable": False}, False), ({"mutable": ["latest"]}, True)]
)
def test_tags_are_immutable_without_exceptions(tags, immutable):
    assert one(GAR, {"tags": tags}).native.immutable_tags is immutable


@pytest.mark.parametrize(
    ("scanning", "expected"),
    [("disabled", "DISABLED"), ("on_push", "INHERITED"), ("continuous", "INHERITED")],
)
def test_scanning_is_inherited_unless_disabled(scanning, expected):
    assert one(GAR, {"scanning": scanning}).native.vulnerability_scanning == expected


def test_a_key_that_the_registry_does_not_have_is_left_out():
    assert one(GAR, {"encryption": "customer_key"}).native.kms_key_name is None


def test_the_registrys_key_is_not_used_unasked():
    assert one(GAR | {"customer_key": GAR_KEY}, {}).native.kms_key_name is None


MUTABLE = {"tags": {"immutable": False}}


def test_the_rules_of_retention_reach_the_repository():
    retention = {"tags": {"*": "expire after 90 days", "v*": "protect"}, "untagged": "expire after 3 days"}
    native = one(GAR, MUTABLE | {"retention": retention}).native
    ids = [policy.id for policy in native.cleanup_policies]
    assert ids == ["expire-after-90-days", "expire-untagged", "protect"]


def test_immutable_tags_keep_tagged_images():
    native = one(GAR, {"retention": {"tags": {"*": "expire after 90 days"}}}).native
    assert [policy.id for policy in native.cleanup_policies] == ["expire-untagged"]


@pytest.mark.parametrize(("rollout", "dry"), [("enforce", False), ("observe", True)])
def test_to_observe_is_a_dry_run(rollout, dry):
    assert one(GAR, {"retention": {"rollout": rollout}}).native.cleanup_dry_run is dry
