"""Release tags can't be moved to another image."""

from collections.abc import Iterator

from registry_guardrails.control import Control, Finding, Severity, Undecided, Violation
from registry_guardrails.resource import Kind, Resource
from registry_guardrails.settings import Settings
from registry_guardrails.tag_patterns import share_a_tag
from registry_guardrails.values import UNKNOWN, elements, lookup, quote

_MUTABILITY = "imageTagMutability"
_FILTERS = "imageTagMutabilityExclusionFilters"
_IMMUTABLE_TAGS = "dockerConfig.immutableTags"


def check(resource: Resource, settings: Settings) -> Iterator[Finding]:
    """Judge an ECR repository or creation template, or a GAR repository that stores Docker images.

    ACR has no such property: its tags are locked one by one, through the data plane.
    """
    if resource.kind is Kind.GAR_REPOSITORY:
        yield from _gar(resource)
    else:
        yield from _ecr(resource, settings.texts("releaseTagPatterns"))


def _ecr(repository: Resource, release_patterns: tuple[str, ...]) -> Iterator[Finding]:
    mutability = repository.get(_MUTABILITY)
    if mutability is UNKNOWN:
        yield Undecided(_MUTABILITY)
    elif mutability == "IMMUTABLE_WITH_EXCLUSION":
        yield from _exclusions(repository.get(_FILTERS), release_patterns)
    elif mutability != "IMMUTABLE":
        yield Violation(f"{_MUTABILITY} is {quote(mutability)}", f'Set {_MUTABILITY} to "IMMUTABLE".')


def _exclusions(filters: object, release_patterns: tuple[str, ...]) -> Iterator[Finding]:
    for entry in elements(filters):
        excluded = lookup(entry, "filter")
        if excluded is UNKNOWN:
            yield Undecided(f"{_FILTERS}[].filter")
            continue
        reason = _breadth(str(excluded), release_patterns)
        if reason:
            yield Violation(
                f"{_FILTERS} excludes {quote(excluded)}, {reason}",
                f"Narrow or remove that filter in {_FILTERS}, so that it matches no release tag.",
            )


def _breadth(excluded: str, release_patterns: tuple[str, ...]) -> str | None:
    if not excluded.strip("*"):
        return "which is every tag"
    shared = next((pattern for pattern in release_patterns if share_a_tag(excluded, pattern)), None)
    return f"which takes in release tags ({shared})" if shared else None


def _gar(repository: Resource) -> Iterator[Finding]:
    form = repository.get("format")
    if form is not UNKNOWN and str(form).upper() != "DOCKER":
        return
    if repository.get("mode") in ("VIRTUAL_REPOSITORY", "REMOTE_REPOSITORY"):
        return
    immutable = repository.get(_IMMUTABLE_TAGS)
    if immutable is UNKNOWN:
        yield Undecided(_IMMUTABLE_TAGS)
    elif immutable is not True:
        yield Violation(f"{_IMMUTABLE_TAGS} is {quote(immutable)}", f"Set {_IMMUTABLE_TAGS} to true.")


CONTROL = Control(
    id="WH-REG-001",
    title="Image tags are immutable",
    why="a tag that can be moved lets a pushed image replace the one that was tested, scanned and deployed",
    severity=Severity.HIGH,
    remediation=f"Set {_MUTABILITY} to IMMUTABLE (ECR) or {_IMMUTABLE_TAGS} to true (GAR).",
    mappings=(
        "checkov:CKV_AWS_51",
        "trivy:AWS-0031",
        "kics:d1846b12",
        "prowler:ecr_repositories_tag_immutability",
        "security-hub:ECR.2",
    ),
    settings={
        "releaseTagPatterns": {
            "type": "array",
            "items": {"type": "string"},
            "default": ["#.#.#", "v#.#.#", "v#", "v#.#", "prod-*", "release-*"],
            "description": "Tags that no exclusion filter may take in; * is any text, # a number.",
        },
    },
    kinds=frozenset({Kind.ECR_REPOSITORY, Kind.ECR_CREATION_TEMPLATE, Kind.GAR_REPOSITORY}),
    check=check,
)
