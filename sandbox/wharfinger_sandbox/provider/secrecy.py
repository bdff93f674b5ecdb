"""Which outputs are secret because a secret input shows in them."""

from collections.abc import Iterator, Mapping
from typing import Any

from wharfinger_sandbox.provider.wire import Properties


def secret_outputs(outputs: Mapping[str, Any], inputs: Properties) -> frozenset[str]:
    """The names of the secret inputs, and of every output that repeats one of their texts.

    AWS for example gives back a resource's tags in `tagsAll` too.
    """
    hidden = {text for name in inputs.secrets for text in _texts(inputs.values.get(name)) if text}
    telling = {
        name
        for name, value in outputs.items()
        if any(secret in text for text in _texts(value) for secret in hidden)
    }
    return inputs.secrets | telling


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
