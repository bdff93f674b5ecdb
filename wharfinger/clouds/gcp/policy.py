"""Artifact Registry cleanup policies as values, whoever wrote them.

Sources: the Artifact Registry docs, "Configure cleanup policies", the API's `repository.proto`, and gcloud's
`artifacts repositories set-cleanup-policies`.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping
from typing import Annotated, Any, Final, Self

from pydantic import AfterValidator, BeforeValidator, Field, TypeAdapter, ValidationError, model_validator

from wharfinger.clouds.gcp import native
from wharfinger.clouds.gcp.native import CleanupPolicy, DeleteVersions, KeepNewest, KeepVersions
from wharfinger.clouds.gcp.retention import MAX_POLICIES
from wharfinger.clouds.policy import Native, PolicyError, as_tuple, problems

MAX_NAME: Final = 127
"""Characters."""

_DURATION: Final = re.compile(r"(?:\d+[dhms])+")
_PART: Final = re.compile(r"(\d+)([dhms])")
_UNITS: Final = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}


def _state(value: Any) -> Any:
    return value.upper() if isinstance(value, str) else value


def _action(value: Any) -> Any:
    """`{"type": "Delete"}` of a policy file, or `DELETE` of the API."""
    kind = value.get("type") if isinstance(value, Mapping) and len(value) == 1 else value
    return kind.upper() if isinstance(kind, str) else kind


def _duration(text: str) -> str:
    if not _DURATION.fullmatch(text):
        raise ValueError(f"`{text}` is no duration, such as `30d` or `2592000s`")
    return f"{sum(int(count) * _UNITS[unit] for count, unit in _PART.findall(text))}s"


Strings = Annotated[tuple[str, ...], BeforeValidator(as_tuple)]
Duration = Annotated[str, AfterValidator(_duration)]


class _Condition(Native):
    tag_state: Annotated[native.TagState, BeforeValidator(_state)] = "ANY"
    tag_prefixes: Strings = ()
    version_name_prefixes: Strings = ()
    package_name_prefixes: Strings = ()
    older_than: Duration | None = None
    newer_than: Duration | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.tag_prefixes and self.tag_state == "UNTAGGED":
            raise ValueError("tagPrefixes needs tagState `tagged`")
        return self


class _MostRecentVersions(Native):
    keep_count: Annotated[int, Field(ge=1)]
    package_name_prefixes: Strings = ()


class _Policy(Native):
    name: Annotated[str, Field(min_length=1, max_length=MAX_NAME, validation_alias="name")]
    action: Annotated[native.Action, BeforeValidator(_action)]
    condition: _Condition | None = None
    most_recent_versions: _MostRecentVersions | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.condition is None) == (self.most_recent_versions is None):
            raise ValueError("a policy has either a condition or mostRecentVersions")
        if self.action == "DELETE" and self.condition is None:
            raise ValueError("mostRecentVersions goes with the action `Keep` only")
        return self

    def value(self) -> CleanupPolicy:
        if self.most_recent_versions is not None:
            newest = self.most_recent_versions
            return KeepNewest(self.name, newest.keep_count, newest.package_name_prefixes)
        found = self.condition or _Condition()
        condition = native.Condition(
            found.tag_state,
            found.tag_prefixes,
            found.older_than,
            found.newer_than,
            found.version_name_prefixes,
            found.package_name_prefixes,
        )
        kind = DeleteVersions if self.action == "DELETE" else KeepVersions
        return kind(self.name, condition)


_POLICIES: Final = TypeAdapter(dict[int | str, _Policy])
"""Policies by their place in the document: a number in a list, or an id."""


def read_policy(text: str) -> tuple[CleanupPolicy, ...]:
    """The cleanup policies in a text: a policy file of gcloud, or the API's `cleanupPolicies` by id.

    Raises `PolicyError` where Artifact Registry would refuse them.
    """
    try:
        policies = tuple(_POLICIES.validate_python(_by_place(json.loads(text))).values())
    except json.JSONDecodeError as error:
        raise PolicyError((f"this is not JSON: {error}",)) from None
    except ValidationError as error:
        raise PolicyError(problems(error)) from None
    if twice := [name for name, times in Counter(policy.name for policy in policies).items() if times > 1]:
        raise PolicyError((f"two policies have the name `{twice[0]}`",))
    if len(policies) > MAX_POLICIES:
        raise PolicyError((f"a repository takes {MAX_POLICIES} cleanup policies, these are {len(policies)}",))
    return tuple(policy.value() for policy in policies)


def _by_place(document: Any) -> Mapping[int | str, Any]:
    if isinstance(document, list):
        return dict(enumerate(document))
    found = document.get("cleanupPolicies", document) if isinstance(document, dict) else None
    if not isinstance(found, dict):
        raise PolicyError(("this is neither a list of policies nor an object of them by id",))
    return {id_: _named(id_, policy) for id_, policy in found.items()}


def _named(id_: str, policy: Any) -> Any:
    """A policy of the API in the form that one has in a file."""
    if not isinstance(policy, dict):
        return policy
    return {"name": id_} | {key: value for key, value in policy.items() if key != "id"}
