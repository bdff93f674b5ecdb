"""Grants on repositories: by member, by role, as a whole policy."""

import json
from typing import Any

import pytest
from wharfinger_sandbox.clouds.gcp import repository
from wharfinger_sandbox.clouds.gcp.grants import MODELS
from wharfinger_sandbox.provider.model import UNKNOWN

MEMBER, BINDING, POLICY = MODELS
READER = "roles/artifactregistry.reader"
PATH = "projects/acme-prod/locations/europe-west1/repositories/team-app"
POOL = "projects/123456/locations/global/workloadIdentityPools/github"
DEVELOPERS = "group:developers@acme.example"


def grant(**settings: Any) -> dict[str, Any]:
    return {"repository": "team-app", "role": READER, "member": DEVELOPERS, **settings}


@pytest.fixture
def repo(gcp):
    gcp.put(repository.MODEL, {"repositoryId": "team-app", "format": "DOCKER"})
    return gcp


@pytest.mark.parametrize(
    "member",
    [
        "allUsers",
        "allAuthenticatedUsers",
        "user:ada@acme.example",
        DEVELOPERS,
        "serviceAccount:ci@acme-prod.iam.gserviceaccount.com",
        "domain:acme.example",
        "projectViewer:acme-prod",
        f"principal://iam.googleapis.com/{POOL}/subject/repo:acme/app:ref:refs/heads/main",
        f"principalSet://iam.googleapis.com/{POOL}/attribute.repository/acme/app",
        f"principalSet://iam.googleapis.com/{POOL}/*",
        "principalSet://iam.googleapis.com/locations/global/workforcePools/acme/group/platform",
        UNKNOWN,
    ],
    ids=str,
)
def test_sound_members_are_accepted(repo, member):
    assert MEMBER.check(MEMBER.defaults(grant(member=member), repo)) == []


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"member": "ada@acme.example"}, "'ada@acme.example' is no member, such as group:E"),
        ({"member": "group:developers"}, "'group:developers' is no member"),
        ({"member": "User:ada@acme.example"}, "is no member"),
        (
            {"member": f"principalSet://iam.googleapis.com/{POOL.replace('123456', 'acme-prod')}/*"},
            "is no member",
        ),
        ({"member": "deleted:user:ada@acme.example?uid=1"}, "names a deleted principal"),
        ({"role": "artifactregistry.reader"}, "'artifactregistry.reader' is no role"),
        ({"role": "roles/owner"}, "roles/owner is a basic role; it is granted on a project"),
        (
            {"role": "roles/artifactregistry.readers"},
            "there is no role roles/artifactregistry.readers. Did you mean 'roles/artifactregistry.reader'?",
        ),
        ({"condition": {"title": "", "expression": "true"}}, "a condition's title has 1 to 100 characters."),
        ({"condition": {"title": "t", "expression": " "}}, "a condition's expression is not empty."),
        (
            {"condition": {"title": "t", "expression": "true", "description": "d" * 257}},
            "a condition's description has at most 256 characters.",
        ),
    ],
)
def test_unsound_grants_are_refused_with_their_rule(repo, settings, reason):
    assert reason in repo.refusal(MEMBER, grant(**settings))


def test_a_custom_role_is_accepted(repo):
    assert repo.refusal(MEMBER, grant(role="projects/acme-prod/roles/puller")) == ""


@pytest.mark.parametrize(
    ("model", "inputs"),
    [
        (MEMBER, grant()),
        (BINDING, {"repository": "team-app", "role": READER, "members": [DEVELOPERS]}),
        (POLICY, {"repository": "team-app", "policyData": "{}"}),
    ],
    ids=["member", "binding", "policy"],
)
def test_the_repository_must_exist(gcp, model, inputs):
    assert gcp.refusal(model, inputs) == f"repository: NOT_FOUND: there is no repository {PATH}."


def test_a_repository_is_named_by_its_id_or_in_full(repo):
    short = repo.put(MEMBER, grant())
    full = repo.put(MEMBER, grant(repository=PATH))
    assert short.id == full.id == f"{PATH}/{READER}/{DEVELOPERS}"
    assert full.outputs["project"] == "acme-prod"
    assert full.outputs["location"] == "europe-west1"
    assert short.outputs["etag"].startswith("Bw")


def test_grants_that_differ_in_their_condition_are_two(repo):
    condition = {"title": "nights", "expression": "request.time.getHours() < 6"}
    assert repo.put(MEMBER, grant()).id != repo.put(MEMBER, grant(condition=condition)).id


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"members": []}, "a binding names at least one member."),
        ({"members": [DEVELOPERS, DEVELOPERS]}, f"{DEVELOPERS} is named twice."),
        ({"members": ["ada"]}, "members[0]: 'ada' is no member"),
        (
            {"members": [f"user:u{n}@acme.example" for n in range(1501)]},
            "1501 members; a policy has at most 1,500.",
        ),
    ],
)
def test_unsound_bindings_are_refused_with_their_rule(repo, settings, reason):
    assert reason in repo.refusal(BINDING, {"repository": "team-app", "role": READER, **settings})


@pytest.mark.parametrize(
    ("policy", "reason"),
    [
        ("{", "the policy is not JSON"),
        ("[]", 'the policy is an object with a list "bindings".'),
        ('{"bindings": ["x"]}', "bindings[0] is not an object."),
        (
            json.dumps({"bindings": [{"role": "roles/viewer", "members": []}]}),
            "bindings[0]: roles/viewer is a basic",
        ),
        (json.dumps({"bindings": [{"role": READER, "members": ["ada"]}]}), "bindings[0]: 'ada' is no member"),
    ],
)
def test_unsound_policies_are_refused_with_their_rule(repo, policy, reason):
    assert reason in repo.refusal(POLICY, {"repository": "team-app", "policyData": policy})


def test_owners_of_one_role_do_not_mix(repo):
    binding = {"repository": "team-app", "role": READER, "members": [DEVELOPERS]}
    policy = {"repository": "team-app", "policyData": "{}"}
    repo.put(MEMBER, grant())
    assert "a binding would remove them" in repo.refusal(BINDING, binding)
    assert "a whole policy would remove them" in repo.refusal(POLICY, policy)
    writers = repo.put(BINDING, {**binding, "role": "roles/artifactregistry.writer"})
    assert f"owns all members of {writers.inputs['role']} here" in repo.refusal(
        MEMBER, grant(role=writers.inputs["role"])
    )


def test_a_policy_owns_every_role(repo):
    repo.put(POLICY, {"repository": "team-app", "policyData": "{}"})
    assert "a RepositoryIamPolicy owns all grants here" in repo.refusal(MEMBER, grant())


def test_every_property_of_a_member_replaces_it():
    assert MEMBER.replace_on == {"condition", "location", "member", "project", "repository", "role"}
    assert BINDING.replace_on == MEMBER.replace_on - {"member"}
    assert POLICY.replace_on == {"location", "project", "repository"}
