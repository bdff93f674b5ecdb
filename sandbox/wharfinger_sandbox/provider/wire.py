"""Property values as the engine sends them, and as plain Python values.

The engine marks secrets, unknown values and assets inside a protobuf struct with signatures
(github.com/pulumi/pulumi, sdk/go/common/resource/plugin/rpc.go and resource/properties.go).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from google.protobuf.struct_pb2 import Struct, Value
from pulumi.runtime.rpc import UNKNOWN as UNKNOWN_TEXT

from wharfinger_sandbox.provider.model import UNKNOWN

SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
SECRET: Final = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 (the mark of a secret, no secret)

_UNKNOWN_TEXTS: Final = frozenset(
    {
        UNKNOWN_TEXT,
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",  # boolean
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",  # number
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",  # list
        "030794c1-ac77-496b-92df-f27374a8bd58",  # asset
        "e48ece36-62e2-4504-bad9-02848725956a",  # archive
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",  # object
    }
)


@dataclass(frozen=True)
class Properties:
    """Plain values (`UNKNOWN` where not known yet), and the top-level names that hold a secret."""

    values: Mapping[str, Any]
    secrets: frozenset[str] = frozenset()


def decode(struct: Struct) -> Properties:
    """Plain values of a message; nulls and the engine's internal properties (`__…`) are left out."""
    secrets: set[str] = set()
    values: dict[str, Any] = {}
    for name, value in struct.fields.items():
        if name.startswith("__"):
            continue
        plain, is_secret = _decode_value(value)
        if plain is None:
            continue
        values[name] = plain
        if is_secret:
            secrets.add(name)
    return Properties(values, frozenset(secrets))


def encode(values: Mapping[str, Any], secrets: Iterable[str] = ()) -> Struct:
    """A message of plain values; the named properties are marked as secrets."""
    hidden = set(secrets)
    struct = Struct()
    for name, value in values.items():
        encoded = _encode_value(value)
        struct.fields[name].CopyFrom(_as_secret(encoded) if name in hidden else encoded)
    return struct


def has_unknown(value: Any) -> bool:
    """Whether a value or anything inside it is not known yet."""
    if isinstance(value, Mapping):
        return any(has_unknown(item) for item in value.values())
    if isinstance(value, list | tuple):
        return any(has_unknown(item) for item in value)
    return value is UNKNOWN


def _decode_value(value: Value) -> tuple[Any, bool]:
    match value.WhichOneof("kind"):
        case "string_value":
            return (UNKNOWN if value.string_value in _UNKNOWN_TEXTS else value.string_value), False
        case "number_value":
            number = value.number_value
            return (int(number) if number.is_integer() else number), False
        case "bool_value":
            return value.bool_value, False
        case "list_value":
            items = [_decode_value(item) for item in value.list_value.values]
            return [plain for plain, _ in items], any(is_secret for _, is_secret in items)
        case "struct_value":
            return _decode_object(value.struct_value)
        case _:
            return None, False


def _decode_object(struct: Struct) -> tuple[Any, bool]:
    if SIGNATURE in struct.fields and struct.fields[SIGNATURE].string_value == SECRET:
        return _decode_value(struct.fields["value"])[0], True
    decoded = {name: _decode_value(value) for name, value in struct.fields.items()}
    plain = {name: value for name, (value, _) in decoded.items() if value is not None}
    return plain, any(is_secret for _, is_secret in decoded.values())


def _encode_value(value: Any) -> Value:
    if value is UNKNOWN:
        return Value(string_value=UNKNOWN_TEXT)
    encoded = Value()
    match value:
        case bool():
            encoded.bool_value = value
        case int() | float():
            encoded.number_value = value
        case str():
            encoded.string_value = value
        case list() | tuple():
            encoded.list_value.values.extend(map(_encode_value, value))
        case Mapping():
            encoded.struct_value.CopyFrom(encode(value))
        case _:
            raise TypeError(f"no property value: {value!r}")
    return encoded


def _as_secret(value: Value) -> Value:
    wrapped = Value()
    wrapped.struct_value.fields[SIGNATURE].string_value = SECRET
    wrapped.struct_value.fields["value"].CopyFrom(value)
    return wrapped
