"""ECR repositories."""

from wharfinger_sandbox.clouds.aws.account import (
    account_id,
    arn,
    domain,
    find_here,
    identify_here,
    region_problems,
    with_region,
)
from wharfinger_sandbox.clouds.aws.repository_settings import (
    encryption_problems,
    mutability_problems,
    name_problems,
)
from wharfinger_sandbox.clouds.aws.tags import all_tags, tag_problems
from wharfinger_sandbox.clouds.reading import flag, required, text, whole
from wharfinger_sandbox.provider.model import CloudView, Inputs, Outputs, Problem, ResourceModel, Stored

REPOSITORY = "aws:ecr/repository:Repository"
IMAGES = "sandboxImages"
"""The mark on a stored repository that says how many images it holds; the sandbox's cloud sets it."""


def check(inputs: Inputs) -> list[Problem]:
    """The rules for a repository's inputs (ECR API model: CreateRepository)."""
    return (
        region_problems(inputs)
        + required(inputs, "name", "name the repository: the sandbox draws no random names.")
        + name_problems("name", text(inputs, "name"))
        + mutability_problems(inputs)
        + encryption_problems(inputs)
        + tag_problems(inputs)
    )


def outputs(_resource_id: str, inputs: Inputs, cloud: CloudView) -> Outputs:
    """What ECR says of a repository."""
    account, region, name = account_id(cloud), inputs["region"], inputs["name"]
    return {
        "arn": arn("ecr", f"repository/{name}", inputs, cloud),
        "imageTagMutability": inputs.get("imageTagMutability", "MUTABLE"),
        "name": name,
        "region": region,
        "registryId": account,
        "repositoryUrl": f"{account}.dkr.ecr.{region}.{domain(region)}/{name}",
        **all_tags(inputs, cloud),
    }


def refuse_delete(stored: Stored, _cloud: CloudView) -> list[Problem]:
    """ECR deletes no repository that holds images, unless it is forced to."""
    images = whole(stored.outputs, IMAGES) or 0
    if images == 0 or flag(stored.inputs, "forceDelete"):
        return []
    name = stored.outputs.get("name", stored.id)
    return [
        Problem("", f"RepositoryNotEmptyException: {name} holds {images} images and forceDelete is not set.")
    ]


MODEL = ResourceModel(
    token=REPOSITORY,
    args="pulumi_aws.ecr:RepositoryArgs",
    identify=lambda inputs, cloud: identify_here(REPOSITORY, inputs["name"], inputs, cloud),
    outputs=outputs,
    # ForceNew in terraform-provider-aws, internal/service/ecr/repository.go; region by its framework.
    replace_on=frozenset({"name", "encryptionConfigurations", "region"}),
    defaults=with_region,
    check=check,
    refuse_delete=refuse_delete,
)


def repository_problems(inputs: Inputs, cloud: CloudView) -> list[Problem]:
    """The problem where `repository` names one that the account and region do not have."""
    name = text(inputs, "repository")
    if name is None or find_here(REPOSITORY, name, inputs, cloud) is not None:
        return []
    reason = (
        f"RepositoryNotFoundException: registry {account_id(cloud)} in {inputs.get('region')} "
        f"has no repository {name!r}."
    )
    return [Problem("repository", reason)]
