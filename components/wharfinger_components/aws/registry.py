"""The settings of one ECR registry: one account in one region."""

from collections.abc import Sequence
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws


class EcrScanningRule(TypedDict):
    """Which repositories are scanned, and how often."""

    scan_frequency: pulumi.Input[str]
    """SCAN_ON_PUSH, CONTINUOUS_SCAN (ENHANCED only) or MANUAL."""
    filters: Sequence[pulumi.Input[str]]
    """Names of repositories; `*` stands for any text, and a filter without `*` means "contains"."""


class EcrScanning(TypedDict):
    """How images are scanned in the whole registry."""

    scan_type: pulumi.Input[str]
    """BASIC or ENHANCED (Amazon Inspector)."""
    rules: Sequence[EcrScanningRule]
    """At most two rules, one for each frequency."""


class EcrReplicationDestination(TypedDict):
    """A registry that images are copied to."""

    region: pulumi.Input[str]
    """The region of the destination, such as eu-west-1."""
    registry_id: pulumi.Input[str]
    """The account of the destination, twelve digits."""


class EcrReplicationRule(TypedDict):
    """Where images go, and which ones."""

    destinations: Sequence[EcrReplicationDestination]
    """The registries that images are copied to."""
    prefixes: Sequence[pulumi.Input[str]]
    """Prefixes of repository names; end each with a slash, since `prod` also matches `production`.

    Without any, every repository is copied.
    """


class EcrRegistryArgs(TypedDict):
    """The arguments of EcrRegistry."""

    region: pulumi.Input[str]
    """The region of the registry."""
    scanning: EcrScanning
    """How images are scanned."""
    replication: NotRequired[Sequence[EcrReplicationRule]]
    """The replication rules; at most ten. Without any, no replication configuration is declared."""


class EcrRegistry(pulumi.ComponentResource):
    """The registry-level settings of one AWS account in one region.

    AWS keeps one scanning and one replication configuration for an account and region, so declare this
    component once for each: a second one overwrites the first, silently. Destroying it turns scanning back
    to BASIC without rules.
    """

    registry_id: pulumi.Output[str]
    """The account that the registry belongs to."""
    region: pulumi.Output[str]
    """The region of the registry."""

    def __init__(self, name: str, args: EcrRegistryArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("wharfinger:index:EcrRegistry", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)

        scanning = aws.ecr.RegistryScanningConfiguration(
            name,
            region=args["region"],
            scan_type=args["scanning"]["scan_type"],
            rules=[_scanning_rule(rule) for rule in args["scanning"]["rules"]],
            opts=child,
        )
        replication = args.get("replication", ())
        if replication:
            aws.ecr.ReplicationConfiguration(
                name,
                region=args["region"],
                replication_configuration={"rules": [_replication_rule(rule) for rule in replication]},
                opts=child,
            )

        self.registry_id = scanning.registry_id
        self.region = pulumi.Output.from_input(args["region"])
        self.register_outputs({"registryId": self.registry_id, "region": self.region})


def _scanning_rule(rule: EcrScanningRule) -> aws.ecr.RegistryScanningConfigurationRuleArgsDict:
    return {
        "scan_frequency": rule["scan_frequency"],
        "repository_filters": [{"filter": name, "filter_type": "WILDCARD"} for name in rule["filters"]],
    }


def _replication_rule(
    rule: EcrReplicationRule,
) -> aws.ecr.ReplicationConfigurationReplicationConfigurationRuleArgsDict:
    return {
        "destinations": [
            {"region": destination["region"], "registry_id": destination["registry_id"]}
            for destination in rule["destinations"]
        ],
        "repository_filters": [
            {"filter": prefix, "filter_type": "PREFIX_MATCH"} for prefix in rule["prefixes"]
        ],
    }
