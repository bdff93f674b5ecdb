import pytest

from wharfinger.inventory.importers.gcp import read_images
from wharfinger.inventory.line import seconds
from wharfinger.inventory.source import Source


@pytest.fixture(scope="module")
def rows(sample):
    return read_images(sample("gcp.json"), "gcp-prod")


def test_repository_and_package_are_found_in_the_name(rows):
    assert {row.repository for row in rows} == {"payments-api"}
    assert [row.image.package for row in rows] == ["api", "api", "tools/migrate"]


def test_an_image_keeps_what_artifact_registry_tells_of_it(rows):
    image = rows[0].image
    assert image.media_type == "application/vnd.oci.image.index.v1+json"
    assert image.tags == ("v1.4.2", "latest")
    assert image.pushed == seconds("2026-11-03T09:12:44.511223Z")
    assert image.updated == seconds("2026-11-10T07:00:00.000001Z")
    assert image.size == 1_609


def test_a_size_that_gcloud_does_not_know_is_zero(rows):
    assert rows[2].image.size == 0


@pytest.mark.parametrize("metadata", [{}, {"mediaType": None, "imageSizeBytes": None}])
def test_what_gcloud_leaves_out_is_unknown(changed, metadata):
    source = changed("gcp.json", lambda data: data[0].update(metadata=metadata, updateTime=None))
    image = read_images(source, "gcp-prod")[0].image
    assert (image.media_type, image.size, image.updated) == ("", 0, None)


def test_older_versions_print_tags_as_one_text(sample):
    rows = read_images(sample("gcp-old.json"), "gcp-prod")
    assert [row.image.tags for row in rows] == [("v1.4.2", "latest"), ()]
    assert rows[0].image.media_type == ""


def test_a_repository_without_images_is_sound():
    assert read_images(Source("[]", "f"), "gcp-prod") == ()


def test_a_list_without_any_tags_is_refused(changed, refused):
    source = changed("gcp.json", lambda data: [one.update(tags="") for one in data])
    (told,) = refused(read_images, source, "gcp-prod")
    assert told.message == "no tags were listed"
    assert "--include-tags" in told.help


def test_images_of_another_repository_are_refused(sample, refused):
    told = refused(read_images, sample("gcp.json"), "gcp-prod", "api")
    assert told[0].message == "`[0].package` is in `payments-api`, not `api`"


@pytest.mark.parametrize(
    ("name", "repository", "package"),
    [
        pytest.param("us-docker.pkg.dev/acme-prod/api/web", "api", "web", id="a multi-region"),
        pytest.param("us-docker.pkg.dev/acme.example/prod/api/web", "api", "web", id="a project of a domain"),
        pytest.param("us-docker.pkg.dev/prod/api/web/v1.0/x", "api", "web/v1.0/x", id="a nested image"),
    ],
)
def test_names_come_in_several_forms(changed, name, repository, package):
    source = changed("gcp.json", lambda data: [one.update(package=name) for one in data])
    assert {(row.repository, row.image.package) for row in read_images(source, "r")} == {
        (repository, package)
    }


@pytest.mark.parametrize("name", ["gcr.io/acme/api", "us-docker.pkg.dev/acme/api", "api", ""])
def test_a_name_that_is_not_artifact_registrys_is_refused(changed, refused, name):
    source = changed("gcp.json", lambda data: data[1].update(package=name))
    (told,) = refused(read_images, source, "gcp-prod")
    assert told.message == f"`[1].package` can't be `{name}`"
    assert "LOCATION-docker.pkg.dev" in told.help


def test_all_errors_are_told_at_once_with_entry_and_line(changed, refused):
    def change(data):
        data[0]["version"] = "latest"
        data[1]["tags"] = ["v1", 2]
        data[2]["metadata"]["imageSizeBytes"] = "-5"
        data[2]["createTime"] = "2026-10-01"
        data[0]["metadata"]["imageSizeBytes"] = "much"
        data[1]["updateTime"] = []

    source = changed("gcp.json", change)
    told = refused(read_images, source, "gcp-prod")
    assert {one.message for one in told} == {
        "`[0].version` can't be `latest`",
        "`[0].metadata.imageSizeBytes` must be a whole number, not `much`",
        "`[1].updateTime` can't be a list",
        "`[1].tags[1]` must be text, not `2`",
        "`[2].metadata.imageSizeBytes` must be at least 0, not `-5`",
        "`[2].createTime` can't be `2026-10-01`",
    }
    assert all(one.place.file == "gcp.json" and one.place.line > 1 for one in told)


def test_what_the_command_does_not_print_is_refused(refused):
    (told,) = refused(read_images, Source('{"imageDetails": []}', "f"), "gcp-prod")
    assert told.message == "this must be a list, not an object"
