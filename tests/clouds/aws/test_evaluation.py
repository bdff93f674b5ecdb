"""What ECR lifecycle policies do to images, first as in AWS's own examples."""

import json
from typing import Any

import pytest

from wharfinger.clouds.aws.evaluation import evaluate
from wharfinger.clouds.aws.policy import LifecyclePolicy, read_policy
from wharfinger.inventory.model import DAY, Image, Verdict

NOW = 1_000 * DAY
EXPIRE = {"type": "expire"}
ARCHIVE = {"type": "transition", "targetStorageClass": "archive"}
ANY = {"tagStatus": "any"}
UNTAGGED = {"tagStatus": "untagged"}
IN_ARCHIVE = {"storageClass": "archive"}


def _tagged(*patterns: str) -> dict[str, Any]:
    return {"tagStatus": "tagged", "tagPatternList": list(patterns)}


def _more_than(count: int) -> dict[str, Any]:
    return {"countType": "imageCountMoreThan", "countNumber": count}


def _pushed(days: int) -> dict[str, Any]:
    return {"countType": "sinceImagePushed", "countUnit": "days", "countNumber": days}


def _pulled(days: int) -> dict[str, Any]:
    return {"countType": "sinceImagePulled", "countUnit": "days", "countNumber": days}


def _transitioned(days: int) -> dict[str, Any]:
    return IN_ARCHIVE | {"countType": "sinceImageTransitioned", "countUnit": "days", "countNumber": days}


def _expire(selection: dict[str, Any]) -> dict[str, Any]:
    return {"selection": selection, "action": EXPIRE}


def _archive(selection: dict[str, Any]) -> dict[str, Any]:
    return {"selection": selection, "action": ARCHIVE}


def _policy(*rules: dict[str, Any]) -> LifecyclePolicy:
    return read_policy(
        json.dumps({"rules": [{"rulePriority": number, **rule} for number, rule in enumerate(rules, 1)]})
    )


def _image(name: str, *tags: str, age: float = 0, **more: Any) -> Image:
    """An image whose digest is a name, pushed so many days ago."""
    return Image(name, "application/vnd.oci.image.manifest.v1+json", NOW - age * DAY, tags=tags, **more)


def _verdicts(policy: LifecyclePolicy, *images: Image) -> dict[str, Verdict]:
    return {
        image.digest: verdict for image, verdict in zip(images, evaluate(policy, images, NOW), strict=True)
    }


def _gone(policy: LifecyclePolicy, *images: Image) -> dict[str, str]:
    """What happens by which rule to the images that don't just stay."""
    return {
        digest: f"{verdict.fate} by {verdict.rule}"
        for digest, verdict in _verdicts(policy, *images).items()
        if verdict.fate != "kept"
    }


BY_RULE_1 = "deleted by rule 1"
PROD_THEN_BETA = _policy(_expire(_tagged("prod*") | _more_than(1)), _expire(_tagged("beta*") | _more_than(1)))
BETA_THEN_PROD = _policy(_expire(_tagged("beta*") | _more_than(1)), _expire(_tagged("prod*") | _more_than(1)))
SEVERAL_RULES = (
    _image("A", "beta-1", "prod-1", age=10),
    _image("B", "beta-2", "prod-2", age=9),
    _image("C", "beta-3", age=8),
)
ALPHA_AND_BETA = (
    _image("A", "alpha-1", age=12),
    _image("B", "beta-1", age=11),
    _image("C", "alpha-2", "beta-2", age=10),
    _image("D", "alpha-3", age=4),
    _image("E", "beta-3", age=3),
    _image("F", "alpha-4", "beta-4", age=2),
)
NOT_EXCLUSIVE = (
    _image("A", "alpha-1", "beta-1", "gamma-1", age=10),
    _image("B", "alpha-2", "beta-2", age=9),
    _image("C", "alpha-3", "beta-3", "gamma-2", age=8),
)
ALL_IMAGES = (
    _image("A", "alpha-1", age=4),
    _image("B", "beta-1", age=3),
    _image("C", age=2),
    _image("D", "alpha-2", age=1),
)
# Both D and E were pushed a day ago; E is the newest, so it came later.
ALL_RULE_TYPES = (
    _image("A", "alpha-1", "beta-1", age=4),
    _image("B", age=3),
    _image("C", "alpha-2", age=2),
    _image("D", "git-hash", age=1),
    _image("E", age=0.9),
)


@pytest.mark.parametrize(
    ("policy", "images", "gone"),
    [
        (
            _policy(_expire(_tagged("prod*") | _pushed(14))),
            (_image("old", "prod-1", age=15), _image("due", "prod-2", age=14), _image("other", age=15)),
            {"old": BY_RULE_1},
        ),
        (
            _policy(_expire(UNTAGGED | _more_than(1))),
            (_image("old", age=3), _image("older", age=4), _image("new", age=2), _image("v1", "v1", age=9)),
            {"old": BY_RULE_1, "older": BY_RULE_1},
        ),
        (PROD_THEN_BETA, SEVERAL_RULES, {"A": BY_RULE_1}),
        (BETA_THEN_PROD, SEVERAL_RULES, {"A": BY_RULE_1, "B": BY_RULE_1}),
        (_policy(_expire(_tagged("alpha*", "beta*") | _pushed(5))), ALPHA_AND_BETA, {"C": BY_RULE_1}),
        (
            _policy(_expire(_tagged("alpha*", "beta*") | _more_than(1))),
            NOT_EXCLUSIVE,
            {"A": BY_RULE_1, "B": BY_RULE_1},
        ),
        (
            _policy(_expire(ANY | _more_than(1))),
            ALL_IMAGES,
            {"A": BY_RULE_1, "B": BY_RULE_1, "C": BY_RULE_1},
        ),
        (
            _policy(
                _expire(_tagged("alpha*") | _more_than(1)),
                _expire(UNTAGGED | _pushed(1)),
                _expire(ANY | _more_than(1)),
            ),
            ALL_RULE_TYPES,
            {"A": BY_RULE_1, "B": "deleted by rule 2", "D": "deleted by rule 3"},
        ),
    ],
    ids=[
        "age",
        "count",
        "several-rules-A",
        "several-rules-B",
        "several-tags-A",
        "several-tags-B",
        "all-images-A",
        "all-images-B",
    ],
)
def test_what_aws_documents_is_what_happens(policy, images, gone):
    assert _gone(policy, *images) == gone


@pytest.mark.parametrize(
    ("policy", "images", "gone"),
    [
        (
            _policy(_archive(_tagged("prod*") | _pushed(30))),
            (_image("old", "prod-1", age=31), _image("new", "prod-2", age=30), _image("x", "x", age=31)),
            {"old": "archived by rule 1"},
        ),
        (
            _policy(_archive(ANY | _pulled(90))),
            (
                _image("idle", "a", age=400, pulled=NOW - 91 * DAY),
                _image("busy", "b", age=400, pulled=NOW - 90 * DAY),
                _image("never-pulled", "c", age=91),
                _image("new", "d", age=90),
            ),
            {"idle": "archived by rule 1", "never-pulled": "archived by rule 1"},
        ),
        (
            _policy(_expire(ANY | _transitioned(365))),
            (
                _image("old", "a", age=500, archived=NOW - 366 * DAY),
                _image("new", "b", age=500, archived=NOW - 365 * DAY),
                _image("standard", "c", age=500),
            ),
            {"old": BY_RULE_1},
        ),
        (
            _policy(_archive(ANY | _pushed(30)), _expire(ANY | _transitioned(365))),
            (
                _image("old", age=31),
                _image("archived", age=500, archived=NOW - 30 * DAY),
                _image("long-archived", age=500, archived=NOW - 366 * DAY),
            ),
            {"old": "archived by rule 1", "long-archived": "deleted by rule 2"},
        ),
    ],
    ids=["by-age", "by-pull", "expired-from-archive", "archived-then-expired"],
)
def test_what_aws_documents_of_the_archive_is_what_happens(policy, images, gone):
    assert _gone(policy, *images) == gone


@pytest.mark.parametrize(
    ("restored", "pulled", "gone"),
    [(10, 200, {}), (100, 200, {"old": "archived by rule 2"}), (100, 10, {})],
    ids=["lately", "long-ago", "pulled-since"],
)
def test_the_clock_of_a_restored_image_starts_again(restored, pulled, gone):
    times = {"restored": NOW - restored * DAY, "pulled": NOW - pulled * DAY}
    policy = _policy(_expire(UNTAGGED | _pushed(60)), _archive(ANY | _pulled(90)))
    assert _gone(policy, _image("old", "v1", age=500, **times)) == gone


def test_a_restored_image_is_as_new_as_its_restoration():
    images = (_image("old", "a", age=300, restored=NOW - DAY), _image("young", "b", age=2))
    assert _gone(_policy(_expire(ANY | _more_than(1))), *images) == {"young": BY_RULE_1}
    assert _gone(_policy(_expire(ANY | _pushed(100))), *images) == {}


def test_an_image_that_a_rule_keeps_is_safe_from_all_later_rules_by_any_of_its_tags():
    policy = _policy(_expire(_tagged("prod*") | _more_than(100)), _expire(_tagged("*") | _pushed(1)))
    verdicts = _verdicts(policy, _image("A", "x", "prod-1", age=50), _image("B", "x-2", age=50))
    assert verdicts == {"A": Verdict("kept", "rule 1"), "B": Verdict("deleted", "rule 2")}


def test_an_image_of_which_no_rule_speaks_is_kept_by_none():
    assert _verdicts(PROD_THEN_BETA, _image("A", "x", age=500)) == {"A": Verdict("kept")}


def test_what_another_rule_decides_still_counts():
    policy = _policy(_expire(_tagged("prod*") | _more_than(9)), _expire(_tagged("*") | _more_than(1)))
    images = (_image("new", "prod-1", age=1), _image("old", "x", age=2))
    assert _gone(policy, *images) == {"old": "deleted by rule 2"}


def test_an_archived_image_neither_counts_nor_goes_by_a_rule_for_standard_storage():
    policy = _policy(_expire(_tagged("*") | _more_than(1)))
    images = (_image("A", "a", age=1, archived=NOW), _image("B", "b", age=2), _image("C", "c", age=3))
    assert _gone(policy, *images) == {"C": BY_RULE_1}


def test_prefixes_are_patterns_with_a_star():
    selection = {"tagStatus": "tagged", "tagPrefixList": ["alpha", "beta"]} | _pushed(5)
    assert _gone(_policy(_expire(selection)), *ALPHA_AND_BETA) == {"C": BY_RULE_1}


def test_one_tag_may_meet_several_patterns():
    policy = _policy(_expire(_tagged("a*", "*z") | _pushed(1)))
    assert _gone(policy, _image("A", "a-z", age=2), _image("B", "a", age=2)) == {"A": BY_RULE_1}


def test_of_equally_old_images_some_stay_and_all_are_marked_as_tied():
    policy = _policy(_expire(ANY | _more_than(2)))
    verdicts = _verdicts(policy, _image("new", age=1), *(_image(name, age=5) for name in "CBA"))
    assert [digest for digest, verdict in verdicts.items() if verdict.fate == "kept"] == ["new", "A"]
    assert {digest for digest, verdict in verdicts.items() if verdict.tied} == {"A", "B", "C"}


def test_equally_old_images_on_one_side_of_the_cut_are_no_tie():
    policy = _policy(_expire(ANY | _more_than(2)))
    verdicts = _verdicts(policy, *(_image(name, age=1) for name in "AB"), _image("C", age=5))
    assert not any(verdict.tied for verdict in verdicts.values())


UNTAGGED_AFTER_A_DAY = _expire(UNTAGGED | _pushed(1))
HELD = Verdict("kept", "rule 1", "an index holds it")


def test_the_parts_of_an_index_stay_while_it_does():
    images = (_image("index", "v1", age=9, children=("part",)), _image("part", age=9), _image("x", age=9))
    verdicts = _verdicts(_policy(UNTAGGED_AFTER_A_DAY), *images)
    assert verdicts == {"index": Verdict("kept"), "part": HELD, "x": Verdict("deleted", "rule 1")}


def test_the_parts_of_an_index_go_after_it_unless_another_holds_them():
    policy = _policy(UNTAGGED_AFTER_A_DAY, _expire(_tagged("pr-*") | _pushed(3)))
    images = (
        _image("pr", "pr-1", age=9, children=("own", "shared")),
        _image("release", "v1", age=9, children=("shared",)),
        _image("own", age=9),
        _image("shared", age=9),
    )
    assert _gone(policy, *images) == {"pr": "deleted by rule 2", "own": "deleted by rule 1"}
    assert _verdicts(policy, *images)["shared"] == HELD


def test_the_parts_of_an_index_are_archived_after_it_and_not_before():
    policy = _policy(_archive(ANY | _pulled(90)))
    idle = {"age": 200, "pulled": NOW - 100 * DAY}
    busy = _image("index", "v1", age=200, pulled=NOW, children=("part",))
    assert _verdicts(policy, busy, _image("part", **idle))["part"] == HELD
    parts = (_image("index", "v1", **idle, children=("part",)), _image("part", **idle))
    assert _gone(policy, *parts) == {"index": "archived by rule 1", "part": "archived by rule 1"}
    archived = _image("index", "v1", **idle, archived=NOW, children=("part",))
    assert _gone(policy, archived, _image("part", **idle)) == {"part": "archived by rule 1"}


def test_referrers_follow_their_subject_whatever_rules_say_of_them():
    policy = _policy(UNTAGGED_AFTER_A_DAY, _expire(_tagged("pr-*") | _pushed(3)))
    images = (
        _image("pr", "pr-1", age=9),
        _image("signature", age=0, subject="pr"),
        _image("signature-of-sbom", age=0, subject="sbom"),
        _image("sbom", age=0, subject="pr"),
        _image("release", "v1", age=9),
        _image("kept-signature", age=9, subject="release"),
        _image("stray", age=9, subject="deleted-long-ago"),
    )
    follows = Verdict("deleted", "rule 2", "follows its subject")
    assert _verdicts(policy, *images) == {
        "pr": Verdict("deleted", "rule 2"),
        "signature": follows,
        "signature-of-sbom": follows,
        "sbom": follows,
        "release": Verdict("kept"),
        "kept-signature": Verdict("kept"),
        "stray": Verdict("deleted", "rule 1"),
    }


def test_referrers_go_to_the_archive_with_their_subject():
    policy = _policy(_archive(ANY | _pulled(90)))
    images = (_image("old", "v1", age=100), _image("signature", age=1, subject="old"))
    assert set(_gone(policy, *images).values()) == {"archived by rule 1"}


def test_referrers_count_among_no_newest():
    policy = _policy(_expire(ANY | _more_than(1)))
    images = (_image("old", "a", age=2), _image("new", "b", age=1), _image("sbom", age=0, subject="new"))
    assert _gone(policy, *images) == {"old": BY_RULE_1}
