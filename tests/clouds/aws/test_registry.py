"""What an account and region of ECR have once: scanning and replication."""

from string import ascii_lowercase
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.organisations import ECR, compiled, team
from wharfinger.clouds.aws.native import NativeRegistry, ReplicationRule, ScanningRule
from wharfinger.clouds.compiled import CompiledRegistry
from wharfinger.clouds.fidelity import Finding

ENHANCED = ECR | {"scanner": "enhanced"}
OFF = {"scanning": "disabled"}
CONTINUOUS = {"scanning": "continuous"}


def _registry(repositories: dict[str, Any], ecr: dict[str, Any] = ECR) -> CompiledRegistry:
    found = compiled(
        registries={"ecr": ecr},
        naming={"repository": "{name}"},
        teams={"payments": team(repositories)},
    )
    return found.registries["ecr"]


def _native(found: CompiledRegistry) -> NativeRegistry:
    assert isinstance(found.native, NativeRegistry)
    return found.native


def _of(found: CompiledRegistry, setting: str) -> list[Finding]:
    return [finding for finding in found.findings if finding.setting == setting]


@pytest.mark.parametrize(
    ("ecr", "repositories", "rules"),
    [
        (ECR, {}, ()),
        (ECR, {"api": {}, "web": {}}, (ScanningRule("SCAN_ON_PUSH", ("*",)),)),
        (ECR, {"api": {}, "web": {}, "job": OFF}, (ScanningRule("SCAN_ON_PUSH", ("api", "web")),)),
        (ECR, {"job": OFF}, ()),
        (ENHANCED, {"api": CONTINUOUS, "web": CONTINUOUS}, (ScanningRule("CONTINUOUS_SCAN", ("*",)),)),
        (
            ENHANCED,
            {"api": CONTINUOUS, "web": {}},
            (ScanningRule("CONTINUOUS_SCAN", ("api",)), ScanningRule("SCAN_ON_PUSH", ("*",))),
        ),
        (
            ENHANCED,
            {"api": CONTINUOUS, "web": {}, "job": OFF},
            (ScanningRule("CONTINUOUS_SCAN", ("api",)), ScanningRule("SCAN_ON_PUSH", ("api", "web"))),
        ),
        (ENHANCED, {"api": CONTINUOUS, "job": OFF}, (ScanningRule("CONTINUOUS_SCAN", ("api",)),)),
        (ECR, {"api": CONTINUOUS}, (ScanningRule("SCAN_ON_PUSH", ("*",)),)),
    ],
    ids=[
        "empty",
        "all",
        "some",
        "none",
        "all-continuous",
        "mixed",
        "mixed-with-disabled",
        "continuous-or-nothing",
        "continuous-needs-enhanced",
    ],
)
def test_scanning_rules_name_what_is_scanned(ecr, repositories, rules):
    found = _registry(repositories, ecr)
    assert _native(found).scanning_rules == rules
    assert _native(found).scan_type == ("ENHANCED" if ecr is ENHANCED else "BASIC")
    assert [finding.fidelity for finding in _of(found, "scanning")] == ["native"]


def test_a_hundred_names_are_filters_of_their_own():
    found = _registry({f"s{n:03}": {} for n in range(100)} | {"job": OFF})
    (rule,) = _native(found).scanning_rules
    assert rule.filters == tuple(f"s{n:03}" for n in range(100))
    assert [finding.fidelity for finding in _of(found, "scanning")] == ["native"]


def test_more_names_than_ecr_takes_are_scanned_with_all_others():
    found = _registry({f"s{n:03}": {} for n in range(101)} | {"job": OFF, "log": OFF})
    assert _native(found).scanning_rules == (ScanningRule("SCAN_ON_PUSH", ("*",)),)
    (finding,) = _of(found, "scanning")
    assert finding.fidelity == "emulated"
    assert finding.reason.startswith("`job` and 1 more scanned more than asked: ECR takes 100 filters")


@pytest.mark.parametrize(
    ("ecr", "repositories"),
    [
        (ECR, {"api": {}, "api-internal": OFF}),
        (ENHANCED, {"api": CONTINUOUS, "api-internal": {}}),
    ],
    ids=["disabled", "on-push"],
)
def test_a_name_that_contains_a_filter_is_scanned_as_well_and_told(ecr, repositories):
    (finding,) = _of(_registry(repositories, ecr), "scanning")
    assert finding.fidelity == "emulated"
    assert finding.reason.startswith("`api-internal` scanned more than asked: ")


REGION = [f"eu-{letter}-1" for letter in ascii_lowercase]


def _copied(*regions: str) -> dict[str, Any]:
    return {"replicas": {"aws": list(regions)}}


@pytest.mark.parametrize(
    ("repositories", "rules"),
    [
        ({"a/x": {}}, ()),
        ({"a/x": _copied("eu-west-1")}, (ReplicationRule(("eu-west-1",), ("a/",)),)),
        (
            {"a/x": _copied("us-east-1", "eu-west-1"), "a/y": _copied("eu-west-1", "us-east-1")},
            (ReplicationRule(("eu-west-1", "us-east-1"), ("a/",)),),
        ),
        (
            {"a/x": _copied("eu-west-1"), "a/y": {}},
            (ReplicationRule(("eu-west-1",), ("a/x",)),),
        ),
        (
            {"a/x": _copied("eu-west-1"), "b/x": _copied("us-east-1"), "c/x": {}},
            (ReplicationRule(("eu-west-1",), ("a/",)), ReplicationRule(("us-east-1",), ("b/",))),
        ),
        (
            {"prod/api": _copied("eu-west-1"), "production/api": {}},
            (ReplicationRule(("eu-west-1",), ("prod/",)),),
        ),
        ({"a/x": _copied("eu-central-1")}, ()),
        ({"a/x": _copied("eu-central-1", "eu-west-1")}, (ReplicationRule(("eu-west-1",), ("a/",)),)),
    ],
    ids=["none", "one", "order", "sibling", "two-sets", "slash", "own-region", "own-region-besides"],
)
def test_replication_rules_name_what_is_copied(repositories, rules):
    found = _registry(repositories)
    assert _native(found).replication_rules == rules
    assert _of(found, "replicas") == []


def test_a_sibling_that_a_prefix_would_catch_is_refused():
    (refused,) = _of(_registry({"prod": _copied("eu-west-1"), "production": {}}), "replicas")
    assert refused.fidelity == "refused"
    assert (
        refused.reason == "ECR replicates by prefix: `prod` would copy `production` too; rename one of them"
    )


@pytest.mark.parametrize(
    ("repositories", "reasons"),
    [
        (
            {f"t{n:02}/a": _copied(REGION[n]) for n in range(11)},
            ["ECR takes 10 different sets of replicas in one registry, not 11"],
        ),
        (
            {"a/x": _copied(*REGION)},
            ["ECR takes 25 replica regions of one registry, not 26"],
        ),
        (
            {f"t{n:03}/a": _copied("eu-west-1") for n in range(101)},
            ["ECR takes 100 prefixes for one set of replicas, not 101"],
        ),
        ({f"t{n:03}/a": _copied("eu-west-1") for n in range(100)}, []),
        ({f"t{n:02}/a": _copied(REGION[n]) for n in range(10)}, []),
    ],
    ids=["sets", "regions", "prefixes", "all-prefixes", "all-sets"],
)
def test_more_replication_than_ecr_takes_is_refused(repositories, reasons):
    refused = _of(_registry(repositories), "replicas")
    assert [finding.reason for finding in refused] == reasons
    assert all(finding.fidelity == "refused" for finding in refused)


REGIONS = st.lists(st.sampled_from(["eu-west-1", "us-east-1"]), max_size=2)
NAMES = st.from_regex(r"[ab]{1,2}(/[ab]{1,2}){0,2}", fullmatch=True)


@given(st.dictionaries(NAMES, REGIONS, max_size=6))
def test_each_repository_is_copied_where_it_was_asked_and_nowhere_else_unless_refused(regions):
    found = _registry({name: _copied(*asked) for name, asked in regions.items()})
    if _of(found, "replicas"):
        return
    for name, asked in regions.items():
        copied = {
            region
            for rule in _native(found).replication_rules
            if name.startswith(rule.prefixes)
            for region in rule.regions
        }
        assert copied == set(asked) or len(name) < 2


SCANNING = st.sampled_from(["disabled", "on_push", "continuous"])


@given(st.dictionaries(NAMES, SCANNING, max_size=6), st.sampled_from([ECR, ENHANCED]))
def test_nothing_is_scanned_less_than_asked_and_more_only_where_told(scanning, ecr):
    found = _registry({name: {"scanning": asked} for name, asked in scanning.items()}, ecr)
    order = ["disabled", "on_push", "continuous"]
    more = False
    for name, asked in scanning.items():
        if len(name) < 2:
            continue
        scanned = [
            rule.scan_frequency
            for rule in _native(found).scanning_rules
            if any(text == "*" or text in name for text in rule.filters)
        ]
        got = 2 if "CONTINUOUS_SCAN" in scanned else len(scanned)
        possible = order.index(asked) if ecr is ENHANCED else min(order.index(asked), 1)
        assert got >= possible
        more |= got > possible
    (finding,) = _of(found, "scanning")
    assert (finding.fidelity == "emulated") == more
