"""How the stand-in control planes read inputs and configuration: values may be missing or not known yet."""

import difflib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from wharfinger_sandbox.provider.model import UNKNOWN, CloudView, Inputs, Problem, Stored


def given(inputs: Mapping[str, Any], key: str) -> bool:
    """Whether a program sets the property, even to a value that is not known yet."""
    return inputs.get(key) is not None


def text(inputs: Mapping[str, Any], key: str) -> str | None:
    """The string under the key; None where it is missing or not known."""
    value = inputs.get(key)
    return value if isinstance(value, str) else None


def whole(inputs: Mapping[str, Any], key: str) -> int | None:
    """The whole number under the key (the wire carries it as a float); None where missing or not known."""
    value = inputs.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value)


def flag(inputs: Mapping[str, Any], key: str) -> bool | None:
    """The boolean under the key; None where it is missing or not known."""
    value = inputs.get(key)
    return value if isinstance(value, bool) else None


def block(inputs: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """The nested object under the key; empty where it is missing or not known."""
    value = inputs.get(key)
    return value if isinstance(value, Mapping) else {}


def listed(inputs: Mapping[str, Any], key: str) -> list[Any]:
    """The list under the key; empty where it is missing or not known."""
    value = inputs.get(key)
    return list(value) if isinstance(value, list | tuple) else []


def blocks(inputs: Mapping[str, Any], key: str) -> list[tuple[str, Mapping[str, Any]]]:
    """The known objects of a list, each with its path, such as `rules[0]`."""
    return [
        (f"{key}[{number}]", element)
        for number, element in enumerate(listed(inputs, key))
        if isinstance(element, Mapping)
    ]


def texts(inputs: Mapping[str, Any], key: str) -> list[str]:
    """The known strings of a list."""
    return [element for element in listed(inputs, key) if isinstance(element, str)]


def all_known(value: Any) -> bool:
    """Whether nothing in the value, however deep, is still to be known."""
    if isinstance(value, Mapping):
        return all(map(all_known, value.values()))
    if isinstance(value, list | tuple):
        return all(map(all_known, value))
    return value is not UNKNOWN


def setting(config: Mapping[str, str], key: str) -> Any:
    """A value of the provider's configuration, which the engine hands over plain or as JSON text."""
    raw = config.get(key)
    if raw is None or raw == "":
        return None
    try:
        return json.loads(raw)
    except json.JSONDecodeError:
        return raw


def setting_text(config: Mapping[str, str], key: str) -> str | None:
    """A configuration value that is a string, even where it looks like a number."""
    value = setting(config, key)
    return None if value is None else str(value)


def one_of(inputs: Mapping[str, Any], key: str, allowed: Iterable[str], at: str = "") -> list[Problem]:
    """A problem where the string under the key is none of the allowed ones."""
    value = text(inputs, key)
    choices = list(allowed)
    if value is None or value in choices:
        return []
    return [
        Problem(
            at or key, f"{key} is {value!r}; it is one of {', '.join(choices)}.{did_you_mean(value, choices)}"
        )
    ]


def within(
    inputs: Mapping[str, Any], key: str, low: int, high: int, *, unit: str = "", at: str = ""
) -> list[Problem]:
    """A problem where the whole number under the key lies outside the bounds, which are included."""
    value = whole(inputs, key)
    if value is None or low <= value <= high:
        return []
    return [
        Problem(at or key, f"{key} is {value}; it is a number from {low} to {high}{unit and ' ' + unit}.")
    ]


def at_most(inputs: Mapping[str, Any], key: str, limit: int, at: str = "") -> list[Problem]:
    """A problem where the string under the key is longer than the limit, in characters."""
    value = text(inputs, key)
    if value is None or len(value) <= limit:
        return []
    return [Problem(at or key, f"{key} has {len(value)} characters; at most {limit} are allowed.")]


def required(inputs: Mapping[str, Any], key: str, why: str) -> list[Problem]:
    """A problem where nothing is given under the key."""
    return [] if given(inputs, key) else [Problem(key, why)]


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """A closing hint such as ` Did you mean 'reader'?`, empty where nothing comes close."""
    close = difflib.get_close_matches(word, list(words), n=1)
    return f" Did you mean {close[0]!r}?" if close else ""


def repeated(values: Iterable[str]) -> list[str]:
    """The values that occur more than once, sorted."""
    seen: set[str] = set()
    twice: set[str] = set()
    for value in values:
        (twice if value in seen else seen).add(value)
    return sorted(twice)


def now() -> str:
    """This moment in RFC 3339, in UTC."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def created(outputs: Mapping[str, Any], output: str) -> str:
    """When a resource was created: what its outputs say already, else now."""
    return str(outputs.get(output) or now())


def outputs_so_far(token: str, resource_id: str, cloud: CloudView) -> Mapping[str, Any]:
    """What a resource's outputs were before this change; empty where it is new."""
    stored = cloud.find(token, resource_id)
    return {} if stored is None else stored.outputs


def changed(stored: Stored | None, inputs: Inputs, output: str) -> str:
    """When a resource was last changed: what its output says where the inputs are the same, else now."""
    if stored is None or dict(stored.inputs) != dict(inputs):
        return now()
    return str(stored.outputs.get(output, now()))


def made_up_uuid(*seed: str) -> str:
    """A UUID that depends on nothing but its seed, for ids that a cloud draws at random."""
    return str(uuid5(NAMESPACE_URL, "/".join(seed)))
