"""What bindings let the members of an Artifact Registry repository do.

Sources: the IAM docs, "Artifact Registry roles and permissions", with the permissions of the basic roles.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from wharfinger.clouds.gcp.statements import Binding
from wharfinger.clouds.rights import ActionSet, Allowance, Granted, Limit, Right, rights_of, together

_DOWNLOAD: Final = "artifactregistry.repositories.downloadArtifacts"
_UPLOAD: Final = "artifactregistry.repositories.uploadArtifacts"
_DELETE: Final = "artifactregistry.repositories.deleteArtifacts"
_CHANGE: Final = ("artifactregistry.repositories.delete", "artifactregistry.repositories.update")
_GRANT: Final = "artifactregistry.repositories.setIamPolicy"
ACTION_SETS: Final[Mapping[Right, ActionSet]] = {
    "pull": ActionSet((frozenset({_DOWNLOAD}),)),
    "push": ActionSet((frozenset({_DOWNLOAD, _UPLOAD}),)),
    "delete": ActionSet((frozenset({_DELETE}),)),
    "admin": ActionSet(tuple(frozenset({permission}) for permission in (*_CHANGE, _GRANT))),
}
"""The permissions that decide on each right; one that changes the repository is enough to be admin."""

ROLES: Final[Mapping[str, tuple[str, ...]]] = {
    "roles/artifactregistry.reader": (_DOWNLOAD,),
    "roles/artifactregistry.writer": (_DOWNLOAD, _UPLOAD),
    "roles/artifactregistry.createOnPushWriter": (_DOWNLOAD, _UPLOAD),
    "roles/artifactregistry.repoAdmin": (_DOWNLOAD, _UPLOAD, _DELETE),
    "roles/artifactregistry.createOnPushRepoAdmin": (_DOWNLOAD, _UPLOAD, _DELETE),
    "roles/artifactregistry.admin": (_DOWNLOAD, _UPLOAD, _DELETE, *_CHANGE, _GRANT),
    "roles/artifactregistry.containerRegistryMigrationAdmin": (_DOWNLOAD, _UPLOAD, _GRANT),
    "roles/viewer": (_DOWNLOAD,),
    "roles/editor": (_DOWNLOAD, _UPLOAD, _DELETE, *_CHANGE),
    "roles/owner": (_DOWNLOAD, _UPLOAD, _DELETE, *_CHANGE, _GRANT),
}
"""The roles that are known here, with those of their permissions that decide on a right."""


def read_rights(repository: str, bindings: Sequence[Binding]) -> Granted:
    """The rights that bindings give on a repository; `*` is every repository of a project.

    A role that isn't known here is told as another action. A condition is a limit, whatever it says.
    """
    members = dict.fromkeys(member for binding in bindings for member in binding.members)
    return together(
        rights_of(member, _allowances(bindings, member), ACTION_SETS, lambda limits: (repository, limits))
        for member in members
    )


def _allowances(bindings: Sequence[Binding], member: str) -> Iterator[Allowance]:
    for binding in bindings:
        if member in binding.members:
            condition = binding.condition
            limits = [Limit("expression", "CEL", (condition,))] if condition is not None else []
            for permission in ROLES.get(binding.role, (binding.role,)):
                yield Allowance(permission, binding.role, frozenset(limits))
