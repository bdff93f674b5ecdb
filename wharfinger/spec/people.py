"""Who acts on repositories: teams, their people and their pipelines."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from wharfinger.spec.base import Model, Name, RepositoryName, Says, TagPattern
from wharfinger.spec.registries import Guid
from wharfinger.spec.settings import LabelValue, Repository

AwsPrincipal = Annotated[
    str,
    StringConstraints(
        pattern=r"^(arn:aws[a-z-]*:iam::([0-9]{12}|\{account\}):(root|(role|user)/[A-Za-z0-9+=,.@_/-]+)|[0-9]{12})$"
    ),
    Says(
        "an AWS principal is the ARN of an IAM role or user, such as `arn:aws:iam::{account}:role/ci`, or an"
        " account id"
    ),
]
"""An IAM role or user ARN, or an account id. `{account}` stands for the registry's own account."""

GcpPrincipal = Annotated[
    str,
    StringConstraints(
        pattern=r"^((group|user):[^@\s*]+@[^@\s*]+|serviceAccount:[^@\s*]+@[^@\s*]+"
        r"|principal(Set)?://iam\.googleapis\.com/[^\s*]+)$"
    ),
    Says(
        "a Google principal is `group:…`, `user:…` or `serviceAccount:…` with an address, or"
        " `principal://iam.googleapis.com/…` or `principalSet://iam.googleapis.com/…`"
    ),
]
"""An IAM member. `{project}` stands for the registry's own project."""


class AzurePrincipal(Model):
    """An object in Microsoft Entra."""

    object_id: Guid
    """The object id."""
    type: Literal["Group", "User", "ServicePrincipal"]
    """What kind of object it is."""


class Principal(Model):
    """Someone or something that pulls or pushes, as each cloud knows it."""

    description: str = ""
    """Who this is."""
    environments: tuple[Name, ...] | None = None
    """The environments in which it acts; in all when left out."""
    aws: tuple[AwsPrincipal, ...] = ()
    """Its identities in AWS."""
    gcp: tuple[GcpPrincipal, ...] = ()
    """Its identities in Google Cloud."""
    azure: tuple[AzurePrincipal, ...] = ()
    """Its identities in Azure."""


NameTemplate = Annotated[
    str,
    StringConstraints(
        pattern=r"^([a-z0-9._/-]|\{(organisation|team|environment|name)\})*\{name\}"
        r"([a-z0-9._/-]|\{(organisation|team|environment|name)\})*$"
    ),
    Says(
        "a name's template holds `{name}`, and around it lower-case text, `{organisation}`, `{team}` and"
        " `{environment}`"
    ),
]


class NamingRule(Model):
    """How repositories and tags are named."""

    repository: NameTemplate | None = None
    """The full name: `{name}` with text, `{organisation}`, `{team}` and `{environment}` around it."""
    tags: tuple[TagPattern, ...] | None = None
    """Patterns, one of which every tag matches."""


class Naming(NamingRule):
    """Naming rules, with exceptions for environments."""

    environments: Annotated[dict[Name, NamingRule], Field(default_factory=dict)]
    """Rules that hold in one environment only."""


CostCentre = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,63}$"),
    Says("a cost centre is at most 63 letters, digits, `_` and `-`"),
]


class Team(Model):
    """A team and what it owns."""

    description: str = ""
    """What the team does."""
    owners: Annotated[tuple[LabelValue, ...], Field(min_length=1)]
    """Addresses of those who answer for the team's repositories; the first is put on each as a label."""
    cost_centre: CostCentre | None = None
    """The cost centre that storage and traffic are charged to."""
    naming: Naming | None = None
    """Naming rules of this team, over those of the organisation."""
    principals: Annotated[dict[Name, Principal], Field(default_factory=dict)]
    """The team's people; together they are `team` in `pull` and `push`."""
    pipelines: Annotated[dict[Name, Principal], Field(default_factory=dict)]
    """The team's keyless CI identities; together they are `pipelines` in `pull` and `push`."""
    repositories: Annotated[dict[RepositoryName, Repository], Field(default_factory=dict)]
    """The team's repositories by name."""


class TeamFile(Team):
    """A file of its own for one team."""

    team: Name
    """The team's name."""
