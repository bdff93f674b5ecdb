"""Options and formats that several commands share."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

DEFAULT_SPEC = Path("stacks/org.yaml")


class DiagnosticFormat(StrEnum):
    """How `validate` tells what is wrong."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


class PlanFormat(StrEnum):
    """How `plan` shows the plan."""

    TABLE = "table"
    JSON = "json"


class FidelityFormat(StrEnum):
    """How `fidelity` shows its report."""

    TABLE = "table"
    MARKDOWN = "markdown"
    JSON = "json"


class ChangeFormat(StrEnum):
    """How `retention diff` shows a change."""

    TABLE = "table"
    MARKDOWN = "markdown"
    JSON = "json"


class CloudName(StrEnum):
    """A cloud, as the spec names it."""

    AWS = "aws"
    GCP = "gcp"
    AZURE = "azure"


SpecOption = Annotated[
    Path, typer.Option("--spec", metavar="PATH", help="The spec's org.yaml, or its folder.")
]
TeamOption = Annotated[str | None, typer.Option("--team", metavar="TEAM", help="Only this team.")]
RegistryOption = Annotated[
    str | None, typer.Option("--registry", metavar="REGISTRY", help="Only this registry.")
]
EnvironmentOption = Annotated[
    str | None, typer.Option("--environment", metavar="ENVIRONMENT", help="Only this environment.")
]


InventoryOption = Annotated[
    Path, typer.Option("--inventory", metavar="FILE", help="What the registries hold; `-` is standard input.")
]
AtOption = Annotated[
    str | None,
    typer.Option("--at", metavar="TIME", help="When, such as 2026-12-31T00:00:00Z.", show_default="now"),
]
