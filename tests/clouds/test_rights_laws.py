"""The law of access: rights read back from what is emitted are the grants, and nothing else is granted."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wharfinger_components.azure import abac
from wharfinger_components.gcp import repository as gar

from tests.organisations import PEOPLE, RELEASE, compiled, team
from wharfinger.clouds.aws import native as aws
from wharfinger.clouds.aws import rights as aws_rights
from wharfinger.clouds.aws import statements as aws_statements
from wharfinger.clouds.azure import native as azure
from wharfinger.clouds.azure import rights as azure_rights
from wharfinger.clouds.azure.statements import RoleAssignment
from wharfinger.clouds.compiled import CompiledPlacement, CompiledPlan
from wharfinger.clouds.gcp import native as gcp
from wharfinger.clouds.gcp import rights as gcp_rights
from wharfinger.clouds.gcp.statements import Binding
from wharfinger.clouds.rights import Granted

Told = set[tuple[str, str]]
"""Identities with a right each."""

AWS = [
    "222222222222",
    "arn:aws:iam::222222222222:root",
    "arn:aws:iam::{account}:root",
    "arn:aws:iam::222222222222:role/node",
    "arn:aws:iam::{account}:user/people/jo",
    *PEOPLE["aws"],
]
GCP = [
    "user:jo@acme.example",
    "principal://iam.googleapis.com/projects/1/subject/ci",
    *RELEASE["gcp"],
    *PEOPLE["gcp"],
]
AZURE = [{"object_id": f"aaaaaaaa-0000-0000-0000-00000000000{n}", "type": "Group"} for n in range(4)]


def _some(identities: list[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(identities), max_size=3, unique_by=str)


PRINCIPALS = st.fixed_dictionaries(
    {"aws": _some(AWS), "gcp": _some(GCP), "azure": _some(AZURE)}
) | st.fixed_dictionaries({"aws": _some(AWS), "environments": st.just(["prod"])})
SHARED = st.fixed_dictionaries({"runtime": PRINCIPALS, "scanner": PRINCIPALS})
WHO = st.lists(st.sampled_from(["team", "pipelines", "runtime", "scanner", "search/release"]), unique=True)
REPOSITORIES = st.dictionaries(
    st.sampled_from(["api", "web", "jobs/nightly", "api-v2", "jobs"]),
    st.fixed_dictionaries({}, optional={"pull": WHO, "push": WHO}),
    min_size=1,
)


@st.composite
def organisations(draw: st.DrawFn) -> CompiledPlan:
    """Two teams whose repositories name people, pipelines, each other's and the organisation's principals."""
    people, release = (
        st.fixed_dictionaries({"people": PRINCIPALS}),
        st.fixed_dictionaries({"release": PRINCIPALS}),
    )
    teams = {
        name: team(draw(REPOSITORIES), principals=draw(people), pipelines=draw(release))
        for name in ("payments", "search")
    }
    return compiled(teams=teams, principals=draw(SHARED))


def _asked(one: CompiledPlacement) -> Told:
    """The neutral grants on a placement, as its cloud names identities; who pushes pulls as well.

    AWS refuses that a whole account pushes: it pulls alone.
    """
    registry, told = one.placement.registry, set[tuple[str, str]]()
    for grant in one.placement.grants:
        rights = ("pull", "push") if grant.right == "push" else ("pull",)
        principal = grant.principal.principal
        match registry.cloud:
            case "aws":
                names = [text.replace("{account}", registry.account) for text in principal.aws]
                named = {n.split(":")[4] if n.endswith(":root") else n for n in names}
                told |= {(name, "pull") for name in named}
                identities = {name for name in named if not name.isdigit()}
            case "gcp":
                identities = {text.replace("{project}", registry.project) for text in principal.gcp}
            case "azure":
                identities = {one.object_id for one in principal.azure}
        told |= {(identity, right) for identity in identities for right in rights}
    return told


def _assignments(native: azure.NativeRegistry) -> list[RoleAssignment]:
    """The role assignments that the component declares for a registry's grants."""
    return [
        RoleAssignment(
            abac.role_definition_id(native.registry_id, abac.ROLES[grant.right]),
            grant.principal.object_id,
            native.registry_id,
            abac.condition(abac.ROLES[grant.right], grant.repositories, grant.prefixes),
            "2.0",
        )
        for grant in native.grants
    ]


def _read(plan: CompiledPlan, one: CompiledPlacement) -> Granted:
    """What the emitted documents give on the repository of a placement."""
    match one.native:
        case aws.NativeRepository(name=name, repository_policy=policy):
            return aws_rights.read_rights(name, aws_statements.read_statements(policy) if policy else ())
        case gcp.NativeRepository(repository_id=name, readers=readers, writers=writers):
            roles = {gar._ROLES["pull"]: readers, gar._ROLES["push"]: writers}
            return gcp_rights.read_rights(name, [Binding(role, members) for role, members in roles.items()])
        case azure.NativeRepository():
            registry = plan.registries[one.placement.registry_name].native
            assert isinstance(registry, azure.NativeRegistry)
            return azure_rights.read_rights(registry.registry_id, _assignments(registry))


def _told(granted: Granted, name: str) -> Told:
    return {(right.identity, right.right) for right in granted.rights if right.covers(name)}


def _name(one: CompiledPlacement) -> str:
    return one.native.repository_id if isinstance(one.native, gcp.NativeRepository) else one.native.name


@given(organisations())
@settings(max_examples=150, deadline=None)
def test_the_rights_that_are_emitted_are_the_grants_and_nothing_else(plan):
    for one in plan.placements:
        granted = _read(plan, one)
        assert _told(granted, _name(one)) == _asked(one), one.placement.key
        assert granted.other_actions == ()
        assert {(right.limits, right.unless) for right in granted.rights} <= {((), ())}


@given(organisations())
@settings(max_examples=50, deadline=None)
def test_rights_are_on_the_repositories_of_the_plan_and_on_no_others(plan):
    for registry, placements in plan.plan.by_registry.items():
        there = [one for one in plan.placements if one.placement.registry_name == registry]
        assert len(there) == len(placements)
        named = {right.repository for one in there for right in _read(plan, one).rights}
        assert named <= {_name(one) for one in there}


@pytest.mark.parametrize("count", [40, 200])
def test_pulls_of_very_many_repositories_are_on_no_other_repository_of_the_plan(count):
    nobody = {"pull": [], "push": []}
    own = {f"open/s{number}": {"push": []} for number in range(count)}
    teams = {"payments": team({**own, "secret": nobody}, pipelines={}), "search": team({"index": nobody})}
    plan = compiled(teams=teams)
    for one in plan.placements:
        granted = _read(plan, one)
        assert _told(granted, _name(one)) == _asked(one), one.placement.key
        assert granted.other_actions == ()
