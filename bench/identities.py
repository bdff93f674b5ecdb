"""Principals as each cloud knows them, named after what they are."""

import uuid
from typing import Any


def people(name: str) -> dict[str, Any]:
    """A group of people."""
    return {
        "aws": [f"arn:aws:iam::{{account}}:role/{name}"],
        "gcp": [f"group:{name}@acme.example"],
        "azure": [{"object_id": guid(name), "type": "Group"}],
    }


def machine(name: str) -> dict[str, Any]:
    """Something that acts by itself, such as a pipeline."""
    return {
        "aws": [f"arn:aws:iam::{{account}}:role/{name}"],
        "gcp": [f"serviceAccount:{name}@{{project}}.iam.gserviceaccount.com"],
        "azure": [{"object_id": guid(name), "type": "ServicePrincipal"}],
    }


def guid(name: str) -> str:
    """A GUID for a name, the same each time."""
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{name}.acme.example"))
