"""Cache rules: upstream repositories that a registry mirrors as they are pulled."""

import re

from wharfinger_sandbox.clouds.azure.account import group_problems, system_data
from wharfinger_sandbox.clouds.azure.registries import (
    CACHE_RULE,
    CHILD_API_VERSION,
    REGISTRY_ID,
    child_id,
    child_name_problems,
    children,
    parent_of,
    parent_problems,
)
from wharfinger_sandbox.clouds.azure.registry_rules import limit_problems
from wharfinger_sandbox.clouds.reading import created, outputs_so_far, required, text
from wharfinger_sandbox.provider.model import CloudView, Inputs, Outputs, Problem, ResourceModel

_REPOSITORY = r"[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*"
SOURCE = re.compile(rf"[a-z0-9-]+(?:\.[a-z0-9-]+)+/(?:\*|{_REPOSITORY}(?:/\*)?)")
TARGET = re.compile(rf"\*|{_REPOSITORY}(?:/\*)?")
FIXED = ("sourceRepository", "targetRepository")


def check(inputs: Inputs) -> list[Problem]:
    """The rules for a cache rule (azure-rest-api-specs: CacheRules_Create; "Artifact cache")."""
    problems = group_problems(inputs) + child_name_problems(inputs, "cacheRuleName")
    for key in FIXED:
        problems += required(inputs, key, f"a cache rule has a {key}.")
    source, target, credentials = (text(inputs, key) for key in (*FIXED, "credentialSetResourceId"))
    if source is not None and not SOURCE.fullmatch(source):
        reason = f"{source!r} is no upstream repository: its registry first, such as docker.io/library/nginx."
        problems.append(Problem("sourceRepository", reason))
    if target is not None and not TARGET.fullmatch(target):
        problems.append(Problem("targetRepository", f"{target!r} is no repository."))
    if source is not None and target is not None and source.endswith("*") != target.endswith("*"):
        problems.append(
            Problem("targetRepository", "either both repositories end in a wildcard or none does.")
        )
    if credentials is not None and not _names_a_credential_set(credentials):
        reason = f"{credentials!r} is no id of a credential set."
        problems.append(Problem("credentialSetResourceId", reason))
    return problems


def admit(inputs: Inputs, cloud: CloudView) -> list[Problem]:
    """The registry exists, its SKU caches, nothing excludes it, and no other rule fills the repository."""
    parent = parent_of(inputs, cloud)
    if parent is None:
        return parent_problems(inputs, cloud)
    identifier, registry = parent
    own_id = identify(inputs, cloud)
    problems = limit_problems(CACHE_RULE, identifier, registry, own_id, cloud)
    if registry.has_policy("softDeletePolicy"):
        problems.append(
            Problem("", "a registry with soft delete has no cache rules: disable soft delete first.")
        )
    for other in children(CACHE_RULE, identifier, cloud):
        if other.id != own_id and _overlap(other.inputs["targetRepository"], inputs["targetRepository"]):
            reason = f"{other.inputs['cacheRuleName']} fills {other.inputs['targetRepository']} already."
            problems.append(Problem("targetRepository", reason))
    stored = cloud.find(CACHE_RULE, own_id)
    return problems + [
        Problem(key, f"{key} cannot be changed: make another rule.")
        for key in FIXED
        if stored is not None and stored.inputs.get(key) != inputs.get(key)
    ]


def identify(inputs: Inputs, cloud: CloudView) -> str:
    """The rule's ARM id."""
    return child_id(inputs, cloud, "cacheRules", inputs["cacheRuleName"])


def outputs(resource_id: str, inputs: Inputs, cloud: CloudView) -> Outputs:
    """What ARM says of a cache rule."""
    made = created(outputs_so_far(CACHE_RULE, resource_id, cloud), "creationDate")
    return {
        "azureApiVersion": CHILD_API_VERSION,
        "creationDate": made,
        "name": inputs["cacheRuleName"],
        "provisioningState": "Succeeded",
        "systemData": system_data(made),
        "type": "Microsoft.ContainerRegistry/registries/cacheRules",
    }


def _names_a_credential_set(identifier: str) -> bool:
    home, separator, name = identifier.rpartition("/credentialSets/")
    return bool(separator and name and "/" not in name and REGISTRY_ID.fullmatch(home))


def _overlap(one: str, other: str) -> bool:
    """Whether two targets are the same repository, or two wildcards of which one holds the other.

    A rule for one repository may lie within a wildcard's: the more precise rule wins.
    """
    if not (one.endswith("*") and other.endswith("*")):
        return one == other
    left, right = one.removesuffix("*"), other.removesuffix("*")
    return left.startswith(right) or right.startswith(left)


MODEL = ResourceModel(
    token=CACHE_RULE,
    args="pulumi_azure_native.containerregistry:CacheRuleArgs",
    identify=identify,
    outputs=outputs,
    replace_on=frozenset({"cacheRuleName", "registryName", "resourceGroupName"}),
    check=check,
    admit=admit,
)
