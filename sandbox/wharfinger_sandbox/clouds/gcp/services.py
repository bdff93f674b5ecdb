"""APIs that a project has enabled."""

import re

from wharfinger_sandbox.clouds.gcp.account import project_problems, with_project
from wharfinger_sandbox.clouds.gcp.deletion import deletion_problems, refuse_delete
from wharfinger_sandbox.clouds.reading import text
from wharfinger_sandbox.provider.model import CloudView, Inputs, Outputs, Problem, ResourceModel

SERVICE = "gcp:projects/service:Service"
SERVICE_NAME = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:googleapis\.com|cloud\.goog)")


def check(inputs: Inputs) -> list[Problem]:
    """The project and the service's name (Service Usage API)."""
    problems = project_problems(inputs) + deletion_problems(inputs)
    service = text(inputs, "service")
    if service is not None and not SERVICE_NAME.fullmatch(service):
        reason = f"{service!r} is no service; write its full name, such as artifactregistry.googleapis.com."
        problems.append(Problem("service", reason))
    return problems


def outputs(_resource_id: str, inputs: Inputs, _cloud: CloudView) -> Outputs:
    """What Service Usage says of an enabled API."""
    return {"project": inputs["project"], "deletionPolicy": inputs.get("deletionPolicy", "DELETE")}


MODEL = ResourceModel(
    token=SERVICE,
    args="pulumi_gcp.projects:ServiceArgs",
    identify=lambda inputs, _cloud: f"{inputs['project']}/{inputs['service']}",
    outputs=outputs,
    # ForceNew in terraform-provider-google, resourcemanager/resource_google_project_service.go.
    replace_on=frozenset({"project", "service"}),
    defaults=with_project,
    check=check,
    # To enable what is enabled changes nothing and succeeds.
    adopts_existing=True,
    refuse_delete=refuse_delete,
)
