"""The controls, each in a module of its own, with its metadata beside its rule."""

from registry_guardrails.control import Control, StackControl
from registry_guardrails.controls import (
    admin_user,
    allowed_regions,
    anonymous_pull,
    customer_managed_key,
    force_delete,
    immutable_tags,
    not_public,
    owner_tags,
    repository_condition,
    retention_effective,
    retention_present,
    scanning,
    wildcard_grants,
)

CONTROLS: tuple[Control, ...] = (
    immutable_tags.CONTROL,
    scanning.CONTROL,
    customer_managed_key.CONTROL,
    not_public.CONTROL,
    retention_effective.CONTROL,
    allowed_regions.CONTROL,
    owner_tags.CONTROL,
    force_delete.CONTROL,
    wildcard_grants.CONTROL,
    admin_user.CONTROL,
    anonymous_pull.CONTROL,
    repository_condition.CONTROL,
)

STACK_CONTROLS: tuple[StackControl, ...] = (retention_present.CONTROL,)
