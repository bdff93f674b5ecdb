"""The whole spec, and the files that it is written in."""

from typing import Annotated

from pydantic import Field

from wharfinger.spec.base import Count, Model, Name
from wharfinger.spec.locations import AzureLocation, Location, Region
from wharfinger.spec.people import Naming, Principal, Team
from wharfinger.spec.registries import Registry
from wharfinger.spec.settings import Layer, RepositoryClass


class AllowedLocations(Model):
    """Where images may be, cloud by cloud; a cloud left out is not limited."""

    aws: tuple[Region, ...] | None = None
    """AWS regions."""
    gcp: tuple[Location, ...] | None = None
    """Google locations."""
    azure: tuple[AzureLocation, ...] | None = None
    """Azure regions."""


class RollbackWindow(Model):
    """How far back an environment can be rolled: to images that meet all that is said here."""

    newest: Count | None = None
    """So many of the newest images of each repository."""
    days: Count | None = None
    """What was pushed within so many days."""


class PartFile(Model):
    """A file that holds part of what the organisation has, so that `org.yaml` stays short."""

    include: tuple[str, ...] = ()
    """Further files of the spec: paths or globs, relative to this file."""
    registries: Annotated[dict[Name, Registry], Field(default_factory=dict)]
    """The registries by name."""
    principals: Annotated[dict[Name, Principal], Field(default_factory=dict)]
    """Principals of the organisation that teams may name, such as the clusters that run images."""
    classes: Annotated[dict[Name, RepositoryClass], Field(default_factory=dict)]
    """The classes by name."""
    teams: Annotated[dict[Name, Team], Field(default_factory=dict)]
    """The teams by name; each may have a file of its own instead."""


class Spec(PartFile):
    """What the organisation wants its registries to be: `org.yaml` with all that it includes."""

    organisation: Name
    """The organisation's name."""
    environments: Annotated[tuple[Name, ...], Field(min_length=1)]
    """The environments, in the order in which images are promoted."""
    allowed_locations: AllowedLocations = AllowedLocations()
    """Where images may be."""
    naming: Naming = Naming(environments={})
    """How repositories and tags are named."""
    rollback_windows: Annotated[dict[Name, RollbackWindow], Field(default_factory=dict)]
    """The images that each environment can be rolled back to; retention that could delete one is refused."""
    defaults: Layer = Layer(environments={})
    """Settings of every repository, before its class and its own."""
    include: tuple[str, ...] = ("teams/*.yaml",)
    """Further files of the spec: paths or globs, relative to this file."""
