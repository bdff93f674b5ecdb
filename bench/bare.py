"""A stack's resources written out as a plain Pulumi program: the SDKs' own classes, and no component."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from wharfinger_components.aws.repository import NOTHING_EXPIRES

from wharfinger.clouds.aws import native as aws
from wharfinger.clouds.azure import native as azure
from wharfinger.clouds.compiled import ScopeResources
from wharfinger.clouds.gcp import native as gcp

_HEAD: Final = '''"""The same resources as the organisation's, without its components."""

import pulumi
import pulumi_aws as aws
import pulumi_gcp as gcp

urls = []
'''
_TAIL: Final = 'pulumi.export("urls", urls)\n'


class NotInBareError(ValueError):
    """A scope that holds something in Azure, which this program has no words for."""


class _Code(str):
    """An expression, where other values are written as literals."""

    __slots__ = ()
    __repr__ = str.__str__


def program(scope: ScopeResources) -> str:
    """A `__main__.py` that declares a team's placements in ECR and Artifact Registry.

    Types, names, inputs and options are those that the components give their resources, parents aside. Raises
    `NotInBareError`.
    """
    lines = [line for one in scope.placements for line in _placement(one.placement.key, one.native)]
    return "\n".join([_HEAD, *lines, "", _TAIL])


def _placement(
    name: str, native: aws.NativeRepository | gcp.NativeRepository | azure.NativeRepository
) -> Iterator[str]:
    match native:
        case aws.NativeRepository():
            yield from _ecr(name, native)
        case gcp.NativeRepository():
            yield from _gar(name, native)
        case azure.NativeRepository():
            raise NotInBareError(name)


def _ecr(name: str, native: aws.NativeRepository) -> Iterator[str]:
    key = native.kms_key
    arguments = {
        "name": native.name,
        "region": native.region,
        "image_tag_mutability": native.immutability,
        "image_tag_mutability_exclusion_filters": [
            {"filter": pattern, "filter_type": "WILDCARD"} for pattern in native.immutability_exclusions
        ]
        or None,
        "image_scanning_configuration": {"scan_on_push": native.scan_on_push},
        "encryption_configurations": [
            {"encryption_type": "AES256"} if key is None else {"encryption_type": "KMS", "kms_key": key}
        ],
        "force_delete": False,
        "tags": dict(native.tags),
    }
    options = _repository_options(native.delete_protection, native.retain_on_delete)
    yield f"repository = {_call('aws.ecr.Repository', name, arguments, options)}"
    yield "urls.append(repository.repository_url)"
    of_repository = {"region": native.region, "repository": _Code("repository.name")}
    arguments = {**of_repository, "policy": native.lifecycle_policy or NOTHING_EXPIRES}
    options = {"retain_on_delete": True, "delete_before_replace": True}
    yield _call("aws.ecr.LifecyclePolicy", name, arguments, options)
    if native.repository_policy is not None:
        arguments = {**of_repository, "policy": native.repository_policy}
        options = {"deleted_with": _Code("repository")}
        yield _call("aws.ecr.RepositoryPolicy", name, arguments, options)


def _gar(name: str, native: gcp.NativeRepository) -> Iterator[str]:
    place = {"project": native.project, "location": native.location}
    arguments = {
        **place,
        "repository_id": native.repository_id,
        "description": native.description,
        "format": "DOCKER",
        "docker_config": {"immutable_tags": native.immutable_tags},
        "vulnerability_scanning_config": {"enablement_config": native.vulnerability_scanning},
        "kms_key_name": native.kms_key_name,
        "cleanup_policies": [_cleanup_policy(policy) for policy in native.cleanup_policies] or None,
        "cleanup_policy_dry_run": native.cleanup_dry_run,
        "labels": dict(native.labels),
    }
    options = _repository_options(native.delete_protection, native.retain_on_delete)
    yield f"repository = {_call('gcp.artifactregistry.Repository', name, arguments, options)}"
    yield f"urls.append({native.url!r})"
    of_repository = {**place, "repository": _Code("repository.name")}
    for access, role, members in (("pull", "reader", native.readers), ("push", "writer", native.writers)):
        for member in members:
            yield _call(
                "gcp.artifactregistry.RepositoryIamMember",
                f"{name}-{access}-{member}",
                {**of_repository, "role": f"roles/artifactregistry.{role}", "member": member},
                {"deleted_with": _Code("repository")},
            )


def _repository_options(protect: bool, retain_on_delete: bool) -> dict[str, Any]:
    return {"protect": protect, "retain_on_delete": retain_on_delete, "delete_before_replace": False}


def _cleanup_policy(policy: gcp.CleanupPolicy) -> dict[str, Any]:
    match policy:
        case gcp.DeleteVersions(name, condition):
            return {"id": name, "action": "DELETE", "condition": _condition(condition)}
        case gcp.KeepVersions(name, condition):
            return {"id": name, "action": "KEEP", "condition": _condition(condition)}
        case gcp.KeepNewest(name, count, packages):
            newest = _given(keep_count=count, package_name_prefixes=packages)
            return {"id": name, "action": "KEEP", "most_recent_versions": newest}


def _condition(condition: gcp.Condition) -> dict[str, Any]:
    return _given(
        tag_state=condition.tag_state,
        tag_prefixes=condition.tag_prefixes,
        version_name_prefixes=condition.version_name_prefixes,
        package_name_prefixes=condition.package_name_prefixes,
        older_than=condition.older_than,
        newer_than=condition.newer_than,
    )


def _given(**said: Any) -> dict[str, Any]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in said.items() if value}


def _call(function: str, name: str, arguments: Mapping[str, Any], options: Mapping[str, Any]) -> str:
    given = [
        repr(name),
        *_keywords(arguments),
        f"opts=pulumi.ResourceOptions({', '.join(_keywords(options))})",
    ]
    return f"{function}({', '.join(given)})"


def _keywords(arguments: Mapping[str, Any]) -> list[str]:
    return [f"{key}={value!r}" for key, value in arguments.items() if value is not None]
