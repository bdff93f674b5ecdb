"""What cleanup policies do to versions, first as in Google's and the provider's own examples."""

from typing import Any

import pytest

from wharfinger.clouds.gcp.evaluation import IMMUTABLE, evaluate
from wharfinger.clouds.gcp.native import CleanupPolicy, Condition, DeleteVersions, KeepNewest, KeepVersions
from wharfinger.inventory.model import DAY, NO_RULE, Image, Verdict

NOW = 1_000 * DAY
INDEX = "application/vnd.oci.image.index.v1+json"


def _image(name: str, *tags: str, age: float = 0, **more: Any) -> Image:
    """A version whose digest is a name, uploaded so many days ago."""
    return Image(
        name,
        more.pop("media_type", "application/vnd.oci.image.manifest.v1+json"),
        NOW - age * DAY,
        tags=tags,
        **more,
    )


def _seconds(days: int) -> str:
    return f"{days * 86_400}s"


def _delete(id_: str, tag_state: Any = "ANY", *, days: int | None = None, **more: Any) -> CleanupPolicy:
    return DeleteVersions(id_, Condition(tag_state, older_than=days and _seconds(days), **more))


def _keep(id_: str, tag_state: Any = "ANY", **more: Any) -> CleanupPolicy:
    return KeepVersions(id_, Condition(tag_state, **more))


def _verdicts(policies: list[CleanupPolicy], *images: Image, **more: Any) -> dict[str, Verdict]:
    verdicts = evaluate(policies, images, NOW, **more)
    return {image.digest: verdict for image, verdict in zip(images, verdicts, strict=True)}


def _gone(policies: list[CleanupPolicy], *images: Image, **more: Any) -> set[str]:
    found = _verdicts(policies, *images, **more)
    return {digest for digest, verdict in found.items() if verdict.fate == "deleted"}


def test_the_worked_example_of_the_overview():
    """Delete after 100 days, keep version 2.0.6, delete what is tagged default: only A goes.

    A version of a Docker repository is a digest, so the digests begin with the example's versions.
    """
    policies = [
        _delete("old", days=100),
        _keep("release", version_name_prefixes=("2.0.6",)),
        _delete("default", "TAGGED", tag_prefixes=("default",)),
    ]
    found = _verdicts(
        policies,
        _image("2.0.1-a", "default", age=120),
        _image("2.0.6-b", "default", age=150),
        _image("1.9.2-c", "patch", age=20),
    )
    assert found == {
        "2.0.1-a": Verdict("deleted", "default"),
        "2.0.6-b": Verdict("kept", "release"),
        "1.9.2-c": NO_RULE,
    }


PROVIDERS_EXAMPLE = [
    _delete("delete-prerelease", "TAGGED", days=30, tag_prefixes=("alpha", "v0")),
    _keep(
        "keep-tagged-release", "TAGGED", tag_prefixes=("release",), package_name_prefixes=("webapp", "mobile")
    ),
    KeepNewest("keep-minimum-versions", 5, ("webapp", "mobile", "sandbox")),
]


@pytest.mark.parametrize(
    ("package", "gone"),
    [("webapp", {"alpha-6", "v0.7"}), ("sandbox-eu", {"alpha-6", "v0.7", "both"}), ("tools", None)],
    ids=["kept-by-tag-and-by-count", "kept-by-count", "kept-by-nothing"],
)
def test_the_example_of_the_provider(package, gone):
    newest = [_image(f"v0.{age}", f"v0.{age}", age=31 + age, package=package) for age in range(5)]
    others = [
        _image("both", "alpha-5", "release-5", age=40, package=package),
        _image("alpha-6", "alpha-6", age=41, package=package),
        _image("v0.7", "v0.7", age=42, package=package),
        _image("v1", "v1", age=400, package=package),
        _image("young", "alpha-9", age=30, package=f"{package}-too"),
    ]
    everything = {"both", "alpha-6", "v0.7", *(image.digest for image in newest)}
    assert _gone(PROVIDERS_EXAMPLE, *newest, *others) == (everything if gone is None else gone)


def test_a_keep_alone_deletes_nothing():
    assert _verdicts([_keep("v", "TAGGED", tag_prefixes=("v",))], _image("a"), _image("b", "v1")) == {
        "a": NO_RULE,
        "b": NO_RULE,
    }


def test_an_empty_condition_is_met_by_everything():
    assert _gone([_delete("all")], _image("a"), _image("b", "v1", age=9)) == {"a", "b"}


@pytest.mark.parametrize(
    ("state", "gone"), [("TAGGED", {"tagged"}), ("UNTAGGED", {"bare"}), ("ANY", {"tagged", "bare"})]
)
def test_a_tag_state_tells_versions_with_tags_from_those_without(state, gone):
    assert _gone([_delete("one", state)], _image("tagged", "v1"), _image("bare")) == gone


def test_all_parts_of_a_condition_must_hold_and_one_of_each_list():
    policies = [
        _delete("one", "TAGGED", days=7, tag_prefixes=("a", "b"), package_name_prefixes=("web", "api"))
    ]
    images = [
        _image("meets-all", "b1", age=8, package="api"),
        _image("other-tag", "c1", age=8, package="api"),
        _image("other-package", "b1", age=8, package="job"),
        _image("too-young", "b1", age=7, package="web"),
    ]
    assert _gone(policies, *images) == {"meets-all"}


def test_a_version_of_several_tags_goes_with_all_of_them_when_one_has_the_prefix():
    both = _image("both", "dev-1", "v1.0")
    dev = _delete("dev", "TAGGED", tag_prefixes=("dev-",))
    assert _gone([dev], both) == {"both"}
    assert _verdicts([dev, _keep("v", "TAGGED", tag_prefixes=("v",))], both)["both"] == Verdict("kept", "v")


def test_prefixes_mind_the_case():
    assert _gone(
        [_delete("dev", "TAGGED", tag_prefixes=("dev",))], _image("a", "DEV"), _image("b", "dev")
    ) == {"b"}


def test_an_age_counts_from_the_upload_whatever_happened_since():
    moved = _image("moved", "latest", age=31, updated=NOW, pulled=NOW, tag_updated={"latest": NOW})
    assert _gone([_delete("old", days=30)], moved) == {"moved"}


def test_a_version_is_either_older_or_newer_than_an_age():
    policies = [_delete("all"), _keep("young", newer_than=_seconds(30))]
    images = [_image("younger", age=29), _image("exactly", age=30), _image("older", age=31)]
    assert _gone(policies, *images) == {"older"}
    assert _gone([_delete("old", days=30)], *images) == {"older"}


def test_of_several_deletes_the_first_by_id_is_named_and_so_is_the_first_keep():
    deletes = [_delete("b"), _delete("a")]
    assert _verdicts(deletes, _image("x"))["x"] == Verdict("deleted", "a")
    keeps = [_keep("z"), _keep("y")]
    assert _verdicts([*deletes, *keeps], _image("x"))["x"] == Verdict("kept", "y")


def test_the_newest_are_counted_in_each_package():
    policies = [_delete("all"), KeepNewest("newest", 2)]
    images = [_image(f"{package}{age}", age=age, package=package) for package in "ab" for age in range(3)]
    assert _gone(policies, *images) == {"a2", "b2"}


def test_where_fewer_exist_than_are_kept_none_goes():
    assert _gone([_delete("all"), KeepNewest("newest", 2)], _image("a", age=99)) == set()


def test_of_equally_old_versions_it_is_up_to_the_cloud_which_stay():
    policies = [_delete("all"), KeepNewest("newest", 2)]
    found = _verdicts(policies, _image("new"), *(_image(name, age=1) for name in "cba"), _image("old", age=2))
    assert found["new"] == Verdict("kept", "newest")
    assert found["a"] == Verdict("kept", "newest", tied=True)
    assert found["b"] == found["c"] == Verdict("deleted", "all", tied=True)
    assert found["old"] == Verdict("deleted", "all")


def _pushes(count: int) -> list[Image]:
    """Pushes of two platforms with an attestation for each: five versions a push."""
    images: list[Image] = []
    for push in range(count):
        parts = tuple(f"{push}-{part}" for part in ("amd64", "arm64", "amd64-attested", "arm64-attested"))
        images += [_image(part, age=push) for part in parts]
        images.append(_image(f"{push}", f"v{push}", age=push, media_type=INDEX, children=parts))
    return images


def test_parts_of_multi_platform_images_count_among_the_newest():
    """Why `keep newest 10` is refused: with ten versions kept there are two images."""
    policies = [_delete("tagged", "TAGGED"), KeepNewest("newest", 10)]
    gone = _gone(policies, *_pushes(4))
    assert {digest for digest in gone if "-" not in digest} == {"2", "3"}


def test_signatures_count_among_the_newest_while_what_they_sign_is_there():
    policies = [_delete("tagged", "TAGGED"), KeepNewest("newest", 2)]
    images = [_image("b", "v2", age=1), _image("a", "v1", age=2)]
    signature = _image("signature", subject="b")
    assert _gone(policies, *images) == set()
    assert _gone(policies, *images, signature) == {"a"}
    assert _gone(policies, *images, signature, _image("of-the-signature", subject="signature")) == {
        "a",
        "b",
        "signature",
        "of-the-signature",
    }


def test_a_version_in_an_index_waits_for_the_index():
    index = _image("index", "v1", age=40, children=("part",))
    part = _image("part", age=40)
    untagged = _delete("untagged", "UNTAGGED", days=7)
    assert _verdicts([untagged], index, part)["part"] == Verdict("kept", "untagged", "an index holds it")


def test_what_an_index_leaves_behind_goes_on_a_later_run_if_a_policy_is_about_it():
    index = _image("index", "v1", age=40, children=("inner", "part"))
    inner, part = _image("inner", age=40, children=("part",)), _image("part", age=40)
    tagged, untagged = _delete("tagged", "TAGGED", days=30), _delete("untagged", "UNTAGGED", days=7)
    assert _gone([tagged], index, inner, part) == {"index"}
    assert _gone([tagged, untagged], index, inner, part) == {"index", "inner", "part"}


def test_a_referrer_follows_its_subject_whatever_the_policies_say_of_it():
    image, signature = _image("image", "v1", age=40), _image("signature", subject="image", age=40)
    untagged = _delete("untagged", "UNTAGGED")
    assert _verdicts([untagged], image, signature)["signature"] == NO_RULE
    found = _verdicts([_delete("tagged", "TAGGED"), _keep("bare", "UNTAGGED")], image, signature)
    assert found["signature"] == Verdict("deleted", "tagged", "follows its subject")


def test_a_referrer_to_nothing_is_judged_by_itself():
    assert _gone([_delete("untagged", "UNTAGGED")], _image("signature", subject="elsewhere")) == {"signature"}


def test_a_signature_in_a_tag_is_a_version_like_any_other():
    """cosign's older scheme: Artifact Registry sees a tag, and no subject."""
    images = [_image("image", "v1", age=40), _image("signature", "sha256-1f.sig", age=40)]
    policies = [_delete("tagged", "TAGGED", days=30), _keep("v", "TAGGED", tag_prefixes=("v",))]
    assert _gone(policies, *images) == {"signature"}
    assert _gone([*policies, _keep("signed", "TAGGED", tag_prefixes=("sha256-",))], *images) == set()


def test_no_version_with_an_immutable_tag_goes():
    images = [_image("tagged", "v1"), _image("bare")]
    found = _verdicts([_delete("all")], *images, immutable_tags=True)
    assert found == {"tagged": Verdict("kept", "all", IMMUTABLE), "bare": Verdict("deleted", "all")}


def test_the_parts_of_an_index_with_an_immutable_tag_stay_too():
    images = [_image("index", "v1", children=("part",)), _image("part")]
    assert _gone([_delete("all")], *images, immutable_tags=True) == set()
