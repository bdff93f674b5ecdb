"""What a registry holds: the images of a repository, and what becomes of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal

Time = float
"""Seconds since 1970-01-01T00:00:00Z."""

DAY: Final = 86_400.0
"""Seconds."""

_NO_TIMES: Final[Mapping[str, Time]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Image:
    """A manifest in a repository: an image, an index of several, or what refers to another one."""

    digest: str
    media_type: str
    pushed: Time
    """When it was pushed or uploaded."""
    tags: tuple[str, ...] = ()
    updated: Time | None = None
    """When it last changed, where the cloud tells; its push otherwise."""
    tag_updated: Mapping[str, Time] = field(default_factory=lambda: _NO_TIMES, hash=False)
    """When single tags last changed, where the cloud tells; the image's own last change otherwise."""
    pulled: Time | None = None
    """When it was last pulled; `None` where nobody has, or where the cloud doesn't tell."""
    archived: Time | None = None
    """When it went to the archive; `None` for an image in standard storage."""
    restored: Time | None = None
    """When it last came back from the archive; `None` where it never has."""
    size: int = 0
    """Bytes."""
    subject: str | None = None
    """The digest of what a signature, an SBOM or another attachment refers to."""
    children: tuple[str, ...] = ()
    """The digests of the parts of an index."""
    package: str = ""
    """The image's name within a repository of Artifact Registry, which may hold several."""
    running: bool = False
    """Whether it runs somewhere now."""

    @property
    def last_change(self) -> Time:
        """When it last changed, as far as is known."""
        return self.pushed if self.updated is None else self.updated

    def tag_change(self, tag: str) -> Time:
        """When one of its tags last changed, as far as is known."""
        return self.tag_updated.get(tag, self.last_change)


Fate = Literal["kept", "deleted", "archived"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a retention document does to an image, and by which of its rules."""

    fate: Fate
    rule: str = ""
    """The rule that decided, as the document names it; empty where none speaks of the image."""
    why: str = ""
    """Why it is so, where the rule alone doesn't tell."""
    tags: tuple[str, ...] = ()
    """Tags that go, where the image itself stays."""
    tied: bool = False
    """Whether others are exactly as old, so that which of them stay is up to the cloud."""


NO_RULE: Final = Verdict("kept")
"""An image that no rule speaks of."""
