"""The provider's own guard against deletion, which most resources of pulumi-gcp 10 carry."""

from wharfinger_sandbox.clouds.reading import one_of
from wharfinger_sandbox.provider.model import CloudView, Inputs, Problem, Stored

DELETION_POLICIES = ("DELETE", "PREVENT", "ABANDON")


def deletion_problems(inputs: Inputs) -> list[Problem]:
    """What is wrong with `deletionPolicy` (terraform-provider-google 7, common virtual field)."""
    return one_of(inputs, "deletionPolicy", DELETION_POLICIES)


def refuse_delete(stored: Stored, _cloud: CloudView) -> list[Problem]:
    """The provider deletes nothing whose `deletionPolicy` is PREVENT."""
    if stored.inputs.get("deletionPolicy") != "PREVENT":
        return []
    return [Problem("deletionPolicy", "deletionPolicy is PREVENT: set it to DELETE and apply that first.")]
