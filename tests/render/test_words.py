import pytest

from wharfinger.clouds.fidelity import native
from wharfinger.plan.model import NamedPrincipal
from wharfinger.plan.retention import ExpireAfter, KeepNewest, Protect, Retention
from wharfinger.render import words
from wharfinger.spec.people import Principal
from wharfinger.spec.registries import AcrRegistry, EcrRegistry, GarRegistry

ECR = EcrRegistry(cloud="aws", environment="dev", account="111111111111", region="eu-central-1")
GAR = GarRegistry(cloud="gcp", environment="dev", project="acme-dev", location="europe-west3")
ACR = AcrRegistry(
    cloud="azure",
    environment="dev",
    subscription="11111111-1111-1111-1111-111111111111",
    resource_group="registries",
    name="acmedev",
    location="westeurope",
)
CI = NamedPrincipal(
    "payments/ci",
    Principal.model_validate(
        {
            "aws": ["arn:aws:iam::{account}:role/ci"],
            "gcp": ["serviceAccount:ci@{project}.iam.gserviceaccount.com"],
            "azure": [{"object_id": "22222222-2222-2222-2222-222222222222", "type": "ServicePrincipal"}],
        }
    ),
)


@pytest.mark.parametrize(
    ("rules", "text"),
    [
        (Retention(), "keep everything"),
        (Retention((Protect("v*"),)), "keep everything"),
        (
            Retention((Protect("rel-*"), Protect("v*"), ExpireAfter("pr-*", 14), KeepNewest("*", 20)), 3),
            (
                "protect rel-*, v*; pr-*: expire after 14 days; *: keep newest 20;"
                " untagged: expire after 3 days"
            ),
        ),
        (Retention((), 3), "untagged: expire after 3 days"),
        (Retention((), 1, "observe"), "untagged: expire after 1 day; observed only"),
    ],
)
def test_retention_in_words(rules, text):
    assert words.retention(rules) == text


@pytest.mark.parametrize(
    ("finding", "setting"),
    [
        (native("scanning"), "scanning"),
        (native("retention.expire", said_as="retention.tags.pr-*"), "retention.tags.pr-*"),
    ],
)
def test_a_finding_is_about_a_setting_of_the_spec(finding, setting):
    assert words.setting(finding) == setting


@pytest.mark.parametrize(
    ("value", "text"), [(None, "none"), ((), "none"), (True, "true"), (("a", "b"), "a, b"), (3, "3")]
)
def test_values_as_the_spec_writes_them(value, text):
    assert words.value(value) == text


@pytest.mark.parametrize(
    ("items", "most", "text"),
    [([], None, "-"), (["a", "b", "c"], None, "a, b, c"), (["a", "b", "c"], 2, "a, b and 1 more")],
)
def test_lists_in_words(items, most, text):
    assert words.listed(items, most) == text


@pytest.mark.parametrize(
    ("registry", "identity"),
    [
        (ECR, "arn:aws:iam::111111111111:role/ci"),
        (GAR, "serviceAccount:ci@acme-dev.iam.gserviceaccount.com"),
        (ACR, "ServicePrincipal 22222222-2222-2222-2222-222222222222"),
    ],
    ids=["aws", "gcp", "azure"],
)
def test_identities_are_those_of_the_registrys_own_account(registry, identity):
    assert words.identities(CI, registry) == (identity,)


def test_who_has_no_identity_in_a_cloud_is_nobody_there():
    assert words.identities(NamedPrincipal("x", Principal()), ECR) == ()
