from dataclasses import FrozenInstanceError, fields
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import composite

from wharfinger.inventory.line import RULES, Line, Row, image_of, parse, seconds, write
from wharfinger.inventory.model import Image

DIGEST = "sha256:" + "a" * 64

DIGESTS = st.integers(0, 2**256 - 1).map(lambda number: f"sha256:{number:064x}") | st.integers(0, 2**64).map(
    lambda number: f"sha512:{number:0128x}"
)
TIMES = st.datetimes(timezones=st.just(UTC)).map(datetime.timestamp)
TEXTS = st.text(min_size=1, max_size=20)


@composite
def images(draw):
    tags = tuple(draw(st.lists(TEXTS, unique=True, max_size=4)))
    return Image(
        digest=draw(DIGESTS),
        media_type=draw(st.text(max_size=20)),
        pushed=draw(TIMES),
        tags=tags,
        updated=draw(st.none() | TIMES),
        tag_updated={tag: draw(TIMES) for tag in tags if draw(st.booleans())},
        pulled=draw(st.none() | TIMES),
        archived=draw(st.none() | TIMES),
        restored=draw(st.none() | TIMES),
        size=draw(st.integers(0, 2**70)),
        subject=draw(st.none() | DIGESTS),
        children=tuple(draw(st.lists(DIGESTS, max_size=3))),
        package=draw(st.text(max_size=20)),
        running=draw(st.booleans()),
    )


@given(TEXTS, TEXTS, images())
def test_what_is_written_is_read_again(registry, repository, image):
    text = write(Row(registry, repository, image))
    line = parse(text)
    assert (line["registry"], line["repository"], image_of(line)) == (registry, repository, image)
    assert write(Row(registry, repository, image_of(line))) == text


def test_only_what_is_worth_telling_is_written_in_a_fixed_order():
    image = Image(DIGEST, "", 0.0, ("v1",), pulled=1.5, running=True)
    assert write(Row("aws-prod", "api", image)) == (
        f'{{"registry":"aws-prod","repository":"api","digest":"{DIGEST}","tags":["v1"],'
        '"pushed":"1970-01-01T00:00:00Z","pulled":"1970-01-01T00:00:01.500000Z","running":true}'
    )


def test_lines_tell_everything_of_an_image():
    assert list(RULES) == list(Line.__annotations__)
    assert {field.name for field in fields(Image)} - RULES.keys() == {"tag_updated"}


def test_an_image_from_a_line_is_as_frozen_as_any():
    line = f'{{"registry":"r","repository":"a","digest":"{DIGEST}","pushed":"2026-01-01T00:00:00Z"}}'
    image = image_of(parse(line))
    assert type(image) is Image
    assert {image} == {Image(DIGEST, "", 1767225600.0)}
    with pytest.raises(FrozenInstanceError):
        image.size = 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("1970-01-02T00:00:00Z", 86_400, id="UTC"),
        pytest.param("1970-01-01T02:00:00+01:00", 3_600, id="another zone"),
        pytest.param("1970-01-01T00:00:00.25-00:00", 0.25, id="part of a second"),
        pytest.param("1970-01-01T00:00:00.1234567Z", 0.123456, id="ACR's seven digits"),
        pytest.param("1970-01-01T00:00:00.123456789Z", 0.123456, id="nine digits"),
        pytest.param("1969-12-31T23:59:59Z", -1, id="before 1970"),
    ],
)
def test_a_time_is_in_seconds(text, expected):
    assert seconds(text) == expected


@pytest.mark.parametrize(
    "text", ["", "2026-11-03", "2026-11-03T09:12:44", "1780000000", "20261103", "2026-02-30T00:00:00Z"]
)
def test_what_is_no_time_with_a_zone_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        seconds(text)


@given(st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1)), st.integers(-23 * 60, 23 * 60))
def test_the_same_moment_is_the_same_in_every_zone(moment, minutes):
    local = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    assert seconds(local.isoformat()) == seconds(local.astimezone(UTC).isoformat())
