"""Which project and location of Google Cloud a resource belongs to, as the provider's configuration says."""

import hashlib
import re
from typing import Any

from wharfinger_sandbox.clouds.reading import given, required, setting_text, text
from wharfinger_sandbox.provider.model import CloudView, Inputs, Problem

PROJECT = re.compile(r"(?:[a-z][a-z0-9.-]*:)?[a-z][a-z0-9-]{4,28}[a-z0-9]")

_REGIONS = """
    africa-south1 asia-east1 asia-east2 asia-northeast1 asia-northeast2 asia-northeast3 asia-south1
    asia-south2 asia-southeast1 asia-southeast2 asia-southeast3 australia-southeast1
    australia-southeast2 europe-central2 europe-north1 europe-north2 europe-southwest1 europe-west1
    europe-west10 europe-west12 europe-west2 europe-west3 europe-west4 europe-west6 europe-west8
    europe-west9 me-central1 me-central2 me-west1 northamerica-northeast1 northamerica-northeast2
    northamerica-south1 southamerica-east1 southamerica-west1 us-central1 us-east1 us-east4 us-east5
    us-south1 us-west1 us-west2 us-west3 us-west4
"""
MULTI_REGIONS = ("asia", "europe", "us")
LOCATIONS = frozenset(_REGIONS.split()) | frozenset(MULTI_REGIONS)
"""Where Artifact Registry keeps repositories (Artifact Registry, "Repository locations")."""


def with_project(inputs: Inputs, cloud: CloudView) -> dict[str, Any]:
    """The inputs, their project taken from the provider's configuration where they name none."""
    return _with(inputs, "project", setting_text(cloud.config, "project"))


def with_location(inputs: Inputs, cloud: CloudView) -> dict[str, Any]:
    """The inputs, their project and location from the configuration; the location is then its region."""
    return _with(with_project(inputs, cloud), "location", setting_text(cloud.config, "region"))


def project_problems(inputs: Inputs) -> list[Problem]:
    """What is wrong with the project: none at all, or an id that cannot be one (Resource Manager API)."""
    missing = required(inputs, "project", "no project: set gcp:project, or project on the resource.")
    project = text(inputs, "project")
    if project is None or PROJECT.fullmatch(project):
        return missing
    return [
        Problem("project", f"{project!r} is no project id: 6 to 30 lowercase letters, digits and hyphens.")
    ]


def location_problems(inputs: Inputs) -> list[Problem]:
    """What is wrong with the location: none at all, or one where Artifact Registry keeps nothing."""
    missing = required(inputs, "location", "no location: set it on the resource, or gcp:region.")
    location = text(inputs, "location")
    if location is None or location in LOCATIONS:
        return missing
    reason = f"Artifact Registry has no location {location!r}; it has regions and {', '.join(MULTI_REGIONS)}."
    return [Problem("location", reason)]


def project_number(project: str) -> str:
    """The number that Google gives a project; the sandbox derives it from the id."""
    digest = hashlib.sha256(project.encode()).hexdigest()
    return str(100_000_000_000 + int(digest, 16) % 900_000_000_000)


def _with(inputs: Inputs, key: str, value: str | None) -> dict[str, Any]:
    return dict(inputs) if given(inputs, key) or value is None else {**inputs, key: value}
