"""Grants as role assignments whose conditions name repositories."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from wharfinger.clouds.azure.naming import repository_name
from wharfinger.clouds.azure.native import NativeGrant
from wharfinger.clouds.fidelity import Finding, native, refused
from wharfinger.clouds.prefixes import covering
from wharfinger.plan.model import Grant, Placement, Right
from wharfinger.spec.people import AzurePrincipal
from wharfinger.spec.registries import AcrRegistry

ROOM_FOR_NAMES: Final = 7_500
"""Characters for names in a condition of 8 KB, Azure's limit, beside the actions of a role."""
ROOM_FOR_ONE: Final = 100
"""Characters that a name takes besides its own."""


def access_findings(grants: Sequence[Grant]) -> tuple[Finding, ...]:
    """What becomes of a placement's grants."""
    return tuple(_finding(right, grants) for right in _RIGHTS)


_RIGHTS: Final[tuple[Right, ...]] = ("pull", "push")


def _finding(right: Right, grants: Iterable[Grant]) -> Finding:
    for grant in grants:
        if grant.right == right and grant.by_name and not grant.principal.principal.azure:
            return refused(right, f"`{grant.principal.name}` has no identity in azure")
    return native(right)


def encode_access(
    placements: Sequence[Placement[AcrRegistry]],
) -> tuple[tuple[NativeGrant, ...], tuple[Finding, ...]]:
    """One grant for each principal and right of a registry, and the findings.

    Azure keeps one role assignment for a scope, role and principal, whatever its condition says (Azure RBAC
    docs, "Troubleshoot: role assignment already exists"), so all repositories of a principal are in one.
    Pulls of very many repositories are granted by prefixes that cover no other repository of the spec.
    """
    everything = {repository_name(placement.full_name) for placement in placements}
    grants: list[NativeGrant] = []
    findings: list[Finding] = []
    for (right, object_id), (principal, names) in sorted(_by_principal(placements).items()):
        if fits(names):
            grants.append(NativeGrant(principal, right, tuple(sorted(names)), ()))
            continue
        prefixes = covering(names, everything - names)
        whole = tuple(prefix for prefix in prefixes if not prefix.endswith("/"))
        if right == "push" or not fits(prefixes):
            why = f"the {len(names)} repositories of principal {object_id} don't fit into one role assignment"
            findings.append(refused(right, why))
            continue
        grants.append(
            NativeGrant(principal, right, whole, tuple(prefix for prefix in prefixes if prefix not in whole))
        )
    return tuple(grants), tuple(findings)


def fits(names: Iterable[str]) -> bool:
    """Whether one role assignment can name them all."""
    return sum(len(name) + ROOM_FOR_ONE for name in names) <= ROOM_FOR_NAMES


def batches(names: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """The names in sorted batches, each of which fits into one role assignment."""
    batch, room = list[str](), ROOM_FOR_NAMES
    for name in sorted(names):
        room -= len(name) + ROOM_FOR_ONE
        if room < 0:
            yield tuple(batch)
            batch, room = [], ROOM_FOR_NAMES - len(name) - ROOM_FOR_ONE
        batch.append(name)
    if batch:
        yield tuple(batch)


def _by_principal(
    placements: Iterable[Placement[AcrRegistry]],
) -> Mapping[tuple[Right, str], tuple[AzurePrincipal, set[str]]]:
    """The repositories by right and object id; who pushes by one name and pulls by another has both."""
    found: dict[tuple[Right, str], tuple[AzurePrincipal, set[str]]] = {}
    for placement in placements:
        for grant in placement.grants:
            for principal in grant.principal.principal.azure:
                _, names = found.setdefault((grant.right, principal.object_id), (principal, set()))
                names.add(repository_name(placement.full_name))
    return found
