"""What holds images together."""

from collections.abc import Sequence

from wharfinger.inventory.model import Image, Verdict
from wharfinger.inventory.relations import settle

KEPT, GONE = Verdict("kept", "rule"), Verdict("deleted", "rule")


def _image(digest: str, *tags: str, children: tuple[str, ...] = (), subject: str | None = None) -> Image:
    return Image(digest, "", 0, tags, children=children, subject=subject)


def _fates(images: Sequence[Image], *going: str) -> dict[str, tuple[str, str]]:
    """The fates where a document deletes the images with these digests."""

    def decide(left: Sequence[Image]) -> list[Verdict]:
        return [GONE if image.digest in going else KEPT for image in left]

    return {
        image.digest: (verdict.fate, verdict.why)
        for image, verdict in zip(images, settle(images, decide), strict=True)
    }


def test_a_part_waits_for_its_index():
    images = [_image("index", "v1", children=("part",)), _image("part")]
    assert _fates(images, "part")["part"] == ("kept", "an index holds it")


def test_a_part_goes_once_its_index_is_gone():
    images = [_image("part"), _image("index", "v1", children=("part",))]
    assert _fates(images, "part", "index") == {"part": ("deleted", ""), "index": ("deleted", "")}


def test_a_part_of_two_indexes_waits_for_both():
    images = [_image("one", children=("part",)), _image("two", children=("part",)), _image("part")]
    assert _fates(images, "part", "one")["part"][0] == "kept"


def test_indexes_in_indexes_go_from_the_outside_in():
    images = [_image("part"), _image("inner", children=("part",)), _image("outer", children=("inner",))]
    assert {fate for fate, _ in _fates(images, "part", "inner", "outer").values()} == {"deleted"}
    assert {fate for fate, _ in _fates(images, "part", "inner").values()} == {"kept"}


def test_a_referrer_follows_its_subject():
    images = [_image("signature", subject="image"), _image("image", "v1")]
    assert _fates(images, "signature")["signature"] == ("kept", "")
    assert _fates(images, "image")["signature"] == ("deleted", "follows its subject")


def test_a_referrer_of_a_referrer_follows_too():
    images = [_image("image"), _image("sbom", subject="image"), _image("signature", subject="sbom")]
    assert _fates(images, "image")["signature"] == ("deleted", "follows its subject")


def test_a_referrer_whose_subject_is_elsewhere_is_judged_itself():
    assert _fates([_image("signature", subject="elsewhere")], "signature")["signature"] == ("deleted", "")


def test_referrers_in_a_circle_stay():
    images = [_image("a", subject="b"), _image("b", subject="a")]
    assert {fate for fate, _ in _fates(images, "a", "b").values()} == {"kept"}
