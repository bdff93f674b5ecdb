import pytest

from wharfinger.inventory.importers.aws import read_images
from wharfinger.inventory.line import seconds
from wharfinger.inventory.source import Source


@pytest.fixture(scope="module")
def rows(sample):
    return read_images(sample("aws.json"), "aws-prod")


def test_images_belong_to_the_repository_that_they_name(rows):
    assert {(row.registry, row.repository) for row in rows} == {("aws-prod", "payments/api")}
    assert len(rows) == 5


def test_an_image_keeps_what_ecr_tells_of_it(rows):
    image = rows[0].image
    assert image.digest.startswith("sha256:")
    assert image.media_type == "application/vnd.oci.image.index.v1+json"
    assert image.tags == ("v1.4.2", "v1.4")
    assert image.pushed == seconds("2026-11-03T09:12:44.511Z")
    assert image.pulled == seconds("2026-11-23T05:00:12.904Z")
    assert image.size == 52_480_911
    assert (image.updated, image.archived, image.restored, image.subject) == (None, None, None, None)


def test_an_image_without_tags_has_none(rows):
    assert rows[1].image.tags == ()
    assert rows[1].image.pulled is None


def test_a_signature_refers_to_its_subject(rows):
    assert rows[2].image.subject == rows[0].image.digest


def test_an_image_is_in_the_archive_while_its_status_says_so(rows):
    assert rows[3].image.archived == seconds("2025-09-01T00:00:00Z")
    assert rows[4].image.archived is None
    assert rows[4].image.restored == seconds("2026-10-05T14:20:00Z")


def test_times_may_be_seconds_as_version_1_of_the_command_line_prints_them(sample):
    (row,) = read_images(sample("aws-cli-1.json"), "aws-prod")
    assert row.image.pushed == 1_780_000_000


def test_a_repository_without_images_is_sound():
    assert read_images(Source('{"imageDetails": []}', "f"), "aws-prod") == ()


def test_the_repository_is_taken_from_the_command_where_the_file_has_none(changed):
    source = changed("aws.json", lambda data: [one.pop("repositoryName") for one in data["imageDetails"]])
    assert {row.repository for row in read_images(source, "aws-prod", "api")} == {"api"}


def test_without_any_repository_each_image_is_told(changed, refused):
    source = changed("aws.json", lambda data: [one.pop("repositoryName") for one in data["imageDetails"]])
    told = refused(read_images, source, "aws-prod")
    assert len(told) == 5
    assert told[1].message == "`imageDetails[1].repositoryName` is missing"
    assert "--repository" in told[1].help


def test_images_of_another_repository_are_refused(sample, refused):
    told = refused(read_images, sample("aws.json"), "aws-prod", "api")
    assert told[0].message == "`imageDetails[0].repositoryName` is `payments/api`, not `api`"


@pytest.mark.parametrize("key", ["NextToken", "nextToken"])
def test_a_list_that_is_cut_short_is_refused(changed, refused, key):
    source = changed("aws.json", lambda data: data.update({key: "eyJ2"}))
    (told,) = refused(read_images, source, "aws-prod")
    assert told.message == "the list of images is cut short"
    assert "--max-items" in told.help


def test_an_archived_image_must_say_since_when(changed, refused):
    source = changed("aws.json", lambda data: data["imageDetails"][3].pop("lastArchivedAt"))
    (told,) = refused(read_images, source, "aws-prod")
    assert told.message == "`imageDetails[3].lastArchivedAt` is missing"


def test_all_errors_are_told_at_once_with_entry_and_line(changed, refused):
    def change(data):
        data["imageDetails"][0]["imageDigest"] = "sha256:0"
        data["imageDetails"][1]["imageSizeInBytes"] = -1
        data["imageDetails"][3]["imagePushedAt"] = "last week"
        del data["imageDetails"][4]["imagePushedAt"]

    source = changed("aws.json", change)
    told = refused(read_images, source, "aws-prod")
    assert [one.message for one in told] == [
        "`imageDetails[0].imageDigest` can't be `sha256:0`",
        "`imageDetails[1].imageSizeInBytes` must be at least 0, not `-1`",
        "`imageDetails[3].imagePushedAt` can't be `last week`",
        "`imageDetails[4].imagePushedAt` is missing",
    ]
    lines = source.text.splitlines()
    assert '"last week"' in lines[told[2].place.line - 1]
    assert lines[told[2].place.line - 1][told[2].place.column - 1 :].startswith('"last week"')


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("", "this is no JSON: EOF while parsing a value", id="empty"),
        pytest.param("An error occurred", "this is no JSON: expected value", id="an error message"),
        pytest.param("[]", "this must be an object, not a list", id="another cloud's output"),
        pytest.param("{}", "`imageDetails` is missing", id="another command's output"),
    ],
)
def test_what_the_command_does_not_print_is_refused(refused, text, message):
    assert refused(read_images, Source(text, "f"), "aws-prod")[0].message == message
