"""What purge commands do to tags and manifests, first as in the examples of acr-cli and its documentation."""

from typing import Any

import pytest

from wharfinger.clouds.azure.evaluation import evaluate
from wharfinger.clouds.azure.policy import read_command
from wharfinger.inventory.model import DAY, NO_RULE, Image, Verdict

NOW = 1_000 * DAY
REPOSITORY = "hello-world"
INDEX = "application/vnd.oci.image.index.v1+json"


def _image(name: str, *tags: str, age: float = 0, **more: Any) -> Image:
    """A manifest whose digest is a name, pushed so many days ago."""
    media_type = more.pop("media_type", "application/vnd.oci.image.manifest.v1+json")
    return Image(name, media_type, NOW - age * DAY, tags=tags, **more)


def _verdicts(*given: str | Image, repository: str = REPOSITORY) -> dict[str, Verdict]:
    """By digest, what the commands do to the images."""
    purges = [read_command(f"acr purge {command}") for command in given if isinstance(command, str)]
    images = [image for image in given if isinstance(image, Image)]
    verdicts = evaluate(purges, repository, images, NOW)
    return {image.digest: verdict for image, verdict in zip(images, verdicts, strict=True)}


def _gone(*given: str | Image) -> set[str]:
    return {digest for digest, verdict in _verdicts(*given).items() if verdict.fate == "deleted"}


def _tags_gone(*given: str | Image) -> set[str]:
    """The tags that go, whether or not the manifest goes with them."""
    return {tag for verdict in _verdicts(*given).values() for tag in verdict.tags}


ALL = f"--filter '{REPOSITORY}:.*'"


def test_tags_older_than_a_day_go_and_manifests_stay():
    found = _verdicts(f"{ALL} --ago 1d", _image("old", "v1", age=2), _image("young", "v2", age=0.5))
    assert found == {
        "old": Verdict("kept", "purge --filter .* --ago 1d", tags=("v1",)),
        "young": Verdict("kept", "purge --filter .* --ago 1d"),
    }


@pytest.mark.parametrize(("repository", "reached"), [("hello-world", True), ("cache", True), ("a/b", True)])
def test_a_filter_for_all_repositories_reaches_each(repository, reached):
    found = _verdicts("--filter '.*:.*' --ago 7d", _image("old", "v1", age=8), repository=repository)
    assert bool(found["old"].tags) == reached


def test_of_the_tags_that_begin_with_hello_the_latest_two_to_be_deleted_are_kept():
    """`--keep` spares the newest of the eligible: tags that are too young don't count."""
    images = [
        *(_image(f"old{age}", f"hello-{age}", age=age) for age in (8, 9, 10, 11)),
        _image("young", "hello-young", age=1),
        _image("other", "say-hello", age=99),
    ]
    assert _tags_gone(f"--filter '{REPOSITORY}:^hello.*' --ago 7d --keep 2", *images) == {
        "hello-10",
        "hello-11",
    }


def test_tags_containing_test_go_and_then_every_dangling_manifest_of_the_age():
    command = rf"--filter '{REPOSITORY}:\w*test\w*' --ago 5d --untagged"
    found = _verdicts(
        command,
        _image("old", "a-test-b", age=6),
        _image("both", "test1", "v1", age=6),
        _image("dangling", age=6),
        _image("young", age=4),
        _image("tagged", "v2", age=6),
    )
    name = r"purge --filter \w*test\w* --ago 5d"
    assert found == {
        "old": Verdict("deleted", name, "its last tag went"),
        "both": Verdict("kept", name, tags=("test1",)),
        "dangling": Verdict("deleted", name),
        "young": Verdict("kept", name),
        "tagged": NO_RULE,
    }


def test_all_dangling_manifests_go_whatever_their_age_and_no_tag_does():
    images = [_image("new", age=0.1), _image("old", age=99), _image("tagged", "v1", age=99)]
    assert _gone("--untagged-only", *images) == {"new", "old"}
    assert _gone(f"{ALL} --untagged-only", *images) == {"new", "old"}
    assert _tags_gone(f"{ALL} --untagged-only", *images) == set()


def test_of_dangling_manifests_older_than_three_days_the_five_most_recent_are_kept():
    images = [_image(f"m{age}", age=age) for age in range(12)]
    assert _gone("--untagged-only --ago 3d --keep 5", *images) == {"m9", "m10", "m11"}


def test_untagged_manifests_can_be_chosen_by_a_filter_that_no_tag_meets():
    """The documentation's way before `--untagged-only`."""
    images = [_image("tagged", "v1", age=1), _image("bare", age=1)]
    command = f"--filter '{REPOSITORY}:^$' --filter 'samples/devimage2:^$' --ago 0d --untagged"
    assert _gone(command, *images) == {"bare"}


def test_everything_in_two_repositories_goes_by_two_filters():
    command = "--filter 'samples/devimage1:.*' --filter 'samples/devimage2:.*' --ago 0d --untagged"
    for repository, fate in (("samples/devimage1", "deleted"), ("samples/devimage3", "kept")):
        (verdict,) = _verdicts(command, _image("a", "v1", age=1), repository=repository).values()
        assert verdict.fate == fate


def test_filters_of_one_repository_share_what_is_kept():
    images = [_image("a", "a1", age=1), _image("b", "b1", age=2), _image("c", "c1", age=3)]
    command = f"--filter '{REPOSITORY}:^a' --filter '{REPOSITORY}:^b' --ago 0d --keep 1"
    assert _tags_gone(command, *images) == {"b1"}


def test_a_filter_finds_its_expression_anywhere_in_a_tag_and_minds_the_case():
    images = [_image("a", "dev-v1", age=1), _image("b", "V1", age=1), _image("c", "v1", age=1)]
    assert _tags_gone(f"--filter '{REPOSITORY}:v1' --ago 0d", *images) == {"dev-v1", "v1"}
    assert _tags_gone(f"--filter '{REPOSITORY}:^(?:v1)$' --ago 0d", *images) == {"v1"}


def test_a_lookahead_leaves_tags_out():
    images = [_image("a", "v1", age=1), _image("b", "v1-rc", age=1)]
    assert _tags_gone(f"--filter '{REPOSITORY}:^(?!(?:.*-rc)$)(?:v.*)$' --ago 0d", *images) == {"v1"}


def test_the_age_of_a_tag_is_its_own_last_update_not_the_push():
    moved = _image("moved", "latest", "v1", age=99, tag_updated={"latest": NOW - DAY})
    assert _tags_gone(f"{ALL} --ago 7d", moved) == {"v1"}


def test_an_age_is_passed_strictly():
    images = [_image("exactly", "v1", age=7), _image("older", "v2", age=7.01)]
    assert _tags_gone(f"{ALL} --ago 7d", *images) == {"v2"}


def test_an_age_of_zero_is_any_age():
    assert _tags_gone(f"{ALL} --ago 0d --keep 1", _image("a", "v2", age=1), _image("b", "v1", age=2)) == {
        "v1"
    }


def test_tags_of_one_image_are_counted_one_by_one():
    assert _tags_gone(f"{ALL} --ago 0d --keep 1", _image("a", "v1", "latest", age=1)) == {"v1"}


def test_of_equally_old_tags_it_is_up_to_the_cloud_which_stay():
    images = [_image(name, name, age=1) for name in "cab"]
    found = _verdicts(f"{ALL} --ago 0d --keep 1", *images, _image("d", "d", age=2))
    name = "purge --filter .* --ago 0d --keep 1"
    assert found == {
        "a": Verdict("kept", name, tied=True),
        "b": Verdict("kept", name, tags=("b",), tied=True),
        "c": Verdict("kept", name, tags=("c",), tied=True),
        "d": Verdict("kept", name, tags=("d",)),
    }


def test_an_image_stays_until_its_last_tag_is_gone_and_its_manifest_is_old_enough():
    tags, untagged = f"{ALL} --ago 3d", f"{ALL} --untagged-only --ago 7d"
    images = [_image("young", "v1", age=5), _image("old", "v2", age=8)]
    found = _verdicts(tags, untagged, *images)
    assert found["young"] == Verdict("kept", "purge --untagged-only --ago 7d", tags=("v1",))
    assert found["old"] == Verdict("deleted", "purge --filter .* --ago 3d", "its last tag went")


def test_to_untag_and_to_delete_untagged_count_what_is_kept_apart():
    """Ten tags and ten manifests stay of fifty images (acr-cli issue 644)."""
    images = [_image(f"m{n:02}", f"v{n:02}", age=n) for n in range(1, 51)]
    found = _verdicts(f"{ALL} --ago 0d --untagged --keep 10", *images)
    assert sum(verdict.fate == "kept" and not verdict.tags for verdict in found.values()) == 10
    assert sum(verdict.fate == "kept" and bool(verdict.tags) for verdict in found.values()) == 10


UNTAGGED = f"{ALL} --untagged-only --ago 7d"


@pytest.mark.parametrize(
    ("index", "stays"),
    [
        (_image("index", "v1", age=40, children=("part",)), True),
        (_image("index", age=6, children=("part",)), True),
        (_image("index", age=8, children=("part",)), False),
    ],
    ids=["tagged", "young", "old-and-untagged"],
)
def test_the_parts_of_an_index_stay_while_it_has_a_tag_or_is_young(index, stays):
    found = _verdicts(UNTAGGED, index, _image("part", age=40))
    assert (found["part"] == Verdict("kept", why="an index holds it")) == stays
    assert (found["part"].fate == "deleted") == (not stays)


def test_the_parts_of_an_index_in_an_index_stay_too():
    outer = _image("outer", "v1", age=40, children=("inner",))
    inner = _image("inner", age=40, children=("part",))
    assert _gone(UNTAGGED, outer, inner, _image("part", age=40)) == set()


def test_an_index_that_goes_leaves_its_parts_to_the_same_run():
    index = _image("index", "v1", age=40, children=("part",))
    assert _gone(f"{ALL} --ago 30d", UNTAGGED, index, _image("part", age=40)) == {"index", "part"}


def test_a_part_with_a_tag_of_its_own_stays_when_the_index_goes():
    index, part = _image("index", age=40, children=("part",)), _image("part", "amd64", age=40)
    assert _gone(UNTAGGED, index, part) == {"index"}


def test_what_an_old_index_held_goes_on_the_next_run_where_it_comes_first():
    """The command for untagged manifests runs before the one that takes the index's tag."""
    index = _image("index", "v1", age=40, children=("part",))
    assert _gone(UNTAGGED, f"{ALL} --ago 30d", index, _image("part", age=40)) == {"index", "part"}


def test_a_referrer_stays_with_its_subject_and_goes_with_it():
    signature = _image("signature", age=40, subject="image")
    assert _gone(UNTAGGED, _image("image", "v1", age=40), signature) == set()
    found = _verdicts(UNTAGGED, _image("image", age=40), signature)
    assert found["signature"] == Verdict("deleted", "purge --untagged-only --ago 7d", "follows its subject")


def test_a_referrer_to_what_is_not_there_is_never_purged():
    assert _gone(UNTAGGED, _image("signature", age=40, subject="elsewhere")) == set()


def test_an_index_that_refers_to_something_goes_as_any_index_does():
    """acr-cli looks at an index's parts, and not at its subject."""
    image = _image("image", "v1", age=40)
    index = _image("index", age=40, media_type=INDEX, children=("part",), subject="image")
    assert _gone(UNTAGGED, image, index, _image("part", age=40)) == {"index", "part"}


def test_a_signature_in_a_tag_is_a_tag_like_any_other():
    """The fallback for registries without referrers; a purge of all tags takes and counts it."""
    images = [_image("image", "v1", age=1), _image("signature", "sha256-1f.sig", age=0.5)]
    assert _tags_gone(f"{ALL} --ago 0d --keep 1", *images) == {"v1"}
    assert _tags_gone(f"--filter '{REPOSITORY}:^(?!(?:sha256-.*)$).*$' --ago 0d --keep 1", *images) == set()


def test_a_dry_run_is_shown_as_what_it_would_do():
    assert _gone(f"{UNTAGGED} --dry-run", _image("old", age=8)) == {"old"}


def test_commands_about_other_repositories_do_nothing():
    assert _verdicts("--filter 'hello:.*' --ago 0d --untagged", _image("a", "v1", age=1)) == {"a": NO_RULE}
