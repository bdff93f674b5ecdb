"""Registries that pass every control of registry-guardrails, in plain SDK resources.

Region and location are set on each resource; the providers need no configuration but credentials.
"""

import base64
import json

import pulumi
import pulumi_aws as aws
import pulumi_azure_native as azure
import pulumi_gcp as gcp

SUBSCRIPTION = "00000000-0000-0000-0000-000000000000"
REPOSITORY_WRITER = "2a1e307c-b015-4ebd-883e-5b7698a07328"
CLIENT_ID = "33333333-3333-3333-3333-333333333333"
IDENTITY = (
    f"/subscriptions/{SUBSCRIPTION}/resourceGroups/registries"
    "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/images"
)
TAGS = {"owner": "checkout", "environment": "prod"}

role = aws.iam.Role(
    "puller",
    name="puller",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": "Allow", "Principal": {"Service": "ecs.amazonaws.com"}, "Action": "sts:AssumeRole"}
            ],
        }
    ),
)
key = aws.kms.Key("images", region="eu-central-1", enable_key_rotation=True)
repository = aws.ecr.Repository(
    "api",
    name="checkout/api",
    region="eu-central-1",
    image_tag_mutability="IMMUTABLE_WITH_EXCLUSION",
    image_tag_mutability_exclusion_filters=[{"filter": "dev-*", "filter_type": "WILDCARD"}],
    image_scanning_configuration={"scan_on_push": True},
    encryption_configurations=[{"encryption_type": "KMS", "kms_key": key.arn}],
    tags=TAGS,
)
aws.ecr.LifecyclePolicy(
    "api",
    region="eu-central-1",
    repository=repository.name,
    policy=json.dumps(
        {
            "rules": [
                {
                    "rulePriority": 1,
                    "selection": {
                        "tagStatus": "untagged",
                        "countType": "sinceImagePushed",
                        "countUnit": "days",
                        "countNumber": 14,
                    },
                    "action": {"type": "expire"},
                }
            ]
        }
    ),
)
aws.ecr.RepositoryPolicy(
    "api",
    region="eu-central-1",
    repository=repository.name,
    policy=role.arn.apply(
        lambda arn: json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Sid": "pull",
                        "Effect": "Allow",
                        "Principal": {"AWS": arn},
                        "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
                    }
                ],
            }
        )
    ),
)
aws.ecr.RegistryScanningConfiguration(
    "scanning",
    region="eu-central-1",
    scan_type="ENHANCED",
    rules=[
        {
            "scan_frequency": "CONTINUOUS_SCAN",
            "repository_filters": [{"filter": "*", "filter_type": "WILDCARD"}],
        }
    ],
)
aws.ecr.ReplicationConfiguration(
    "replication",
    region="eu-central-1",
    replication_configuration={
        "rules": [{"destinations": [{"region": "eu-west-1", "registry_id": "111111111111"}]}]
    },
)

images = gcp.artifactregistry.Repository(
    "images",
    project="acme-prod",
    location="europe-west3",
    repository_id="checkout",
    format="DOCKER",
    docker_config={"immutable_tags": True},
    kms_key_name="projects/acme-prod/locations/europe-west3/keyRings/registries/cryptoKeys/images",
    cleanup_policies=[
        {
            "id": "untagged",
            "action": "DELETE",
            "condition": {"tag_state": "UNTAGGED", "older_than": "604800s"},
        }
    ],
    cleanup_policy_dry_run=False,
    labels=TAGS,
    opts=pulumi.ResourceOptions(protect=True),
)
gcp.artifactregistry.RepositoryIamMember(
    "images-pull",
    project="acme-prod",
    location="europe-west3",
    repository=images.repository_id,
    role="roles/artifactregistry.reader",
    member="group:checkout@acme.example",
)

registry = azure.resources.Resource(
    "registry",
    api_version="2025-11-01",
    resource_group_name="registries",
    resource_provider_namespace="Microsoft.ContainerRegistry",
    resource_type="registries",
    parent_resource_path="",
    resource_name_="acmestaging",
    location="westeurope",
    sku={"name": "Premium"},
    tags=TAGS | {"environment": "staging"},
    properties={
        "adminUserEnabled": False,
        "anonymousPullEnabled": False,
        "roleAssignmentMode": "AbacRepositoryPermissions",
    },
)
azure.containerregistry.Registry(
    "registry-typed",
    registry_name="acmeprod",
    resource_group_name="registries",
    location="westeurope",
    sku={"name": "Premium"},
    identity={"type": "UserAssigned", "user_assigned_identities": {IDENTITY: {}}},
    encryption={
        "status": "enabled",
        "key_vault_properties": {
            "key_identifier": "https://acme.vault.azure.net/keys/images",
            "identity": CLIENT_ID,
        },
    },
    policies={"retention_policy": {"status": "enabled", "days": 30}},
    tags=TAGS,
    opts=pulumi.ResourceOptions(protect=True),
)
azure.containerregistry.Replication(
    "replica",
    resource_group_name="registries",
    registry_name=registry.name,
    replication_name="northeurope",
    location="northeurope",
)
azure.containerregistry.Task(
    "purge",
    task_name="purge",
    resource_group_name="registries",
    registry_name=registry.name,
    location="westeurope",
    platform={"os": "Linux"},
    step=azure.containerregistry.EncodedTaskStepArgs(
        type="EncodedTask",
        encoded_task_content=base64.b64encode(
            b"version: v1.1.0\nsteps:\n  - cmd: acr purge --filter 'checkout/.*:^dev-' --ago 30d --untagged\n"
        ).decode(),
    ),
    trigger={"timer_triggers": [{"name": "daily", "schedule": "0 2 * * *"}]},
)
ACTIONS = " AND ".join(
    f"!(ActionMatches{{'Microsoft.ContainerRegistry/registries/repositories/{action}'}})"
    for action in ("content/read", "metadata/read", "content/write", "metadata/write")
)
azure.authorization.RoleAssignment(
    "push",
    role_assignment_name="44444444-4444-4444-4444-444444444444",
    scope=registry.id,
    principal_id="22222222-2222-2222-2222-222222222222",
    principal_type="ServicePrincipal",
    role_definition_id=(
        f"/subscriptions/{SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/{REPOSITORY_WRITER}"
    ),
    condition=(
        f"(({ACTIONS}) OR (@Request[Microsoft.ContainerRegistry/registries/repositories:name] "
        "StringStartsWithIgnoreCase 'checkout/'))"
    ),
    condition_version="2.0",
)
azure.security.Pricing(
    "defender", scope_id=f"subscriptions/{SUBSCRIPTION}", pricing_name="Containers", pricing_tier="Standard"
)
