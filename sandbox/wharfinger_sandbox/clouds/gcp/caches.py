"""Remote and virtual Artifact Registry repositories: cached upstreams, and several behind one name."""

import re
from collections.abc import Mapping
from typing import Any

from wharfinger_sandbox.clouds.reading import block, blocks, given, listed, one_of, repeated, text, whole
from wharfinger_sandbox.provider.model import Inputs, Problem

MOST_UPSTREAMS = 30
REPOSITORY_PATH = re.compile(r"projects/[^/]+/locations/[^/]+/repositories/[^/]+")
UPSTREAM_ID = re.compile(r"[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?")
SECRET_VERSION = re.compile(r"projects/[^/]+/secrets/[^/]+/versions/(?:[0-9]+|latest)")
REMOTE_KINDS = {
    "aptRepository": "APT",
    "commonRepository": "",
    "dockerRepository": "DOCKER",
    "mavenRepository": "MAVEN",
    "npmRepository": "NPM",
    "pythonRepository": "PYTHON",
    "yumRepository": "YUM",
}
"""Where a remote repository may read from, and the format that goes with it; a common one goes with any."""

Config = Mapping[str, Any]


def mode_problems(inputs: Inputs) -> list[Problem]:
    """Configuration that belongs to one mode only, and that this mode needs (API: Repository.mode)."""
    mode = inputs.get("mode", "STANDARD_REPOSITORY")
    problems: list[Problem] = []
    for key, owner in (
        ("remoteRepositoryConfig", "REMOTE_REPOSITORY"),
        ("virtualRepositoryConfig", "VIRTUAL_REPOSITORY"),
    ):
        if mode == owner and not given(inputs, key):
            problems.append(Problem(key, f"mode {owner} needs {key}."))
        if isinstance(mode, str) and mode != owner and given(inputs, key):
            problems.append(Problem(key, f"{key} belongs to mode {owner}, not {mode}."))
    problems += _remote_problems(block(inputs, "remoteRepositoryConfig"), text(inputs, "format"))
    return problems + _virtual_problems(block(inputs, "virtualRepositoryConfig"))


def upstream_paths(inputs: Inputs) -> list[tuple[str, str]]:
    """The repositories that a virtual one serves, each with the path of the property that names it."""
    config = block(inputs, "virtualRepositoryConfig")
    named = ((path, text(policy, "repository")) for path, policy in blocks(config, "upstreamPolicies"))
    return [(f"virtualRepositoryConfig.{path}.repository", name) for path, name in named if name is not None]


def _remote_problems(config: Config, repository_format: str | None) -> list[Problem]:
    at = "remoteRepositoryConfig"
    if not config:
        return []
    kinds = [kind for kind in REMOTE_KINDS if given(config, kind)]
    if len(kinds) != 1:
        return [Problem(at, f"a remote repository has exactly one of {', '.join(REMOTE_KINDS)}.")]
    problems: list[Problem] = []
    belongs_to = REMOTE_KINDS[kinds[0]]
    if belongs_to and repository_format not in (None, belongs_to):
        problems.append(Problem(f"{at}.{kinds[0]}", f"{kinds[0]} goes with format {belongs_to}."))
    problems += _docker_problems(block(config, "dockerRepository"), f"{at}.dockerRepository")
    problems += _uri_problems(text(block(config, "commonRepository"), "uri"), f"{at}.commonRepository.uri")
    return problems + _credential_problems(config, at)


def _docker_problems(docker: Config, at: str) -> list[Problem]:
    if not docker:
        return []
    problems = one_of(docker, "publicRepository", ["DOCKER_HUB"], f"{at}.publicRepository")
    if given(docker, "publicRepository") == given(docker, "customRepository"):
        problems.append(Problem(at, "dockerRepository has either publicRepository or customRepository."))
    return problems + _uri_problems(
        text(block(docker, "customRepository"), "uri"), f"{at}.customRepository.uri"
    )


def _uri_problems(uri: str | None, at: str) -> list[Problem]:
    if uri is None or uri.startswith("https://") or REPOSITORY_PATH.fullmatch(uri):
        return []
    return [Problem(at, f"{uri!r} is neither an https address nor an Artifact Registry repository.")]


def _credential_problems(config: Config, at: str) -> list[Problem]:
    login = block(block(config, "upstreamCredentials"), "usernamePasswordCredentials")
    version = text(login, "passwordSecretVersion")
    if version is None or SECRET_VERSION.fullmatch(version):
        return []
    path = f"{at}.upstreamCredentials.usernamePasswordCredentials.passwordSecretVersion"
    return [Problem(path, f"{version!r} is no secret version (projects/P/secrets/S/versions/V).")]


def _virtual_problems(config: Config) -> list[Problem]:
    at = "virtualRepositoryConfig"
    policies = blocks(config, "upstreamPolicies")
    count = len(listed(config, "upstreamPolicies"))
    problems: list[Problem] = []
    if count > MOST_UPSTREAMS:
        problems.append(Problem(at, f"{count} upstreams; a virtual repository has at most {MOST_UPSTREAMS}."))
    problems += [
        Problem(at, f"two upstream policies have the id {twice!r}; ids are unique.")
        for twice in repeated(text(policy, "id") or "" for _, policy in policies if text(policy, "id"))
    ]
    for path, policy in policies:
        problems += _upstream_problems(policy, f"{at}.{path}")
    return problems


def _upstream_problems(policy: Config, at: str) -> list[Problem]:
    problems: list[Problem] = []
    name, repository, priority = text(policy, "id"), text(policy, "repository"), whole(policy, "priority")
    if name is not None and not UPSTREAM_ID.fullmatch(name):
        problems.append(Problem(f"{at}.id", f"{name!r} is no id: a lowercase letter, then a-z, 0-9 and '-'."))
    if repository is not None and not REPOSITORY_PATH.fullmatch(repository):
        reason = f"{repository!r} is no repository (projects/P/locations/L/repositories/R)."
        problems.append(Problem(f"{at}.repository", reason))
    if priority is not None and priority < 1:
        problems.append(Problem(f"{at}.priority", f"priority is {priority}; it is at least 1."))
    return problems
