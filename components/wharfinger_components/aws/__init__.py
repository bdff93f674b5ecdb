"""Components for Amazon ECR."""

from wharfinger_components.aws.registry import (
    EcrRegistry,
    EcrRegistryArgs,
    EcrReplicationDestination,
    EcrReplicationRule,
    EcrScanning,
    EcrScanningRule,
)
from wharfinger_components.aws.repository import EcrRepository, EcrRepositoryArgs

__all__ = [
    "EcrRegistry",
    "EcrRegistryArgs",
    "EcrReplicationDestination",
    "EcrReplicationRule",
    "EcrRepository",
    "EcrRepositoryArgs",
    "EcrScanning",
    "EcrScanningRule",
]
