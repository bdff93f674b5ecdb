"""One Artifact Registry repository with its cleanup policies and grants."""

from collections.abc import Mapping, Sequence
from typing import Final, NotRequired, TypedDict

import pulumi
import pulumi_gcp as gcp

from wharfinger_components.gcp.registry import registry_url

_ROLES: Final = {"pull": "roles/artifactregistry.reader", "push": "roles/artifactregistry.writer"}


def image_url(*, location: str, project: str, repository_id: str, image: str) -> str:
    """The reference of an image without tag or digest."""
    return f"{registry_url(location, project)}/{repository_id}/{image}"


class GarCleanupCondition(TypedDict):
    """Which versions a cleanup policy is about; all that is given must hold."""

    tag_state: NotRequired[pulumi.Input[str]]
    """TAGGED, UNTAGGED or ANY."""
    tag_prefixes: NotRequired[Sequence[pulumi.Input[str]]]
    """Prefixes of tags, any of which matches; needs TAGGED."""
    version_name_prefixes: NotRequired[Sequence[pulumi.Input[str]]]
    """Prefixes of version names (for an image, its digest), any of which matches."""
    package_name_prefixes: NotRequired[Sequence[pulumi.Input[str]]]
    """Prefixes of image names, any of which matches."""
    older_than: NotRequired[pulumi.Input[str]]
    """Age since upload in seconds, such as 7776000s: `90d` reads back different, and differs for ever."""
    newer_than: NotRequired[pulumi.Input[str]]
    """Age since upload in seconds, as in `older_than`."""


class GarMostRecentVersions(TypedDict):
    """The newest versions of each image; only with KEEP."""

    keep_count: pulumi.Input[int]
    """How many versions are kept."""
    package_name_prefixes: NotRequired[Sequence[pulumi.Input[str]]]
    """Prefixes of image names, any of which matches."""


class GarCleanupPolicy(TypedDict):
    """One cleanup policy. KEEP wins over DELETE, and deletes nothing alone."""

    id: pulumi.Input[str]
    """The name of the policy, unique in the repository."""
    action: pulumi.Input[str]
    """DELETE or KEEP."""
    condition: NotRequired[GarCleanupCondition]
    """Which versions the policy is about; or give `most_recent_versions`."""
    most_recent_versions: NotRequired[GarMostRecentVersions]
    """Keep the newest versions; or give `condition`."""


class GarRepositoryArgs(TypedDict):
    """The arguments of GarRepository."""

    project: pulumi.Input[str]
    """The id of the project."""
    location: pulumi.Input[str]
    """A region, or one of the multi-regions us, europe and asia."""
    repository_id: pulumi.Input[str]
    """The last part of the repository's name."""
    description: NotRequired[pulumi.Input[str]]
    """What the repository is for."""
    immutable_tags: pulumi.Input[bool]
    """Whether a tag can't be moved or deleted. Cleanup policies then can't delete tagged versions."""
    vulnerability_scanning: pulumi.Input[str]
    """INHERITED (scanned if the project's Container Scanning API is on) or DISABLED."""
    kms_key_name: NotRequired[pulumi.Input[str]]
    """The full name of the key that encrypts the images. Without one, Google's own. Only at creation."""
    cleanup_policies: NotRequired[Sequence[GarCleanupPolicy]]
    """The cleanup policies; at most ten."""
    cleanup_policy_dry_run: NotRequired[pulumi.Input[bool]]
    """Whether the cleanup policies only log what they would delete. Off unless said."""
    labels: NotRequired[pulumi.Input[Mapping[str, pulumi.Input[str]]]]
    """Labels of the repository."""
    readers: NotRequired[Sequence[str]]
    """Who pulls, as IAM members such as group:sre@acme.example.

    The member of a service account that the same program makes is known beforehand
    (serviceAccount:ID@PROJECT.iam.gserviceaccount.com): write it out, and give this component the account in
    `depends_on`, or GCP refuses a member that does not exist yet.
    """
    writers: NotRequired[Sequence[str]]
    """Who pushes and pulls, as IAM members; as in `readers`."""
    image: NotRequired[pulumi.Input[str]]
    """The name of the image in the repository, for the URLs. The repository's id unless said."""
    delete_protection: NotRequired[bool]
    """Whether Pulumi refuses to delete or replace the repository (the `protect` option)."""
    retain_on_delete: NotRequired[bool]
    """Whether the repository stays in GCP, with its grants, when it leaves the program."""


class GarRepository(pulumi.ComponentResource):
    """One Docker repository in Google Artifact Registry, with its cleanup policies and grants.

    A grant is on the whole repository, never on one image in it, so give each image whose grants differ a
    repository of its own. Grants are additive: never use an IAM policy on the same repository, nor an IAM
    binding on the same role, since either one removes the members declared here.
    """

    repository: pulumi.Output[str]
    """The full name: projects/PROJECT/locations/LOCATION/repositories/ID."""
    push_url: pulumi.Output[str]
    """Where the image is pushed to, without a tag."""
    pull_url: pulumi.Output[str]
    """Where the image is pulled from, without a tag."""

    def __init__(
        self, name: str, args: GarRepositoryArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("wharfinger:index:GarRepository", name, None, opts)

        repository = gcp.artifactregistry.Repository(
            name,
            project=args["project"],
            location=args["location"],
            repository_id=args["repository_id"],
            description=args.get("description"),
            format="DOCKER",
            docker_config={"immutable_tags": args["immutable_tags"]},
            vulnerability_scanning_config={"enablement_config": args["vulnerability_scanning"]},
            kms_key_name=args.get("kms_key_name"),
            cleanup_policies=[_cleanup_policy(policy) for policy in args.get("cleanup_policies", ())] or None,
            cleanup_policy_dry_run=args.get("cleanup_policy_dry_run", False),
            labels=args.get("labels"),
            opts=pulumi.ResourceOptions(
                parent=self,
                protect=args.get("delete_protection"),
                retain_on_delete=args.get("retain_on_delete"),
                # Said, so that no provider's default deletes the images first when a change needs a
                # replacement (another key): the creation fails on the name that is taken instead.
                delete_before_replace=False,
            ),
        )
        for access, members in (("pull", args.get("readers", ())), ("push", args.get("writers", ()))):
            for member in members:
                gcp.artifactregistry.RepositoryIamMember(
                    f"{name}-{access}-{member}",
                    project=args["project"],
                    location=args["location"],
                    repository=repository.name,
                    role=_ROLES[access],
                    member=member,
                    # GCP deletes the grants of a repository with it, and a retained repository keeps them.
                    opts=pulumi.ResourceOptions(parent=self, deleted_with=repository),
                )

        url = pulumi.Output.all(
            location=args["location"],
            project=args["project"],
            repository_id=args["repository_id"],
            image=args.get("image", args["repository_id"]),
        ).apply(lambda known: image_url(**known))
        self.repository = repository.id
        self.push_url = url
        self.pull_url = url
        self.register_outputs(
            {"repository": self.repository, "pushUrl": self.push_url, "pullUrl": self.pull_url}
        )


def _cleanup_policy(policy: GarCleanupPolicy) -> gcp.artifactregistry.RepositoryCleanupPolicyArgsDict:
    native: gcp.artifactregistry.RepositoryCleanupPolicyArgsDict = {
        "id": policy["id"],
        "action": policy["action"],
    }
    if "condition" in policy:
        native["condition"] = {**policy["condition"]}
    if "most_recent_versions" in policy:
        native["most_recent_versions"] = {**policy["most_recent_versions"]}
    return native
