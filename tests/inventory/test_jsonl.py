import gzip
import hashlib
import io
import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wharfinger.inventory.jsonl import STANDARD_INPUT, read_inventory
from wharfinger.inventory.line import Row, write
from wharfinger.inventory.model import Image
from wharfinger.spec.diagnostics import SpecError


def digest(number):
    return f"sha256:{number:064x}"


def line(number=1, **keys):
    image = {
        "registry": "aws-prod",
        "repository": "api",
        "digest": digest(number),
        "pushed": "2026-11-03T09:12:44Z",
    }
    return json.dumps({key: value for key, value in (image | keys).items() if value is not ...})


@pytest.fixture
def read(tmp_path):
    def read(*lines):
        file = tmp_path / "inventory.jsonl"
        file.write_text("\n".join(lines), encoding="utf-8")
        return read_inventory(file).repositories

    return read


@pytest.fixture
def refused(read):
    def refused(*lines):
        with pytest.raises(SpecError) as caught:
            read(*lines)
        return caught.value.diagnostics

    return refused


def test_images_are_grouped_by_registry_and_repository(read):
    found = read(
        line(1, repository="b"), line(2, repository="a"), line(3, registry="a"), line(4, repository="b")
    )
    assert list(found) == [("a", "api"), ("aws-prod", "a"), ("aws-prod", "b")]
    assert [image.digest for image in found["aws-prod", "b"]] == [digest(1), digest(4)]


def test_every_key_of_a_line_is_read(read):
    keys = {
        "package": "web",
        "media_type": "m",
        "tags": {"v1": "2026-11-04T00:00:00Z", "v2": None},
        "updated": "2026-11-05T00:00:00Z",
        "pulled": "2026-11-06T00:00:00Z",
        "archived": None,
        "restored": "2026-11-07T00:00:00Z",
        "size": 7,
        "subject": digest(8),
        "children": [digest(9)],
        "running": True,
    }
    day = 86_400
    assert read(line(**keys))["aws-prod", "api"] == (
        Image(
            digest=digest(1),
            media_type="m",
            pushed=1793697164.0,
            tags=("v1", "v2"),
            updated=1793664000.0 + 2 * day,
            tag_updated={"v1": 1793664000.0 + day},
            pulled=1793664000.0 + 3 * day,
            restored=1793664000.0 + 4 * day,
            size=7,
            subject=digest(8),
            children=(digest(9),),
            package="web",
            running=True,
        ),
    )


def test_empty_lines_and_a_byte_order_mark_are_passed_over(read):
    assert len(read("\ufeff" + line(1), "", "  \t", line(2), "")["aws-prod", "api"]) == 2


def test_an_empty_file_is_an_empty_inventory(read):
    assert read() == {}


def test_a_digest_may_be_in_several_repositories_and_packages(read):
    found = read(line(), line(repository="b"), line(package="web"), line(registry="gcp-prod"))
    assert sum(map(len, found.values())) == 4


@pytest.mark.parametrize(
    ("keys", "message", "help_"),
    [
        pytest.param({"digest": ...}, "`digest` is missing", "64 lower-case", id="a missing key"),
        pytest.param({"pushd": 1}, "unknown key `pushd`", "did you mean `pushed`?", id="an unknown key"),
        pytest.param({"registry": ""}, "`registry` must not be empty", "in the spec", id="an empty name"),
        pytest.param(
            {"repository": 5}, "`repository` must be text, not `5`", "as its registry", id="a number"
        ),
        pytest.param(
            {"digest": "sha256:12"}, "`digest` can't be `sha256:12`", "64 lower-case", id="a short digest"
        ),
        pytest.param(
            {"digest": "sha256:" + "A" * 64}, "`digest` can't be", "lower-case", id="capitals in a digest"
        ),
        pytest.param({"children": [digest(2), "x"]}, "`children[1]` can't be `x`", "64", id="a child"),
        pytest.param({"children": "x"}, "`children` must be a list, not `x`", "parts", id="no list"),
        pytest.param({"size": -1}, "`size` must be at least 0, not `-1`", "bytes", id="a negative size"),
        pytest.param({"size": 1.5}, "`size` must be a whole number, not `1.5`", "bytes", id="half a byte"),
        pytest.param(
            {"size": True}, "`size` must be a whole number, not `true`", "bytes", id="a flag as size"
        ),
        pytest.param(
            {"running": 1}, "`running` must be `true` or `false`, not `1`", "", id="a number as flag"
        ),
        pytest.param({"pushed": "yesterday"}, "`pushed` can't be `yesterday`", "RFC 3339", id="no time"),
        pytest.param(
            {"pushed": "2026-11-03T09:12:44"}, "`pushed` can't be", "zone", id="a time without zone"
        ),
        pytest.param(
            {"pushed": "2026-13-03T09:12:44Z"}, "`pushed` can't be", "zone", id="a thirteenth month"
        ),
        pytest.param({"pulled": 1780000000}, "`pulled` must be text", "RFC 3339", id="a time as number"),
        pytest.param({"tags": "v1"}, "`tags` must be a list, not `v1`", "or an object", id="one tag as text"),
        pytest.param({"tags": ["v1", 2]}, "`tags[1]` must be text, not `2`", "a list", id="a number as tag"),
        pytest.param({"tags": [""]}, "`tags[0]` must not be empty", "a list", id="an empty tag"),
        pytest.param(
            {"tags": {"v1": 2}}, "`tags.v1` must be text, not `2`", "time", id="a tag's time as number"
        ),
        pytest.param({"tags": {"v1": "now"}}, "`tags.v1` can't be `now`", "RFC 3339", id="a tag's time"),
    ],
)
def test_an_error_tells_what_and_how_to_mend_it(refused, keys, message, help_):
    (told,) = refused(line(1), "", line(2, **keys))
    assert message in told.message
    assert help_ in told.help
    assert told.place.line == 3


def test_an_error_names_the_file_and_the_column(refused, tmp_path):
    text = line(size=-1)
    (told,) = refused(text)
    assert str(told.place) == f"{tmp_path}/inventory.jsonl:1:{text.index('-1}') + 1}"


def test_all_errors_of_a_line_are_told_at_once(refused):
    told = refused(line(pushed="now", pulled="then", size=-1, extra=0))
    assert len(told) == 4


@pytest.mark.parametrize(
    ("text", "column"),
    [
        pytest.param("{", 1, id="cut off"),
        pytest.param('{"a": }', 7, id="a value is missing"),
        pytest.param(f"{line(1)}, {line(2)}", len(line()) + 1, id="two images on a line"),
        pytest.param("digest,pushed", 1, id="something else"),
    ],
)
def test_broken_json_is_told_with_its_column(refused, text, column):
    (told,) = refused(line(1), text)
    assert told.message.startswith("this is no JSON: ")
    assert (told.place.line, told.place.column) == (2, column)


def test_a_line_that_is_no_object_is_refused(refused):
    assert [told.message for told in refused("[]", "7")] == [
        "this must be an object, not a list",
        "this must be an object, not `7`",
    ]


def test_an_image_that_is_told_of_twice_names_both_lines(refused):
    (told,) = refused(line(7), line(8), line(7, size=5))
    assert told.message == f"`{digest(7)}` is in `api` of `aws-prod` already"
    assert told.help.startswith("line 1 ")
    assert told.place.line == 3


def test_an_image_twice_in_a_package_is_refused_with_the_package(refused):
    (told,) = refused(line(7, package="web"), line(7), line(7, package="web"))
    assert "`web` in `api`" in told.message


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([line(number, size=-1) for number in range(1_000)], id="wrong lines"),
        pytest.param([line(1)] * 1_001, id="one image again and again"),
        pytest.param([*[line(number, size=-1) for number in range(500)], *[line(1)] * 501], id="both"),
    ],
)
def test_of_many_errors_the_first_twenty_are_told_and_the_others_counted(refused, lines):
    *told, last = refused(*lines)
    assert len(told) == 20
    assert last.message == "more errors from here on: 980"
    assert max(one.place for one in told) < last.place


def places(content, folder):
    """Where each error of a file with that content stands; none where it is an inventory."""
    file = folder / "inventory.jsonl"
    file.write_bytes(content)
    try:
        read_inventory(file)
    except SpecError as error:
        return [diagnostic.place for diagnostic in error.diagnostics]
    return []


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("any")


@given(st.lists(st.binary(max_size=40) | st.sampled_from([line().encode(), b"{}", b'{"tags":{}}'])))
def test_whatever_a_file_holds_it_is_an_inventory_or_refused(folder, lines):
    content = b"\n".join(lines)
    assert all(1 <= place.line <= content.count(b"\n") + 1 for place in places(content, folder))


KEYS = st.sampled_from(["tags", "size", "pushed", "digest", "children", "running", "x"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@given(st.dictionaries(KEYS, VALUES))
def test_whatever_a_key_holds_an_error_has_a_column_of_the_line(folder, keys):
    text = line(**keys)
    assert all(1 <= place.column <= len(text) for place in places(text.encode(), folder))


def test_a_compressed_file_is_read_like_any_other(tmp_path):
    file = tmp_path / "inventory.jsonl.gz"
    file.write_bytes(gzip.compress(f"{line(1)}\n{line(2)}\n".encode()))
    assert len(read_inventory(file).repositories["aws-prod", "api"]) == 2


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(line().encode(), id="not compressed"),
        pytest.param(gzip.compress(line().encode())[:-12], id="cut off"),
        pytest.param(gzip.compress(line().encode())[:12] + b"\xff" * 40, id="damaged"),
    ],
)
def test_a_compressed_file_that_is_none_is_refused(tmp_path, content):
    file = tmp_path / "inventory.jsonl.gz"
    file.write_bytes(content)
    with pytest.raises(SpecError) as caught:
        read_inventory(file)
    assert "no whole gzip file" in caught.value.diagnostics[0].message


def test_standard_input_is_read(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(line().encode())))
    assert list(read_inventory(STANDARD_INPUT).repositories) == [("aws-prod", "api")]
    assert not sys.stdin.closed


def test_a_file_that_is_missing_is_the_systems_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_inventory(tmp_path / "none.jsonl")


@pytest.mark.parametrize("ending", ["", ".gz"])
def test_progress_adds_up_to_the_size_of_the_file(tmp_path, ending):
    file = tmp_path / f"inventory.jsonl{ending}"
    digests = (hashlib.sha256(b"%d" % number).hexdigest() for number in range(20_000))
    content = "".join(f"{line(digest=f'sha256:{one}')}\n" for one in digests).encode()
    file.write_bytes(gzip.compress(content) if ending else content)
    told = []
    read_inventory(file, told.append)
    assert sum(told) == file.stat().st_size
    assert len([more for more in told if more]) > 2


def test_what_is_written_of_an_inventory_is_the_same_inventory(read):
    images = [Image(digest(number), "m", float(number), (f"v{number}",), size=number) for number in range(50)]
    rows = [Row("aws-prod", f"api-{number % 3}", image) for number, image in enumerate(images)]
    found = read(*map(write, rows))
    assert [image for held in found.values() for image in held] == [
        *images[::3],
        *images[1::3],
        *images[2::3],
    ]
