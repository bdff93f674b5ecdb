"""The controls as policies of the policy SDK: conversion, settings, and how findings are reported."""

from collections.abc import Callable, Iterable, Iterator

from pulumi_policy import (
    Policy,
    PolicyConfigSchema,
    PolicyResource,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    Severity,
    StackValidationArgs,
    StackValidationPolicy,
)
from pulumi_policy.proxy import UNKNOWN_STRING_VALUE, UnknownValueError

from registry_guardrails.control import (
    Control,
    Finding,
    Metadata,
    NotApplicable,
    StackControl,
    Undecided,
    Violation,
)
from registry_guardrails.controls import CONTROLS, STACK_CONTROLS
from registry_guardrails.proxies import plain
from registry_guardrails.resource import Resource, flattened, kind_of, may_be_read
from registry_guardrails.settings import Schema, Settings, settings_of
from registry_guardrails.values import mapping

ON_UNKNOWN: Schema = {
    "onUnknown": {
        "type": "string",
        "enum": ["block", "advise"],
        "description": "What to do in a preview where the deciding property is unknown; by default block, "
        "but advise where sound programs have it unknown at their first preview.",
    },
}


def policies() -> list[Policy]:
    """Give all controls as policies, each named by its id."""
    return [*map(resource_policy, CONTROLS), *map(stack_policy, STACK_CONTROLS)]


def resource_policy(control: Control) -> ResourceValidationPolicy:
    """Give a control as a policy on each resource, which the engine asks before it touches the resource."""

    def validate(args: ResourceValidationArgs, report: ReportViolation) -> None:
        if may_be_read(args.resource_type, control.kinds):
            _judge(control, args, report, lambda settings: _check_resource(control, args, settings))

    return ResourceValidationPolicy(
        name=control.id,
        description=_description(control),
        validate=validate,
        config_schema=_config_schema(control),
        display_name=control.title,
        severity=Severity(control.severity.value),
        tags=list(control.mappings),
        remediation_steps=control.remediation,
    )


def stack_policy(control: StackControl) -> StackValidationPolicy:
    """Give a stack control as a policy on a whole stack, which the engine asks after all its steps."""

    def validate(args: StackValidationArgs, report: ReportViolation) -> None:
        _judge(control, args, report, lambda settings: _check_stack(control, args, settings))

    return StackValidationPolicy(
        name=control.id,
        description=_description(control),
        validate=validate,
        config_schema=_config_schema(control),
        display_name=control.title,
        severity=Severity(control.severity.value),
        tags=list(control.mappings),
        remediation_steps=control.remediation,
    )


def _description(control: Metadata) -> str:
    return f"{control.title}: {control.why}."


def _config_schema(control: Metadata) -> PolicyConfigSchema:
    return PolicyConfigSchema({name: dict(rule) for name, rule in {**control.settings, **ON_UNKNOWN}.items()})


def _check_resource(
    control: Control, args: ResourceValidationArgs, settings: Settings
) -> Iterator[tuple[str, Finding]]:
    resource = _resource(args)
    if resource and resource.kind in control.kinds:
        for finding in control.check(resource, settings):
            yield args.urn, finding


def _check_stack(
    control: StackControl, args: StackValidationArgs, settings: Settings
) -> Iterator[tuple[str, Finding]]:
    candidates = (_resource(raw) for raw in args.resources if may_be_read(raw.resource_type, control.kinds))
    resources = tuple(resource for resource in candidates if resource and resource.kind in control.kinds)
    for resource, finding in control.check(resources, settings):
        yield resource.urn, finding


def _resource(source: ResourceValidationArgs | PolicyResource) -> Resource | None:
    properties = mapping(plain(source.props))
    kind = kind_of(source.resource_type, properties)
    if kind is None:
        return None
    references = source.property_dependencies if isinstance(source, PolicyResource) else {}
    return Resource(
        kind=kind,
        urn=source.urn,
        name=source.name,
        properties=flattened(source.resource_type, properties),
        provider=mapping(plain(source.provider.props)) if source.provider else {},
        protect=source.opts.protect,
        references={path: frozenset(each.urn for each in made_of) for path, made_of in references.items()},
    )


def _judge(
    control: Metadata,
    args: ResourceValidationArgs | StackValidationArgs,
    report: ReportViolation,
    check: Callable[[Settings], Iterable[tuple[str, Finding]]],
) -> None:
    """Report a control's findings; whatever goes wrong on the way to them is a violation too.

    An unknown that only advises is raised, after all violations, as the policy SDK's own error, which the SDK
    reports as advice.
    """
    try:
        settings = settings_of({**control.settings, **ON_UNKNOWN}, args.get_config())
        findings = tuple(check(settings))
        on_unknown = settings.text("onUnknown")
    except Exception as error:  # one that got out would end the analysis without naming the control
        report(f"Found: {control.id} could not be checked: {type(error).__name__}: {error}", None)
        return
    advice: list[str] = []
    for urn, finding in findings:
        match finding:
            case Violation(found, mend):
                report(f"Found: {found}.\nMend: {mend or control.remediation}", urn)
            case Undecided(path, expected):
                if (on_unknown or ("advise" if expected else "block")) == "advise":
                    advice.append(path)
                else:
                    report(_unknown_message(control, path), urn)
            case NotApplicable(reason):
                args.not_applicable(reason)
    if advice:
        raise UnknownValueError(UNKNOWN_STRING_VALUE, advice[:1])


def _unknown_message(control: Metadata, path: str) -> str:
    return (
        f"Found: {path} is not known during preview, so nothing can be said about it.\n"
        f'Mend: Give {path} a value that is known, or set "onUnknown": "advise" for {control.id}.'
    )
