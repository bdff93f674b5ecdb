"""Names that nothing bears, in every place that names something."""

import random

import pytest

from tests.spec.conftest import line
from wharfinger.spec.references import check_references

ORG = """\
organisation: acme
environments: [dev, prod]
registries:
  ecr:
    cloud: aws
    environment: dev
    account: "111111111111"
    region: eu-central-1
principals:
  clusters: {}
classes:
  service: {}
"""

TEAM = """\
team: payments
owners: [payments@acme.example]
principals: {people: {}}
pipelines: {release: {}}
repositories:
  api:
    class: service
    pull: [team, pipelines, clusters, payments/people, payments/release]
    push: [pipelines]
    environments: {prod: {pull: [team]}}
    placement: {registries: [ecr], environments: [dev]}
naming:
  environments: {prod: {}}
"""

ENVIRONMENTS = "environments: `dev`, `prod`"
PRINCIPALS = "principals: `team`, `pipelines`, `clusters`, `payments/people`, `payments/release`"


def test_a_sound_spec_has_nothing_to_tell(found):
    assert found({"org.yaml": ORG, "teams/payments.yaml": TEAM}) == []


@pytest.mark.parametrize(
    ("line_of_org", "expected"),
    [
        pytest.param(
            "defaults: {environments: {prd: {}}}",
            [f"13:27: there is no environment `prd` (did you mean `prod`? {ENVIRONMENTS})"],
            id="override in defaults",
        ),
        pytest.param(
            "defaults: {placement: {environments: [dev, qa], registries: [ecr, ecr2]}}",
            [
                f"13:44: there is no environment `qa` ({ENVIRONMENTS})",
                "13:67: there is no registry `ecr2` (did you mean `ecr`? registries: `ecr`)",
            ],
            id="placement in defaults",
        ),
        pytest.param(
            "defaults: {labels: {tier: one, owner: me}}",
            [
                (
                    "13:32: the label `owner` is always set, from what the spec says elsewhere"
                    " (choose another key)"
                )
            ],
            id="label that is always set",
        ),
        pytest.param(
            "defaults: {pull: [team, cluster], environments: {dev: {push: [pipeline]}}}",
            [
                f"13:25: there is no principal `cluster` (did you mean `clusters`? {PRINCIPALS})",
                f"13:63: there is no principal `pipeline` (did you mean `pipelines`? {PRINCIPALS})",
            ],
            id="grants in defaults",
        ),
        pytest.param(
            "rollback_windows: {prod: {}, prd: {days: 30}, dev: {newest: 1}}",
            [
                f"13:30: there is no environment `prd` (did you mean `prod`? {ENVIRONMENTS})",
                (
                    "13:20: the rollback window of `prod` has no limit"
                    " (write `newest`, a number of images, or `days`, or both)"
                ),
            ],
            id="rollback windows",
        ),
        pytest.param(
            "naming: {environments: {stage: {}}}",
            [f"13:25: there is no environment `stage` ({ENVIRONMENTS})"],
            id="naming",
        ),
    ],
)
def test_a_dangling_name_of_the_organisation_is_told(found, line_of_org, expected):
    told = found({"org.yaml": f"{ORG}{line_of_org}\n", "teams/payments.yaml": TEAM})
    assert told == [f"org.yaml:{problem}" for problem in expected]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "class: service",
            "class: servce",
            "7:12: there is no class `servce` (did you mean `service`? classes: `service`)",
        ),
        (
            "[ecr]",
            "[erc]",
            "11:30: there is no registry `erc` (did you mean `ecr`? registries: `ecr`)",
        ),
        ("[dev]}", "[dve]}", f"11:51: there is no environment `dve` (did you mean `dev`? {ENVIRONMENTS})"),
        (
            "{prod: {pull",
            "{qa: {pull",
            f"10:20: there is no environment `qa` ({ENVIRONMENTS})",
        ),
        ("{prod: {}}", "{x: {}}", f"13:18: there is no environment `x` ({ENVIRONMENTS})"),
        ("people: {}", "people: {environments: [x]}", f"3:38: there is no environment `x` ({ENVIRONMENTS})"),
        (
            "[pipelines]",
            "[people]",
            (
                "9:12: there is no principal `people`"
                " (write `payments/people`: a name alone is one of the organisation's principals)"
            ),
        ),
        (
            "[pipelines]",
            "[search/release]",
            f"9:12: there is no principal `search/release` (did you mean `payments/release`? {PRINCIPALS})",
        ),
        (
            "pull: [team]}",
            "pull: [tema]}",
            f"10:34: there is no principal `tema` (did you mean `team`? {PRINCIPALS})",
        ),
    ],
)
def test_a_dangling_name_of_a_team_is_told(found, old, new, expected):
    assert old in TEAM
    told = found({"org.yaml": ORG, "teams/payments.yaml": TEAM.replace(old, new)})
    assert told == [f"teams/payments.yaml:{expected}"]


def test_a_registry_of_no_environment_is_told(found):
    told = found({"org.yaml": ORG.replace("environment: dev", "environment: test")})
    assert told == [f"org.yaml:6:18: there is no environment `test` ({ENVIRONMENTS})"]


def test_an_environment_listed_twice_is_told(found):
    told = found({"org.yaml": ORG.replace("[dev, prod]", "[dev, prod, dev]")})
    assert told == ["org.yaml:2:27: the environment `dev` is listed twice (leave one of them out)"]


@pytest.mark.parametrize("name", ["team", "pipelines"])
def test_a_principal_with_a_reserved_name_is_told(found, name):
    told = found(
        {
            "org.yaml": ORG.replace("clusters", name),
            "teams/a.yaml": f"team: a\nowners: [x]\nprincipals: {{{name}: {{}}}}\n",
        }
    )
    why = f"(in `pull` and `push`, `{name}` means the repository's own; choose another name)"
    assert told == [
        f"org.yaml:10:3: no principal can be called `{name}` {why}",
        f"teams/a.yaml:3:14: no principal can be called `{name}` {why}",
    ]


def test_a_name_of_both_a_principal_and_a_pipeline_is_told(found):
    told = found({"org.yaml": ORG, "teams/payments.yaml": TEAM.replace("{release: {}}", "{people: {}}")})
    assert told[0] == (
        "teams/payments.yaml:4:13: `people` is both a principal and a pipeline of `payments`"
        " (the other is at teams/payments.yaml:3:14; give one of them another name)"
    )


def test_what_is_told_does_not_depend_on_the_order_of_files(loaded):
    files = {f"teams/{name}.yaml": TEAM.replace("payments", name) for name in ("a", "b", "c")}
    names = list(files)
    results = set()
    for _ in range(3):
        random.shuffle(names)
        spec = loaded({"org.yaml": f"{ORG.replace('service', 'x')}include: [{', '.join(names)}]\n", **files})
        results.add(tuple(line(problem) for problem in check_references(spec)))
    (only,) = results
    assert len(only) == 3
