"""Alter the stand-in clouds behind the engine's back, as someone in a cloud's console would."""

import difflib
from collections.abc import Mapping
from typing import Any

from wharfinger_sandbox.errors import SandboxError
from wharfinger_sandbox.provider import packages
from wharfinger_sandbox.provider.model import MARK, Stored
from wharfinger_sandbox.provider.store import Store, Transaction


class NoSuchResourceError(SandboxError):
    """The stand-in clouds hold no resource of that type and id."""

    def __init__(self, token: str, resource_id: str, clouds: Transaction) -> None:
        super().__init__(
            f"no {token} with the id {resource_id!r} exists{_instead(token, resource_id, clouds)}"
        )


class NoSuchPropertyError(SandboxError):
    """The resource has no property of that name."""

    def __init__(self, token: str, name: str, known: set[str]) -> None:
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"it has {', '.join(sorted(known))}"
        super().__init__(f"{token} has no property {name!r}; {hint}")


def look_up(store: Store, token: str, resource_id: str) -> Stored:
    """The resource of that type and id; raises `NoSuchResourceError`."""
    with store.reading() as clouds:
        return _existing(clouds, token, resource_id)


def alter(store: Store, token: str, resource_id: str, values: Mapping[str, Any]) -> Stored:
    """Set top-level properties (None removes one) without any check of the cloud's rules.

    A property that programs can set changes in the resource's inputs too, so that a refresh sees it. Raises
    `NoSuchResourceError` and `NoSuchPropertyError`.
    """
    settable = _settable(token)
    with store.changing() as clouds:
        stored = _existing(clouds, token, resource_id)
        known = settable | stored.outputs.keys()
        for name in values:
            if name not in known and not name.startswith(MARK):
                raise NoSuchPropertyError(token, name, known)
        altered = Stored(
            token,
            resource_id,
            inputs=_merged(stored.inputs, {name: values[name] for name in values.keys() & settable}),
            outputs=_merged(stored.outputs, values),
        )
        clouds.put(altered)
        return altered


def remove(store: Store, token: str, resource_id: str) -> None:
    """Delete the resource without asking the cloud's rules; raises `NoSuchResourceError`."""
    with store.changing() as clouds:
        _existing(clouds, token, resource_id)
        clouds.delete(token, resource_id)


def _existing(clouds: Transaction, token: str, resource_id: str) -> Stored:
    stored = clouds.find(token, resource_id)
    if stored is None:
        raise NoSuchResourceError(token, resource_id, clouds)
    return stored


def _settable(token: str) -> set[str]:
    # The SDK takes half a second to import, and no other command needs it.
    from wharfinger_sandbox.provider.schema import properties_of, record_of  # noqa: PLC0415

    name = token.split(":", maxsplit=1)[0]
    model = packages.load(name).models.get(token) if name in packages.NAMES else None
    return set(properties_of(record_of(model.args))) if model else set()


def _merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in {**old, **new}.items() if value is not None}


def _instead(token: str, resource_id: str, clouds: Transaction) -> str:
    ids = {stored.id for stored in clouds.each(token)}
    tokens = {stored.token for stored in clouds.each()}
    near = difflib.get_close_matches(resource_id, ids, n=1) or difflib.get_close_matches(
        token, tokens - {token}, n=1
    )
    return f"; did you mean {near[0]!r}?" if near else ""
