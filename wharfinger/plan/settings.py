"""Settings in layers: which value holds, which line set it, and what it overrode."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Literal

from wharfinger.plan.retention import Retention, retention
from wharfinger.spec.base import Cloud
from wharfinger.spec.places import SpecPath
from wharfinger.spec.settings import Encryption, OnRemoval, Scanning, Settings

LayerKind = Literal["built-in", "defaults", "class", "repository", "override"]

SettingValues = Mapping[str, Any]
"""Values by setting, such as `tags.immutable`, `replicas.aws` or `labels.tier`."""

BUILT_IN: Final[SettingValues] = MappingProxyType(
    {
        "tags.immutable": True,
        "tags.mutable": (),
        "scanning": "on_push",
        "encryption": "provider_key",
        "retention.untagged": "expire after 14 days",
        "retention.rollout": "enforce",
        "replicas.aws": (),
        "replicas.gcp": (),
        "replicas.azure": (),
        "pull": ("team", "pipelines"),
        "push": ("pipelines",),
        "delete_protection": True,
        "on_removal": "delete",
    }
)
"""What holds where the spec says nothing: tags don't move, images are scanned, only pipelines push."""


TAG_RULE: Final = "retention.tags."
"""The start of the setting that a tag pattern's rule is: `retention.tags.PATTERN`."""


@dataclass(frozen=True, slots=True)
class SettingsLayer:
    """Settings that were said in one place of the spec."""

    kind: LayerKind
    path: SpecPath
    """The place in the spec; empty for what is built in."""
    values: SettingValues

    def path_of(self, setting: str) -> SpecPath:
        """The path in the spec of one of its settings."""
        return (*self.path, *_keys(setting)) if self.path else ()


def _keys(setting: str) -> tuple[str, ...]:
    """The keys that lead to a setting; a tag pattern may have dots of its own."""
    if setting.startswith(TAG_RULE):
        return ("retention", "tags", setting.removeprefix(TAG_RULE))
    return tuple(setting.split("."))


BUILT_IN_LAYER: Final = SettingsLayer("built-in", (), BUILT_IN)


@dataclass(frozen=True, slots=True)
class EffectiveSettings:
    """What holds for a repository in one environment, with nothing left open."""

    tags_immutable: bool
    tags_mutable: tuple[str, ...]
    scanning: Scanning
    encryption: Encryption
    retention: Retention
    replicas: Mapping[Cloud, tuple[str, ...]]
    pull: tuple[str, ...]
    push: tuple[str, ...]
    delete_protection: bool
    on_removal: OnRemoval
    labels: Mapping[str, str]


def said(settings: Settings) -> dict[str, Any]:
    """The values that were written in this part of the spec, by setting."""
    values: dict[str, Any] = {}
    for name in settings.model_fields_set & Settings.model_fields.keys():
        value = getattr(settings, name)
        if value is None:
            continue
        if name == "labels":
            values |= {f"labels.{key}": text for key, text in value.items()}
        elif name in _GROUPS:
            values |= {f"{name}.{leaf}": getattr(value, leaf) for leaf in value.model_fields_set}
        else:
            values[name] = value
    rules: Mapping[str, str] = values.pop("retention.tags", None) or {}
    values |= {f"{TAG_RULE}{pattern}": rule for pattern, rule in rules.items()}
    return {setting: value for setting, value in values.items() if value is not None}


_GROUPS: Final = frozenset({"tags", "retention", "replicas"})


def effective(layers: Iterable[SettingsLayer]) -> EffectiveSettings:
    """The settings that hold when each layer wins over those before it.

    Labels and tag rules merge key by key.
    """
    values: dict[str, Any] = {}
    for layer in layers:
        values |= layer.values
    return EffectiveSettings(
        tags_immutable=values["tags.immutable"],
        tags_mutable=values["tags.mutable"],
        scanning=values["scanning"],
        encryption=values["encryption"],
        retention=retention(
            tags={key.removeprefix(TAG_RULE): values[key] for key in values if key.startswith(TAG_RULE)},
            untagged=values["retention.untagged"],
            rollout=values["retention.rollout"],
        ),
        replicas=MappingProxyType(
            {"aws": values["replicas.aws"], "gcp": values["replicas.gcp"], "azure": values["replicas.azure"]}
        ),
        pull=values["pull"],
        push=values["push"],
        delete_protection=values["delete_protection"],
        on_removal=values["on_removal"],
        labels=MappingProxyType(
            {key.removeprefix("labels."): values[key] for key in sorted(values) if key.startswith("labels.")}
        ),
    )


@dataclass(frozen=True, slots=True)
class Said:
    """One layer's word on one setting."""

    layer: SettingsLayer
    setting: str
    value: Any

    @property
    def path(self) -> SpecPath:
        """Where in the spec it was said; empty for what is built in."""
        return self.layer.path_of(self.setting)


def trace(layers: Iterable[SettingsLayer], setting: str) -> tuple[Said, ...]:
    """Everything that was said about a setting: the last word holds, and overrode those before it."""
    return tuple(Said(layer, setting, layer.values[setting]) for layer in layers if setting in layer.values)


def settings_said(layers: Sequence[SettingsLayer]) -> tuple[str, ...]:
    """All settings that any layer speaks of, in the order in which they are explained.

    Tag rules stand in the order in which they decide.
    """
    spoken = {setting for layer in layers for setting in layer.values}
    rules = [f"{TAG_RULE}{rule.pattern}" for rule in effective(layers).retention.tags]
    others = sorted(spoken - BUILT_IN.keys() - set(rules))
    built_in = list(BUILT_IN)
    first = built_in.index("retention.untagged")
    return (*built_in[:first], *rules, *built_in[first:], *others)
