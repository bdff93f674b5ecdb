import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wharfinger_components.gcp import GarRepository, GarRepositoryArgs

REPOSITORY = "gcp:artifactregistry/repository:Repository"
MEMBER = "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember"
ANSWERS = {REPOSITORY: {"name": "payments-api"}}
MEMBERS = [
    "group:sre@acme.example",
    "serviceAccount:deployer@acme-prod.iam.gserviceaccount.com",
    "principalSet://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/ci/attribute.repo/api",
]


def args(**more) -> GarRepositoryArgs:
    return {
        "project": "acme-prod",
        "location": "europe-west4",
        "repository_id": "payments-api",
        "description": "The payments API",
        "immutable_tags": True,
        "vulnerability_scanning": "INHERITED",
        **more,
    }


@pytest.fixture
def declare_repository(declare):
    return lambda **more: declare(lambda: GarRepository("payments-api", args(**more)), ANSWERS)


def test_the_plainest_repository_is_one_docker_repository(declare_repository):
    declared = declare_repository()

    assert [child.type for child in declared.children] == [REPOSITORY]
    repository = declared.only(REPOSITORY)
    assert (repository.name, repository.parent) == ("payments-api", "payments-api")
    assert repository.inputs == {
        "project": "acme-prod",
        "location": "europe-west4",
        "repositoryId": "payments-api",
        "description": "The payments API",
        "format": "DOCKER",
        "dockerConfig": {"immutableTags": True},
        "vulnerabilityScanningConfig": {"enablementConfig": "INHERITED"},
        "cleanupPolicyDryRun": False,
    }


def test_cleanup_policies_keep_their_every_field(declare_repository):
    inputs = (
        declare_repository(
            cleanup_policies=[
                {
                    "id": "keep-releases",
                    "action": "KEEP",
                    "most_recent_versions": {"keep_count": 10, "package_name_prefixes": ["api"]},
                },
                {
                    "id": "drop-old",
                    "action": "DELETE",
                    "condition": {
                        "tag_state": "TAGGED",
                        "tag_prefixes": ["dev-"],
                        "version_name_prefixes": ["sha256:"],
                        "package_name_prefixes": ["api"],
                        "older_than": "7776000s",
                        "newer_than": "864000s",
                    },
                },
            ],
            cleanup_policy_dry_run=True,
        )
        .only(REPOSITORY)
        .inputs
    )

    assert inputs["cleanupPolicyDryRun"] is True
    assert inputs["cleanupPolicies"] == [
        {
            "id": "keep-releases",
            "action": "KEEP",
            "mostRecentVersions": {"keepCount": 10, "packageNamePrefixes": ["api"]},
        },
        {
            "id": "drop-old",
            "action": "DELETE",
            "condition": {
                "tagState": "TAGGED",
                "tagPrefixes": ["dev-"],
                "versionNamePrefixes": ["sha256:"],
                "packageNamePrefixes": ["api"],
                "olderThan": "7776000s",
                "newerThan": "864000s",
            },
        },
    ]


def test_a_key_and_labels_reach_the_repository(declare_repository):
    key = "projects/acme-keys/locations/europe-west4/keyRings/images/cryptoKeys/prod"

    inputs = declare_repository(kms_key_name=key, labels={"team": "payments"}).only(REPOSITORY).inputs

    assert (inputs["kmsKeyName"], inputs["labels"]) == (key, {"team": "payments"})


def test_each_grant_is_one_member_of_one_role(declare_repository):
    declared = declare_repository(readers=MEMBERS[:1], writers=MEMBERS[1:2])

    assert {grant.name: (grant.inputs["role"], grant.inputs["member"]) for grant in declared.all(MEMBER)} == {
        "payments-api-pull-group:sre@acme.example": (
            "roles/artifactregistry.reader",
            "group:sre@acme.example",
        ),
        "payments-api-push-serviceAccount:deployer@acme-prod.iam.gserviceaccount.com": (
            "roles/artifactregistry.writer",
            "serviceAccount:deployer@acme-prod.iam.gserviceaccount.com",
        ),
    }
    for grant in declared.all(MEMBER):
        assert grant.parent == "payments-api"
        assert grant.inputs["repository"] == "payments-api"
        assert grant.inputs["location"] == "europe-west4"
        assert grant.inputs["project"] == "acme-prod"


def test_grants_go_and_stay_with_their_repository(declare_repository):
    (grant,) = declare_repository(readers=MEMBERS[:1], retain_on_delete=True).all(MEMBER)

    assert grant.deleted_with == "payments-api"
    assert grant.retain_on_delete is None


def test_a_repository_is_never_deleted_to_make_room_for_its_replacement(declare_repository):
    assert declare_repository().only(REPOSITORY).delete_before_replace is False


@pytest.mark.parametrize("on", [True, False])
def test_protection_is_an_option_of_the_repository_alone(declare_repository, on):
    declared = declare_repository(delete_protection=on, retain_on_delete=on, readers=MEMBERS)

    assert declared.only(REPOSITORY).protect is on
    assert declared.only(REPOSITORY).retain_on_delete is on
    assert {grant.protect for grant in declared.all(MEMBER)} == {None}


@pytest.mark.parametrize(
    ("more", "url"),
    [
        pytest.param(
            {}, "europe-west4-docker.pkg.dev/acme-prod/payments-api/payments-api", id="the image is the id"
        ),
        pytest.param(
            {"image": "api"}, "europe-west4-docker.pkg.dev/acme-prod/payments-api/api", id="an image is named"
        ),
    ],
)
def test_images_are_pushed_to_and_pulled_from_the_image_url(declare_repository, more, url):
    outputs = declare_repository(**more).outputs

    assert outputs == {"repository": "id-of-payments-api", "pushUrl": url, "pullUrl": url}


@settings(max_examples=10, deadline=None)
@given(readers=st.permutations(MEMBERS), writers=st.permutations(MEMBERS))
def test_the_order_of_members_changes_no_name(declare, readers, writers):
    def names(**more):
        return declare(lambda: GarRepository("payments-api", args(**more)), ANSWERS).names

    assert names(readers=readers, writers=writers) == names(readers=MEMBERS, writers=MEMBERS)
