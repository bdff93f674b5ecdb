"""The settings of which ECR has one per account and region: scanning and replication.

Both are PUTs that overwrite in the cloud. The sandbox is stricter and refuses a second owner, because two
owners that overwrite each other are never meant.
"""

import re
from collections.abc import Mapping
from typing import Any

from wharfinger_sandbox.clouds.aws.account import (
    ACCOUNT_ID,
    REGIONS,
    account_id,
    identify_here,
    region_problems,
    with_region,
)
from wharfinger_sandbox.clouds.reading import block, blocks, given, listed, one_of, repeated, text
from wharfinger_sandbox.provider.model import CloudView, Inputs, Outputs, Problem, ResourceModel

SCANNING = "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration"
REPLICATION = "aws:ecr/replicationConfiguration:ReplicationConfiguration"

SCAN_FREQUENCIES = {"BASIC": ("SCAN_ON_PUSH",), "ENHANCED": ("SCAN_ON_PUSH", "CONTINUOUS_SCAN")}
MOST_SCAN_RULES = 2
MOST_FILTERS = 100
LONGEST_SCAN_FILTER = 256
SCAN_FILTER = re.compile(r"[a-z0-9*](?:[._\-/a-z0-9*]?[a-z0-9*]+)*")

MOST_REPLICATION_RULES = 10
MOST_DESTINATIONS = 25
SHORTEST_PREFIX = 2
LONGEST_PREFIX = 256
REPLICATION_PREFIX = re.compile(r"(?:[a-z0-9]+(?:[._-][a-z0-9]*)*/)*[a-z0-9]*(?:[._-][a-z0-9]*)*")

Rule = Mapping[str, Any]


def scanning_check(inputs: Inputs) -> list[Problem]:
    """The rules for registry scanning (ECR API model: PutRegistryScanningConfiguration)."""
    problems = region_problems(inputs) + one_of(inputs, "scanType", SCAN_FREQUENCIES)
    rules = blocks(inputs, "rules")
    if len(rules) > MOST_SCAN_RULES:
        problems.append(Problem("rules", f"{len(rules)} rules; a registry has at most {MOST_SCAN_RULES}."))
    for frequency in repeated(text(rule, "scanFrequency") or "" for _, rule in rules):
        problems.append(
            Problem("rules", f"two rules for {frequency or 'one frequency'}; join their filters.")
        )
    for path, rule in rules:
        problems += _frequency_problems(text(inputs, "scanType"), rule, path) + _scan_filter_problems(
            rule, path
        )
    return problems


def replication_check(inputs: Inputs) -> list[Problem]:
    """The rules for replication (ECR API model: PutReplicationConfiguration; ECR service quotas)."""
    problems = region_problems(inputs)
    top = "replicationConfiguration"
    rules = blocks(block(inputs, top), "rules")
    if len(rules) > MOST_REPLICATION_RULES:
        problems.append(Problem(top, f"{len(rules)} rules; a registry has at most {MOST_REPLICATION_RULES}."))
    distinct = {
        _destination(destination) for _, rule in rules for _, destination in blocks(rule, "destinations")
    }
    if len(distinct) > MOST_DESTINATIONS:
        reason = (
            f"{len(distinct)} different destinations; all rules together have at most {MOST_DESTINATIONS}."
        )
        problems.append(Problem(top, reason))
    for path, rule in rules:
        at = f"{top}.{path}"
        problems += _destination_problems(rule, at) + _prefix_problems(rule, at)
    return problems


def replication_admit(inputs: Inputs, cloud: CloudView) -> list[Problem]:
    """A registry does not replicate to itself."""
    own = f"{account_id(cloud)} {inputs.get('region')}"
    return [
        Problem(
            f"replicationConfiguration.{path}.{at}",
            "a registry cannot replicate to its own account and region.",
        )
        for path, rule in blocks(block(inputs, "replicationConfiguration"), "rules")
        for at, destination in blocks(rule, "destinations")
        if _destination(destination) == own
    ]


def scanning_outputs(_resource_id: str, inputs: Inputs, cloud: CloudView) -> Outputs:
    """What ECR says of registry scanning."""
    return {"region": inputs["region"], "registryId": account_id(cloud), "rules": inputs.get("rules", [])}


def replication_outputs(_resource_id: str, inputs: Inputs, cloud: CloudView) -> Outputs:
    """What ECR says of replication."""
    return {"region": inputs["region"], "registryId": account_id(cloud)}


def _frequency_problems(scan_type: str | None, rule: Rule, at: str) -> list[Problem]:
    allowed = SCAN_FREQUENCIES.get(scan_type or "")
    frequency = text(rule, "scanFrequency")
    if allowed is None or frequency is None or frequency in allowed:
        return []
    reason = f"scanFrequency is {frequency!r}; {scan_type} scanning takes {' or '.join(allowed)}."
    return [Problem(f"{at}.scanFrequency", reason)]


def _scan_filter_problems(rule: Rule, at: str) -> list[Problem]:
    count = len(listed(rule, "repositoryFilters"))
    problems: list[Problem] = []
    if (
        given(rule, "repositoryFilters")
        and isinstance(rule["repositoryFilters"], list)
        and not 1 <= count <= MOST_FILTERS
    ):
        problems.append(
            Problem(f"{at}.repositoryFilters", f"{count} filters; a rule has 1 to {MOST_FILTERS}.")
        )
    for path, element in blocks(rule, "repositoryFilters"):
        problems += one_of(element, "filterType", ["WILDCARD"], f"{at}.{path}.filterType")
        pattern = text(element, "filter")
        if pattern is not None and not (
            len(pattern) <= LONGEST_SCAN_FILTER and SCAN_FILTER.fullmatch(pattern)
        ):
            reason = f"{pattern!r} is no filter: at most {LONGEST_SCAN_FILTER} of a-z, 0-9 and . _ - / *"
            problems.append(Problem(f"{at}.{path}.filter", reason))
    return problems


def _destination(destination: Rule) -> str:
    return f"{text(destination, 'registryId')} {text(destination, 'region')}"


def _destination_problems(rule: Rule, at: str) -> list[Problem]:
    destinations = blocks(rule, "destinations")
    problems: list[Problem] = []
    if isinstance(rule.get("destinations"), list) and not listed(rule, "destinations"):
        problems.append(Problem(f"{at}.destinations", "a rule has at least one destination."))
    problems += [
        Problem(f"{at}.destinations", f"{twice} is named twice in one rule.")
        for twice in repeated(_destination(destination) for _, destination in destinations)
    ]
    for path, destination in destinations:
        region, registry = text(destination, "region"), text(destination, "registryId")
        if region is not None and region not in REGIONS:
            problems.append(Problem(f"{at}.{path}.region", f"AWS has no region {region!r}."))
        if registry is not None and not ACCOUNT_ID.fullmatch(registry):
            problems.append(
                Problem(f"{at}.{path}.registryId", f"{registry!r} is no account id of 12 digits.")
            )
    return problems


def _prefix_problems(rule: Rule, at: str) -> list[Problem]:
    count = len(listed(rule, "repositoryFilters"))
    problems: list[Problem] = []
    if count > MOST_FILTERS:
        problems.append(
            Problem(f"{at}.repositoryFilters", f"{count} filters; a rule has at most {MOST_FILTERS}.")
        )
    for path, element in blocks(rule, "repositoryFilters"):
        problems += one_of(element, "filterType", ["PREFIX_MATCH"], f"{at}.{path}.filterType")
        prefix = text(element, "filter")
        if prefix is None:
            continue
        if not (SHORTEST_PREFIX <= len(prefix) <= LONGEST_PREFIX and REPLICATION_PREFIX.fullmatch(prefix)):
            span = f"{SHORTEST_PREFIX} to {LONGEST_PREFIX}"
            reason = f"{prefix!r} starts no repository name: {span} of a-z, 0-9 and . _ - /"
            problems.append(Problem(f"{at}.{path}.filter", reason))
    return problems


MODELS = (
    ResourceModel(
        token=SCANNING,
        args="pulumi_aws.ecr:RegistryScanningConfigurationArgs",
        identify=lambda inputs, cloud: identify_here(SCANNING, account_id(cloud), inputs, cloud),
        outputs=scanning_outputs,
        # Nothing but the region is ForceNew (terraform-provider-aws, registry_scanning_configuration.go).
        replace_on=frozenset({"region"}),
        defaults=with_region,
        check=scanning_check,
    ),
    ResourceModel(
        token=REPLICATION,
        args="pulumi_aws.ecr:ReplicationConfigurationArgs",
        identify=lambda inputs, cloud: identify_here(REPLICATION, account_id(cloud), inputs, cloud),
        outputs=replication_outputs,
        # Nothing but the region is ForceNew (terraform-provider-aws, replication_configuration.go).
        replace_on=frozenset({"region"}),
        defaults=with_region,
        check=replication_check,
        admit=replication_admit,
    ),
)
