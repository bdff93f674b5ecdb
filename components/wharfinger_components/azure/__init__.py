"""Components for Azure Container Registry."""

from wharfinger_components.azure.grant import AcrGrant, AcrGrantArgs, AcrPrincipal
from wharfinger_components.azure.purge import AcrPurge, AcrPurgeArgs
from wharfinger_components.azure.registry import AcrEncryption, AcrRegistry, AcrRegistryArgs
from wharfinger_components.azure.repository import AcrRepository, AcrRepositoryArgs

__all__ = [
    "AcrEncryption",
    "AcrGrant",
    "AcrGrantArgs",
    "AcrPrincipal",
    "AcrPurge",
    "AcrPurgeArgs",
    "AcrRegistry",
    "AcrRegistryArgs",
    "AcrRepository",
    "AcrRepositoryArgs",
]
