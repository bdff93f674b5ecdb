"""The newest of some images."""

from wharfinger.inventory.model import Image
from wharfinger.inventory.ranking import beyond_newest


def _image(digest: str, pushed: float) -> Image:
    return Image(digest, "", pushed)


A, B, C = _image("a", 3), _image("b", 2), _image("c", 1)


def test_the_newest_are_spared_whatever_their_order():
    assert beyond_newest([B, C, A], 2) == ([C], None)


def test_of_equally_old_ones_the_digests_decide_and_the_tie_is_told():
    later = _image("d", 2)
    assert beyond_newest([later, A, B], 2) == ([later], 2)


def test_a_tie_that_the_cut_does_not_split_is_none():
    assert beyond_newest([A, B, _image("d", 2)], 1)[1] is None
    assert beyond_newest([A, B, _image("d", 2)], 3) == ([], None)


def test_nothing_is_spared_of_none():
    assert beyond_newest([A, B], 0) == ([A, B], None)
