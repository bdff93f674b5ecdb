"""Where clouds decide differently about one image."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from wharfinger.clouds.compiled import CompiledPlacement
from wharfinger.clouds.patterns import matches
from wharfinger.clouds.tag_rules import spec_key
from wharfinger.inventory.model import Image, Time, Verdict
from wharfinger.plan.model import AnyRegistry, Placement
from wharfinger.plan.retention import KeepNewest, TagRule


@dataclass(frozen=True, slots=True)
class Side:
    """One registry's word on the image."""

    registry: str
    cloud: str
    image: Image
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One image of a repository that goes in some registries of an environment and stays in others."""

    repository: str
    environment: str
    digest: str
    sides: tuple[Side, ...]
    why: str


Judged = tuple[CompiledPlacement, Sequence[Image], Sequence[Verdict]]
"""A placement with its images and what becomes of each."""


def find_disagreements(judged: Sequence[Judged]) -> Iterator[Disagreement]:
    """The images that placements of one repository in one environment don't agree about."""
    if len(judged) < 2:
        return
    contested = {
        image.digest
        for _, images, verdicts in judged
        for image, verdict in zip(images, verdicts, strict=True)
        if verdict.fate != "kept"
    }
    sides: dict[str, list[Side]] = {}
    for compiled, images, verdicts in judged:
        registry = compiled.placement.registry
        for image, verdict in zip(images, verdicts, strict=True):
            if image.digest in contested:
                side = Side(compiled.placement.registry_name, registry.cloud, image, verdict)
                sides.setdefault(image.digest, []).append(side)
    by_registry = {compiled.placement.registry_name: compiled for compiled, _, _ in judged}
    placement = judged[0][0].placement
    for digest, found in sorted(sides.items()):
        if len({side.verdict.fate for side in found}) > 1:
            why = _why(found, by_registry)
            yield Disagreement(str(placement.repository), placement.environment, digest, tuple(found), why)


def _why(sides: Sequence[Side], placements: Mapping[str, CompiledPlacement]) -> str:
    """The first that applies: a refused rule, other clocks, what a rule is about, what else is there."""
    for side in sides:
        compiled = placements[side.registry]
        if refusal := _refusal(compiled, side.image):
            return f"{side.registry} can't follow `{refusal}`"
    if len({side.image.tags for side in sides}) > 1:
        return "the image has other tags there"
    pushed = sorted({side.image.pushed for side in sides})
    if len(pushed) > 1:
        return f"it came {_apart(pushed)} later to some of them"
    placement = placements[sides[0].registry].placement
    if any(side.cloud == "azure" for side in sides):
        return "ACR removes single tags, counted from their last update; the others remove images"
    if isinstance(_deciding(placement, sides[0].image), KeepNewest):
        return "other images count among the newest there"
    return "an index holds it, or what it refers to stays, in some of them"


def _refusal(compiled: CompiledPlacement, image: Image) -> str:
    refused = {finding.said_as for finding in compiled.findings if finding.fidelity == "refused"}
    rule = _deciding(compiled.placement, image)
    return f"{rule.pattern}: {rule}" if rule and spec_key(rule) in refused else ""


def _deciding(placement: Placement[AnyRegistry], image: Image) -> TagRule | None:
    rules = placement.settings.retention.tags
    return next((rule for rule in rules if any(matches(rule.pattern, tag) for tag in image.tags)), None)


def _apart(times: Sequence[Time]) -> str:
    hours = round((times[-1] - times[0]) / 3_600)
    return f"{hours // 24} days" if hours >= 48 else f"{hours} hours"
