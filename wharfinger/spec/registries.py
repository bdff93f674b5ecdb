"""The registries of an organisation: one kind of entry for each cloud."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from wharfinger.spec.base import Flag, Model, Name, Says
from wharfinger.spec.locations import AzureLocation, Location, Region
from wharfinger.spec.settings import LabelKey, LabelValue

Account = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{12}$"),
    Says("an AWS account id is 12 digits, in quotes"),
]
KmsKeyArn = Annotated[
    str,
    StringConstraints(pattern=r"^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:(key|alias)/[A-Za-z0-9/_-]+$"),
    Says("a KMS key is written as its ARN, `arn:aws:kms:REGION:ACCOUNT:key/ID` or `…:alias/NAME`"),
]
Project = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9-]{4,28}[a-z0-9]$"),
    Says(
        "a Google project id is 6 to 30 lower-case letters, digits and hyphens, and starts with a letter; the"
        " project's number is something else"
    ),
]
CryptoKey = Annotated[
    str,
    StringConstraints(pattern=r"^projects/[^/]+/locations/[^/]+/keyRings/[^/]+/cryptoKeys/[^/]+$"),
    Says("a Cloud KMS key is written `projects/P/locations/L/keyRings/R/cryptoKeys/K`, without a version"),
]
Guid = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"),
    Says("a GUID is written in lower case, like `00000000-0000-0000-0000-000000000000`"),
]
VaultKey = Annotated[
    str,
    StringConstraints(pattern=r"^https://[a-z0-9-]+\.vault\.azure\.net/keys/[A-Za-z0-9-]+$"),
    Says("a Key Vault key is written `https://VAULT.vault.azure.net/keys/KEY`, without a version"),
]
ManagedIdentity = Annotated[
    str,
    StringConstraints(
        pattern=r"^/subscriptions/[^/]+/resourceGroups/[^/]+/providers"
        r"/Microsoft\.ManagedIdentity/userAssignedIdentities/[^/]+$"
    ),
    Says(
        "an identity is written as its resource id, `/subscriptions/S/resourceGroups/G/providers"
        "/Microsoft.ManagedIdentity/userAssignedIdentities/I`"
    ),
]
ResourceGroup = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9_().-]{0,89}[A-Za-z0-9_()-]$"),
    Says("a resource group is at most 90 letters, digits, `_ ( ) . -`, and ends with no `.`"),
]
AcrName = Annotated[
    str,
    StringConstraints(pattern=r"^[a-zA-Z0-9]{5,50}$"),
    Says("an ACR's name is 5 to 50 letters and digits"),
]
Schedule = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9*/,-]+( [0-9*/,-]+){4}$"),
    Says("a schedule is a cron expression of five fields, such as `0 3 * * *`"),
]


class _Registry(Model):
    environment: Name
    """The environment that the registry belongs to."""


class EcrRegistry(_Registry):
    """Amazon ECR: one account and region."""

    cloud: Literal["aws"]
    """`aws`: Amazon ECR."""
    account: Account
    """The AWS account id, 12 digits in quotes."""
    region: Region
    """The AWS region, such as `eu-central-1`."""
    scanner: Literal["basic", "enhanced"] = "basic"
    """ECR's own scanner, or Amazon Inspector (`enhanced`), which `scanning: continuous` needs."""
    customer_key: KmsKeyArn | None = None
    """The KMS key of the same region for `encryption: customer_key`."""


class GarRegistry(_Registry):
    """Google Artifact Registry: one project and location."""

    cloud: Literal["gcp"]
    """`gcp`: Google Artifact Registry."""
    project: Project
    """The Google Cloud project id."""
    location: Location
    """A region such as `europe-west3`, or `us`, `europe` or `asia`."""
    scanner: Literal["managed", "external"] = "managed"
    """Who enables the project's APIs, the scanner's among them: this registry's stack, or someone else."""
    customer_key: CryptoKey | None = None
    """The Cloud KMS key of the same location for `encryption: customer_key`."""


class AcrCustomerKey(Model):
    """A key in Azure Key Vault, and the identity that ACR reads it with."""

    key: VaultKey
    """The key's identifier without a version, so that rotation is followed."""
    identity: ManagedIdentity
    """The resource id of the user-assigned identity."""
    client_id: Guid
    """The client id of that identity."""


class AcrRegistry(_Registry):
    """Azure Container Registry: one registry resource."""

    cloud: Literal["azure"]
    """`azure`: Azure Container Registry."""
    subscription: Guid
    """The subscription id."""
    resource_group: ResourceGroup
    """The resource group, which must exist."""
    name: AcrName
    """The registry's name, unique in all of Azure: 5 to 50 letters and digits."""
    sku: Literal["Basic", "Standard", "Premium"] = "Premium"
    """The service tier; customer-managed keys and replicas need Premium."""
    location: AzureLocation
    """The home region, such as `westeurope`."""
    replicas: tuple[AzureLocation, ...] = ()
    """Regions that the whole registry is replicated to."""
    scanner: Literal["managed", "external"] = "managed"
    """Who turns on Defender for Containers for the subscription: this registry's stack, or someone else."""
    delete_protection: Flag = True
    """Whether the registry is protected from deletion, with all that is in it."""
    labels: Annotated[dict[LabelKey, LabelValue], Field(default_factory=dict)]
    """Tags of the registry and its replicas."""
    purge_schedule: Schedule = "0 3 * * *"
    """When expired images are purged: a cron expression, in UTC."""
    customer_key: AcrCustomerKey | None = None
    """The key for `encryption: customer_key`. ACR takes it only when the registry is created."""


Registry = Annotated[EcrRegistry | GarRegistry | AcrRegistry, Field(discriminator="cloud")]
