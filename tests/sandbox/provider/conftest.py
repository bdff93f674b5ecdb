import pytest
from wharfinger_sandbox.provider.model import Problem, ResourceModel
from wharfinger_sandbox.provider.packages import package
from wharfinger_sandbox.provider.store import Store

REPOSITORY = "aws:ecr/repository:Repository"
POLICY = "aws:ecr/repositoryPolicy:RepositoryPolicy"


def _repository_outputs(resource_id, inputs, cloud):
    return {"arn": f"arn:{cloud.config.get('region', '')}:{resource_id}"}


def _at_most_two(inputs, cloud):
    if sum(1 for found in cloud.each(REPOSITORY) if found.id != inputs["name"]) < 2:
        return []
    return [Problem("", "a registry holds two repositories")]


def _name_problems(inputs):
    name = inputs.get("name")
    shouts = isinstance(name, str) and name.isupper()
    return [Problem("name", "names are lower case")] if shouts else []


def _holds_images(stored, cloud):
    return [Problem("", "it holds images")] if stored.outputs.get("sandboxImages") else []


REPOSITORY_MODEL = ResourceModel(
    token=REPOSITORY,
    args="pulumi_aws.ecr:RepositoryArgs",
    identify=lambda inputs, _: inputs["name"],
    outputs=_repository_outputs,
    replace_on=frozenset({"encryptionConfigurations"}),
    defaults=lambda inputs, _: {"imageTagMutability": "MUTABLE", **inputs},
    check=_name_problems,
    admit=_at_most_two,
    refuse_delete=_holds_images,
)

POLICY_MODEL = ResourceModel(
    token=POLICY,
    args="pulumi_aws.ecr:RepositoryPolicyArgs",
    identify=lambda inputs, _: inputs["repository"],
    outputs=lambda *_: {"registryId": "111111111111"},
    adopts_existing=True,
)


@pytest.fixture
def aws():
    """A provider package with two tiny models: repositories with rules, and policies without any."""
    return package("aws", (REPOSITORY_MODEL, POLICY_MODEL))


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "clouds.sqlite")
