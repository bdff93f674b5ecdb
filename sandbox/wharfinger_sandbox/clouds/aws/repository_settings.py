"""Settings that a repository and a repository creation template share: tag mutability and encryption."""

import re

from wharfinger_sandbox.clouds.reading import blocks, given, listed, one_of, text
from wharfinger_sandbox.provider.model import Inputs, Problem

SHORTEST_NAME = 2
LONGEST_NAME = 256
NAME = re.compile(r"(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*")

MUTABILITIES = ("MUTABLE", "IMMUTABLE", "MUTABLE_WITH_EXCLUSION", "IMMUTABLE_WITH_EXCLUSION")
MOST_EXCLUSIONS = 5
LONGEST_EXCLUSION = 128
MOST_WILDCARDS_PER_EXCLUSION = 2
EXCLUSION = re.compile(r"[a-zA-Z0-9._*-]+")

ENCRYPTION_TYPES = ("AES256", "KMS", "KMS_DSSE")
KEY_ARN = re.compile(
    r"arn:aws[a-z-]*:kms:(?P<region>[a-z0-9-]+):[0-9]{12}:key/(?:mrk-[0-9a-f]{32}|[0-9a-f-]{36})"
)


def name_problems(property_name: str, name: str | None) -> list[Problem]:
    """What ECR refuses in a repository name (API model: RepositoryName)."""
    if name is None:
        return []
    if not SHORTEST_NAME <= len(name) <= LONGEST_NAME:
        reason = f"a repository name has {SHORTEST_NAME} to {LONGEST_NAME} characters, not {len(name)}."
        return [Problem(property_name, reason)]
    if NAME.fullmatch(name):
        return []
    reason = (
        f"{name!r} is no repository name: lowercase letters and digits, joined by single '.', '_' or '-', "
        "in parts divided by '/'."
    )
    return [Problem(property_name, reason)]


def mutability_problems(inputs: Inputs) -> list[Problem]:
    """What ECR refuses in tag mutability and its exclusion filters (API model, terraform-provider-aws)."""
    filters = "imageTagMutabilityExclusionFilters"
    problems = one_of(inputs, "imageTagMutability", MUTABILITIES)
    mutability = text(inputs, "imageTagMutability")
    excludes = mutability is not None and mutability.endswith("_WITH_EXCLUSION")
    count = len(listed(inputs, filters))
    if excludes and inputs.get(filters) in (None, []):
        problems.append(Problem(filters, f"{mutability} needs at least one exclusion filter."))
    elif count and not excludes and (mutability or not given(inputs, "imageTagMutability")):
        reason = f"exclusion filters need imageTagMutability {' or '.join(MUTABILITIES[2:])}."
        problems.append(Problem(filters, reason))
    if count > MOST_EXCLUSIONS:
        problems.append(
            Problem(filters, f"{count} exclusion filters; at most {MOST_EXCLUSIONS} are allowed.")
        )
    for path, element in blocks(inputs, filters):
        problems += one_of(element, "filterType", ["WILDCARD"], f"{path}.filterType")
        problems += [
            Problem(f"{path}.filter", reason) for reason in _exclusion_reasons(text(element, "filter"))
        ]
    return problems


def encryption_problems(inputs: Inputs) -> list[Problem]:
    """What ECR refuses in `encryptionConfigurations` (API model: EncryptionConfiguration).

    Stricter than ECR in one thing: the key must be named by its ARN, because ECR reads every other form back
    as the ARN, and a change of encryption replaces the repository.
    """
    key = "encryptionConfigurations"
    count = len(listed(inputs, key))
    problems = (
        [Problem(key, f"{count} encryption configurations; a repository has one.")] if count > 1 else []
    )
    for path, element in blocks(inputs, key):
        problems += one_of(element, "encryptionType", ENCRYPTION_TYPES, f"{path}.encryptionType")
        problems += [
            Problem(f"{path}.kmsKey", reason) for reason in _key_reasons(element, text(inputs, "region"))
        ]
    return problems


def _exclusion_reasons(pattern: str | None) -> list[str]:
    if pattern is None:
        return []
    reasons: list[str] = []
    if not 1 <= len(pattern) <= LONGEST_EXCLUSION:
        reasons.append(f"an exclusion filter has 1 to {LONGEST_EXCLUSION} characters, not {len(pattern)}.")
    elif not EXCLUSION.fullmatch(pattern):
        reasons.append(f"{pattern!r} may hold letters, digits, '.', '_', '-' and '*' only.")
    if pattern.count("*") > MOST_WILDCARDS_PER_EXCLUSION:
        reasons.append(f"{pattern!r} has more than {MOST_WILDCARDS_PER_EXCLUSION} wildcards.")
    return reasons


def _key_reasons(configuration: Inputs, region: str | None) -> list[str]:
    key = text(configuration, "kmsKey")
    if not key:
        return []
    if configuration.get("encryptionType", "AES256") == "AES256":
        return ["AES256 takes no key: set encryptionType to KMS or KMS_DSSE."]
    form = KEY_ARN.fullmatch(key)
    if form is None:
        return [f"{key!r} is not the ARN of a KMS key (arn:aws:kms:REGION:ACCOUNT:key/ID)."]
    if region is not None and form["region"] != region:
        return [f"the key is in {form['region']}, the repository in {region}: they must share a region."]
    return []
