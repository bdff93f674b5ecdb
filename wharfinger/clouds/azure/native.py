"""What Azure Container Registry is told: the native arguments, as values."""

from collections.abc import Mapping
from dataclasses import dataclass

from wharfinger.plan.model import Right
from wharfinger.spec.people import AzurePrincipal
from wharfinger.spec.registries import AcrCustomerKey


@dataclass(frozen=True, slots=True)
class NativeGrant:
    """One role assignment: a principal's right on exactly these repositories and prefixes."""

    principal: AzurePrincipal
    right: Right
    repositories: tuple[str, ...]
    prefixes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NativePurge:
    """A scheduled task that purges a team's repositories, and may touch no others."""

    task_name: str
    repositories: tuple[str, ...]
    lists_repositories: bool
    """Whether it may list all repositories, which takes a name that is no literal expression."""
    commands: tuple[str, ...]
    schedule: str
    timeout_seconds: int
    tags: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class NativeRegistry:
    """The registry itself, its replicas, role assignments and purge tasks, and the subscription's scanner."""

    subscription: str
    resource_group: str
    name: str
    location: str
    sku: str
    replicas: tuple[str, ...]
    customer_key: AcrCustomerKey | None
    defender: bool
    delete_protection: bool
    grants: tuple[NativeGrant, ...]
    purges: tuple[NativePurge, ...]
    tags: Mapping[str, str]

    @property
    def registry_id(self) -> str:
        """The registry's resource id."""
        return (
            f"/subscriptions/{self.subscription}/resourceGroups/{self.resource_group}"
            f"/providers/Microsoft.ContainerRegistry/registries/{self.name}"
        )


@dataclass(frozen=True, slots=True)
class NativeRepository:
    """The name of a repository, which comes into being with its first push; ACR has no resource for it."""

    login_server: str
    name: str

    @property
    def identity(self) -> str:
        """What no other repository may share."""
        return f"{self.login_server}/{self.name}"

    @property
    def url(self) -> str:
        """The URL to push to and pull from."""
        return self.identity
