"""Remote and virtual repositories."""

from typing import Any

import pytest
from wharfinger_sandbox.clouds.gcp.repository import MODEL

UPSTREAM = "projects/acme-prod/locations/europe-west1/repositories/base"


def repository(mode: str | None = None, **settings: Any) -> dict[str, Any]:
    chosen = {"mode": f"{mode}_REPOSITORY"} if mode else {}
    return {"repositoryId": "team-app", "format": "DOCKER", **chosen, **settings}


def remote(**config: Any) -> dict[str, Any]:
    return repository("REMOTE", remoteRepositoryConfig=config)


def virtual(*upstreams: Any) -> dict[str, Any]:
    return repository("VIRTUAL", virtualRepositoryConfig={"upstreamPolicies": list(upstreams)})


def upstream(**settings: Any) -> dict[str, Any]:
    return {"id": "base", "priority": 10, "repository": UPSTREAM, **settings}


@pytest.mark.parametrize(
    "inputs",
    [
        remote(dockerRepository={"publicRepository": "DOCKER_HUB"}),
        remote(dockerRepository={"customRepository": {"uri": "https://registry.acme.example"}}),
        remote(commonRepository={"uri": "https://ghcr.io"}),
        remote(commonRepository={"uri": UPSTREAM}),
        remote(
            commonRepository={"uri": "https://ghcr.io"},
            upstreamCredentials={
                "usernamePasswordCredentials": {
                    "username": "acme",
                    "passwordSecretVersion": "projects/acme-prod/secrets/ghcr/versions/1",
                }
            },
        ),
    ],
)
def test_sound_remotes_are_accepted(gcp, inputs):
    assert gcp.refusal(MODEL, inputs) == ""


@pytest.mark.parametrize(
    ("inputs", "reason"),
    [
        (repository("REMOTE"), "mode REMOTE_REPOSITORY needs remoteRepositoryConfig."),
        (repository("VIRTUAL"), "mode VIRTUAL_REPOSITORY needs virtualRepositoryConfig."),
        (
            repository(remoteRepositoryConfig={"commonRepository": {"uri": "https://ghcr.io"}}),
            "remoteRepositoryConfig belongs to mode REMOTE_REPOSITORY, not STANDARD_REPOSITORY.",
        ),
        (remote(description="none"), "a remote repository has exactly one of"),
        (remote(npmRepository={"publicRepository": "NPMJS"}), "npmRepository goes with format NPM."),
        (remote(dockerRepository={"publicRepository": "QUAY"}), "it is one of DOCKER_HUB."),
        (
            remote(
                dockerRepository={
                    "publicRepository": "DOCKER_HUB",
                    "customRepository": {"uri": "https://ghcr.io"},
                }
            ),
            "dockerRepository has either publicRepository or customRepository.",
        ),
        (remote(commonRepository={"uri": "ghcr.io"}), "'ghcr.io' is neither an https address"),
        (
            remote(
                commonRepository={"uri": "https://ghcr.io"},
                upstreamCredentials={"usernamePasswordCredentials": {"passwordSecretVersion": "ghcr"}},
            ),
            "'ghcr' is no secret version",
        ),
        (
            virtual(*[upstream(id=f"u{n}") for n in range(31)]),
            "31 upstreams; a virtual repository has at most 30.",
        ),
        (virtual(upstream(), upstream()), "two upstream policies have the id 'base'; ids are unique."),
        (virtual(upstream(id="Base")), "'Base' is no id"),
        (virtual(upstream(repository="base")), "'base' is no repository"),
        (virtual(upstream(priority=0)), "priority is 0; it is at least 1."),
        (virtual(upstream()), f"NOT_FOUND: there is no repository {UPSTREAM}."),
    ],
)
def test_unsound_remotes_and_virtuals_are_refused_with_their_rule(gcp, inputs, reason):
    assert reason in gcp.refusal(MODEL, inputs)


def test_a_virtual_repository_serves_one_that_exists_and_has_its_format(gcp):
    gcp.put(MODEL, repository() | {"repositoryId": "base"})
    assert gcp.refusal(MODEL, virtual(upstream())) == ""
    other_format = {**virtual(upstream()), "format": "NPM"}
    assert f"{UPSTREAM} has another format than this repository." in gcp.refusal(MODEL, other_format)
