"""What cloud rules see while they judge a resource."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from wharfinger_sandbox.provider.model import Stored
from wharfinger_sandbox.provider.store import Transaction


@dataclass(frozen=True)
class View:
    """The stand-in clouds at one moment, and the configuration of the provider that asks (a `CloudView`)."""

    config: Mapping[str, str]
    transaction: Transaction

    def find(self, token: str, resource_id: str) -> Stored | None:
        """The resource of that type and id."""
        return self.transaction.find(token, resource_id)

    def each(self, token: str) -> Iterator[Stored]:
        """All resources of a type, by id."""
        return self.transaction.each(token)
