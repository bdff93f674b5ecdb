"""Who may pull and push: ECR repository policies and the registry policy."""

from wharfinger_sandbox.clouds.aws.account import account_id, identify_here, region_problems, with_region
from wharfinger_sandbox.clouds.aws.policy_document import (
    REGISTRY_DIALECT,
    REPOSITORY_DIALECT,
    Dialect,
    policy_problems,
)
from wharfinger_sandbox.clouds.aws.repository import repository_problems
from wharfinger_sandbox.clouds.aws.retention import document_text
from wharfinger_sandbox.provider.model import CloudView, Inputs, Outputs, Problem, ResourceModel

REPOSITORY_POLICY = "aws:ecr/repositoryPolicy:RepositoryPolicy"
REGISTRY_POLICY = "aws:ecr/registryPolicy:RegistryPolicy"


def document_problems(inputs: Inputs, key: str, dialect: Dialect) -> list[Problem]:
    """What AWS refuses in the policy document under the key; nothing where it is missing or not known."""
    policy = document_text(inputs, key)
    return [] if policy is None else [Problem(key, reason) for reason in policy_problems(policy, dialect)]


def repository_policy_check(inputs: Inputs) -> list[Problem]:
    """The region and the grammar of a repository policy (ECR user guide, "Private repository policies")."""
    return region_problems(inputs) + document_problems(inputs, "policy", REPOSITORY_DIALECT)


def registry_policy_check(inputs: Inputs) -> list[Problem]:
    """The region and the grammar of the registry policy (ECR user guide, "Private registry permissions")."""
    return region_problems(inputs) + document_problems(inputs, "policy", REGISTRY_DIALECT)


def outputs(_resource_id: str, inputs: Inputs, cloud: CloudView) -> Outputs:
    """What ECR says of a policy."""
    return {
        "policy": document_text(inputs, "policy"),
        "region": inputs["region"],
        "registryId": account_id(cloud),
    }


MODELS = (
    ResourceModel(
        token=REPOSITORY_POLICY,
        args="pulumi_aws.ecr:RepositoryPolicyArgs",
        identify=lambda inputs, cloud: identify_here(REPOSITORY_POLICY, inputs["repository"], inputs, cloud),
        outputs=lambda resource_id, inputs, cloud: {
            **outputs(resource_id, inputs, cloud),
            "repository": inputs["repository"],
        },
        # ForceNew in terraform-provider-aws, internal/service/ecr/repository_policy.go.
        replace_on=frozenset({"repository", "region"}),
        defaults=with_region,
        check=repository_policy_check,
        admit=repository_problems,
        # SetRepositoryPolicy overwrites.
        adopts_existing=True,
    ),
    ResourceModel(
        # The registry has one policy. PutRegistryPolicy would overwrite another owner's; the sandbox refuses.
        token=REGISTRY_POLICY,
        args="pulumi_aws.ecr:RegistryPolicyArgs",
        identify=lambda inputs, cloud: identify_here(REGISTRY_POLICY, account_id(cloud), inputs, cloud),
        outputs=outputs,
        replace_on=frozenset({"region"}),
        defaults=with_region,
        check=registry_policy_check,
    ),
)
