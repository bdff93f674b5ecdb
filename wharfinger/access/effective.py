"""Who may do what on each repository, read back from what the clouds are told."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from wharfinger.clouds.aws import native as aws
from wharfinger.clouds.aws import rights as aws_rights
from wharfinger.clouds.aws import statements as aws_statements
from wharfinger.clouds.azure import native as azure
from wharfinger.clouds.compiled import CompiledPlacement, CompiledPlan
from wharfinger.clouds.gcp import native as gcp
from wharfinger.clouds.gcp import rights as gcp_rights
from wharfinger.clouds.gcp.statements import Binding
from wharfinger.clouds.rights import Granted, NativeRight, Right
from wharfinger.plan.model import AnyRegistry, Grant, Placement
from wharfinger.spec.places import SpecPath
from wharfinger.spec.registries import AcrRegistry, EcrRegistry, GarRegistry

AZURE_ROLES: Mapping[str, str] = {
    "pull": "Container Registry Repository Reader",
    "push": "Container Registry Repository Writer",
}


@dataclass(frozen=True, slots=True)
class EffectiveRight:
    """What one identity may do on a repository in one registry."""

    placement: Placement[AnyRegistry]
    principal: str
    """The principal that the identity belongs to, by the spec's name."""
    identity: str
    """Who it is there, as the cloud names it."""
    rights: tuple[Right, ...]
    statements: tuple[str, ...]
    """What in the native document gives them."""
    path: SpecPath
    """The line of the spec that asks for it."""


def effective_rights(compiled: CompiledPlan) -> Iterator[EffectiveRight]:
    """The rights on all placements, in their order, each placement's by principal and identity."""
    grants = {
        name: registry.native.grants
        for name, registry in compiled.registries.items()
        if isinstance(registry.native, azure.NativeRegistry)
    }
    for one in compiled.placements:
        yield from _on(one, _granted(one, grants))


def _on(one: CompiledPlacement, granted: Sequence[NativeRight]) -> Iterator[EffectiveRight]:
    by_identity: dict[str, list[NativeRight]] = {}
    for right in granted:
        by_identity.setdefault(right.identity, []).append(right)
    named = [
        (grant, identity)
        for grant in one.placement.grants
        for identity in _identities(grant, one.placement.registry)
        if identity in by_identity
    ]
    for grant, identity in sorted(named, key=lambda found: (found[0].principal.name, found[1])):
        found = by_identity[identity]
        yield EffectiveRight(
            placement=one.placement,
            principal=grant.principal.name,
            identity=identity,
            rights=tuple(dict.fromkeys(right.right for right in found)),
            statements=tuple(dict.fromkeys(text for right in found for text in right.statements)),
            path=one.placement.path_of(grant.right),
        )


def _identities(grant: Grant, registry: AnyRegistry) -> tuple[str, ...]:
    """How the registry's cloud names a principal in what is read back."""
    principal = grant.principal.principal
    match registry:
        case EcrRegistry(account=account):
            arns = (arn.replace("{account}", account) for arn in principal.aws)
            return tuple(arn.split(":")[4] if arn.endswith(":root") else arn for arn in arns)
        case GarRegistry(project=project):
            return tuple(member.replace("{project}", project) for member in principal.gcp)
        case AcrRegistry():
            return tuple(one.object_id for one in principal.azure)


def _granted(
    one: CompiledPlacement, grants: Mapping[str, Sequence[azure.NativeGrant]]
) -> Sequence[NativeRight]:
    match one.native:
        case aws.NativeRepository(name=name, repository_policy=policy):
            return _in_ecr(policy).rights if policy else ()
        case gcp.NativeRepository(repository_id=name, readers=readers, writers=writers):
            return gcp_rights.read_rights(name, _bindings(readers, writers)).rights
        case azure.NativeRepository(name=name):
            return tuple(_in_acr(name, grants[one.placement.registry_name]))


@cache
def _in_ecr(policy: str) -> Granted:
    """A policy speaks of its own repository alone, and many repositories have the same."""
    return aws_rights.read_rights("*", aws_statements.read_statements(policy))


@cache
def _bindings(readers: tuple[str, ...], writers: tuple[str, ...]) -> tuple[Binding, ...]:
    return (
        Binding("roles/artifactregistry.reader", readers),
        Binding("roles/artifactregistry.writer", writers),
    )


def _in_acr(name: str, grants: Sequence[azure.NativeGrant]) -> Iterator[NativeRight]:
    """The rights by role assignments whose condition names the repository, or a prefix of its name."""
    for grant in grants:
        if name in grant.repositories or name.startswith(grant.prefixes):
            where = f"{len(grant.repositories):,} repositories and {len(grant.prefixes):,} prefixes"
            statement = f"{AZURE_ROLES[grant.right]}, on a condition that names {where}"
            rights: tuple[Right, ...] = ("pull", "push") if grant.right == "push" else ("pull",)
            yield from (NativeRight(grant.principal.object_id, right, name, (statement,)) for right in rights)
