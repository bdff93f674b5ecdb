"""Registry scanning and replication."""

from typing import Any

import pytest
from wharfinger_sandbox.clouds.aws.registry import MODELS
from wharfinger_sandbox.provider.model import UNKNOWN

SCANNING, REPLICATION = MODELS


def scan_rule(frequency: str = "SCAN_ON_PUSH", *filters: str) -> dict[str, Any]:
    patterns = filters or ("*",)
    return {
        "scanFrequency": frequency,
        "repositoryFilters": [{"filter": pattern, "filterType": "WILDCARD"} for pattern in patterns],
    }


def replication(*rules: Any) -> dict[str, Any]:
    return {"replicationConfiguration": {"rules": list(rules)}}


def to(*places: str, prefixes: tuple[str, ...] = ()) -> dict[str, Any]:
    destinations = [dict(zip(("region", "registryId"), place.split(), strict=True)) for place in places]
    filters = [{"filter": prefix, "filterType": "PREFIX_MATCH"} for prefix in prefixes]
    return {"destinations": destinations, **({"repositoryFilters": filters} if filters else {})}


@pytest.mark.parametrize(
    "inputs",
    [
        {"scanType": "BASIC"},
        {"scanType": "BASIC", "rules": [scan_rule()]},
        {"scanType": "ENHANCED", "rules": [scan_rule(), scan_rule("CONTINUOUS_SCAN", "prod/*", "team")]},
        {"scanType": UNKNOWN, "rules": [scan_rule("CONTINUOUS_SCAN")]},
        {"scanType": "BASIC", "rules": [scan_rule("SCAN_ON_PUSH", *(f"team{n}" for n in range(100)))]},
    ],
)
def test_sound_scanning_is_accepted(aws, inputs):
    assert aws.refusal(SCANNING, inputs) == ""


@pytest.mark.parametrize(
    ("inputs", "reason"),
    [
        ({"scanType": "ENHANCE"}, "Did you mean 'ENHANCED'?"),
        (
            {"scanType": "BASIC", "rules": [scan_rule("CONTINUOUS_SCAN")]},
            "rules[0].scanFrequency: scanFrequency is 'CONTINUOUS_SCAN'; BASIC scanning takes SCAN_ON_PUSH.",
        ),
        ({"scanType": "ENHANCED", "rules": [scan_rule("MANUAL")]}, "takes SCAN_ON_PUSH or CONTINUOUS_SCAN."),
        ({"scanType": "BASIC", "rules": [scan_rule()] * 3}, "3 rules; a registry has at most 2."),
        (
            {"scanType": "BASIC", "rules": [scan_rule()] * 2},
            "two rules for SCAN_ON_PUSH; join their filters.",
        ),
        (
            {"scanType": "BASIC", "rules": [{"scanFrequency": "SCAN_ON_PUSH", "repositoryFilters": []}]},
            "0 filters; a rule has 1 to 100.",
        ),
        (
            {"scanType": "BASIC", "rules": [scan_rule("SCAN_ON_PUSH", *(f"team{n}" for n in range(101)))]},
            "101 filters; a rule has 1 to 100.",
        ),
        ({"scanType": "BASIC", "rules": [scan_rule("SCAN_ON_PUSH", "Prod")]}, "'Prod' is no filter"),
        (
            {
                "scanType": "BASIC",
                "rules": [
                    {
                        "scanFrequency": "SCAN_ON_PUSH",
                        "repositoryFilters": [{"filter": "a", "filterType": "PREFIX"}],
                    }
                ],
            },
            "it is one of WILDCARD.",
        ),
    ],
)
def test_unsound_scanning_is_refused_with_its_rule(aws, inputs, reason):
    assert reason in aws.refusal(SCANNING, inputs)


@pytest.mark.parametrize(
    "inputs",
    [
        {},
        replication(),
        replication(to("us-east-1 111111111111")),
        replication(to("eu-west-1 222222222222", "us-east-1 222222222222", prefixes=("prod/", "base"))),
        replication(*(to(f"us-east-1 {n:012}") for n in range(10))),
    ],
)
def test_sound_replication_is_accepted(aws, inputs):
    assert aws.refusal(REPLICATION, inputs) == ""


@pytest.mark.parametrize(
    ("inputs", "reason"),
    [
        (
            replication(to("eu-west-1 111111111111")),
            "a registry cannot replicate to its own account and region.",
        ),
        (replication(*[to("us-east-1 111111111111")] * 11), "11 rules; a registry has at most 10."),
        (
            replication(*(to(*(f"us-east-1 {n:02}{m:010}" for m in range(13))) for n in range(2))),
            "26 different destinations; all rules together have at most 25.",
        ),
        (replication({"destinations": []}), "a rule has at least one destination."),
        (
            replication(to("us-east-1 111111111111", "us-east-1 111111111111")),
            "111111111111 us-east-1 is named twice in one rule.",
        ),
        (replication(to("us-east-9 111111111111")), "AWS has no region 'us-east-9'."),
        (replication(to("us-east-1 1111")), "'1111' is no account id of 12 digits."),
        (
            replication(to("us-east-1 111111111111", prefixes=tuple(f"team{n}" for n in range(101)))),
            "101 filters; a rule has at most 100.",
        ),
        (
            replication(to("us-east-1 111111111111", prefixes=("p",))),
            "'p' starts no repository name: 2 to 256",
        ),
        (replication(to("us-east-1 111111111111", prefixes=("prod*",))), "'prod*' starts no repository name"),
        (
            replication(
                {
                    **to("us-east-1 111111111111"),
                    "repositoryFilters": [{"filter": "prod", "filterType": "WILDCARD"}],
                }
            ),
            "it is one of PREFIX_MATCH.",
        ),
    ],
)
def test_unsound_replication_is_refused_with_its_rule(aws, inputs, reason):
    assert reason in aws.refusal(REPLICATION, inputs)


@pytest.mark.parametrize("model", MODELS, ids=["scanning", "replication"])
def test_a_registry_setting_is_one_per_account_and_region_and_has_one_owner(aws, model):
    inputs = {"scanType": "BASIC"}
    here = aws.put(model, inputs)
    abroad = aws.put(model, {**inputs, "region": "us-east-1"})
    assert here.id == "111111111111"
    assert abroad.id == "111111111111@us-east-1"
    assert model.identify(here.inputs, aws) == here.id
    assert here.outputs["registryId"] == "111111111111"
    assert not model.adopts_existing
    assert model.replace_on == {"region"}
