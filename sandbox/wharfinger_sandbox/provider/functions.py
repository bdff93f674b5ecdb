"""The provider functions by which programs learn who they are; they answer from the configuration."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from wharfinger_sandbox.clouds.aws.account import account_id, domain, partition
from wharfinger_sandbox.provider.control_plane import ControlPlane, RefusalError
from wharfinger_sandbox.provider.model import CloudView, Problem

Answer = dict[str, Any]


def call(cloud: ControlPlane, token: str, arguments: Mapping[str, Any]) -> Answer:
    """What the function of that token gives; raises `RefusalError` for a function that the sandbox lacks."""
    function = _FUNCTIONS.get(token)
    if function is None:
        known = ", ".join(name for name in _FUNCTIONS if name.startswith(f"{cloud.package.name}:"))
        raise RefusalError(token, [Problem("", f"has no function {token}; it has {known}")])
    with cloud.looking() as view:
        return function(view, arguments)


def _caller_identity(view: CloudView, _arguments: Mapping[str, Any]) -> Answer:
    account = account_id(view)
    arn = f"arn:{partition(view.config.get('region', ''))}:iam::{account}:user/sandbox"
    return {"accountId": account, "arn": arn, "id": account, "userId": "AIDASANDBOX"}


def _region(view: CloudView, arguments: Mapping[str, Any]) -> Answer:
    region = arguments.get("region") or view.config.get("region", "")
    return {
        "description": region,
        "endpoint": f"ec2.{region}.{domain(region)}",
        "id": region,
        "name": region,
        "region": region,
    }


def _partition(view: CloudView, _arguments: Mapping[str, Any]) -> Answer:
    region = view.config.get("region", "")
    suffix = domain(region)
    return {
        "dnsSuffix": suffix,
        "id": partition(region),
        "partition": partition(region),
        "reverseDnsPrefix": ".".join(reversed(suffix.split("."))),
    }


def _google_client(view: CloudView, _arguments: Mapping[str, Any]) -> Answer:
    names = ("project", "region", "zone")
    place = {name: view.config.get(name, "") for name in names}
    path = f"projects/{place['project']}/regions/{place['region']}/zones/{place['zone']}"
    return {**place, "id": path, "accessToken": "", "defaultLabels": {}}


def _azure_client(view: CloudView, _arguments: Mapping[str, Any]) -> Answer:
    names = ("clientId", "objectId", "subscriptionId", "tenantId")
    return {name: view.config.get(name, NOBODY) for name in names}


NOBODY: Final = "00000000-0000-0000-0000-000000000000"
"""The id of an Azure subscription, tenant or caller that the configuration does not name."""

_FUNCTIONS: Final[Mapping[str, Callable[[CloudView, Mapping[str, Any]], Answer]]] = {
    "aws:index/getCallerIdentity:getCallerIdentity": _caller_identity,
    "aws:index/getPartition:getPartition": _partition,
    "aws:index/getRegion:getRegion": _region,
    "gcp:organizations/getClientConfig:getClientConfig": _google_client,
    "azure-native:authorization:getClientConfig": _azure_client,
}
