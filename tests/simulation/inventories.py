"""Small inventories for tests: images of `payments/api` in the registries of `tests.organisations`."""

from typing import Any

from wharfinger.inventory.jsonl import Inventory
from wharfinger.inventory.model import DAY, Image

AT = 1_000 * DAY
"""When the tests simulate."""
NAMES = {"ecr": "payments/api", "gar": "payments-api", "acr": "payments/api"}


def image(name: str, age: float, *tags: str, **more: Any) -> Image:
    """An image of 100 bytes that was pushed so many days ago; its name makes the digest."""
    return Image(
        digest=f"sha256:{name.encode().hex():0>64}",
        media_type="application/vnd.oci.image.manifest.v1+json",
        pushed=AT - age * DAY,
        tags=tags,
        **{"size": 100, **more},
    )


def holding(**images: tuple[Image, ...]) -> Inventory:
    """An inventory of `payments/api` by registry."""
    return Inventory({(registry, NAMES[registry]): held for registry, held in images.items()})
