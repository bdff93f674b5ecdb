"""Artifact Registry repositories."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wharfinger_sandbox.clouds.gcp import services
from wharfinger_sandbox.clouds.gcp.repository import MODEL, REPOSITORY_ID
from wharfinger_sandbox.provider.model import UNKNOWN

KEY = "projects/acme-keys/locations/europe-west1/keyRings/registry/cryptoKeys/images"
DOCKER = {"repositoryId": "team-app", "format": "DOCKER"}


@given(st.from_regex(REPOSITORY_ID, fullmatch=True))
def test_every_id_of_the_grammar_is_accepted(repository_id):
    inputs = {"project": "acme-prod", "location": "us", "format": "DOCKER", "repositoryId": repository_id}
    assert MODEL.check(inputs) == []


@pytest.mark.parametrize(
    "repository_id", ["Team", "team_app", "team/app", "1team", "team-", "-team", "", "t" * 64], ids=repr
)
def test_a_bad_id_is_refused_with_its_rule(gcp, repository_id):
    refusal = gcp.refusal(MODEL, {**DOCKER, "repositoryId": repository_id})
    assert (
        f"{repository_id!r} is no repository id: at most 63 lowercase letters, digits and hyphens" in refusal
    )


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"location": "europe"},
        {"kmsKeyName": KEY},
        {"location": UNKNOWN, "kmsKeyName": KEY},
        {"dockerConfig": {"immutableTags": True}},
        {"labels": {"team": "payments", "cost_centre": "4711"}},
        {"vulnerabilityScanningConfig": {"enablementConfig": "DISABLED"}},
        {"deletionPolicy": "PREVENT"},
        {"format": "MAVEN", "mavenConfig": {"versionPolicy": "RELEASE"}},
    ],
    ids=lambda settings: " ".join(settings) or "bare",
)
def test_sound_settings_are_accepted(gcp, settings):
    assert MODEL.check(MODEL.defaults({**DOCKER, **settings}, gcp)) == []


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"location": "europe-west7"}, "Artifact Registry has no location 'europe-west7'"),
        ({"project": "Acme"}, "'Acme' is no project id"),
        ({"format": "docker"}, "it is one of DOCKER"),
        ({"mode": "REMOTE_REPO"}, "Did you mean 'REMOTE_REPOSITORY'?"),
        ({"kmsKeyName": "images"}, "'images' is no key name"),
        (
            {"kmsKeyName": KEY, "location": "europe"},
            "the key is in europe-west1, the repository in europe: they must share a location.",
        ),
        ({"mavenConfig": {}}, "mavenConfig goes with format MAVEN, not DOCKER."),
        ({"format": "NPM", "dockerConfig": {}}, "dockerConfig goes with format DOCKER, not NPM."),
        (
            {"vulnerabilityScanningConfig": {"enablementConfig": "ENABLED"}},
            "it is one of INHERITED, DISABLED.",
        ),
        ({"labels": {"Team": "a"}}, "labels.Team: a label key starts with a lowercase letter"),
        ({"labels": {"team": "A"}}, "labels.team: a label value has at most 63 of a-z"),
        ({"labels": {"t" * 64: "a"}}, "a label key starts with a lowercase letter and has at most 63"),
        ({"labels": {f"k{n}": "v" for n in range(65)}}, "65 labels; at most 64 are allowed."),
        ({"deletionPolicy": "KEEP"}, "it is one of DELETE, PREVENT, ABANDON."),
    ],
)
def test_unsound_settings_are_refused_with_their_rule(gcp, settings, reason):
    assert reason in gcp.refusal(MODEL, {**DOCKER, **settings})


def test_project_and_location_come_from_the_configuration(gcp):
    assert gcp.put(MODEL, DOCKER).id == "projects/acme-prod/locations/europe-west1/repositories/team-app"
    unset = gcp.configured(project="", region="")
    refusal = unset.refusal(MODEL, DOCKER)
    assert "project: no project: set gcp:project, or project on the resource." in refusal
    assert "location: no location: set it on the resource, or gcp:region." in refusal


def test_programs_read_what_artifact_registry_says(gcp):
    labelled = gcp.configured(defaultLabels='{"owner": "platform"}')
    outputs = labelled.put(MODEL, {**DOCKER, "labels": {"team": "payments"}}).outputs
    assert outputs["name"] == "team-app"
    assert outputs["registryUri"] == "europe-west1-docker.pkg.dev/acme-prod/team-app"
    expected = {"goog-pulumi-provisioned": "true", "owner": "platform", "team": "payments"}
    assert outputs["effectiveLabels"] == outputs["pulumiLabels"] == expected
    assert outputs["createTime"].endswith("Z")


def test_the_attribution_label_can_be_switched_off(gcp):
    outputs = gcp.configured(addPulumiAttributionLabel="false").put(MODEL, DOCKER).outputs
    assert outputs["effectiveLabels"] == {}


def test_the_times_stay_until_something_changes(gcp):
    first = gcp.put(MODEL, DOCKER).outputs
    again = gcp.put(MODEL, DOCKER).outputs
    changed = gcp.put(MODEL, {**DOCKER, "description": "the app"}).outputs
    assert again == first
    assert changed["createTime"] == first["createTime"]
    assert changed["updateTime"] > first["updateTime"]


@pytest.mark.parametrize(
    ("api", "settings", "state"),
    [
        (False, {}, "SCANNING_DISABLED"),
        (True, {}, "SCANNING_ACTIVE"),
        (True, {"vulnerabilityScanningConfig": {"enablementConfig": "DISABLED"}}, "SCANNING_DISABLED"),
        (True, {"format": "NPM"}, "SCANNING_UNSUPPORTED"),
    ],
)
def test_scanning_depends_on_the_project_s_scanning_api(gcp, api, settings, state):
    if api:
        gcp.put(services.MODEL, {"service": "containerscanning.googleapis.com"})
    outputs = gcp.put(MODEL, {**DOCKER, **settings}).outputs
    assert outputs["vulnerabilityScanningConfig"]["enablementState"] == state


def test_what_the_real_provider_marks_force_new_replaces():
    assert {"format", "kmsKeyName", "location", "mode", "project", "repositoryId"} <= MODEL.replace_on
    assert not {"cleanupPolicies", "dockerConfig", "labels", "description"} & MODEL.replace_on


def test_a_repository_whose_deletion_is_prevented_stays(gcp):
    free = gcp.put(MODEL, DOCKER)
    kept = gcp.put(MODEL, {**DOCKER, "deletionPolicy": "PREVENT"})
    assert MODEL.refuse_delete(free, gcp) == []
    assert "deletionPolicy is PREVENT" in MODEL.refuse_delete(kept, gcp)[0].reason
