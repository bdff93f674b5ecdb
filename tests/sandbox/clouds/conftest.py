"""Stand-in clouds in memory, on which the tests call the models' functions as the provider does."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from wharfinger_sandbox.provider.model import Problem, ResourceModel, Stored

ACME_SUBSCRIPTION = "11111111-1111-1111-1111-111111111111"


@dataclass(frozen=True)
class Clouds:
    """A `CloudView` over a dictionary, with the provider's steps of a create and an update."""

    config: Mapping[str, str]
    resources: dict[tuple[str, str], Stored] = field(default_factory=dict)

    def find(self, token: str, resource_id: str) -> Stored | None:
        return self.resources.get((token, resource_id))

    def each(self, token: str) -> Iterator[Stored]:
        return (stored for (kind, _), stored in sorted(self.resources.items()) if kind == token)

    def configured(self, **config: str) -> "Clouds":
        """The same clouds, seen through a provider with another configuration."""
        return Clouds({**self.config, **config}, self.resources)

    def problems(self, model: ResourceModel, inputs: Mapping[str, Any]) -> list[Problem]:
        """All that the cloud would say against the inputs; state matters only to sound inputs."""
        complete = model.defaults(inputs, self)
        return model.check(complete) or model.admit(complete, self)

    def refusal(self, model: ResourceModel, inputs: Mapping[str, Any]) -> str:
        """The problems as text, one a line."""
        return "\n".join(f"{p.property}: {p.reason}" for p in self.problems(model, inputs))

    def put(self, model: ResourceModel, inputs: Mapping[str, Any], **marks: Any) -> Stored:
        """Create or update a resource that must not be refused."""
        assert self.refusal(model, inputs) == ""
        complete = model.defaults(inputs, self)
        resource_id = model.identify(complete, self)
        outputs = {**complete, **model.outputs(resource_id, complete, self), **marks}
        stored = Stored(model.token, resource_id, complete, outputs)
        self.resources[model.token, resource_id] = stored
        return stored


@pytest.fixture
def aws() -> Clouds:
    return Clouds({"region": "eu-west-1", "allowedAccountIds": '["111111111111"]'})


@pytest.fixture
def gcp() -> Clouds:
    return Clouds({"project": "acme-prod", "region": "europe-west1"})


@pytest.fixture
def azure() -> Clouds:
    return Clouds({"subscriptionId": ACME_SUBSCRIPTION, "location": "westeurope"})
