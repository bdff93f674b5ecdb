"""Artifact Registry repositories."""

import re

from wharfinger_sandbox.clouds.gcp.account import location_problems, project_problems, with_location
from wharfinger_sandbox.clouds.gcp.caches import mode_problems, upstream_paths
from wharfinger_sandbox.clouds.gcp.deletion import deletion_problems, refuse_delete
from wharfinger_sandbox.clouds.gcp.retention import as_stored, cleanup_problems
from wharfinger_sandbox.clouds.gcp.services import SERVICE
from wharfinger_sandbox.clouds.gcp.tags import label_outputs, label_problems
from wharfinger_sandbox.clouds.reading import block, changed, created, given, one_of, text
from wharfinger_sandbox.provider.model import CloudView, Inputs, Outputs, Problem, ResourceModel

REPOSITORY = "gcp:artifactregistry/repository:Repository"
REPOSITORY_ID = re.compile(r"[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?")
FORMATS = ("DOCKER", "MAVEN", "NPM", "PYTHON", "APT", "YUM", "GO", "KFP", "GENERIC", "GOOGET", "RUBY")
MODES = ("STANDARD_REPOSITORY", "VIRTUAL_REPOSITORY", "REMOTE_REPOSITORY")
SCANNING_CONFIGS = ("INHERITED", "DISABLED")
SCANNING_API = "containerscanning.googleapis.com"
KEY_NAME = re.compile(
    r"projects/[^/]+/locations/(?P<location>[^/]+)/keyRings/[\w-]{1,63}/cryptoKeys/[\w-]{1,63}"
)


def check(inputs: Inputs) -> list[Problem]:
    """The rules for a repository's inputs (Artifact Registry API: projects.locations.repositories)."""
    return (
        project_problems(inputs)
        + location_problems(inputs)
        + _id_problems(text(inputs, "repositoryId"))
        + one_of(inputs, "format", FORMATS)
        + one_of(inputs, "mode", MODES)
        + mode_problems(inputs)
        + cleanup_problems(inputs)
        + _format_problems(inputs)
        + _key_problems(inputs)
        + _scanning_problems(inputs)
        + label_problems(inputs)
        + deletion_problems(inputs)
    )


def admit(inputs: Inputs, cloud: CloudView) -> list[Problem]:
    """The upstreams of a virtual repository exist and have its format."""
    problems: list[Problem] = []
    for path, name in upstream_paths(inputs):
        upstream = cloud.find(REPOSITORY, name)
        if upstream is None:
            problems.append(Problem(path, f"NOT_FOUND: there is no repository {name}."))
        elif upstream.inputs.get("format") != inputs.get("format"):
            problems.append(Problem(path, f"{name} has another format than this repository."))
    return problems


def identify(inputs: Inputs, _cloud: CloudView) -> str:
    """The repository's full name, which is its id."""
    return (
        f"projects/{inputs['project']}/locations/{inputs['location']}/repositories/{inputs['repositoryId']}"
    )


def outputs(resource_id: str, inputs: Inputs, cloud: CloudView) -> Outputs:
    """What Artifact Registry says of a repository."""
    stored = cloud.find(REPOSITORY, resource_id)
    host = f"{inputs['location']}-{inputs['format'].lower()}.pkg.dev"
    return {
        "createTime": created(stored.outputs if stored else {}, "createTime"),
        "updateTime": changed(stored, inputs, "updateTime"),
        "deletionPolicy": inputs.get("deletionPolicy", "DELETE"),
        "location": inputs["location"],
        "mode": inputs.get("mode", MODES[0]),
        "name": inputs["repositoryId"],
        "project": inputs["project"],
        "registryUri": f"{host}/{inputs['project']}/{inputs['repositoryId']}",
        "vulnerabilityScanningConfig": _scanning_state(inputs, cloud),
        **label_outputs(inputs, cloud),
        **({"cleanupPolicies": as_stored(inputs)} if given(inputs, "cleanupPolicies") else {}),
    }


def _id_problems(repository_id: str | None) -> list[Problem]:
    if repository_id is None or REPOSITORY_ID.fullmatch(repository_id):
        return []
    reason = (
        f"{repository_id!r} is no repository id: at most 63 lowercase letters, digits and hyphens, "
        "a letter first and no hyphen last."
    )
    return [Problem("repositoryId", reason)]


def _format_problems(inputs: Inputs) -> list[Problem]:
    """Configuration that belongs to one format only."""
    repository_format = text(inputs, "format")
    return [
        Problem(key, f"{key} goes with format {owner}, not {repository_format}.")
        for key, owner in (("dockerConfig", "DOCKER"), ("mavenConfig", "MAVEN"))
        if given(inputs, key) and repository_format not in (None, owner)
    ]


def _key_problems(inputs: Inputs) -> list[Problem]:
    """The key's form, and that it lies where the repository does ("Enabling customer-managed keys")."""
    key, location = text(inputs, "kmsKeyName"), text(inputs, "location")
    if key is None:
        return []
    form = KEY_NAME.fullmatch(key)
    if form is None:
        reason = f"{key!r} is no key name (projects/P/locations/L/keyRings/R/cryptoKeys/K)."
        return [Problem("kmsKeyName", reason)]
    if location is not None and form["location"] != location:
        reason = (
            f"the key is in {form['location']}, the repository in {location}: they must share a location."
        )
        return [Problem("kmsKeyName", reason)]
    return []


def _scanning_problems(inputs: Inputs) -> list[Problem]:
    key = "vulnerabilityScanningConfig"
    return one_of(block(inputs, key), "enablementConfig", SCANNING_CONFIGS, f"{key}.enablementConfig")


def _scanning_state(inputs: Inputs, cloud: CloudView) -> Outputs:
    """Whether Google scans the repository, which depends on the project's scanning API too."""
    config = block(inputs, "vulnerabilityScanningConfig").get("enablementConfig", SCANNING_CONFIGS[0])
    enabled = cloud.find(SERVICE, f"{inputs['project']}/{SCANNING_API}") is not None
    if config == "DISABLED":
        state, why = "SCANNING_DISABLED", "Vulnerability scanning is disabled for this repository."
    elif inputs["format"] != "DOCKER":
        state, why = "SCANNING_UNSUPPORTED", "Vulnerability scanning does not support this format."
    elif enabled:
        state, why = "SCANNING_ACTIVE", ""
    else:
        state, why = "SCANNING_DISABLED", f"API {SCANNING_API} is not enabled."
    return {"enablementConfig": config, "enablementState": state, "enablementStateReason": why}


MODEL = ResourceModel(
    token=REPOSITORY,
    args="pulumi_gcp.artifactregistry:RepositoryArgs",
    identify=identify,
    outputs=outputs,
    # ForceNew in terraform-provider-google, artifactregistry/resource_artifact_registry_repository.go.
    replace_on=frozenset(
        {
            "format",
            "kmsKeyName",
            "location",
            "mavenConfig",
            "mode",
            "project",
            "remoteRepositoryConfig",
            "repositoryId",
        }
    ),
    defaults=with_location,
    check=check,
    admit=admit,
    refuse_delete=refuse_delete,
)
