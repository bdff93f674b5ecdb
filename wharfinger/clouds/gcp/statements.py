"""IAM policies on Artifact Registry repositories as bindings, whoever wrote them.

Sources: the IAM reference, "Policy", and the IAM docs, "Principal identifiers" and "Overview of IAM
Conditions".
"""

import re
from dataclasses import dataclass
from typing import Annotated, Final

from pydantic import AfterValidator, ConfigDict, Field, ValidationError

from wharfinger.clouds.policy import Native, PolicyError, problems

EVERYONE: Final = ("allUsers", "allAuthenticatedUsers")

_ROLE: Final = re.compile(r"(?:roles/|(?:projects|organizations)/[^/]+/roles/)[A-Za-z0-9_.]+")
_MEMBER: Final = re.compile(r"[A-Za-z]+:\S+")


@dataclass(frozen=True, slots=True)
class Binding:
    """A role of some members, under a condition in CEL where there is one."""

    role: str
    """`roles/…`, or the full name of a role of a project or organisation."""
    members: tuple[str, ...]
    condition: str | None = None


def read_statements(text: str) -> tuple[Binding, ...]:
    """The bindings of an IAM policy, as `gcloud artifacts repositories get-iam-policy` gives it in JSON.

    Raises `PolicyError` where Google would refuse it.
    """
    try:
        policy = _Policy.model_validate_json(text)
    except ValidationError as error:
        raise PolicyError(problems(error)) from None
    return tuple(
        Binding(binding.role, binding.members, binding.condition and binding.condition.expression)
        for binding in policy.bindings
    )


def _role(text: str) -> str:
    if not _ROLE.fullmatch(text):
        raise ValueError(f"`{text}` is no role, such as `roles/artifactregistry.reader`")
    return text


def _member(text: str) -> str:
    if text not in EVERYONE and not _MEMBER.fullmatch(text):
        raise ValueError(f"`{text}` is no member, such as `group:…` with an address")
    return text


_Members = tuple[Annotated[str, AfterValidator(_member)], ...]


class _Condition(Native):
    title: str = ""
    description: str = ""
    location: str = ""
    expression: Annotated[str, Field(min_length=1)]


class _Binding(Native):
    role: Annotated[str, AfterValidator(_role)]
    members: _Members = ()
    condition: _Condition | None = None


class _Policy(Native):
    """Audit configurations may stand beside the bindings, and grant nothing."""

    model_config = ConfigDict(extra="ignore")

    bindings: tuple[_Binding, ...] = ()
