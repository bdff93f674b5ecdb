"""Errors of the models: every kind has words, a place and a mend."""

import pytest
from pydantic import ValidationError

from tests.spec.conftest import line
from wharfinger.spec.base import Model
from wharfinger.spec.document import read_text
from wharfinger.spec.organisation import PartFile, Spec
from wharfinger.spec.people import TeamFile
from wharfinger.spec.wording import diagnose

NAME_RULE = "a name is lower-case letters, digits and single hyphens, and starts with a letter"
PATTERN_RULE = (
    "a tag pattern is letters, digits, `_`, `.` and `-`, with `*` for any run of characters and `?` for"
    " exactly one"
)
TAG_RULE = (
    "a rule for tagged images is `protect`, `keep newest N`, `expire after N days`,"
    " `archive after N days without a pull` or"
    " `archive after N days without a pull, then expire after N days`, with N from 1 to 9999"
)
ALLOWED_IN_TAGS = "allowed: `immutable`, `mutable`"


def problems(model: type[Model], text: str) -> list[str]:
    document = read_text(text, "f.yaml")
    assert document.data is not None
    with pytest.raises(ValidationError) as caught:
        model.model_validate(document.data)
    return [line(problem) for problem in diagnose(caught.value, model, document.places)]


def in_repository(text: str) -> list[str]:
    return problems(TeamFile, f"team: a\nowners: [b]\nrepositories:\n  ab: {{{text}}}\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "scaning: on_push",
            (
                "8: unknown key `scaning` in a repository"
                " (did you mean `scanning`? allowed: `tags`, `scanning`,"
                " `encryption`, `retention`, `replicas`, `pull`, `push`, `delete_protection`,"
                " `on_removal`, `labels`,"
                " `placement`, `environments`, `accept`, `description`, `class`)"
            ),
        ),
        (
            "untagged: protect",
            "8: unknown key `untagged` in a repository (it belongs under `retention`)",
        ),
        ("tags: {mut: []}", f"15: unknown key `mut` in `tags` (did you mean `mutable`? {ALLOWED_IN_TAGS})"),
        (
            "tags: {Immutable: true}",
            f"15: unknown key `Immutable` in `tags` (did you mean `immutable`? {ALLOWED_IN_TAGS})",
        ),
        (
            "scanning: onpush",
            (
                "18: `scanning` can't be `onpush`"
                " (did you mean `on_push`? allowed: `disabled`, `on_push`, `continuous`)"
            ),
        ),
        ("scanning: yes", "18: `scanning` can't be `yes` (allowed: `disabled`, `on_push`, `continuous`)"),
        (
            "scanning: [on_push]",
            "18: `scanning` can't be a list (allowed: `disabled`, `on_push`, `continuous`)",
        ),
        ("on_removal: {a: b}", "20: `on_removal` can't be a mapping (allowed: `delete`, `retain`)"),
        (
            "placement: {clouds: [aws, azur]}",
            "34: an item of `clouds` can't be `azur` (did you mean `azure`? allowed: `aws`, `gcp`, `azure`)",
        ),
        (
            "description: 12",
            '21: `description` must be text, and `12` without quotes is not (put it in quotes: "12")',
        ),
        (
            "description: true",
            '21: `description` must be text, and `true` without quotes is not (put it in quotes: "true")',
        ),
        (
            "labels: {version: 1.10}",
            '26: `version` must be text, and `1.10` without quotes is not (put it in quotes: "1.10")',
        ),
        ("description: ", "8: `description` is empty (write a text, or leave the key out)"),
        (
            "description: {a}",
            (
                "21: `description` must be text, not a mapping"
                " (put a text that starts with `{` or holds `: ` in quotes)"
            ),
        ),
        ("class: [a]", f"15: `class` must be one text, not a list ({NAME_RULE})"),
        ("class: My-Class", f"15: `class` can't be `My-Class` ({NAME_RULE})"),
        (
            "tags: {mutable: ['v 1']}",
            f"25: an item of `mutable` can't be `v 1` ({PATTERN_RULE})",
        ),
        ("retention: {tags: {'v 1': protect}}", f"27: `v 1` can't be a key of `tags` ({PATTERN_RULE})"),
        (
            "retention: {tags: {v*: keep 5 newest}}",
            f"31: `v*` can't be `keep 5 newest` (did you mean `keep newest 5`? {TAG_RULE})",
        ),
        (
            "retention: {tags: {v*: expire after 14d}}",
            f"31: `v*` can't be `expire after 14d` (did you mean `expire after 14 days`? {TAG_RULE})",
        ),
        (
            "retention: {tags: {v*: archive after 30 days}}",
            (
                "31: `v*` can't be `archive after 30 days`"
                f" (did you mean `archive after 30 days without a pull`? {TAG_RULE})"
            ),
        ),
        (
            "retention: {tags: {v*: {keep_newest: 5}}}",
            f"31: `v*` can't be a mapping (did you mean `keep newest 5`? {TAG_RULE})",
        ),
        (
            "retention: {tags: {v*: keep newest 0}}",
            f"31: `v*` can't be `keep newest 0` ({TAG_RULE})",
        ),
        ("retention: {tags: {v*: 20}}", f"31: `v*` can't be `20` ({TAG_RULE})"),
        ("retention: {tags: {v*: 020}}", f"31: `v*` can't be `020` ({TAG_RULE})"),
        (
            "retention: {tags: {v*: [protect]}}",
            f"31: `v*` can't be a list (did you mean `protect`? {TAG_RULE})",
        ),
        ("retention: {tags: {v*: }}", f"27: `v*` is empty ({TAG_RULE})"),
        ("retention: {tags: [v*]}", "26: `tags` must hold `key: value` lines, not a list ()"),
        (
            "retention: {untagged: keep newest 5}",
            (
                "30: `untagged` can't be `keep newest 5` (a rule for untagged images is `protect` or"
                " `expire after N days`, with N from 1 to 9999)"
            ),
        ),
        (
            "retention: {rollout: enforced}",
            ("29: `rollout` can't be `enforced` (did you mean `enforce`? allowed: `enforce`, `observe`)"),
        ),
        ("environments: {Dev: {}}", f"23: `Dev` can't be a key of `environments` ({NAME_RULE})"),
        (f"class: {'a' * 41}", f"15: `{'a' * 41}` is too long: 41 characters (at most 40)"),
        (
            "delete_protection: yes",
            "27: `delete_protection` must be `true` or `false`, not `yes` (write `true`, without quotes)",
        ),
        (
            "delete_protection: 'False'",
            "27: `delete_protection` must be `true` or `false`, not `False` (write `false`, without quotes)",
        ),
        (
            "delete_protection: 0",
            "27: `delete_protection` must be `true` or `false`, not `0` (write `false`, without quotes)",
        ),
        (
            "delete_protection: maybe",
            "27: `delete_protection` must be `true` or `false`, not `maybe` (write `true` or `false`)",
        ),
        ("pull: team", '14: `pull` must be a list, not `team` (write `["team"]`)'),
        ("pull: {team}", "14: `pull` must be a list, not a mapping (start each item with `- `)"),
        ("pull: 3", "14: `pull` must be a list, not `3` ()"),
        ("accept: ", "8: `accept` is empty (write `accept: []`, or leave the key out)"),
        ("environments: ", "8: `environments` is empty (write `environments: {}`, or leave the key out)"),
        ("labels: [a]", "16: `labels` must hold `key: value` lines, not a list ()"),
        ("retention: 30", "19: `retention` must hold `key: value` lines, not `30` ()"),
    ],
)
def test_a_fault_in_a_repository_has_its_words(text, expected):
    assert in_repository(text) == [f"f.yaml:4:{expected}"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'030'", "34: `newest` must be a whole number, not `030` (write `30`, without quotes)"),
        ("010", "34: `newest` must be a whole number, not `010` (write `10`, without quotes)"),
        ("1.5", "34: `newest` must be a whole number, not `1.5` ()"),
        ("true", "34: `newest` must be a whole number, not `true` ()"),
        ("-3", "34: `newest` must be at least 1, not -3 ()"),
        ("1, weeks: 2", "37: unknown key `weeks` in a rollback window (allowed: `newest`, `days`)"),
    ],
)
def test_a_fault_in_a_rollback_window_has_its_words(text, expected):
    org = "organisation: acme\nenvironments: [dev]\n"
    assert problems(Spec, f"{org}rollback_windows: {{dev: {{newest: {text}}}}}\n") == [f"f.yaml:3:{expected}"]


ECR = "cloud: aws, environment: dev, account: '111111111111', region: eu-central-1"
GAR = "cloud: gcp, environment: dev, project: acme-dev, location: europe-west3"
ACR = (
    "cloud: azure, environment: dev, subscription: 11111111-1111-1111-1111-111111111111, resource_group: rg,"
    " name: acmedev, location: westeurope"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["2:3: a registry needs `cloud` (add `cloud:` with `aws`, `gcp` or `azure`)"]),
        ("cloud: amazon", ["2:14: `cloud` can't be `amazon` (allowed: `aws`, `gcp`, `azure`)"]),
        (
            "cloud: AZUR",
            ["2:14: `cloud` can't be `AZUR` (did you mean `azure`? allowed: `aws`, `gcp`, `azure`)"],
        ),
        ("cloud: ", ["2:7: `cloud` is empty (allowed: `aws`, `gcp`, `azure`)"]),
        ("cloud: 1", ["2:14: `cloud` can't be `1` (allowed: `aws`, `gcp`, `azure`)"]),
        (
            "cloud: gcp, environment: dev, location: us",
            ["2:3: a registry in Google Cloud needs `project` (add `project:` The Google Cloud project id.)"],
        ),
    ],
)
def test_a_registrys_cloud_decides_what_it_needs(text, expected):
    assert problems(PartFile, f"registries:\n  x: {{{text}}}\n") == [
        f"f.yaml:{problem}" for problem in expected
    ]


@pytest.mark.parametrize(
    ("registry", "key", "value", "expected"),
    [
        (
            ECR,
            "account",
            "012345678901",
            (
                "`account` must be text, and `012345678901` without quotes is not"
                ' (put it in quotes: "012345678901")'
            ),
        ),
        (
            ECR,
            "account",
            "123456789012",
            (
                "`account` must be text, and `123456789012` without quotes is not"
                ' (put it in quotes: "123456789012")'
            ),
        ),
        (ECR, "account", "'123'", "`account` can't be `123` (an AWS account id is 12 digits, in quotes)"),
        (
            ECR,
            "region",
            "eu-central",
            "`region` can't be `eu-central` (an AWS region is written like `eu-central-1`)",
        ),
        (
            ECR,
            "customer_key",
            "alias/x",
            (
                "`customer_key` can't be `alias/x`"
                " (a KMS key is written as its ARN, `arn:aws:kms:REGION:ACCOUNT:key/ID` or `…:alias/NAME`)"
            ),
        ),
        (
            GAR,
            "project",
            "123456",
            '`project` must be text, and `123456` without quotes is not (put it in quotes: "123456")',
        ),
        (
            GAR,
            "location",
            "EU",
            (
                "`location` can't be `EU`"
                " (a Google location is a region such as `europe-west3`, or `us`, `europe` or `asia`)"
            ),
        ),
        (ACR, "name", "acme-dev", "`name` can't be `acme-dev` (an ACR's name is 5 to 50 letters and digits)"),
        (
            ACR,
            "location",
            "West Europe",
            (
                "`location` can't be `West Europe`"
                " (an Azure region is written without spaces, in lower case, like `westeurope`)"
            ),
        ),
        (
            ACR,
            "purge_schedule",
            "daily",
            (
                "`purge_schedule` can't be `daily`"
                " (a schedule is a cron expression of five fields, such as `0 3 * * *`)"
            ),
        ),
        (
            ACR,
            "customer_key",
            "[]",
            (
                "`customer_key` must hold `key: value` lines, not a list"
                " (a customer key in Azure needs `key`, `identity`, `client_id`)"
            ),
        ),
    ],
)
def test_a_registrys_value_has_its_rule(registry, key, value, expected):  # fmt: skip
    others = ", ".join(part for part in registry.split(", ") if not part.startswith(f"{key}:"))
    (problem,) = problems(
        PartFile,
        f"registries:\n  x:\n    {key}: {value}\n    <others>".replace(
            "<others>", others.replace(", ", "\n    ")
        ),
    )
    assert problem == f"f.yaml:3:{5 + len(key) + 2}: {expected}"


def test_what_is_missing_is_told_at_the_key_above_it():
    assert problems(TeamFile, "# a team\n\nteam: a\n") == [
        (
            "f.yaml:3:1: a team's file needs `owners`"
            " (add `owners:` Addresses of those who answer for the team's"
            " repositories; the first is put on each as a label.)"
        )
    ]
    assert problems(PartFile, "teams:\n  a:\n    description: x\n")[0].startswith(
        "f.yaml:2:3: a team needs `owners`"
    )


def test_a_key_of_org_yaml_in_another_file_is_sent_there():
    assert problems(PartFile, "environments: [dev]\n") == [
        "f.yaml:1:1: unknown key `environments` in an included file (it belongs into org.yaml)"
    ]
    assert problems(TeamFile, "team: a\nowners: [x]\ndefaults: {}\n") == [
        "f.yaml:3:1: unknown key `defaults` in a team's file (it belongs into org.yaml)"
    ]


def test_an_empty_repository_is_told_how_to_be_written():
    assert problems(TeamFile, "team: a\nowners: [x]\nrepositories:\n  api:\n") == [
        "f.yaml:4:3: `api` is empty (write `api: {}`, or leave the key out)"
    ]


def test_a_list_of_unsound_items_is_not_called_empty_as_well():
    assert problems(TeamFile, "team: a\nowners: [1]\n") == [
        'f.yaml:2:10: an item of `owners` must be text, and `1` without quotes is not (put it in quotes: "1")'
    ]
    assert problems(TeamFile, "team: a\nowners: []\n") == ["f.yaml:2:9: `owners` needs at least 1 item ()"]


def test_paths_are_those_of_the_whole_spec():
    document = read_text("team: a\nowners: [x]\nrepositories: {api: {class: 1}}\n", "f.yaml")
    with pytest.raises(ValidationError) as caught:
        TeamFile.model_validate(document.data)
    (problem,) = diagnose(caught.value, TeamFile, document.places, ("teams", "a"))
    assert problem.path == ("teams", "a", "repositories", "api", "class")
