"""What the clouds would refuse, as diagnostics: text, place and help."""

from typing import Any

import pytest

from tests.organisations import ACR, ECR, GAR, RELEASE, compiled, team
from wharfinger.clouds.check import check_clouds
from wharfinger.spec.diagnostics import Diagnostic
from wharfinger.spec.places import Place, Places, SpecPath

KEY_PLACE = Place("org.yaml", 1, 1)
VALUE_PLACE = Place("org.yaml", 1, 3)
PLACES = Places(keys={(): KEY_PLACE}, values={(): VALUE_PLACE})

API: SpecPath = ("teams", "payments", "repositories", "api")
NO_LOCKS = "ACR has no write-once tags, only locks to set on images once pushed"
GO_WITHOUT = "change it, or go without: `accept: [{}]`"


def _found(registry: dict[str, Any], repositories: dict[str, Any], **parts: Any) -> tuple[Diagnostic, ...]:
    teams = {"payments": team(repositories)}
    return check_clouds(compiled(registries={"here": registry}, teams=teams, **parts), PLACES)


def test_a_plan_that_the_clouds_take_has_no_diagnostics():
    assert _found(ECR, {"api": {}, "web": {}}) == ()


@pytest.mark.parametrize(
    ("registry", "asked", "path", "message", "help_"),
    [
        (
            GAR,
            ({}, {"naming": {"repository": "1{name}"}}),
            API,
            "`1api` is no name for a repository in `here`",
            "Artifact Registry takes lower-case letters, digits and hyphens, not `1api`",
        ),
        (
            ACR,
            ({}, {}),
            API,
            f"`tags.immutable` is refused for `payments/api@here`: {NO_LOCKS}",
            GO_WITHOUT.format("azure.tags.immutable"),
        ),
        (
            ACR,
            ({}, {"defaults": {"tags": {"immutable": True}}}),
            ("defaults", "tags", "immutable"),
            f"`tags.immutable` is refused for `payments/api@here`: {NO_LOCKS}",
            GO_WITHOUT.format("azure.tags.immutable"),
        ),
        (
            ECR,
            ({"scanning": "continuous"}, {}),
            (*API, "scanning"),
            (
                "`scanning` is refused for `payments/api@here`: ECR scans continuously only with"
                " `scanner: enhanced` on the registry"
            ),
            GO_WITHOUT.format("aws.scanning"),
        ),
        (
            GAR,
            (
                {"environments": {"dev": {"replicas": {"gcp": ["europe-west1"], "azure": ["uksouth"]}}}},
                {"defaults": {"replicas": {"aws": ["eu-west-1"]}}},
            ),
            (*API, "environments", "dev", "replicas", "gcp"),
            (
                "`replicas` is refused for `payments/api@here`: Artifact Registry has no replication; add a"
                " registry there and place it in both"
            ),
            GO_WITHOUT.format("gcp.replicas"),
        ),
        (
            GAR,
            ({"pull": ["runtime"]}, {"principals": {"runtime": {"aws": RELEASE["aws"]}}}),
            (*API, "pull"),
            "`pull` is refused for `payments/api@here`: `runtime` has no identity in gcp",
            GO_WITHOUT.format("gcp.pull"),
        ),
        (
            ACR,
            (
                {
                    "tags": {"immutable": False},
                    "retention": {
                        "tags": {
                            "v*": "archive after 30 days without a pull",
                            "pr-*": "expire after 3 days",
                        }
                    },
                },
                {"defaults": {"retention": {"tags": {"v*": "protect"}}}},
            ),
            (*API, "retention", "tags", "v*"),
            "`retention.archive` is refused for `payments/api@here`: ACR has no archive",
            GO_WITHOUT.format("azure.retention.archive"),
        ),
        (
            GAR,
            (
                {"tags": {"immutable": False}},
                {
                    "defaults": {
                        "environments": {"dev": {"retention": {"tags": {"v1.0": "expire after 3 days"}}}}
                    }
                },
            ),
            ("defaults", "environments", "dev", "retention", "tags", "v1.0"),
            (
                "`retention.expire` is refused for `payments/api@here`: cleanup knows prefixes only, and"
                " `v1.0` is none"
            ),
            GO_WITHOUT.format("gcp.retention.expire"),
        ),
        (
            ACR,
            ({"tags": {"immutable": False}, "labels": {"tier": "one"}}, {}),
            (*API, "labels", "tier"),
            (
                "`labels` is refused for `payments/api@here`: repositories in ACR carry no tags, only the"
                " registry does"
            ),
            GO_WITHOUT.format("azure.labels"),
        ),
    ],
    ids=[
        "name",
        "built-in",
        "defaults",
        "setting",
        "own-cloud-of-a-group",
        "grant",
        "rule-of-the-repository",
        "rule-of-an-environment",
        "labels",
    ],
)
def test_a_refusal_names_the_line_the_reason_and_the_mend(registry, asked, path, message, help_):
    repository, parts = asked
    assert _found(registry, {"api": repository}, **parts) == (
        Diagnostic(message, KEY_PLACE, path, help=help_),
    )


@pytest.mark.parametrize(
    ("registry", "repositories", "message", "path"),
    [
        (
            GAR,
            {"a.b": {}, "a/b": {}},
            "`payments/a/b` and `payments/a.b` are both `europe-west3-docker.pkg.dev/acme-dev/payments-a-b`",
            ("teams", "payments", "repositories", "a/b"),
        ),
        (
            GAR,
            {"a-b": {}, "a/b": {}},
            "`payments/a/b` and `payments/a-b` are both `europe-west3-docker.pkg.dev/acme-dev/payments-a-b`",
            ("teams", "payments", "repositories", "a/b"),
        ),
    ],
    ids=["one-image", "two-images"],
)
def test_two_repositories_of_one_native_name_are_refused(registry, repositories, message, path):
    help_ = "rename one of them, or change `naming.repository`"
    assert _found(registry, repositories) == (Diagnostic(message, KEY_PLACE, path, help=help_),)


def test_two_teams_whose_names_collide_are_refused():
    teams = {"payments": team(), "search": team()}
    found = check_clouds(
        compiled(registries={"here": ECR}, naming={"repository": "all/{name}"}, teams=teams), PLACES
    )
    assert [diagnostic.message for diagnostic in found] == [
        "`search/api` and `payments/api` are both `111111111111.dkr.ecr.eu-central-1.amazonaws.com/all/api`"
    ]


def test_the_same_name_in_two_registries_is_no_collision():
    registries = {"one": ECR, "two": ECR | {"region": "eu-west-1"}}
    assert check_clouds(compiled(registries=registries), PLACES) == ()


def test_what_is_impossible_in_a_registry_names_the_registry():
    repositories = {"prod": {"replicas": {"aws": ["eu-west-1"]}}, "production": {}}
    (diagnostic,) = _found(ECR, repositories, naming={"repository": "{name}"})
    assert diagnostic == Diagnostic(
        "`replicas` is impossible in `here`: ECR replicates by prefix: `prod` would copy `production` too;"
        " rename one of them",
        KEY_PLACE,
        ("registries", "here"),
        help="see the repositories placed in this registry",
    )


def test_what_is_impossible_in_a_registry_cannot_be_accepted():
    repositories = {"prod": {"replicas": {"aws": ["eu-west-1"]}}, "production": {}}
    accepted = _found(
        ECR, repositories, naming={"repository": "{name}"}, defaults={"accept": ["aws.replicas"]}
    )
    assert "error" in {diagnostic.severity for diagnostic in accepted}


def test_one_line_that_reaches_many_repositories_is_told_once():
    parts = {"defaults": {"tags": {"immutable": True}}}
    (diagnostic,) = _found(ACR, {"api": {}, "job": {}, "web": {}}, **parts)
    assert diagnostic.message == f"`tags.immutable` is refused for `payments/api@here` and 2 more: {NO_LOCKS}"


def test_each_refused_rule_is_told_at_its_own_line_and_one_acceptance_is_for_all_of_its_kind():
    tags = {"v*": "keep newest 3", "dev-*": "keep newest 5", "pr-*": "expire after 3 days"}
    asked = {"tags": {"immutable": False}, "retention": {"tags": tags}}
    found = _found(GAR, {"api": asked})
    assert [diagnostic.path for diagnostic in found] == [
        (*API, "retention", "tags", "dev-*"),
        (*API, "retention", "tags", "v*"),
    ]
    assert _found(GAR, {"api": asked | {"accept": ["gcp.retention.keep_newest"]}}) == ()


REFUSED = {"labels": {"tier": "one"}}


@pytest.mark.parametrize(
    "accepting",
    [
        {"defaults": {"accept": ["azure.tags.immutable"]}},
        {"classes": {"service": {"accept": ["azure.tags.immutable"]}}},
        {"repository": {"accept": ["azure.tags.immutable"]}},
    ],
    ids=["defaults", "class", "repository"],
)
def test_an_acceptance_silences_exactly_the_refusal_that_it_names(accepting):
    repository = {**REFUSED, **accepting.get("repository", {})}
    parts = {name: part for name, part in accepting.items() if name != "repository"}
    if "classes" in parts:
        repository["class"] = "service"
    (diagnostic,) = _found(ACR, {"api": repository}, **parts)
    assert diagnostic.severity == "error"
    assert diagnostic.path == (*API, "labels", "tier")


def test_an_acceptance_for_one_cloud_is_none_for_another():
    found = _found(GAR, {"api": {"tags": {"mutable": ["latest"]}, "accept": ["aws.tags.mutable"]}})
    assert [diagnostic.severity for diagnostic in found] == ["error", "warning"]


def test_an_acceptance_of_one_repository_is_none_for_another():
    found = _found(ACR, {"api": {"accept": ["azure.tags.immutable"]}, "web": {}})
    assert [(diagnostic.severity, diagnostic.path) for diagnostic in found] == [
        ("error", ("teams", "payments", "repositories", "web"))
    ]


def test_an_acceptance_that_nothing_needs_is_warned_of_at_its_line():
    (diagnostic,) = _found(ECR, {"api": {"accept": ["aws.scanning"]}})
    assert diagnostic == Diagnostic(
        "`aws.scanning` is accepted, but nothing that reads this line is refused it",
        VALUE_PLACE,
        (*API, "accept", 0),
        help="remove it",
        severity="warning",
    )


def test_an_acceptance_that_one_of_many_needs_is_not_idle():
    acr_free = {"placement": {"clouds": ["aws"]}}
    found = check_clouds(
        compiled(
            registries={"acr": ACR, "ecr": ECR},
            defaults={"accept": ["azure.tags.immutable"]},
            teams={"payments": team({"api": acr_free, "web": {}})},
        ),
        PLACES,
    )
    assert found == ()
