"""The stand-in control plane of AWS: ECR, and what of KMS and IAM its keys and pipelines need."""

from wharfinger_sandbox.clouds.aws import caches, grants, identities, keys, registry, repository, retention
from wharfinger_sandbox.provider.model import ResourceModel

MODELS: tuple[ResourceModel, ...] = (
    repository.MODEL,
    retention.MODEL,
    *grants.MODELS,
    *registry.MODELS,
    *caches.MODELS,
    *keys.MODELS,
    *identities.MODELS,
)
