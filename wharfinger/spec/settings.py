"""What a repository can be told to be, wherever it is said: defaults, class, repository or environment."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from wharfinger.spec.base import Cloud, Flag, Model, Name, Says, TagPattern
from wharfinger.spec.locations import AzureLocation, Location, Region
from wharfinger.spec.sentences import TAG_RULES, UNTAGGED_RULES, pattern, says

Scanning = Literal["disabled", "on_push", "continuous"]
Encryption = Literal["provider_key", "customer_key"]
OnRemoval = Literal["delete", "retain"]
Rollout = Literal["enforce", "observe"]

PrincipalReference = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*(/[a-z][a-z0-9]*(-[a-z0-9]+)*)?$"),
    Says("write `team`, `pipelines`, the name of an organisation's principal, or `TEAM/PRINCIPAL`"),
]
"""`team` or `pipelines` (the repository's own), an organisation's principal, or `TEAM/PRINCIPAL`."""

LabelKey = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,62}$"),
    Says(
        "a label's key is at most 63 lower-case letters, digits, `_` and `-`, and starts with a letter, since"
        " all three clouds must take it"
    ),
]
LabelValue = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9_.:/=+@ -]{1,128}$"),
    Says("a label's value is 1 to 128 letters, digits, spaces and `_ . : / = + @ -`"),
]

AcceptedRefusal = Annotated[
    str,
    StringConstraints(
        pattern=r"^(aws|gcp|azure)\.(tags\.immutable|tags\.mutable|scanning|encryption|retention\.protect"
        r"|retention\.keep_newest|retention\.expire|retention\.archive|retention\.untagged|replicas|pull|push"
        r"|delete_protection|labels)$"
    ),
    Says("write `CLOUD.SETTING`, such as `azure.tags.immutable` or `gcp.replicas`"),
]
"""`CLOUD.SETTING`: a setting that this cloud can't do, and that the organisation goes without."""


class TagSettings(Model):
    """Whether a tag, once pushed, may be moved to another image."""

    immutable: Flag | None = None
    """Whether tags are immutable."""
    mutable: tuple[TagPattern, ...] | None = None
    """Tag patterns that stay movable although tags are immutable, such as `latest` or `dev-*`."""


TagRule = Annotated[str, StringConstraints(pattern=pattern(TAG_RULES)), says("tagged images", TAG_RULES)]
"""What becomes of the images whose tags match a pattern, as a sentence."""

UntaggedRule = Annotated[
    str, StringConstraints(pattern=pattern(UNTAGGED_RULES)), says("untagged images", UNTAGGED_RULES)
]
"""What becomes of images without a tag, as a sentence."""


class RetentionSettings(Model):
    """What is deleted by itself, and what never is."""

    tags: dict[TagPattern, TagRule] | None = None
    """A rule for each tag pattern; `protect` decides first, then a narrower pattern before a wider one."""
    untagged: UntaggedRule | None = None
    """The rule for images without a tag; parts of an image and its signatures stay as long as it does."""
    rollout: Rollout | None = None
    """`enforce`, or `observe` to see first what would go: nothing is deleted then."""


class ReplicaSettings(Model):
    """Regions that each cloud's registries copy the repository to, besides their own."""

    aws: tuple[Region, ...] | None = None
    """AWS regions, such as `eu-west-1`."""
    gcp: tuple[Location, ...] | None = None
    """Google locations. Artifact Registry has no replication: place the repository in a registry there."""
    azure: tuple[AzureLocation, ...] | None = None
    """Azure regions. ACR replicates whole registries: each must be among the registry's own `replicas`."""


class Settings(Model):
    """The settings of a repository; what is left out is decided by the layer below."""

    tags: TagSettings | None = None
    """Whether tags may move."""
    scanning: Scanning | None = None
    """When images are scanned for vulnerabilities: `disabled`, `on_push` or `continuous`."""
    encryption: Encryption | None = None
    """Whose key encrypts the images: the cloud's (`provider_key`) or the registry's `customer_key`."""
    retention: RetentionSettings | None = None
    """What expires and what is kept."""
    replicas: ReplicaSettings | None = None
    """Further regions to copy to."""
    pull: tuple[PrincipalReference, ...] | None = None
    """Who may pull: `team`, `pipelines`, an organisation's principal, or `TEAM/PRINCIPAL`."""
    push: tuple[PrincipalReference, ...] | None = None
    """Who may push (and pull)."""
    delete_protection: Flag | None = None
    """Whether a removal is refused until this is set to `false` and applied."""
    on_removal: OnRemoval | None = None
    """Whether removing the repository from the spec deletes it or leaves it in the cloud (`retain`)."""
    labels: dict[LabelKey, LabelValue] | None = None
    """Labels (AWS and Azure: tags) beside those that are always set: team, owner, environment and others."""


class PlacementSettings(Model):
    """In which registries a repository is placed: in all that meet every condition given."""

    clouds: tuple[Cloud, ...] | None = None
    """Only in these clouds."""
    environments: tuple[Name, ...] | None = None
    """Only in these environments."""
    registries: tuple[Name, ...] | None = None
    """Only in these registries."""


class Layer(Settings):
    """Settings with their exceptions: the shape of `defaults`, of a class and of a repository."""

    placement: PlacementSettings | None = None
    """Where the repository goes; all registries when left out."""
    environments: Annotated[dict[Name, Settings], Field(default_factory=dict)]
    """Settings that hold in one environment only; they win over all settings that hold everywhere."""
    accept: tuple[AcceptedRefusal, ...] = ()
    """Settings to go without where a cloud can't do them, each as `CLOUD.SETTING`."""


class RepositoryClass(Layer):
    """A named set of repository settings."""

    description: str = ""
    """What the class is for."""


class Repository(Layer):
    """A repository that a team asks for."""

    description: str = ""
    """What the images are."""
    class_: Annotated[Name | None, Field(alias="class")] = None
    """The class whose settings it starts from; the defaults alone when left out."""
