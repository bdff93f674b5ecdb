"""Grants as members of Artifact Registry's roles."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wharfinger.clouds.fidelity import Finding, native, refused
from wharfinger.plan.model import Grant, Right
from wharfinger.spec.registries import GarRegistry


@dataclass(frozen=True, slots=True)
class Members:
    """Who has `roles/artifactregistry.reader`, and who has `roles/artifactregistry.writer`."""

    readers: tuple[str, ...]
    writers: tuple[str, ...]


def encode_access(registry: GarRegistry, grants: Sequence[Grant]) -> tuple[Members, tuple[Finding, ...]]:
    """The members of the repository's reader and writer roles, and the findings; a writer reads as well."""
    pull = [grant for grant in grants if grant.right == "pull"]
    push = [grant for grant in grants if grant.right == "push"]
    members = Members(_members(registry, pull), _members(registry, push))
    return members, (_finding("pull", pull), _finding("push", push))


def _finding(right: Right, grants: Iterable[Grant]) -> Finding:
    for grant in grants:
        if grant.by_name and not grant.principal.principal.gcp:
            return refused(right, f"`{grant.principal.name}` has no identity in gcp")
    return native(right)


def _members(registry: GarRegistry, grants: Iterable[Grant]) -> tuple[str, ...]:
    members = {
        member.replace("{project}", registry.project)
        for grant in grants
        for member in grant.principal.principal.gcp
    }
    return tuple(sorted(members))
