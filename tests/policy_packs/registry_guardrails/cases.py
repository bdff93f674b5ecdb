"""Resources that pass every control, to be broken one property at a time, and how to judge what was said."""

import base64
import json
from collections.abc import Mapping
from typing import Any

from tests.policy_packs.registry_guardrails.analyzer import Analyzer, Given, Said

ECR = "aws:ecr/repository:Repository"
ECR_POLICY = "aws:ecr/repositoryPolicy:RepositoryPolicy"
ECR_LIFECYCLE = "aws:ecr/lifecyclePolicy:LifecyclePolicy"
ECR_TEMPLATE = "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate"
GAR = "gcp:artifactregistry/repository:Repository"
ACR = "azure-native:containerregistry:Registry"
ACR_TASK = "azure-native:containerregistry:Task"
ARM = "azure-native:resources:Resource"
ASSIGNMENT = "azure-native:authorization:RoleAssignment"

REGIONS = {"WH-REG-007": {"allowedRegions": ["eu-central-1", "europe-west3", "westeurope"]}}

GOOD_ECR: Mapping[str, Any] = {
    "name": "checkout/api",
    "region": "eu-central-1",
    "imageTagMutability": "IMMUTABLE",
    "imageScanningConfiguration": {"scanOnPush": True},
    "encryptionConfigurations": [
        {"encryptionType": "KMS", "kmsKey": "arn:aws:kms:eu-central-1:111111111111:key/0f1e"}
    ],
    "tags": {"owner": "checkout", "environment": "prod"},
}
GOOD_GAR: Mapping[str, Any] = {
    "repositoryId": "checkout",
    "format": "DOCKER",
    "mode": "STANDARD_REPOSITORY",
    "location": "europe-west3",
    "dockerConfig": {"immutableTags": True},
    "kmsKeyName": "projects/acme/locations/europe-west3/keyRings/registries/cryptoKeys/images",
    "cleanupPolicies": [
        {"id": "untagged", "action": "DELETE", "condition": {"tagState": "UNTAGGED", "olderThan": "604800s"}}
    ],
    "cleanupPolicyDryRun": False,
    "deletionPolicy": "PREVENT",
    "labels": {"owner": "checkout", "environment": "prod"},
}
ACR_SETTINGS: Mapping[str, Any] = {
    "adminUserEnabled": False,
    "anonymousPullEnabled": False,
    "encryption": {
        "status": "enabled",
        "keyVaultProperties": {"keyIdentifier": "https://acme.vault.azure.net/keys/images"},
    },
    "policies": {"retentionPolicy": {"status": "enabled", "days": 30}},
}
ACR_ENVELOPE: Mapping[str, Any] = {
    "location": "westeurope",
    "sku": {"name": "Premium"},
    "tags": {"owner": "platform", "environment": "prod"},
}
GOOD_ACR = {**ACR_ENVELOPE, **ACR_SETTINGS, "registryName": "acmeprod"}
GOOD_ARM_ACR = {
    **ACR_ENVELOPE,
    "apiVersion": "2025-11-01",
    "resourceProviderNamespace": "Microsoft.ContainerRegistry",
    "resourceType": "registries",
    "parentResourcePath": "",
    "resourceName": "acmeprod",
    "properties": {**ACR_SETTINGS, "roleAssignmentMode": "AbacRepositoryPermissions"},
}


def changed(tree: Mapping[str, Any], path: str, value: Any) -> dict[str, Any]:
    """Give a copy of a property tree with the value at a dotted path changed; None takes it away."""
    head, _, rest = path.partition(".")
    result = dict(tree)
    result[head] = changed(tree.get(head, {}), rest, value) if rest else value
    return {key: each for key, each in result.items() if each is not None}


def policy(*statements: Mapping[str, Any]) -> str:
    """Write a policy document of these statements as JSON text."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def pull_by(principal: Any, **more: Any) -> dict[str, Any]:
    """Write a statement that lets a principal pull."""
    return {
        "Sid": "pull",
        "Effect": "Allow",
        "Principal": principal,
        "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        **more,
    }


def lifecycle(*rules: Mapping[str, Any]) -> str:
    """Write a lifecycle policy of these rules, numbered from 1, as JSON text."""
    return json.dumps({"rules": [{"rulePriority": n, **rule} for n, rule in enumerate(rules, start=1)]})


def expire(
    status: str = "untagged", kind: str = "sinceImagePushed", count: Any = 14, **more: Any
) -> dict[str, Any]:
    """Write a lifecycle rule that expires."""
    selection = {"tagStatus": status, "countType": kind, "countNumber": count, **more}
    return {"selection": selection, "action": {"type": "expire"}}


def purge_task(command: str, **more: Any) -> dict[str, Any]:
    """Write an ACR task that runs a command every day."""
    steps = f"version: v1.1.0\nsteps:\n  - cmd: {command}\n    timeout: 3600\n"
    return {
        "registryName": "acmeprod",
        "step": {"type": "EncodedTask", "encodedTaskContent": base64.b64encode(steps.encode()).decode()},
        "trigger": {"timerTriggers": [{"name": "daily", "schedule": "0 2 * * *"}]},
        **more,
    }


def said_of(analyzer: Analyzer, kind: str, properties: Mapping[str, Any], **more: Any) -> Said:
    """Ask about one resource of prod, protected, with regions configured."""
    config = {**REGIONS, **more.pop("config", {})}
    return analyzer.ask(Given(kind, properties, **{"protect": True, **more}), config)


def assert_blocked(said: Said, control: str, *words: str) -> None:
    """Expect that exactly this control blocks, with messages that hold these words."""
    assert set(said.blocked) == {control}, said
    text = "\n".join(said.blocked[control])
    for word in words:
        assert word in text


def assert_passes(said: Said) -> None:
    """Expect that nothing blocks and nothing advises."""
    assert not said.blocked
    assert not said.advised


def assert_advises(said: Said, *controls: str) -> None:
    """Expect that exactly these controls advise and nothing blocks."""
    assert not said.blocked
    assert set(said.advised) == set(controls)
