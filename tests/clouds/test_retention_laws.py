"""The laws of retention: encode, evaluate, and compare with the rules evaluated directly."""

import random
from dataclasses import replace
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.clouds.reference import fits, image_fates, manifests_left, tags_left
from tests.clouds.tags import AT, SHORT_RETENTIONS, inventories
from wharfinger.clouds.aws import evaluation as aws_evaluation
from wharfinger.clouds.aws import policy as aws_policy
from wharfinger.clouds.aws import retention as aws
from wharfinger.clouds.azure import evaluation as azure_evaluation
from wharfinger.clouds.azure import policy as azure_policy
from wharfinger.clouds.azure import retention as azure
from wharfinger.clouds.fidelity import Finding
from wharfinger.clouds.gcp import evaluation as gcp_evaluation
from wharfinger.clouds.gcp import retention as gcp
from wharfinger.clouds.patterns import prefix
from wharfinger.inventory.model import Image, Verdict
from wharfinger.plan.retention import Protect, Retention, TagRule, deciding_order

EXAMPLES = settings(max_examples=2_000, deadline=None)
NAME = "team/api"
T = TypeVar("T")


def _in_ecr(retention: Retention, images: tuple[Image, ...]) -> list[Verdict]:
    text, _ = aws.encode_retention(retention)
    if text is None:
        return [Verdict("kept")] * len(images)
    return aws_evaluation.evaluate(aws_policy.read_policy(text), images, AT)


def _in_gar(retention: Retention, images: tuple[Image, ...], immutable: bool) -> list[Verdict]:
    policies, _ = gcp.encode_retention(retention, immutable)
    return gcp_evaluation.evaluate(policies, images, AT, immutable_tags=immutable)


def _in_acr(retention: Retention, images: tuple[Image, ...]) -> list[Verdict]:
    commands, _ = azure.encode_retention(NAME, retention)
    return azure_evaluation.evaluate([*map(azure_policy.read_command, commands)], NAME, images, AT)


def _carried_out(retention: Retention, findings: tuple[Finding, ...], widened: dict[str, str]) -> Retention:
    """The rules that a cloud says it follows: what it refuses is kept instead, what it widens is wider.

    The rules stay in the order in which they decide.
    """
    refused = {finding.said_as for finding in findings if finding.fidelity == "refused"}
    rules: list[TagRule] = []
    for rule in retention.tags:
        if isinstance(rule, Protect) or f"retention.tags.{rule.pattern}" in refused:
            rules.append(Protect(widened.get(rule.pattern, rule.pattern)))
        else:
            rules.append(rule)
    return replace(retention, tags=tuple(rules))


def _shuffled(items: tuple[T, ...], chance: random.Random) -> tuple[T, ...]:
    return tuple(chance.sample(items, len(items)))


def _fates(images: tuple[Image, ...], verdicts: list[Verdict]) -> dict[str, str]:
    return {image.digest: verdict.fate for image, verdict in zip(images, verdicts, strict=True)}


@given(SHORT_RETENTIONS, inventories(archives=True))
@EXAMPLES
def test_ecr_does_what_the_rules_say(retention, images):
    _, findings = aws.encode_retention(retention)
    wide = {rule.pattern: rule.pattern.replace("?", "*") for rule in retention.tags}
    said = _carried_out(retention, findings, wide)
    assert _fates(images, _in_ecr(retention, images)) == image_fates(said, images, AT)


@given(SHORT_RETENTIONS, inventories(), st.booleans())
@EXAMPLES
def test_artifact_registry_does_what_the_rules_say(retention, images, immutable):
    _, findings = gcp.encode_retention(retention, immutable)
    wide = {rule.pattern: f"{prefix(rule.pattern)}*" for rule in retention.tags}
    said = _carried_out(retention, findings, wide)
    assert _fates(images, _in_gar(retention, images, immutable)) == image_fates(said, images, AT)


@given(SHORT_RETENTIONS, inventories())
@EXAMPLES
def test_acr_does_what_the_rules_say(retention, images):
    _, findings = azure.encode_retention(NAME, retention)
    said = _carried_out(retention, findings, {})
    verdicts = _in_acr(retention, images)
    fates = _fates(images, verdicts)
    assert {digest for digest, fate in fates.items() if fate == "kept"} == manifests_left(said, images, AT)
    expected = tags_left(said, images, AT)
    for image, verdict in zip(images, verdicts, strict=True):
        if verdict.fate == "kept":
            assert set(image.tags) - set(verdict.tags) == expected[image.digest]


@given(SHORT_RETENTIONS, inventories(archives=True), st.booleans())
@EXAMPLES
def test_what_is_protected_never_goes_in_any_cloud(retention, images, immutable):
    protected = {
        image.digest
        for image in images
        if any(fits(pattern, tag) for pattern in retention.protected for tag in image.tags)
    }
    subjects = {image.digest for image in images if image.subject is None}
    for verdicts in (
        _in_ecr(retention, images),
        _in_gar(retention, images, immutable),
        _in_acr(retention, images),
    ):
        fates = _fates(images, verdicts)
        assert {fates[digest] for digest in protected & subjects} <= {"kept"}


@given(SHORT_RETENTIONS, inventories(archives=True), st.randoms(use_true_random=False))
@EXAMPLES
def test_neither_the_order_of_rules_nor_that_of_images_changes_anything(retention, images, chance):
    assert deciding_order(_shuffled(retention.tags, chance)) == retention.tags
    others = _shuffled(images, chance)
    for evaluate in (_in_ecr, lambda rules, found: _in_gar(rules, found, False), _in_acr):
        there = _fates(images, evaluate(retention, images))
        assert _fates(others, evaluate(retention, others)) == there


@given(SHORT_RETENTIONS, inventories(archives=True), st.randoms(use_true_random=False))
@EXAMPLES
def test_the_order_in_a_native_document_does_not_matter(retention, images, chance):
    text, _ = aws.encode_retention(retention)
    if text is not None:
        policy = aws_policy.read_policy(text)
        other = policy.model_copy(update={"rules": _shuffled(policy.rules, chance)})
        assert aws_evaluation.evaluate(other, images, AT) == aws_evaluation.evaluate(policy, images, AT)
    policies, _ = gcp.encode_retention(retention, False)
    mixed = _shuffled(policies, chance)
    assert gcp_evaluation.evaluate(mixed, images, AT) == gcp_evaluation.evaluate(policies, images, AT)


@given(SHORT_RETENTIONS, st.booleans())
@EXAMPLES
def test_the_same_rules_give_the_same_bytes(retention, immutable):
    again = replace(retention, tags=deciding_order(reversed(retention.tags)))
    fresh = [
        encode.__wrapped__ for encode in (aws.encode_retention, gcp.encode_retention, azure.encode_retention)
    ]
    ecr, gar, acr = fresh
    assert ecr(again) == ecr(retention)
    assert gar(again, immutable) == gar(retention, immutable)
    assert acr(NAME, again) == acr(NAME, retention)


@given(SHORT_RETENTIONS, inventories(archives=True), st.booleans())
@EXAMPLES
def test_a_second_run_at_the_same_time_finds_nothing_to_do(retention, images, immutable):
    for evaluate in (_in_ecr, lambda rules, found: _in_gar(rules, found, immutable)):
        verdicts = evaluate(retention, images)
        left = tuple(
            replace(image, archived=AT) if verdict.fate == "archived" else image
            for image, verdict in zip(images, verdicts, strict=True)
            if verdict.fate != "deleted"
        )
        assert {verdict.fate for verdict in evaluate(retention, left)} <= {"kept"}


@pytest.mark.parametrize("rollout", ["enforce", "observe"])
@given(retention=SHORT_RETENTIONS)
@EXAMPLES
def test_a_rollout_that_observes_deletes_nothing(rollout, retention):
    asked = replace(retention, rollout=rollout)
    text, _ = aws.encode_retention(asked)
    commands, _ = azure.encode_retention(NAME, asked)
    if rollout == "observe":
        assert text is None
    assert all((" --dry-run" in command) == (rollout == "observe") for command in commands)
