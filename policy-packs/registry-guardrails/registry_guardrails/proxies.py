"""The edge to the policy SDK: its proxies become plain values once, so that no control ever meets one."""

from collections.abc import Mapping, Sequence
from typing import cast

from pulumi_policy.proxy import UnknownValueError

from registry_guardrails.values import UNKNOWN


def plain(value: object) -> object:
    """Copy a proxy, and all within it, to dict and list, with UNKNOWN for what raises `UnknownValueError`.

    The SDK's proxies are a Mapping and a Sequence, neither a dict nor a list, and raise on each read of an
    unknown, `get` and `in` included. The policy SDK hands secrets over in plain text: nothing marks them.
    """
    if isinstance(value, Mapping):
        tree = cast("Mapping[str, object]", value)
        return {key: _child(tree, key) for key in tree}
    if isinstance(value, Sequence) and not isinstance(value, (str, bytes)):
        items = cast("Sequence[object]", value)
        return [_child(items, index) for index in range(len(items))]
    return value


def _child(parent: Mapping[str, object] | Sequence[object], key: str | int) -> object:
    try:
        return plain(parent[key])  # pyright: ignore[reportCallIssue, reportArgumentType]
    except UnknownValueError:
        return UNKNOWN
