"""What Artifact Registry is told: the native arguments, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

VulnerabilityScanning = Literal["INHERITED", "DISABLED"]
TagState = Literal["TAGGED", "UNTAGGED", "ANY"]
Action = Literal["DELETE", "KEEP"]


@dataclass(frozen=True, slots=True)
class Condition:
    """Which versions a cleanup policy speaks of; durations are seconds, as the cloud stores them."""

    tag_state: TagState
    tag_prefixes: tuple[str, ...] = ()
    """Of which some tag has one."""
    older_than: str | None = None
    newer_than: str | None = None
    version_name_prefixes: tuple[str, ...] = ()
    """Of which the digest has one."""
    package_name_prefixes: tuple[str, ...] = ()
    """Of which the image's name has one."""


@dataclass(frozen=True, slots=True)
class DeleteVersions:
    """A cleanup policy that deletes, except what another one keeps."""

    id: str
    condition: Condition


@dataclass(frozen=True, slots=True)
class KeepVersions:
    """A cleanup policy that keeps what meets a condition."""

    id: str
    condition: Condition


@dataclass(frozen=True, slots=True)
class KeepNewest:
    """A cleanup policy that keeps the most recent versions of each package."""

    id: str
    keep_count: int
    package_name_prefixes: tuple[str, ...] = ()
    """Of which the image's name has one."""


CleanupPolicy = DeleteVersions | KeepVersions | KeepNewest


@dataclass(frozen=True, slots=True)
class NativeRegistry:
    """What a project has once: the APIs that are enabled."""

    project: str
    location: str
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NativeRepository:
    """An Artifact Registry repository, with the members of its two roles."""

    repository_id: str
    project: str
    location: str
    image: str
    description: str
    immutable_tags: bool
    vulnerability_scanning: VulnerabilityScanning
    kms_key_name: str | None
    cleanup_policies: tuple[CleanupPolicy, ...]
    cleanup_dry_run: bool
    """Whether cleanup only tells, in the audit log, what it would delete."""
    readers: tuple[str, ...]
    writers: tuple[str, ...]
    delete_protection: bool
    retain_on_delete: bool
    labels: Mapping[str, str]

    @property
    def identity(self) -> str:
        """What no other repository may share: an Artifact Registry repository holds one image only."""
        return f"{self.location}-docker.pkg.dev/{self.project}/{self.repository_id}"

    @property
    def url(self) -> str:
        """The URL to push to and pull from."""
        return f"{self.identity}/{self.image}"
