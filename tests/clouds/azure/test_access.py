"""Grants as role assignments that name repositories."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from wharfinger_components.azure import abac

from tests.organisations import ACR, PEOPLE, RELEASE, compiled, finding, one, team
from wharfinger.clouds.azure.access import batches, fits
from wharfinger.clouds.azure.native import NativeRegistry
from wharfinger.clouds.compiled import CompiledRegistry

TEAM = PEOPLE["azure"][0]["object_id"]
PIPELINE = RELEASE["azure"][0]["object_id"]


def _registry(teams: dict[str, Any], **parts: Any) -> CompiledRegistry:
    return compiled(registries={"acr": ACR}, teams=teams, **parts).registries["acr"]


def _grants(registry: CompiledRegistry) -> dict[tuple[str, str], tuple[tuple[str, ...], tuple[str, ...]]]:
    native = registry.native
    assert isinstance(native, NativeRegistry)
    grants = {(g.right, g.principal.object_id): (g.repositories, g.prefixes) for g in native.grants}
    assert len(grants) == len(native.grants)
    return grants


def test_a_principal_has_one_grant_for_each_right():
    found = _registry({"payments": team({"web": {}, "api": {}, "job": {"push": []}})})
    assert _grants(found) == {
        ("pull", TEAM): (("payments/api", "payments/job", "payments/web"), ()),
        ("push", PIPELINE): (("payments/api", "payments/web"), ()),
        ("pull", PIPELINE): (("payments/job",), ()),
    }
    assert found.findings == ()


def test_two_principals_of_one_object_share_a_grant():
    teams = {"payments": team({"api": {}}), "search": team({"index": {}})}
    assert _grants(_registry(teams))["pull", TEAM] == (("payments/api", "search/index"), ())


def test_many_repositories_are_pulled_by_prefix():
    found = _registry({"payments": team({f"s{n}": {} for n in range(100)}, pipelines={})})
    assert _grants(found) == {("pull", TEAM): ((), ("payments/",))}
    assert found.findings == ()


def test_a_prefix_never_covers_a_repository_of_somebody_else():
    runtime = {"azure": [{"object_id": PIPELINE, "type": "ServicePrincipal"}]}
    own = {f"open/s{n}": {"pull": ["runtime"], "push": []} for n in range(100)}
    found = _registry(
        {"payments": team({**own, "secret": {"pull": [], "push": []}}), "search": team({})},
        principals={"runtime": runtime},
    )
    _, prefixes = _grants(found)["pull", PIPELINE]
    assert prefixes == ("payments/open/",)


def test_push_is_never_granted_by_prefix():
    found = _registry({"payments": team({f"s{n}": {"pull": []} for n in range(100)})})
    (refused,) = found.findings
    assert (refused.setting, refused.fidelity) == ("push", "refused")
    assert (
        refused.reason == f"the 100 repositories of principal {PIPELINE} don't fit into one role assignment"
    )
    assert _grants(found) == {}


def test_pulls_that_no_prefix_makes_fewer_are_refused():
    odd = {f"s{n}": {"pull": ["team"] if n % 2 else [], "push": []} for n in range(200)}
    found = _registry({"payments": team(odd)})
    (refused,) = found.findings
    assert (refused.setting, refused.fidelity) == ("pull", "refused")
    assert _grants(found) == {}


def test_a_named_principal_without_an_identity_is_refused_and_the_others_are_granted():
    parts = {"principals": {"runtime": {"gcp": RELEASE["gcp"]}}}
    repository = {"pull": ["team", "runtime"], "push": []}
    refused = finding(one(ACR, repository, **parts), "pull")
    assert (refused.fidelity, refused.reason) == ("refused", "`runtime` has no identity in azure")
    found = _registry({"payments": team({"api": repository})}, **parts)
    assert _grants(found) == {("pull", TEAM): (("payments/api",), ())}


NAMES = st.sets(st.from_regex(r"[a-z]{1,20}(/[a-z]{1,20}){0,3}", fullmatch=True), max_size=120)


@given(NAMES)
def test_batches_hold_all_names_and_each_fits_into_one_condition(names):
    found = list(batches(names))
    assert [name for batch in found for name in batch] == sorted(names)
    for batch in found:
        assert fits(batch)
        for role in abac.ROLES.values():
            assert len(abac.condition(role, batch)) <= abac.CONDITION_LIMIT
        prefixes = [f"{name}/" for name in batch]
        assert not fits(prefixes) or abac.condition(abac.READER, (), prefixes)
