"""Regions and locations, as each cloud writes them."""

from typing import Annotated

from pydantic import StringConstraints

from wharfinger.spec.base import Says

Region = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z]{2,4}(-[a-z]+)+-[0-9]$"),
    Says("an AWS region is written like `eu-central-1`"),
]
Location = Annotated[
    str,
    StringConstraints(pattern=r"^(us|europe|asia|[a-z]+-[a-z]+[0-9]+)$"),
    Says("a Google location is a region such as `europe-west3`, or `us`, `europe` or `asia`"),
]
AzureLocation = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z]+[a-z0-9]*$"),
    Says("an Azure region is written without spaces, in lower case, like `westeurope`"),
]
