"""Registries that break every control of registry-guardrails, in plain SDK resources.

Each resource breaks what `expectations.py` says of it and nothing else.
"""

import base64
import json
from typing import Any

import pulumi
import pulumi_aws as aws
import pulumi_azure_native as azure
import pulumi_gcp as gcp

SUBSCRIPTION = "00000000-0000-0000-0000-000000000000"
ROLES = f"/subscriptions/{SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions"
REPOSITORY_READER = "b93aa761-3e63-49ed-ac28-beffa264f7ac"
ACR_PUSH = "8311e382-0749-4cb8-b61a-304f252e45ec"
CLIENT_ID = "33333333-3333-3333-3333-333333333333"
TAGS = {"owner": "checkout", "environment": "prod"}
EXPIRE_UNTAGGED = {
    "rulePriority": 1,
    "selection": {
        "tagStatus": "untagged",
        "countType": "sinceImagePushed",
        "countUnit": "days",
        "countNumber": 14,
    },
    "action": {"type": "expire"},
}
KEEP_ALL = {
    "rulePriority": 1,
    "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 99999},
    "action": {"type": "expire"},
}
IDENTITY = (
    f"/subscriptions/{SUBSCRIPTION}/resourceGroups/registries"
    "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/images"
)
PROTECTED = pulumi.ResourceOptions(protect=True)


def ecr(name: str, *, rules: list[dict[str, Any]] | None = None, **changes: Any) -> None:
    """Declare an ECR repository with its lifecycle policy, sound but for the changes."""
    sound: dict[str, Any] = {
        "region": "eu-central-1",
        "image_tag_mutability": "IMMUTABLE",
        "image_scanning_configuration": {"scan_on_push": True},
        "encryption_configurations": [
            {
                "encryption_type": "KMS",
                "kms_key": "arn:aws:kms:eu-central-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab",
            }
        ],
        "tags": TAGS,
    }
    arguments = sound | changes
    repository = aws.ecr.Repository(name, name=f"checkout/{name}", **arguments)
    if rules:
        aws.ecr.LifecyclePolicy(
            f"{name}-retention",
            region=arguments["region"],
            repository=repository.name,
            policy=json.dumps({"rules": rules}),
        )


def gar(name: str, **changes: Any) -> None:
    """Declare a GAR repository, sound but for the changes."""
    sound: dict[str, Any] = {
        "location": "europe-west3",
        "docker_config": {"immutable_tags": True},
        "kms_key_name": "projects/acme-prod/locations/europe-west3/keyRings/registries/cryptoKeys/images",
        "cleanup_policies": [{"id": "untagged", "action": "DELETE", "condition": {"tag_state": "UNTAGGED"}}],
        "labels": TAGS,
        "opts": PROTECTED,
    }
    gcp.artifactregistry.Repository(
        name, project="acme-prod", repository_id=name, format="DOCKER", **(sound | changes)
    )


def acr(name: str, *, location: str = "westeurope", environment: str = "staging", **changes: Any) -> None:
    """Declare an ACR of the API version that the typed resource lacks, sound but for the changes."""
    sound: dict[str, Any] = {
        "adminUserEnabled": False,
        "anonymousPullEnabled": False,
        "policies": {"retentionPolicy": {"status": "enabled", "days": 30}},
    }
    azure.resources.Resource(
        name,
        api_version="2025-11-01",
        resource_group_name="registries",
        resource_provider_namespace="Microsoft.ContainerRegistry",
        resource_type="registries",
        parent_resource_path="",
        resource_name_=name.replace("-", ""),
        location=location,
        sku={"name": "Premium"},
        tags=TAGS | {"environment": environment},
        properties=sound | changes,
        opts=PROTECTED,
    )


def typed_acr(
    name: str, *, opts: pulumi.ResourceOptions = PROTECTED, admin_user_enabled: bool = False
) -> None:
    """Declare an ACR of prod by the typed resource, sound but for the changes."""
    azure.containerregistry.Registry(
        name,
        registry_name=name.replace("-", ""),
        resource_group_name="registries",
        location="westeurope",
        sku={"name": "Premium"},
        identity={"type": "UserAssigned", "user_assigned_identities": {IDENTITY: {}}},
        admin_user_enabled=admin_user_enabled,
        encryption={
            "status": "enabled",
            "key_vault_properties": {
                "key_identifier": "https://acme.vault.azure.net/keys/images",
                "identity": CLIENT_ID,
            },
        },
        policies={"retention_policy": {"status": "enabled", "days": 30}},
        tags=TAGS,
        opts=opts,
    )


def ecr_policy(name: str, **statement: Any) -> None:
    """Declare a policy of one statement on a repository."""
    pull = {"Effect": "Allow", "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]}
    document = {"Version": "2012-10-17", "Statement": [pull | statement]}
    aws.ecr.RepositoryPolicy(
        name, region="eu-central-1", repository="checkout/shared", policy=json.dumps(document)
    )


def assignment(name: str, assignment_id: str, role: str) -> None:
    """Declare an assignment of a role on a registry, without a condition."""
    azure.authorization.RoleAssignment(
        name,
        role_assignment_name=assignment_id,
        scope=(
            f"/subscriptions/{SUBSCRIPTION}/resourceGroups/registries"
            "/providers/Microsoft.ContainerRegistry/registries/acmeprod"
        ),
        principal_id="22222222-2222-2222-2222-222222222222",
        principal_type="ServicePrincipal",
        role_definition_id=f"{ROLES}/{role}",
    )


ecr("mutable-tags", rules=[EXPIRE_UNTAGGED], image_tag_mutability="MUTABLE")
ecr(
    "broad-exclusion",
    rules=[EXPIRE_UNTAGGED],
    image_tag_mutability="IMMUTABLE_WITH_EXCLUSION",
    image_tag_mutability_exclusion_filters=[{"filter": "v*", "filter_type": "WILDCARD"}],
)
ecr("unscanned", rules=[EXPIRE_UNTAGGED], image_scanning_configuration={"scan_on_push": False})
ecr("aws-key", rules=[EXPIRE_UNTAGGED], encryption_configurations=[{"encryption_type": "KMS"}])
ecr("keeps-all", rules=[KEEP_ALL])
ecr("no-retention")
ecr(
    "far-away",
    rules=[EXPIRE_UNTAGGED],
    region="us-east-1",
    encryption_configurations=[
        {
            "encryption_type": "KMS",
            "kms_key": "arn:aws:kms:us-east-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        }
    ],
)
ecr("ownerless", rules=[EXPIRE_UNTAGGED], tags={"environment": "prod"})
ecr("forced", rules=[EXPIRE_UNTAGGED], force_delete=True)
ecr_policy("open-to-all", Principal="*", Condition={"StringLike": {"aws:PrincipalOrgID": "*"}})
ecr_policy("all-actions", Principal={"AWS": "arn:aws:iam::111111111111:role/push"}, Action="ecr:*")
aws.ecr.RegistryScanningConfiguration("scans-nothing", region="eu-central-1", scan_type="BASIC")
aws.ecr.ReplicationConfiguration(
    "replicates-far",
    region="eu-central-1",
    replication_configuration={
        "rules": [{"destinations": [{"region": "us-east-1", "registry_id": "111111111111"}]}]
    },
)

gar("gar-mutable-tags", docker_config={"immutable_tags": False})
gar("gar-unscanned", vulnerability_scanning_config={"enablement_config": "DISABLED"})
gar("gar-google-key", kms_key_name=None)
gar("gar-dry-run", cleanup_policy_dry_run=True)
gar(
    "gar-multi-region",
    location="europe",
    kms_key_name="projects/acme-prod/locations/europe/keyRings/r/cryptoKeys/k",
)
gar("gar-ownerless", labels={"environment": "prod"})
gar("gar-unguarded", opts=None)
gcp.artifactregistry.RepositoryIamMember(
    "gar-public",
    project="acme-prod",
    location="europe-west3",
    repository="checkout",
    role="roles/artifactregistry.reader",
    member="allUsers",
)

acr("acr-admin", adminUserEnabled=True)
acr("acr-anonymous", anonymousPullEnabled=True)
acr("acr-microsoft-key", environment="prod", encryption={"status": "disabled"})
acr("acr-keeps-long", policies={"retentionPolicy": {"status": "enabled", "days": 300}})
acr("acr-no-retention", policies={})
acr("acr-far-away", location="eastus")
typed_acr("acr-typed", admin_user_enabled=True)
typed_acr("acr-unguarded", opts=pulumi.ResourceOptions())
azure.containerregistry.Task(
    "acr-dry-purge",
    resource_group_name="registries",
    registry_name="acrnoretention",
    task_name="purge",
    location="westeurope",
    platform={"os": "Linux"},
    step=azure.containerregistry.EncodedTaskStepArgs(
        type="EncodedTask",
        encoded_task_content=base64.b64encode(
            b"version: v1.1.0\nsteps:\n  - cmd: acr purge --filter '.*:.*' --ago 30d --dry-run\n"
        ).decode(),
    ),
    trigger={"timer_triggers": [{"name": "daily", "schedule": "0 2 * * *"}]},
)
assignment("unconditioned", "44444444-4444-4444-4444-444444444444", REPOSITORY_READER)
assignment("registry-wide", "55555555-5555-5555-5555-555555555555", ACR_PUSH)
