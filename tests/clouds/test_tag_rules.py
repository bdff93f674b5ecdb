"""Rules that a cloud can't tell apart."""

import pytest

from wharfinger.clouds.aws import retention as aws
from wharfinger.clouds.gcp import retention as gcp
from wharfinger.clouds.tag_rules import setting_of
from wharfinger.plan.retention import (
    Archive,
    ExpireAfter,
    KeepNewest,
    Protect,
    Retention,
    TagRule,
    deciding_order,
)


def _fidelities(rules: list[TagRule], *, cloud: str) -> dict[str, tuple[str, str]]:
    asked = Retention(deciding_order(rules))
    _, found = aws.encode_retention(asked) if cloud == "aws" else gcp.encode_retention(asked, False)
    return {finding.said_as: (finding.fidelity, finding.reason) for finding in found}


@pytest.mark.parametrize(
    ("rule", "setting"),
    [
        (Protect("v*"), "retention.protect"),
        (KeepNewest("v*", 3), "retention.keep_newest"),
        (ExpireAfter("v*", 3), "retention.expire"),
        (Archive("v*", 90, None), "retention.archive"),
    ],
    ids=str,
)
def test_each_kind_of_rule_is_accepted_by_a_name_of_its_own(rule, setting):
    assert setting_of(rule) == setting


@pytest.mark.parametrize(
    ("cloud", "keeper"), [("aws", Protect("v?")), ("gcp", Protect("v*-rc")), ("aws", ExpireAfter("v?", 3))]
)
def test_a_rule_that_would_never_act_is_refused(cloud, keeper):
    found = _fidelities([keeper, ExpireAfter("v*", 90)], cloud=cloud)
    why = f"`{keeper.pattern}` is kept, and can't be told from `v*`"
    assert found["retention.tags.v*"] == ("refused", why)


@pytest.mark.parametrize("cloud", ["aws", "gcp"])
def test_a_rule_that_the_spec_itself_leaves_nothing_is_not_refused(cloud):
    found = _fidelities([Protect("v*"), ExpireAfter("v1*", 90)], cloud=cloud)
    assert found["retention.tags.v1*"][0] == "native"


def test_a_refused_rule_keeps_its_images_only_from_the_rules_after_it():
    rules = [Archive("*", 30, 30), ExpireAfter("pr-*", 14)]
    text, _ = aws.encode_retention(Retention(deciding_order(rules)))
    assert text is not None
    first, second = text.split('"rulePriority":')[1:]
    assert "pr-*: expire after 14 days" in first
    assert "*: protect" in second
