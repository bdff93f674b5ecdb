"""Layers of settings: the last word holds, and what it overrode can be told."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.organisations import ECR, ECR_PROD, placed, plan, spec, team
from wharfinger.plan.model import AnyRegistry, Placement
from wharfinger.plan.retention import ExpireAfter, KeepNewest, Protect, Retention
from wharfinger.plan.settings import BUILT_IN, SettingsLayer, effective, said, settings_said, trace

LAYERS = ("defaults", "class", "repository", "defaults in dev", "class in dev", "repository in dev")
"""The layers of the spec, each of which wins over those before it."""

PATHS = {
    "defaults": ("defaults",),
    "class": ("classes", "service"),
    "repository": ("teams", "payments", "repositories", "api"),
    "defaults in dev": ("defaults", "environments", "dev"),
    "class in dev": ("classes", "service", "environments", "dev"),
    "repository in dev": ("teams", "payments", "repositories", "api", "environments", "dev"),
}


def _placement(words: dict[str, dict[str, Any]], key: str = "payments/api@ecr") -> Placement[AnyRegistry]:
    def layer(name: str) -> dict[str, Any]:
        return {**words.get(name, {}), "environments": {"dev": words.get(f"{name} in dev", {})}}

    return placed(
        plan(
            registries={"ecr": ECR, "ecr-prod": ECR_PROD},
            defaults=layer("defaults"),
            classes={"service": layer("class")},
            teams={"payments": team({"api": {"class": "service", **layer("repository")}})},
        ),
        key,
    )


@pytest.mark.parametrize(
    ("loser", "winner"), [(loser, winner) for i, winner in enumerate(LAYERS) for loser in LAYERS[:i]]
)
def test_a_later_layer_wins_over_an_earlier_one(loser, winner):
    placement = _placement({loser: {"scanning": "continuous"}, winner: {"scanning": "disabled"}})
    assert placement.settings.scanning == "disabled"
    assert placement.path_of("scanning") == (*PATHS[winner], "scanning")


@pytest.mark.parametrize("layer", LAYERS)
def test_every_layer_wins_over_what_is_built_in(layer):
    placement = _placement({layer: {"scanning": "disabled"}})
    assert placement.settings.scanning == "disabled"
    built_in, word = trace(placement.layers, "scanning")
    assert (built_in.layer.kind, built_in.value, built_in.path) == ("built-in", "on_push", ())
    assert (word.value, word.path) == ("disabled", (*PATHS[layer], "scanning"))


def test_an_override_holds_in_its_environment_only():
    words = {"class": {"scanning": "on_push"}, "defaults in dev": {"scanning": "disabled"}}
    assert _placement(words).settings.scanning == "disabled"
    assert _placement(words, "payments/api@ecr-prod").settings.scanning == "on_push"


def test_a_class_of_another_repository_says_nothing():
    found = plan(
        registries={"ecr": ECR},
        classes={"base": {"scanning": "disabled"}},
        teams={"payments": team({"api": {"class": "base"}, "web": {}})},
    )
    assert [placement.settings.scanning for placement in found.placements] == ["disabled", "on_push"]


def test_what_nobody_says_is_built_in():
    settings = _placement({}).settings
    assert settings.tags_immutable
    assert settings.push == ("pipelines",)
    assert settings.pull == ("team", "pipelines")
    assert settings.retention == Retention((), 14, "enforce")
    assert settings.delete_protection
    assert _placement({}).path_of("scanning") == PATHS["repository"]


def test_labels_merge_key_by_key():
    placement = _placement(
        {
            "defaults": {"labels": {"tier": "one", "data": "internal"}},
            "class": {"labels": {"tier": "two"}},
            "repository in dev": {"labels": {"sandbox": "true"}},
        }
    )
    assert dict(placement.settings.labels) == {"data": "internal", "sandbox": "true", "tier": "two"}
    assert placement.path_of("labels.tier") == ("classes", "service", "labels", "tier")
    assert placement.path_of("labels.data") == ("defaults", "labels", "data")


@pytest.mark.parametrize(
    ("below", "above", "attribute", "expected"),
    [
        ({"pull": ["team", "pipelines"]}, {"pull": ["team"]}, "pull", ("team",)),
        ({"push": ["pipelines"]}, {"push": []}, "push", ()),
        ({"tags": {"mutable": ["latest"]}}, {"tags": {"mutable": ["dev-*"]}}, "tags_mutable", ("dev-*",)),
    ],
    ids=["pull", "push", "tags.mutable"],
)
def test_lists_replace(below, above, attribute, expected):
    placement = _placement({"defaults": below, "repository": above})
    assert getattr(placement.settings, attribute) == expected


def test_groups_are_overridden_leaf_by_leaf():
    placement = _placement(
        {
            "defaults": {"retention": {"untagged": "expire after 9 days", "rollout": "observe"}},
            "repository": {"retention": {"untagged": "protect"}},
        }
    )
    assert placement.settings.retention == Retention((), None, "observe")
    assert placement.path_of("retention.untagged") == (*PATHS["repository"], "retention", "untagged")
    assert placement.path_of("retention.rollout") == ("defaults", "retention", "rollout")


def test_tag_rules_merge_pattern_by_pattern():
    placement = _placement(
        {
            "defaults": {"retention": {"tags": {"*": "keep newest 20", "v1.*": "protect"}}},
            "class": {"retention": {"tags": {"*": "keep newest 50"}}},
            "repository in dev": {"retention": {"tags": {"pr-*": "expire after 14 days"}}},
        }
    )
    assert placement.settings.retention.tags == (
        Protect("v1.*"),
        ExpireAfter("pr-*", 14),
        KeepNewest("*", 50),
    )
    assert placement.path_of("retention.tags.*") == (*PATHS["class"], "retention", "tags", "*")
    assert placement.path_of("retention.tags.v1.*") == ("defaults", "retention", "tags", "v1.*")


def test_the_trace_names_everything_that_was_overridden():
    sentences = [f"expire after {days} days" for days in range(2, 8)]
    placement = _placement(
        {
            layer: {"retention": {"untagged": sentence}}
            for layer, sentence in zip(LAYERS, sentences, strict=True)
        }
    )
    words = trace(placement.layers, "retention.untagged")
    assert [word.value for word in words] == ["expire after 14 days", *sentences]
    assert [word.path for word in words] == [
        (),
        *((*PATHS[layer], "retention", "untagged") for layer in LAYERS),
    ]
    kinds = ["built-in", "defaults", "class", "repository", "override", "override", "override"]
    assert [word.layer.kind for word in words] == kinds


def test_what_is_explained_begins_with_what_is_built_in():
    placement = _placement({"class": {"labels": {"tier": "one", "data": "internal"}}})
    assert settings_said(placement.layers) == (*BUILT_IN, "labels.data", "labels.tier")


def test_tag_rules_are_explained_before_untagged_images_in_the_order_in_which_they_decide():
    tags = {"*": "keep newest 20", "pr-*": "expire after 14 days", "v1.*": "protect"}
    placement = _placement({"class": {"retention": {"tags": tags}, "labels": {"tier": "one"}}})
    explained = settings_said(placement.layers)
    first = explained.index("retention.tags.v1.*")
    assert explained[first : first + 4] == (
        "retention.tags.v1.*",
        "retention.tags.pr-*",
        "retention.tags.*",
        "retention.untagged",
    )
    assert sorted(explained) == sorted({*BUILT_IN, *explained[first : first + 3], "labels.tier"})


def test_null_and_what_is_left_out_say_nothing():
    assert said(spec(defaults={"scanning": None, "retention": {"untagged": None}}).defaults) == {}
    assert said(spec(defaults={"retention": {"tags": {}}}).defaults) == {}
    assert said(spec(defaults={"retention": {"tags": None}}).defaults) == {}
    assert said(spec(defaults={"tags": {"immutable": False}}).defaults) == {"tags.immutable": False}


SENTENCES = st.integers(2, 99).map(lambda days: f"expire after {days} days")
VALUES = {
    "tags.immutable": st.booleans(),
    "tags.mutable": st.lists(st.sampled_from(["latest", "dev-*", "edge"]), max_size=2).map(tuple),
    "scanning": st.sampled_from(["disabled", "on_push", "continuous"]),
    "encryption": st.sampled_from(["provider_key", "customer_key"]),
    "retention.tags.v1.*": SENTENCES,
    "retention.tags.*": SENTENCES,
    "retention.untagged": SENTENCES,
    "retention.rollout": st.sampled_from(["enforce", "observe"]),
    "replicas.aws": st.lists(st.sampled_from(["eu-west-1", "us-east-1"]), max_size=2).map(tuple),
    "pull": st.lists(st.sampled_from(["team", "pipelines"]), max_size=2).map(tuple),
    "delete_protection": st.booleans(),
    "on_removal": st.sampled_from(["delete", "retain"]),
    "labels.tier": st.sampled_from(["one", "two"]),
    "labels.data": st.sampled_from(["internal", "public"]),
}
WORDS = st.fixed_dictionaries({}, optional=VALUES)


def _value(settings: Any, setting: str) -> Any:
    group, _, leaf = setting.partition(".")
    if group == "labels":
        return settings.labels[leaf]
    if group == "replicas":
        return settings.replicas[leaf]
    if group == "tags":
        return getattr(settings, f"tags_{leaf}")
    if leaf.startswith("tags."):
        return next(str(rule) for rule in settings.retention.tags if rule.pattern == leaf[len("tags.") :])
    if leaf == "untagged":
        return f"expire after {settings.retention.untagged_days} days"
    return getattr(getattr(settings, group), leaf) if leaf else getattr(settings, setting)


@given(st.lists(WORDS, max_size=6))
def test_what_holds_is_the_last_word_of_the_trace(words):
    layers = [SettingsLayer("built-in", (), BUILT_IN)]
    layers += [SettingsLayer("class", ("classes", f"c{n}"), values) for n, values in enumerate(words)]
    settings = effective(layers)
    for setting in set(settings_said(layers)) & VALUES.keys():
        assert _value(settings, setting) == trace(layers, setting)[-1].value
