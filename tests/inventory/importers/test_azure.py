import pytest

from wharfinger.inventory.importers.azure import read_images
from wharfinger.inventory.line import seconds
from wharfinger.inventory.source import Source


@pytest.fixture(scope="module")
def rows(sample):
    return read_images(sample("azure.json"), "azure-prod", "payments/api")


def test_images_belong_to_the_repository_that_was_listed(rows):
    assert {(row.registry, row.repository) for row in rows} == {("azure-prod", "payments/api")}


def test_an_image_keeps_what_acr_tells_of_it(rows):
    image = rows[0].image
    assert image.media_type == "application/vnd.oci.image.index.v1+json"
    assert image.tags == ("v1.4.2", "latest")
    assert image.pushed == seconds("2026-11-03T09:12:44.511223Z")
    assert image.updated == seconds("2026-11-10T07:00:00.000001Z")
    assert [row.image.size for row in rows] == [0, 52_480_911, 49_112_004]


@pytest.mark.parametrize("key", ["tags", "mediaType", "imageSize", "lastUpdateTime"])
@pytest.mark.parametrize(
    "change", [lambda one, key: one.pop(key, None), lambda one, key: one.update({key: None})]
)
def test_what_acr_leaves_out_is_unknown(changed, key, change):
    source = changed("azure.json", lambda data: [change(one, key) for one in data])
    image = read_images(source, "azure-prod", "api")[0].image
    names = {"tags": "tags", "mediaType": "media_type", "imageSize": "size", "lastUpdateTime": "updated"}
    assert getattr(image, names[key]) in ((), "", 0, None)


def test_all_errors_are_told_at_once_with_entry_and_line(changed, refused):
    def change(data):
        del data[0]["createdTime"]
        data[1]["digest"] = None
        data[2]["lastUpdateTime"] = "2026-11-03T09:12:44"

    told = refused(read_images, changed("azure.json", change), "azure-prod", "api")
    assert [one.message for one in told] == [
        "`[0].createdTime` is missing",
        "`[1].digest` must be text, not nothing",
        "`[2].lastUpdateTime` can't be `2026-11-03T09:12:44`",
    ]


def test_of_many_errors_the_first_twenty_are_told_and_the_others_counted(refused):
    source = Source(f"[{', '.join(['{}'] * 50)}]", "f")
    *told, last = refused(read_images, source, "azure-prod", "api")
    assert len(told) == 20
    assert last.message == "more errors from here on: 80"


def test_what_the_command_does_not_print_is_refused(refused):
    (told,) = refused(read_images, Source('{"manifests": []}', "f"), "azure-prod", "api")
    assert told.message == "this must be a list, not an object"
