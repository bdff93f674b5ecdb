"""What a GCP project needs before it can hold repositories in one location."""

from collections.abc import Sequence
from typing import TypedDict

import pulumi
import pulumi_gcp as gcp


def registry_url(location: str, project: str) -> str:
    """The host and project that every image reference of a location begins with.

    A domain-scoped project, such as acme.example:shop, is written with a slash (Artifact Registry docs,
    "Repository and image names").
    """
    return f"{location}-docker.pkg.dev/{project.replace(':', '/')}"


class GarRegistryArgs(TypedDict):
    """The arguments of GarRegistry."""

    project: pulumi.Input[str]
    """The id of the project."""
    location: pulumi.Input[str]
    """A region, or one of the multi-regions us, europe and asia."""
    enable_services: Sequence[str]
    """The APIs to enable, such as artifactregistry.googleapis.com and, to have images scanned,
    containerscanning.googleapis.com (which costs per image)."""


class GarRegistry(pulumi.ComponentResource):
    """The registry-level settings of one project and location in Google Artifact Registry.

    There is no registry resource in GCP: a registry is a project, a location and the APIs that are enabled.
    The APIs belong to the project, so declare each in one place only.
    """

    registry_url: pulumi.Output[str]
    """The host and project that every image reference begins with."""

    def __init__(self, name: str, args: GarRegistryArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("wharfinger:index:GarRegistry", name, None, opts)

        for service in args["enable_services"]:
            gcp.projects.Service(
                f"{name}-{service}",
                project=args["project"],
                service=service,
                # Others in the project may use the API: to stop managing it must not switch it off.
                disable_on_destroy=False,
                opts=pulumi.ResourceOptions(parent=self),
            )

        self.registry_url = pulumi.Output.all(location=args["location"], project=args["project"]).apply(
            lambda known: registry_url(known["location"], known["project"])
        )
        self.register_outputs({"registryUrl": self.registry_url})
