"""Small organisations for tests: three registries of one environment, two of another, and one team."""

from typing import Any

from wharfinger.clouds.compiled import CompiledPlacement, CompiledPlan, compile_plan
from wharfinger.clouds.fidelity import Finding
from wharfinger.plan.model import AnyRegistry, Placement, Plan
from wharfinger.plan.resolve import resolve
from wharfinger.spec.organisation import Spec

ECR = {"cloud": "aws", "environment": "dev", "account": "111111111111", "region": "eu-central-1"}
GAR = {"cloud": "gcp", "environment": "dev", "project": "acme-dev", "location": "europe-west3"}
ACR = {
    "cloud": "azure",
    "environment": "dev",
    "subscription": "11111111-1111-1111-1111-111111111111",
    "resource_group": "registries",
    "name": "acmedev",
    "location": "westeurope",
}
ECR_PROD = ECR | {"environment": "prod", "account": "222222222222"}
GAR_PROD = GAR | {"environment": "prod", "project": "acme-prod"}

REGISTRIES = {"ecr": ECR, "gar": GAR, "acr": ACR, "ecr-prod": ECR_PROD, "gar-prod": GAR_PROD}

ECR_KEY = "arn:aws:kms:eu-central-1:111111111111:key/registry"
GAR_KEY = "projects/acme-dev/locations/europe-west3/keyRings/registry/cryptoKeys/images"
ACR_KEY = {
    "key": "https://acme.vault.azure.net/keys/registry",
    "identity": "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/registries"
    "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/registry",
    "client_id": "33333333-3333-3333-3333-333333333333",
}

PEOPLE = {
    "aws": ["arn:aws:iam::{account}:role/payments"],
    "gcp": ["group:payments@acme.example"],
    "azure": [{"object_id": "aaaaaaaa-0000-0000-0000-000000000001", "type": "Group"}],
}
RELEASE = {
    "aws": ["arn:aws:iam::{account}:role/payments-release"],
    "gcp": ["serviceAccount:release@{project}.iam.gserviceaccount.com"],
    "azure": [{"object_id": "aaaaaaaa-0000-0000-0000-000000000002", "type": "ServicePrincipal"}],
}


def team(repositories: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """A team with people, a pipeline and, unless told otherwise, one repository `api`."""
    return {
        "owners": ["payments@acme.example"],
        "principals": {"people": PEOPLE},
        "pipelines": {"release": RELEASE},
        "repositories": {"api": {}} if repositories is None else repositories,
        **more,
    }


def spec(**parts: Any) -> Spec:
    """An organisation with the team `payments`; each part of the spec can be said anew."""
    return Spec.model_validate(
        {
            "organisation": "acme",
            "environments": ["dev", "prod"],
            "registries": REGISTRIES,
            "teams": {"payments": team()},
            **parts,
        }
    )


def plan(**parts: Any) -> Plan:
    """The plan of such an organisation."""
    return resolve(spec(**parts))


def compiled(**parts: Any) -> CompiledPlan:
    """Its plan in the clouds' terms."""
    return compile_plan(plan(**parts))


def placed(found: Plan, key: str) -> Placement[AnyRegistry]:
    """The placement with a key such as `payments/api@ecr`."""
    return next(placement for placement in found.placements if placement.key == key)


def one(registry: dict[str, Any], repository: dict[str, Any], **parts: Any) -> CompiledPlacement:
    """The only placement of an organisation with one registry, `here`, and one repository, `payments/api`."""
    found = compiled(registries={"here": registry}, teams={"payments": team({"api": repository})}, **parts)
    (placement,) = found.placements
    return placement


def finding(placement: CompiledPlacement, setting: str) -> Finding:
    """What became of one setting."""
    (found,) = [found for found in placement.findings if found.setting == setting]
    return found
