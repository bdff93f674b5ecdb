"""The retention document of a placement, run on what the registry holds."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from wharfinger.clouds.aws import evaluation as aws_evaluation
from wharfinger.clouds.aws import policy as aws_policy
from wharfinger.clouds.aws import retention as aws_retention
from wharfinger.clouds.azure import evaluation as azure_evaluation
from wharfinger.clouds.azure import policy as azure_policy
from wharfinger.clouds.azure import retention as azure_retention
from wharfinger.clouds.compiled import CompiledPlacement
from wharfinger.clouds.gcp import evaluation as gcp_evaluation
from wharfinger.clouds.gcp import native as gcp_native
from wharfinger.clouds.gcp import retention as gcp_retention
from wharfinger.inventory.model import NO_RULE, Image, Time, Verdict
from wharfinger.plan.retention import Retention
from wharfinger.spec.registries import AcrRegistry, EcrRegistry, GarRegistry


def name_in_registry(compiled: CompiledPlacement) -> str:
    """The name that an inventory knows the repository of a placement by."""
    native = compiled.native
    return native.repository_id if isinstance(native, gcp_native.NativeRepository) else native.name


def run(compiled: CompiledPlacement, images: Sequence[Image], at: Time) -> list[Verdict]:
    """What becomes of each image of a placement once its rules are enforced, whether or not they are yet."""
    settings = compiled.placement.settings
    rules = replace(settings.retention, rollout="enforce")
    match compiled.placement.registry:
        case EcrRegistry():
            policy = _lifecycle_policy(rules)
            return aws_evaluation.evaluate(policy, images, at) if policy else [NO_RULE] * len(images)
        case GarRegistry():
            policies, _ = gcp_retention.encode_retention(rules, settings.tags_immutable)
            return gcp_evaluation.evaluate(policies, images, at, immutable_tags=settings.tags_immutable)
        case AcrRegistry():
            name = name_in_registry(compiled)
            commands, _ = azure_retention.encode_retention(name, rules)
            purges = [azure_policy.read_command(command) for command in commands]
            return azure_evaluation.evaluate(purges, name, images, at)


@cache
def _lifecycle_policy(rules: Retention) -> aws_policy.LifecyclePolicy | None:
    text, _ = aws_retention.encode_retention(rules)
    return None if text is None else aws_policy.read_policy(text)
