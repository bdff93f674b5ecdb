"""Whether the cleanup policies of a GAR repository delete anything.

Source: the Artifact Registry documentation, "Configure cleanup policies".
"""

from registry_guardrails.durations import days
from registry_guardrails.resource import Resource
from registry_guardrails.retention_limits import Limits
from registry_guardrails.values import elements, lookup, mapping


def shortfall(repository: Resource, limits: Limits) -> str | None:
    """Tell why a repository's cleanup deletes nothing; None if it deletes something, or if that is unknown.

    KEEP policies alone delete nothing, a dry run deletes nothing, and with immutable tags no tagged version
    can be deleted.
    """
    policies = [policy for policy in elements(repository.get("cleanupPolicies")) if mapping(policy)]
    if not policies:
        return "cleanupPolicies is not set"
    if repository.get("cleanupPolicyDryRun") is True:
        return "cleanupPolicyDryRun is true, so nothing is deleted"
    deletes = [policy for policy in policies if mapping(policy).get("action") == "DELETE"]
    if not deletes:
        return "cleanupPolicies has no policy with action DELETE, and KEEP alone deletes nothing"
    if not any(_is_short(policy, limits) for policy in deletes):
        return f"cleanupPolicies has no DELETE policy with olderThan of at most {limits.days:g} days"
    tags_stay = repository.get("dockerConfig.immutableTags") is True
    if tags_stay and all(lookup(policy, "condition.tagState") == "TAGGED" for policy in deletes):
        return "cleanupPolicies deletes tagged versions only, which dockerConfig.immutableTags forbids"
    return None


def _is_short(policy: object, limits: Limits) -> bool:
    older_than = lookup(policy, "condition.olderThan")
    if older_than is None:
        return True
    age = days(older_than) if isinstance(older_than, str) else None
    return age is not None and age <= limits.days
