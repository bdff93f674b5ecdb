"""Registries of prod are encrypted with a key that the organisation manages."""

from collections.abc import Iterator

from registry_guardrails.control import Control, Finding, Severity, Undecided, Violation
from registry_guardrails.resource import Kind, Resource
from registry_guardrails.settings import Settings
from registry_guardrails.tags import ENVIRONMENT_SETTINGS, is_prod
from registry_guardrails.values import UNKNOWN, elements, is_text, lookup, quote

_ENCRYPTION = "encryptionConfigurations"
_KMS_TYPES = ("KMS", "KMS_DSSE")
_AWS_OWN_ALIAS = "alias/aws/"
_KEY_NAME = "kmsKeyName"
_STATUS = "encryption.status"
_KEY_IDENTIFIER = "encryption.keyVaultProperties.keyIdentifier"


def check(resource: Resource, settings: Settings) -> Iterator[Finding]:
    """Judge a repository or registry of prod.

    A key that is set but unknown passes a preview: a stack may create its key, and the update reads it again.
    """
    if not is_prod(resource, settings):
        return
    match resource.kind:
        case Kind.GAR_REPOSITORY:
            yield from _gar(resource)
        case Kind.ACR_REGISTRY:
            yield from _acr(resource)
        case _:
            yield from _ecr(resource)


def _ecr(repository: Resource) -> Iterator[Finding]:
    mend = f"Set encryptionType to KMS and kmsKey to the ARN of a key of your own, in {_ENCRYPTION}."
    configurations = elements(repository.get(_ENCRYPTION))
    configuration = configurations[0] if configurations else None
    kind, key = lookup(configuration, "encryptionType"), lookup(configuration, "kmsKey")
    if kind is UNKNOWN:
        yield Undecided(f"{_ENCRYPTION}[0].encryptionType")
    elif kind not in _KMS_TYPES:
        yield Violation(f"{_ENCRYPTION}[0].encryptionType is {quote(kind)}", mend)
    elif not is_text(key):
        yield Violation(f"encryptionType is {kind} without kmsKey, which means AWS's own key", mend)
    elif isinstance(key, str) and _AWS_OWN_ALIAS in key:
        yield Violation(f"kmsKey is {quote(key)}, which is AWS's own key", mend)


def _gar(repository: Resource) -> Iterator[Finding]:
    if repository.get("mode") == "VIRTUAL_REPOSITORY":
        return
    key = repository.get(_KEY_NAME)
    if not is_text(key):
        yield Violation(
            f"{_KEY_NAME} is {quote(key)}", f"Set {_KEY_NAME} to the full name of a Cloud KMS key."
        )


def _acr(registry: Resource) -> Iterator[Finding]:
    status, key = registry.get(_STATUS), registry.get(_KEY_IDENTIFIER)
    if status is UNKNOWN:
        yield Undecided(_STATUS)
    elif status != "enabled":
        yield Violation(
            f"{_STATUS} is {quote(status)}", f'Set {_STATUS} to "enabled" and {_KEY_IDENTIFIER} to a key.'
        )
    elif not is_text(key):
        yield Violation(
            f"{_KEY_IDENTIFIER} is {quote(key)}", f"Set {_KEY_IDENTIFIER} to the URI of a Key Vault key."
        )


CONTROL = Control(
    id="WH-REG-003",
    title="Prod is encrypted with a customer-managed key",
    why="only a key of the organisation's own can be rotated, audited and withdrawn by it",
    severity=Severity.MEDIUM,
    remediation=f"Set {_ENCRYPTION} with KMS and kmsKey (ECR), {_KEY_NAME} (GAR) or encryption (ACR).",
    mappings=(
        "checkov:CKV_AWS_136",
        "checkov:CKV_GCP_84",
        "trivy:AWS-0033",
        "kics:0e32d561",
        "security-hub:ECR.5",
        "azure-policy:5b9159ae-1701-4a6f-9a7a-aa9c8ddd0580",
    ),
    settings=ENVIRONMENT_SETTINGS,
    kinds=frozenset(
        {Kind.ECR_REPOSITORY, Kind.ECR_CREATION_TEMPLATE, Kind.GAR_REPOSITORY, Kind.ACR_REGISTRY}
    ),
    check=check,
)
