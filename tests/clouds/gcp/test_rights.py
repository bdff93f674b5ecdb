"""What bindings let the members of a repository do."""

import pytest
from wharfinger_components.gcp import repository as component

from wharfinger.clouds.gcp.rights import ACTION_SETS, ROLES, read_rights
from wharfinger.clouds.gcp.statements import Binding
from wharfinger.clouds.rights import Granted, Limit, OtherAction

GROUP = "group:payments@acme.example"
RELEASE = "serviceAccount:release@acme-dev.iam.gserviceaccount.com"
EVERYTHING = ["pull", "push", "delete", "admin"]
BY_ROLE = {
    "roles/artifactregistry.reader": ["pull"],
    "roles/artifactregistry.writer": ["pull", "push"],
    "roles/artifactregistry.createOnPushWriter": ["pull", "push"],
    "roles/artifactregistry.repoAdmin": ["pull", "push", "delete"],
    "roles/artifactregistry.createOnPushRepoAdmin": ["pull", "push", "delete"],
    "roles/artifactregistry.admin": EVERYTHING,
    "roles/artifactregistry.containerRegistryMigrationAdmin": ["pull", "push", "admin"],
    "roles/viewer": ["pull"],
    "roles/editor": EVERYTHING,
    "roles/owner": EVERYTHING,
}


def _granted(*bindings: Binding) -> Granted:
    return read_rights("payments-api", bindings)


def _told(granted: Granted) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(right.identity, right.right, right.statements) for right in granted.rights]


def test_the_permissions_of_each_right_are_these_and_no_more():
    short = {
        right: sorted(permission.removeprefix("artifactregistry.repositories.") for permission in actions.all)
        for right, actions in ACTION_SETS.items()
    }
    assert short == {
        "pull": ["downloadArtifacts"],
        "push": ["downloadArtifacts", "uploadArtifacts"],
        "delete": ["deleteArtifacts"],
        "admin": ["delete", "setIamPolicy", "update"],
    }


@pytest.mark.parametrize(("role", "rights"), BY_ROLE.items(), ids=BY_ROLE)
def test_a_role_is_these_rights_and_nothing_else(role, rights):
    granted = _granted(Binding(role, (GROUP,)))
    assert _told(granted) == [(GROUP, right, (role,)) for right in rights]
    assert {right.repository for right in granted.rights} == {"payments-api"}
    assert granted.other_actions == ()


def test_every_role_that_is_known_is_in_the_table():
    assert set(ROLES) == set(BY_ROLE)


def test_the_roles_that_are_declared_are_reader_and_writer():
    assert component._ROLES == {
        "pull": "roles/artifactregistry.reader",
        "push": "roles/artifactregistry.writer",
    }


def test_members_have_the_rights_of_all_their_roles():
    granted = _granted(
        Binding("roles/artifactregistry.reader", (GROUP, RELEASE)),
        Binding("roles/artifactregistry.writer", (RELEASE,)),
    )
    reader, writer = "roles/artifactregistry.reader", "roles/artifactregistry.writer"
    assert _told(granted) == [
        (GROUP, "pull", (reader,)),
        (RELEASE, "pull", (reader, writer)),
        (RELEASE, "push", (reader, writer)),
    ]


@pytest.mark.parametrize("member", ["allUsers", "allAuthenticatedUsers"])
def test_everyone_is_a_member_like_any_other(member):
    assert _told(_granted(Binding("roles/viewer", (member,)))) == [(member, "pull", ("roles/viewer",))]


def test_a_condition_is_a_limit_and_a_role_without_one_makes_it_needless():
    until = 'request.time < timestamp("2027-01-01T00:00:00Z")'
    conditional = Binding("roles/artifactregistry.writer", (GROUP,), until)
    limit = Limit("expression", "CEL", (until,))
    assert [(right.right, right.limits) for right in _granted(conditional).rights] == [
        ("pull", (limit,)),
        ("push", (limit,)),
    ]
    with_reader = _granted(conditional, Binding("roles/artifactregistry.reader", (GROUP,)))
    assert [(right.right, right.limits) for right in with_reader.rights] == [("pull", ()), ("push", (limit,))]


@pytest.mark.parametrize("role", ["roles/storage.admin", "projects/acme-dev/roles/pusher"])
def test_a_role_that_is_not_known_is_told_as_another_action(role):
    granted = _granted(Binding(role, (GROUP,), "true"))
    assert granted.rights == ()
    limit = Limit("expression", "CEL", ("true",))
    assert granted.other_actions == (OtherAction(GROUP, role, "payments-api", role, (limit,)),)


def test_a_projects_bindings_cover_every_repository():
    (right,) = read_rights("*", [Binding("roles/viewer", (GROUP,))]).rights
    assert right.covers("payments-api")
    assert right.covers("anything")
