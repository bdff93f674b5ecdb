"""What Amazon ECR is told: the native arguments, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from wharfinger.clouds.aws.naming import registry_host

Immutability = Literal["IMMUTABLE", "MUTABLE", "IMMUTABLE_WITH_EXCLUSION"]
ScanType = Literal["BASIC", "ENHANCED"]
ScanFrequency = Literal["SCAN_ON_PUSH", "CONTINUOUS_SCAN"]


@dataclass(frozen=True, slots=True)
class ScanningRule:
    """How often the repositories that match one of the filters are scanned."""

    scan_frequency: ScanFrequency
    filters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReplicationRule:
    """Regions of the same account that repositories with one of the prefixes are copied to."""

    regions: tuple[str, ...]
    prefixes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NativeRegistry:
    """What an account and region have once."""

    account: str
    region: str
    scan_type: ScanType
    scanning_rules: tuple[ScanningRule, ...]
    replication_rules: tuple[ReplicationRule, ...]


@dataclass(frozen=True, slots=True)
class NativeRepository:
    """An ECR repository with its lifecycle and repository policies as canonical JSON text."""

    name: str
    account: str
    region: str
    immutability: Immutability
    immutability_exclusions: tuple[str, ...]
    scan_on_push: bool
    kms_key: str | None
    lifecycle_policy: str | None
    repository_policy: str | None
    delete_protection: bool
    retain_on_delete: bool
    tags: Mapping[str, str]

    @property
    def identity(self) -> str:
        """What no other repository may share."""
        return f"{registry_host(self.account, self.region)}/{self.name}"

    @property
    def url(self) -> str:
        """The URL to push to and pull from."""
        return self.identity
