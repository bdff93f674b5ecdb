"""Scope maps and the tokens that use them: access to single repositories without Entra identities."""

import re

from wharfinger_sandbox.clouds.azure.account import group_problems, system_data
from wharfinger_sandbox.clouds.azure.registries import (
    ACCESS_TOKEN,
    CHILD_API_VERSION,
    REGISTRY_ID,
    SCOPE_MAP,
    child_id,
    child_name_problems,
    parent_of,
    parent_problems,
)
from wharfinger_sandbox.clouds.azure.registry_rules import limit_problems
from wharfinger_sandbox.clouds.reading import at_most, created, given, outputs_so_far, repeated, text, texts
from wharfinger_sandbox.provider.model import CloudView, Inputs, Outputs, Problem, ResourceModel

ACTION = re.compile(
    r"(?:repositories/(?:\*|[a-z0-9]+(?:[._/-]+[a-z0-9]+)*(?:/\*)?)/(?:content|metadata)/(?:read|write|delete)"
    r"|gateway/[a-z0-9-]+/(?:config|message)/(?:read|write))"
)
MOST_ACTIONS = 500
"""Actions, and therefore repositories, per scope map."""
LONGEST_DESCRIPTION = 256
SYSTEM_PREFIX = "_"
SYSTEM_SCOPE_MAPS = frozenset(
    {
        "_repositories_admin",
        "_repositories_pull",
        "_repositories_pull_metadata_read",
        "_repositories_push",
        "_repositories_push_metadata_write",
    }
)


def scope_map_check(inputs: Inputs) -> list[Problem]:
    """The rules for a scope map (azure-rest-api-specs: ScopeMaps_Create; ACR service tiers)."""
    problems = (
        group_problems(inputs)
        + child_name_problems(inputs, "scopeMapName")
        + at_most(inputs, "description", LONGEST_DESCRIPTION)
    )
    actions = texts(inputs, "actions")
    if (text(inputs, "scopeMapName") or "").startswith(SYSTEM_PREFIX):
        reason = f"names that start with {SYSTEM_PREFIX!r} belong to the system."
        problems.append(Problem("scopeMapName", reason))
    if inputs.get("actions") == []:
        problems.append(Problem("actions", "a scope map has at least one action."))
    if len(actions) > MOST_ACTIONS:
        reason = f"{len(actions)} actions; a scope map has at most {MOST_ACTIONS}."
        problems.append(Problem("actions", reason))
    problems += [Problem("actions", f"{twice} is named twice.") for twice in repeated(actions)]
    return problems + [
        Problem("actions", f"{action!r} is no action, such as repositories/team/app/content/read.")
        for action in actions
        if not ACTION.fullmatch(action)
    ]


def scope_map_admit(inputs: Inputs, cloud: CloudView) -> list[Problem]:
    """The registry exists and its SKU takes one more."""
    return _admit(SCOPE_MAP, inputs, scope_map_id(inputs, cloud), cloud)


def token_check(inputs: Inputs) -> list[Problem]:
    """The rules for a token (azure-rest-api-specs: Tokens_Create)."""
    problems = group_problems(inputs) + child_name_problems(inputs, "tokenName")
    if not given(inputs, "scopeMapId"):
        problems.append(Problem("scopeMapId", "a token has a scope map."))
    scope_map = text(inputs, "scopeMapId")
    if scope_map is not None and not _names_a_scope_map(scope_map):
        problems.append(Problem("scopeMapId", f"{scope_map!r} is no id of a scope map."))
    return problems


def token_admit(inputs: Inputs, cloud: CloudView) -> list[Problem]:
    """The registry exists, its SKU takes one more, and the scope map is one of its own."""
    problems = _admit(ACCESS_TOKEN, inputs, token_id(inputs, cloud), cloud)
    parent = parent_of(inputs, cloud)
    if parent is None:
        return problems
    scope_map = inputs["scopeMapId"]
    home, name = scope_map.rsplit("/scopeMaps/", 1)
    if home.lower() != parent[0].lower():
        problems.append(Problem("scopeMapId", "the scope map belongs to another registry."))
    elif name not in SYSTEM_SCOPE_MAPS and not _exists(scope_map, cloud):
        problems.append(Problem("scopeMapId", f"ResourceNotFound: there is no scope map {name}."))
    return problems


def scope_map_id(inputs: Inputs, cloud: CloudView) -> str:
    """The scope map's ARM id."""
    return child_id(inputs, cloud, "scopeMaps", inputs["scopeMapName"])


def token_id(inputs: Inputs, cloud: CloudView) -> str:
    """The token's ARM id."""
    return child_id(inputs, cloud, "tokens", inputs["tokenName"])


def scope_map_outputs(resource_id: str, inputs: Inputs, cloud: CloudView) -> Outputs:
    """What ARM says of a scope map."""
    made = created(outputs_so_far(SCOPE_MAP, resource_id, cloud), "creationDate")
    return _outputs(inputs["scopeMapName"], "scopeMaps", made)


def token_outputs(resource_id: str, inputs: Inputs, cloud: CloudView) -> Outputs:
    """What ARM says of a token; its passwords are never part of it."""
    made = created(outputs_so_far(ACCESS_TOKEN, resource_id, cloud), "creationDate")
    return {"status": inputs.get("status", "enabled"), **_outputs(inputs["tokenName"], "tokens", made)}


def _outputs(name: str, kind: str, made: str) -> Outputs:
    return {
        "azureApiVersion": CHILD_API_VERSION,
        "creationDate": made,
        "name": name,
        "provisioningState": "Succeeded",
        "systemData": system_data(made),
        "type": f"Microsoft.ContainerRegistry/registries/{kind}",
    }


def _admit(token: str, inputs: Inputs, own_id: str, cloud: CloudView) -> list[Problem]:
    parent = parent_of(inputs, cloud)
    if parent is None:
        return parent_problems(inputs, cloud)
    identifier, registry = parent
    return limit_problems(token, identifier, registry, own_id, cloud)


def _names_a_scope_map(identifier: str) -> bool:
    home, separator, name = identifier.rpartition("/scopeMaps/")
    return bool(separator and name and "/" not in name and REGISTRY_ID.fullmatch(home))


def _exists(scope_map: str, cloud: CloudView) -> bool:
    return any(stored.id.lower() == scope_map.lower() for stored in cloud.each(SCOPE_MAP))


MODELS = (
    ResourceModel(
        token=SCOPE_MAP,
        args="pulumi_azure_native.containerregistry:ScopeMapArgs",
        identify=scope_map_id,
        outputs=scope_map_outputs,
        replace_on=frozenset({"registryName", "resourceGroupName", "scopeMapName"}),
        check=scope_map_check,
        admit=scope_map_admit,
    ),
    ResourceModel(
        token=ACCESS_TOKEN,
        args="pulumi_azure_native.containerregistry:TokenArgs",
        identify=token_id,
        outputs=token_outputs,
        replace_on=frozenset({"registryName", "resourceGroupName", "tokenName"}),
        check=token_check,
        admit=token_admit,
    ),
)
