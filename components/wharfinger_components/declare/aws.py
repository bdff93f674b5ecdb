"""What a stack declares in Amazon ECR."""

import pulumi

from wharfinger.clouds.aws.native import NativeRegistry, NativeRepository
from wharfinger_components.aws import EcrRegistry, EcrRepository, EcrRepositoryArgs


def declare_registry(name: str, native: NativeRegistry) -> None:
    """Declare what an account and region have once."""
    EcrRegistry(
        name,
        {
            "region": native.region,
            "scanning": {
                "scan_type": native.scan_type,
                "rules": [
                    {"scan_frequency": rule.scan_frequency, "filters": list(rule.filters)}
                    for rule in native.scanning_rules
                ],
            },
            "replication": [
                {
                    "destinations": [
                        {"region": region, "registry_id": native.account} for region in rule.regions
                    ],
                    "prefixes": list(rule.prefixes),
                }
                for rule in native.replication_rules
            ],
        },
    )


def declare_repository(name: str, native: NativeRepository) -> pulumi.Output[str]:
    """Declare a repository; its URL."""
    args: EcrRepositoryArgs = {
        "repository_name": native.name,
        "region": native.region,
        "immutability": native.immutability,
        "immutability_exclusions": native.immutability_exclusions,
        "scan_on_push": native.scan_on_push,
        "delete_protection": native.delete_protection,
        "retain_on_delete": native.retain_on_delete,
        "tags": native.tags,
    }
    if native.kms_key is not None:
        args["kms_key"] = native.kms_key
    if native.lifecycle_policy is not None:
        args["lifecycle_policy"] = native.lifecycle_policy
    if native.repository_policy is not None:
        args["repository_policy"] = native.repository_policy
    return EcrRepository(name, args).push_url
