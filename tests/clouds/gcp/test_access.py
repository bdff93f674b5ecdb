"""Grants as members of Artifact Registry's roles."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.organisations import GAR, RELEASE, finding, one


def _compiled(repository: dict[str, Any], **principals: Any):
    return one(GAR, repository, principals=principals)


def test_who_pulls_reads_and_who_pushes_writes():
    native = _compiled({}).native
    assert native.readers == ("group:payments@acme.example",)
    assert native.writers == ("serviceAccount:release@acme-dev.iam.gserviceaccount.com",)


def test_where_nobody_is_granted_anything_there_are_no_members():
    placement = _compiled({"pull": [], "push": []})
    assert (placement.native.readers, placement.native.writers) == ((), ())
    assert finding(placement, "pull").fidelity == finding(placement, "push").fidelity == "native"


def test_members_of_several_principals_are_sorted_and_named_once():
    runtime = {"gcp": ["group:b@acme.example", "group:a@acme.example"]}
    native = _compiled({"pull": ["runtime", "again"], "push": []}, runtime=runtime, again=runtime).native
    assert native.readers == ("group:a@acme.example", "group:b@acme.example")


def test_a_named_principal_without_an_identity_is_refused_and_the_others_are_granted():
    placement = _compiled({"pull": ["team", "runtime"]}, runtime={"azure": RELEASE["azure"]})
    refused = finding(placement, "pull")
    assert (refused.fidelity, refused.reason) == ("refused", "`runtime` has no identity in gcp")
    assert placement.native.readers == ("group:payments@acme.example",)


def test_one_of_a_group_without_an_identity_is_passed_over():
    placement = one(GAR, {}, principals={})
    assert finding(placement, "pull").fidelity == "native"


MEMBERS = st.from_regex(
    r"((group|user|serviceAccount):[a-z]{1,4}@[a-z.]{1,6}|serviceAccount:[a-z]{1,4}@\{project\}\.iam)",
    fullmatch=True,
)


@given(st.dictionaries(st.sampled_from(["red", "green"]), st.lists(MEMBERS, max_size=3), min_size=1))
def test_nobody_unasked_is_ever_granted(identities):
    names = sorted(identities)
    placement = _compiled(
        {"pull": names, "push": names[:1]}, **{name: {"gcp": own} for name, own in identities.items()}
    )
    asked = {text.replace("{project}", "acme-dev") for own in identities.values() for text in own}
    assert {*placement.native.readers, *placement.native.writers} == asked
    assert set(placement.native.writers) == {
        text.replace("{project}", "acme-dev") for text in identities[names[0]]
    }
