"""The provider packages that the sandbox stands in for, and the resource models of each."""

import functools
import importlib
import importlib.metadata
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from wharfinger_sandbox.provider.model import ResourceModel


@dataclass(frozen=True)
class Package:
    """A provider package: its Pulumi name, the cloud it stands for, its version and its models by token."""

    name: str
    cloud: str
    version: str
    models: Mapping[str, ResourceModel]

    def stand_in(self, token: str = "") -> str:
        """How every message of the sandbox begins: `sandbox (stand-in for ECR)`, from the token's module."""
        module = token.split(":")[1].split("/", maxsplit=1)[0] if token.count(":") >= 2 else ""
        service = _SERVICES.get(module) or f"{self.cloud} {module}".rstrip()
        return f"sandbox (stand-in for {service})"


@dataclass(frozen=True)
class _Source:
    cloud: str
    module: str
    distribution: str


_SOURCES: Final = {
    "aws": _Source("AWS", "wharfinger_sandbox.clouds.aws", "pulumi-aws"),
    "gcp": _Source("Google Cloud", "wharfinger_sandbox.clouds.gcp", "pulumi-gcp"),
    "azure-native": _Source("Azure", "wharfinger_sandbox.clouds.azure", "pulumi-azure-native"),
}

NAMES: Final = tuple(_SOURCES)

_SERVICES: Final = {
    "artifactregistry": "Artifact Registry",
    "binaryauthorization": "Binary Authorization",
    "containerregistry": "ACR",
    "ecr": "ECR",
    "iam": "IAM",
    "kms": "KMS",
}


@functools.cache
def load(name: str) -> Package:
    """The package of that name; its cloud's rules are imported when they are first needed."""
    source = _SOURCES[name]
    models: tuple[ResourceModel, ...] = importlib.import_module(source.module).MODELS
    return package(name, models)


def package(name: str, models: tuple[ResourceModel, ...]) -> Package:
    """A package with models of the caller's choice."""
    source = _SOURCES[name]
    by_token = MappingProxyType({model.token: model for model in models})
    return Package(name, source.cloud, importlib.metadata.version(source.distribution), by_token)
