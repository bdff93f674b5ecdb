"""Errors of the models in our own words, each with its place and the likely mend."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError

from wharfinger.spec import organisation, people, registries, settings
from wharfinger.spec.base import Cloud, Model
from wharfinger.spec.diagnostics import Diagnostic
from wharfinger.spec.places import Place, Places, SpecPath
from wharfinger.spec.scalars import Unquoted, in_quotes
from wharfinger.spec.sentences import likely
from wharfinger.spec.shape import Spot, keys, locate, required_keys, sections
from wharfinger.spec.suggestions import listed, suggest

NOUNS: Final[Mapping[type[Model], str]] = {
    organisation.Spec: "org.yaml",
    organisation.PartFile: "an included file",
    organisation.AllowedLocations: "`allowed_locations`",
    organisation.RollbackWindow: "a rollback window",
    people.TeamFile: "a team's file",
    people.Team: "a team",
    people.Principal: "a principal",
    people.AzurePrincipal: "an Azure identity",
    people.Naming: "`naming`",
    people.NamingRule: "a naming rule",
    registries.EcrRegistry: "a registry in AWS",
    registries.GarRegistry: "a registry in Google Cloud",
    registries.AcrRegistry: "a registry in Azure",
    registries.AcrCustomerKey: "a customer key in Azure",
    settings.Layer: "`defaults`",
    settings.RepositoryClass: "a class",
    settings.Repository: "a repository",
    settings.Settings: "the settings of an environment",
    settings.TagSettings: "`tags`",
    settings.RetentionSettings: "`retention`",
    settings.ReplicaSettings: "`replicas`",
    settings.PlacementSettings: "`placement`",
}
"""What each model is to its user."""

_LONGEST_SHOWN: Final = 60

_Words = tuple[str, str]
"""Message and help."""


@dataclass(frozen=True, slots=True)
class _Fault:
    spot: Spot
    value: Any
    """What was written."""
    context: Mapping[str, Any]
    """The numbers and names that pydantic adds."""

    @property
    def last(self) -> str:
        return str(self.spot.path[-1]) if self.spot.path else ""

    @property
    def subject(self) -> str:
        """What the error is about: the key, or an item of a key's list."""
        if not self.spot.path:
            return NOUNS[self.spot.holder]
        if isinstance(self.spot.path[-1], int):
            return f"an item of `{self.spot.path[-2]}`"
        return f"`{self.last}`"


def diagnose(
    error: ValidationError, model: type[Model], places: Places, prefix: SpecPath = ()
) -> Iterator[Diagnostic]:
    """The diagnostics of a file that does not fit its model.

    The places are the file's own; the diagnostics' paths start with the prefix, under which the file's
    content stands in the spec.
    """
    for detail in error.errors(include_url=False):
        kind = detail["type"]
        if kind == "too_short" and len(detail["input"]) >= detail.get("ctx", {})["min_length"]:
            continue  # pydantic counts sound items only, and what is wrong with the others is told anyway
        spot, value = locate(model, detail["loc"]), detail["input"]
        if kind in {"union_tag_invalid", "union_tag_not_found"}:
            if isinstance(value, dict):
                spot, value = Spot((*spot.path, "cloud"), spot.holder, Cloud), value.get("cloud")
            else:
                kind = "model_attributes_type"
        fault = _Fault(spot, value, detail.get("ctx", {}))
        explain = WORDS.get(kind)
        message, help_ = explain(fault) if explain else (f"{fault.subject}: {detail['msg']}", "")
        yield Diagnostic(message, _place(kind, fault, places), (*prefix, *spot.path), help_)


def _place(kind: str, fault: _Fault, places: Places) -> Place | None:
    path = fault.spot.path
    if kind in {"missing", "union_tag_not_found"}:
        return places.key(path[:-1])
    if kind == "extra_forbidden" or fault.spot.is_key or fault.value is None:
        return places.key(path)
    return places.value(path)


def shown(value: Any) -> str:
    """A value as a message names it."""
    match value:
        case None:
            return "nothing"
        case bool():
            return f"`{str(value).lower()}`"
        case dict():
            return "a mapping"
        case list():
            return "a list"
        case Unquoted(text=text):
            return shown(text)
        case _:
            text = " ".join(str(value).split())
            return f"`{text[:_LONGEST_SHOWN]}…`" if len(text) > _LONGEST_SHOWN else f"`{text}`"


def _spelling(value: Any) -> str:
    """A value as it was written."""
    return value.text if isinstance(value, Unquoted) else str(value)


def _unknown_key(fault: _Fault) -> _Words:
    holder, key = fault.spot.holder, fault.last
    message = f"unknown key {shown(key)} in {NOUNS[holder]}"
    if section := next((name for name, model in sections(holder) if key in keys(model)), None):
        return message, f"it belongs under `{section}`"
    if holder in {organisation.PartFile, people.TeamFile} and key in keys(organisation.Spec):
        return message, "it belongs into org.yaml"
    return message, suggest(key, keys(holder))


def _missing(fault: _Fault) -> _Words:
    field = keys(fault.spot.holder)[fault.last]
    return f"{NOUNS[fault.spot.holder]} needs `{fault.last}`", f"add `{fault.last}:` {field.description}"


def _no_option(fault: _Fault) -> _Words:
    written = _spelling(fault.value) if isinstance(fault.value, str | Unquoted) else ""
    help_ = suggest(written, fault.spot.options)
    if fault.value is None:
        return f"{fault.subject} is empty", help_
    return f"{fault.subject} can't be {shown(fault.value)}", help_


def _no_text(fault: _Fault) -> _Words:
    match fault.value:
        case None:
            return f"{fault.subject} is empty", fault.spot.rule or "write a text, or leave the key out"
        case _ if fault.spot.sentences:
            return _wrong_text(fault)
        case dict():
            return (
                f"{fault.subject} must be text, not a mapping",
                "put a text that starts with `{` or holds `: ` in quotes",
            )
        case list():
            return f"{fault.subject} must be one text, not a list", fault.spot.rule
        case _:
            written = shown(fault.value).strip("`")
            return (
                f"{fault.subject} must be text, and `{written}` without quotes is not",
                f"put it in quotes: {in_quotes(written)}",
            )


def _wrong_text(fault: _Fault) -> _Words:
    if fault.spot.is_key:
        return f"{shown(fault.last)} can't be a key of `{fault.spot.path[-2]}`", fault.spot.rule
    meant = likely(_spelling(fault.value), fault.spot.sentences)
    help_ = f"did you mean `{meant}`? {fault.spot.rule}" if meant else fault.spot.rule
    return f"{fault.subject} can't be {shown(fault.value)}", help_


def _too_long(fault: _Fault) -> _Words:
    what = shown(fault.value)
    return f"{what} is too long: {len(fault.value)} characters", f"at most {fault.context['max_length']}"


_MEANT: Final = dict.fromkeys(("yes", "on", "y", "1", "true"), "true") | dict.fromkeys(
    ("no", "off", "n", "0", "false"), "false"
)


def _no_flag(fault: _Fault) -> _Words:
    written = _spelling(fault.value).lower()
    help_ = f"write `{_MEANT[written]}`, without quotes" if written in _MEANT else "write `true` or `false`"
    return f"{fault.subject} must be `true` or `false`, not {shown(fault.value)}", help_


def _no_number(fault: _Fault) -> _Words:
    written = _spelling(fault.value)
    digits = written.lstrip("0")
    help_ = f"write `{digits}`, without quotes" if digits.isdecimal() and digits.isascii() else ""
    return f"{fault.subject} must be a whole number, not {shown(fault.value)}", help_


def _too_small(fault: _Fault) -> _Words:
    return f"{fault.subject} must be at least {fault.context['ge']}, not {fault.value}", ""


def _too_few(fault: _Fault) -> _Words:
    needed = fault.context["min_length"]
    return f"{fault.subject} needs at least {needed} item{'s' if needed > 1 else ''}", ""


def _no_list(fault: _Fault) -> _Words:
    match fault.value:
        case None:
            return f"{fault.subject} is empty", f"write `{fault.last}: []`, or leave the key out"
        case dict():
            return f"{fault.subject} must be a list, not a mapping", "start each item with `- `"
        case str():
            return f"{fault.subject} must be a list, not {shown(fault.value)}", _as_list(fault.value)
        case _:
            return f"{fault.subject} must be a list, not {shown(fault.value)}", ""


def _as_list(text: str) -> str:
    return f"write `[{in_quotes(text)}]`" if len(text) <= _LONGEST_SHOWN else "start each item with `- `"


def _no_mapping(fault: _Fault) -> _Words:
    model = fault.spot.model
    needed = required_keys(model) if model else ()
    needs = f"{NOUNS[model]} needs {listed(needed)}" if model and needed else ""
    if fault.value is None:
        return f"{fault.subject} is empty", needs or f"write `{fault.last}: {{}}`, or leave the key out"
    return f"{fault.subject} must hold `key: value` lines, not {shown(fault.value)}", needs


def _no_cloud(_: _Fault) -> _Words:
    return "a registry needs `cloud`", "add `cloud:` with `aws`, `gcp` or `azure`"


WORDS: Final[Mapping[str, Callable[[_Fault], _Words]]] = {
    "bool_type": _no_flag,
    "dict_type": _no_mapping,
    "extra_forbidden": _unknown_key,
    "greater_than_equal": _too_small,
    "int_type": _no_number,
    "literal_error": _no_option,
    "missing": _missing,
    "model_attributes_type": _no_mapping,
    "model_type": _no_mapping,
    "string_pattern_mismatch": _wrong_text,
    "string_too_long": _too_long,
    "string_type": _no_text,
    "too_short": _too_few,
    "tuple_type": _no_list,
    "union_tag_invalid": _no_option,
    "union_tag_not_found": _no_cloud,
}
"""What explains each type of error that pydantic finds with these models."""
