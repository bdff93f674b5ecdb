"""One ECR repository with its lifecycle and repository policies."""

import json
from collections.abc import Mapping, Sequence
from typing import Final, NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

NOTHING_EXPIRES: Final = json.dumps(
    {
        "rules": [
            {
                "rulePriority": 1,
                "description": "nothing expires",
                # ECR's quota is 100,000 images in a repository.
                "selection": {
                    "tagStatus": "any",
                    "countType": "imageCountMoreThan",
                    "countNumber": 1_000_000,
                },
                "action": {"type": "expire"},
            }
        ]
    },
    separators=(",", ":"),
)
"""The lifecycle policy of a repository that is given none."""


class EcrRepositoryArgs(TypedDict):
    """The arguments of EcrRepository."""

    repository_name: pulumi.Input[str]
    """The name of the repository in the registry, such as payments/api."""
    region: pulumi.Input[str]
    """The region of the registry."""
    immutability: pulumi.Input[str]
    """IMMUTABLE, MUTABLE, IMMUTABLE_WITH_EXCLUSION or MUTABLE_WITH_EXCLUSION."""
    immutability_exclusions: NotRequired[Sequence[pulumi.Input[str]]]
    """Tag patterns for the two WITH_EXCLUSION values: at most five, each with at most two `*`."""
    scan_on_push: pulumi.Input[bool]
    """Whether an image is scanned when it is pushed; a rule of the registry wins over this."""
    kms_key: NotRequired[pulumi.Input[str]]
    """The ARN of the key that encrypts the images. Without one, ECR's own AES256. Only at creation."""
    lifecycle_policy: NotRequired[pulumi.Input[str]]
    """The lifecycle policy as JSON text, with its rules sorted by priority, or every preview differs.

    Without one, the repository has a policy under which nothing expires.
    """
    repository_policy: NotRequired[pulumi.Input[str]]
    """The repository policy as JSON text.

    AWS refuses a policy that names a role which was made a moment ago. Build the text from the role's `arn`
    output, so that the role comes first; or name the account as principal, with an `aws:PrincipalArn`
    condition.
    """
    force_delete: NotRequired[pulumi.Input[bool]]
    """Whether a delete also deletes the images. Off unless said: AWS then refuses to delete a full one."""
    delete_protection: NotRequired[bool]
    """Whether Pulumi refuses to delete or replace the repository (the `protect` option)."""
    retain_on_delete: NotRequired[bool]
    """Whether the repository stays in AWS, with its policies, when it leaves the program."""
    tags: NotRequired[pulumi.Input[Mapping[str, pulumi.Input[str]]]]
    """Tags of the repository."""


class EcrRepository(pulumi.ComponentResource):
    """One repository in Amazon ECR, with its lifecycle policy and its repository policy."""

    arn: pulumi.Output[str]
    """The ARN of the repository."""
    registry_id: pulumi.Output[str]
    """The account that the registry belongs to."""
    repository_name: pulumi.Output[str]
    """The name of the repository."""
    push_url: pulumi.Output[str]
    """Where images are pushed to, without a tag."""
    pull_url: pulumi.Output[str]
    """Where images are pulled from, without a tag."""

    def __init__(
        self, name: str, args: EcrRepositoryArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("wharfinger:index:EcrRepository", name, None, opts)

        repository = aws.ecr.Repository(
            name,
            name=args["repository_name"],
            region=args["region"],
            image_tag_mutability=args["immutability"],
            image_tag_mutability_exclusion_filters=[
                {"filter": pattern, "filter_type": "WILDCARD"}
                for pattern in args.get("immutability_exclusions", ())
            ]
            or None,
            image_scanning_configuration={"scan_on_push": args["scan_on_push"]},
            encryption_configurations=[_encryption(args)],
            force_delete=args.get("force_delete", False),
            tags=args.get("tags"),
            opts=pulumi.ResourceOptions(
                parent=self,
                protect=args.get("delete_protection"),
                retain_on_delete=args.get("retain_on_delete"),
                # Said, since the provider turns it on for a resource whose name is given: a change that needs
                # a replacement (another key) then deletes the images first. Off, the creation fails on the
                # name that is taken, and nothing is lost.
                delete_before_replace=False,
            ),
        )
        # AWS deletes the policies of a repository with it, and a retained repository keeps them.
        aws.ecr.LifecyclePolicy(
            name,
            region=args["region"],
            repository=repository.name,
            policy=args.get("lifecycle_policy", NOTHING_EXPIRES),
            opts=pulumi.ResourceOptions(
                parent=self,
                # An edit replaces the policy (terraform-provider-aws issue 49624), although the put of a new
                # one overwrites the old. No delete is ever sent, or the repository would have none for a
                # moment; and so it must always be declared, or the last one would stay in force.
                retain_on_delete=True,
                # Where the state does not say yet that the policy is retained, the delete is sent: after the
                # creation it would take the new policy (pulumi-aws issues 1060 and 2075).
                delete_before_replace=True,
            ),
        )
        repository_policy = args.get("repository_policy")
        if repository_policy is not None:
            # An edit is an update in place, so the order of a replacement does not matter here.
            aws.ecr.RepositoryPolicy(
                name,
                region=args["region"],
                repository=repository.name,
                policy=repository_policy,
                opts=pulumi.ResourceOptions(parent=self, deleted_with=repository),
            )

        self.arn = repository.arn
        self.registry_id = repository.registry_id
        self.repository_name = repository.name
        self.push_url = repository.repository_url
        self.pull_url = repository.repository_url
        self.register_outputs(
            {
                "arn": self.arn,
                "registryId": self.registry_id,
                "repositoryName": self.repository_name,
                "pushUrl": self.push_url,
                "pullUrl": self.pull_url,
            }
        )


def _encryption(args: EcrRepositoryArgs) -> aws.ecr.RepositoryEncryptionConfigurationArgsDict:
    key = args.get("kms_key")
    return {"encryption_type": "AES256"} if key is None else {"encryption_type": "KMS", "kms_key": key}
