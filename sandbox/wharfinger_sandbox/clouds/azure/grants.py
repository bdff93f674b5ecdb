"""Who may pull and push: role assignments."""

import re

from wharfinger_sandbox.clouds.azure.account import GUID, name_problems, system_data
from wharfinger_sandbox.clouds.azure.condition import condition_problems
from wharfinger_sandbox.clouds.azure.registries import ABAC, REGISTRY_ID, find_registry
from wharfinger_sandbox.clouds.reading import changed, created, given, text
from wharfinger_sandbox.provider.model import CloudView, Inputs, Outputs, Problem, ResourceModel

ROLE_ASSIGNMENT = "azure-native:authorization:RoleAssignment"
CONDITION_VERSION = "2.0"
MOST_ASSIGNMENTS = 4_000
"""Role assignments per subscription (Azure RBAC limits)."""

SCOPE = re.compile(
    r"/subscriptions/[0-9a-fA-F-]{36}(?:/resourceGroups/[^/]+(?:/providers/[^/]+(?:/[^/]+/[^/]+)+)?)?"
    r"|/providers/Microsoft\.Management/managementGroups/[^/]+",
    re.IGNORECASE,
)
ROLE_DEFINITION = re.compile(
    r"(?:/subscriptions/[0-9a-fA-F-]{36})?/providers/Microsoft\.Authorization/roleDefinitions/"
    rf"(?P<role>{GUID.pattern})",
    re.IGNORECASE,
)

REPOSITORY_ROLES = {
    "b93aa761-3e63-49ed-ac28-beffa264f7ac": "Container Registry Repository Reader",
    "2a1e307c-b015-4ebd-883e-5b7698a07328": "Container Registry Repository Writer",
    "2efddaa5-3f1f-4df3-97df-af3f13818f4c": "Container Registry Repository Contributor",
}
CATALOG_LISTER = "bfdb9389-c9a5-478a-bb2f-ba9ca092c3c7"
ABAC_ROLES = {**REPOSITORY_ROLES, CATALOG_LISTER: "Container Registry Repository Catalog Lister"}
REGISTRY_ROLES = {
    "7f951dda-4ed3-4680-a7ca-43fe172d538d": "AcrPull",
    "8311e382-0749-4cb8-b61a-304f252e45ec": "AcrPush",
    "c2f4ef07-c644-48eb-af81-4b1b4947fb11": "AcrDelete",
}


def check(inputs: Inputs) -> list[Problem]:
    """The forms of ids, and the condition's grammar (Authorization API 2022-04-01)."""
    return (
        name_problems(inputs, "roleAssignmentName", GUID, "a GUID")
        + _form_problems(inputs, "principalId", GUID, "a GUID, the object id of a principal")
        + _form_problems(inputs, "roleDefinitionId", ROLE_DEFINITION, "the id of a role definition")
        + _form_problems(
            inputs, "scope", SCOPE, "a subscription, resource group, resource or management group"
        )
        + _condition_check(inputs)
    )


def admit(inputs: Inputs, cloud: CloudView) -> list[Problem]:
    """The registry exists and honours the role, and nobody granted the same already."""
    problems = _registry_problems(inputs, cloud)
    own_id = identify(inputs, cloud)
    assignments = list(cloud.each(ROLE_ASSIGNMENT))
    if len([other for other in assignments if other.id != own_id]) >= MOST_ASSIGNMENTS:
        reason = f"RoleAssignmentLimitExceeded: a subscription has at most {MOST_ASSIGNMENTS:,}."
        problems.append(Problem("", reason))
    for other in assignments:
        if other.id != own_id and _grant(other.inputs) == _grant(inputs):
            problems.append(Problem("", f"RoleAssignmentExists: {other.id} grants this role here already."))
    stored = cloud.find(ROLE_ASSIGNMENT, own_id)
    if stored is not None and _role(stored.inputs) != _role(inputs):
        reason = "RoleAssignmentUpdateNotPermitted: another role needs another roleAssignmentName."
        problems.append(Problem("roleDefinitionId", reason))
    return problems


def identify(inputs: Inputs, _cloud: CloudView) -> str:
    """The assignment's id: below its scope."""
    assignments = "providers/Microsoft.Authorization/roleAssignments"
    return f"{inputs['scope'].rstrip('/')}/{assignments}/{inputs['roleAssignmentName']}"


def outputs(resource_id: str, inputs: Inputs, cloud: CloudView) -> Outputs:
    """What ARM says of a role assignment."""
    stored = cloud.find(ROLE_ASSIGNMENT, resource_id)
    made = created(stored.outputs if stored else {}, "createdOn")
    return {
        "azureApiVersion": "2022-04-01",
        "createdOn": made,
        "name": inputs["roleAssignmentName"],
        "principalType": inputs.get("principalType", "User"),
        "scope": inputs["scope"],
        "systemData": system_data(made),
        "type": "Microsoft.Authorization/roleAssignments",
        "updatedOn": changed(stored, inputs, "updatedOn"),
    }


def _form_problems(inputs: Inputs, key: str, form: re.Pattern[str], what: str) -> list[Problem]:
    value = text(inputs, key)
    if value is None or form.fullmatch(value):
        return []
    return [Problem(key, f"{value!r} is not {what}.")]


def _condition_check(inputs: Inputs) -> list[Problem]:
    condition, version = text(inputs, "condition"), text(inputs, "conditionVersion")
    if not given(inputs, "condition"):
        if given(inputs, "conditionVersion"):
            return [Problem("conditionVersion", "conditionVersion goes with a condition.")]
        return []
    problems: list[Problem] = []
    if version != CONDITION_VERSION and (version is not None or not given(inputs, "conditionVersion")):
        problems.append(
            Problem("conditionVersion", f"a condition needs conditionVersion {CONDITION_VERSION}.")
        )
    if _role(inputs) == CATALOG_LISTER:
        problems.append(Problem("condition", f"{ABAC_ROLES[CATALOG_LISTER]} takes no condition."))
    reasons = [] if condition is None else condition_problems(condition)
    return problems + [Problem("condition", reason) for reason in reasons]


def _registry_problems(inputs: Inputs, cloud: CloudView) -> list[Problem]:
    """The registry of the scope exists, and its mode honours the role.

    ARM accepts a role that the mode ignores, and the grant is then silently void. The sandbox refuses it.
    """
    scope, role = text(inputs, "scope"), _role(inputs)
    if scope is None or not REGISTRY_ID.match(scope):
        return []
    found = REGISTRY_ID.match(scope)
    registry = find_registry(found[0] if found else scope, cloud)
    if registry is None:
        return [Problem("scope", f"ResourceNotFound: there is no registry {scope}.")]
    abac = registry.role_assignment_mode == ABAC
    if abac and role in REGISTRY_ROLES:
        reason = (
            f"{REGISTRY_ROLES[role]} is accepted by ARM but ignored in ABAC mode: "
            f"assign {', '.join(REPOSITORY_ROLES.values())}."
        )
        return [Problem("roleDefinitionId", reason)]
    if not abac and role in ABAC_ROLES:
        reason = (
            f"{ABAC_ROLES[role]} is accepted by ARM but ignored outside ABAC mode: assign AcrPull or "
            f"AcrPush, or set roleAssignmentMode {ABAC}."
        )
        return [Problem("roleDefinitionId", reason)]
    return []


def _role(inputs: Inputs) -> str:
    form = ROLE_DEFINITION.fullmatch(text(inputs, "roleDefinitionId") or "")
    return "" if form is None else form["role"].lower()


def _grant(inputs: Inputs) -> tuple[str, str, str]:
    return str(inputs.get("scope")).lower(), _role(inputs), str(inputs.get("principalId")).lower()


MODEL = ResourceModel(
    token=ROLE_ASSIGNMENT,
    args="pulumi_azure_native.authorization:RoleAssignmentArgs",
    identify=identify,
    outputs=outputs,
    # pulumi-azure-native, provider/pkg/gen/replacement.go, and what is in the path of the request.
    replace_on=frozenset({"principalId", "roleAssignmentName", "scope"}),
    check=check,
    admit=admit,
)
