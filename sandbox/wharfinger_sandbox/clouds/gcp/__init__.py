"""The stand-in control plane of Google Cloud: Artifact Registry, and what of KMS and IAM it needs."""

from wharfinger_sandbox.clouds.gcp import grants, identities, keys, repository, services
from wharfinger_sandbox.provider.model import ResourceModel

MODELS: tuple[ResourceModel, ...] = (
    repository.MODEL,
    services.MODEL,
    *grants.MODELS,
    *keys.MODELS,
    *identities.MODELS,
)
