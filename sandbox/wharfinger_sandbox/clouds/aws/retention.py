"""ECR lifecycle policies as resources."""

import json
from typing import Any

from wharfinger_sandbox.clouds.aws.account import account_id, identify_here, region_problems, with_region
from wharfinger_sandbox.clouds.aws.lifecycle_grammar import lifecycle_problems
from wharfinger_sandbox.clouds.aws.repository import repository_problems
from wharfinger_sandbox.clouds.reading import all_known
from wharfinger_sandbox.provider.model import CloudView, Inputs, Outputs, Problem, ResourceModel

LIFECYCLE_POLICY = "aws:ecr/lifecyclePolicy:LifecyclePolicy"


def document_text(inputs: Inputs, key: str) -> str | None:
    """A policy as text, however the program gives it: JSON text or an object; None where not known."""
    value: Any = inputs.get(key)
    if value is None or not all_known(value):
        return None
    return value if isinstance(value, str) else json.dumps(value)


def check(inputs: Inputs) -> list[Problem]:
    """The region and the policy's grammar."""
    policy = document_text(inputs, "policy")
    reasons = [] if policy is None else lifecycle_problems(policy)
    return region_problems(inputs) + [Problem("policy", reason) for reason in reasons]


def outputs(_resource_id: str, inputs: Inputs, cloud: CloudView) -> Outputs:
    """What ECR says of a lifecycle policy."""
    return {
        "policy": document_text(inputs, "policy"),
        "region": inputs["region"],
        "registryId": account_id(cloud),
        "repository": inputs["repository"],
    }


MODEL = ResourceModel(
    token=LIFECYCLE_POLICY,
    args="pulumi_aws.ecr:LifecyclePolicyArgs",
    identify=lambda inputs, cloud: identify_here(LIFECYCLE_POLICY, inputs["repository"], inputs, cloud),
    outputs=outputs,
    # The real provider has no update for it: every property, the policy too, is ForceNew
    # (terraform-provider-aws, internal/service/ecr/lifecycle_policy.go).
    replace_on=frozenset({"policy", "repository", "region"}),
    defaults=with_region,
    check=check,
    admit=repository_problems,
    # PutLifecyclePolicy overwrites and DeleteLifecyclePolicy removes whatever policy there is: a replacement
    # that creates before it deletes loses the policy, here as in the cloud.
    adopts_existing=True,
)
