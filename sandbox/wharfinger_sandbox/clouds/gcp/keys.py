"""Cloud KMS key rings and keys."""

import re

from wharfinger_sandbox.clouds.gcp.account import project_problems, with_project
from wharfinger_sandbox.clouds.gcp.deletion import deletion_problems, refuse_delete
from wharfinger_sandbox.clouds.gcp.tags import label_outputs, label_problems
from wharfinger_sandbox.clouds.reading import block, given, one_of, required, text
from wharfinger_sandbox.provider.model import CloudView, Inputs, Outputs, Problem, ResourceModel

KEY_RING = "gcp:kms/keyRing:KeyRing"
CRYPTO_KEY = "gcp:kms/cryptoKey:CryptoKey"

NAME = re.compile(r"[a-zA-Z0-9_-]{1,63}")
LOCATION = re.compile(r"[a-z]+(?:[0-9]|-[a-z]+[0-9]+)*")
RING_PATH = re.compile(r"projects/[^/]+/locations/[^/]+/keyRings/[a-zA-Z0-9_-]{1,63}")
SECONDS = re.compile(r"(?P<count>[0-9]+)(?:\.[0-9]{1,9})?s")
ENCRYPT = "ENCRYPT_DECRYPT"
PURPOSES = (
    ENCRYPT,
    "ASYMMETRIC_SIGN",
    "ASYMMETRIC_DECRYPT",
    "MAC",
    "RAW_ENCRYPT_DECRYPT",
    "KEY_ENCAPSULATION",
)
PROTECTION_LEVELS = ("SOFTWARE", "HSM", "EXTERNAL", "EXTERNAL_VPC", "HSM_SINGLE_TENANT")
SHORTEST_ROTATION = 86_400


def ring_check(inputs: Inputs) -> list[Problem]:
    """The rules for a key ring (Cloud KMS API: projects.locations.keyRings)."""
    problems = project_problems(inputs) + _name_problems(inputs)
    location = text(inputs, "location")
    if location is not None and not LOCATION.fullmatch(location):
        problems.append(Problem("location", f"{location!r} is no location of Cloud KMS."))
    return problems


def key_check(inputs: Inputs) -> list[Problem]:
    """The rules for a key (Cloud KMS API: projects.locations.keyRings.cryptoKeys)."""
    problems = _name_problems(inputs) + one_of(inputs, "purpose", PURPOSES) + label_problems(inputs)
    problems += deletion_problems(inputs) + _rotation_problems(inputs)
    ring, template = text(inputs, "keyRing"), block(inputs, "versionTemplate")
    if ring is not None and not RING_PATH.fullmatch(ring):
        reason = f"{ring!r} is no key ring (projects/P/locations/L/keyRings/R)."
        problems.append(Problem("keyRing", reason))
    problems += one_of(template, "protectionLevel", PROTECTION_LEVELS, "versionTemplate.protectionLevel")
    purpose = inputs.get("purpose", ENCRYPT)
    if isinstance(purpose, str) and purpose != ENCRYPT and not given(inputs, "versionTemplate"):
        problems.append(Problem("versionTemplate", f"a key for {purpose} needs versionTemplate.algorithm."))
    return problems


def ring_id(inputs: Inputs, _cloud: CloudView) -> str:
    """The ring's full name, which is its id."""
    return f"projects/{inputs['project']}/locations/{inputs['location']}/keyRings/{inputs['name']}"


def ring_outputs(_resource_id: str, inputs: Inputs, _cloud: CloudView) -> Outputs:
    """What Cloud KMS says of a key ring."""
    return {"name": inputs["name"], "project": inputs["project"]}


def key_outputs(resource_id: str, inputs: Inputs, cloud: CloudView) -> Outputs:
    """What Cloud KMS says of a key."""
    level = block(inputs, "versionTemplate").get("protectionLevel", PROTECTION_LEVELS[0])
    default = {"algorithm": "GOOGLE_SYMMETRIC_ENCRYPTION", "protectionLevel": level}
    return {
        "deletionPolicy": inputs.get("deletionPolicy", "DELETE"),
        "destroyScheduledDuration": inputs.get("destroyScheduledDuration", "2592000s"),
        "importOnly": inputs.get("importOnly", False),
        "name": inputs["name"],
        "primaries": [{"name": f"{resource_id}/cryptoKeyVersions/1", "state": "ENABLED"}],
        "purpose": inputs.get("purpose", ENCRYPT),
        "versionTemplate": {**default, **block(inputs, "versionTemplate")},
        **label_outputs(inputs, cloud),
    }


def _name_problems(inputs: Inputs) -> list[Problem]:
    name = text(inputs, "name")
    if name is None or NAME.fullmatch(name):
        return required(inputs, "name", "name it: the sandbox draws no random names.")
    return [Problem("name", f"{name!r} is no name: 1 to 63 letters, digits, '_' and '-'.")]


def _rotation_problems(inputs: Inputs) -> list[Problem]:
    period = text(inputs, "rotationPeriod")
    if period is None:
        return []
    form = SECONDS.fullmatch(period)
    problems: list[Problem] = []
    if form is None:
        problems.append(
            Problem("rotationPeriod", f"{period!r} is no period: write seconds, such as 7776000s.")
        )
    elif int(form["count"]) < SHORTEST_ROTATION:
        problems.append(Problem("rotationPeriod", f"a key rotates every {SHORTEST_ROTATION}s at most."))
    if inputs.get("purpose", ENCRYPT) != ENCRYPT and text(inputs, "purpose") is not None:
        problems.append(Problem("rotationPeriod", f"only keys for {ENCRYPT} rotate by themselves."))
    return problems


MODELS = (
    ResourceModel(
        token=KEY_RING,
        args="pulumi_gcp.kms:KeyRingArgs",
        identify=ring_id,
        outputs=ring_outputs,
        # ForceNew in terraform-provider-google, kms/resource_kms_key_ring.go: there is no update at all.
        replace_on=frozenset({"location", "name", "project"}),
        defaults=with_project,
        check=ring_check,
    ),
    ResourceModel(
        token=CRYPTO_KEY,
        args="pulumi_gcp.kms:CryptoKeyArgs",
        identify=lambda inputs, _cloud: f"{inputs['keyRing']}/cryptoKeys/{inputs['name']}",
        outputs=key_outputs,
        # ForceNew in terraform-provider-google, kms/resource_kms_crypto_key.go; of versionTemplate only
        # the protection level is, and its algorithm could be changed in place.
        replace_on=frozenset(
            {
                "cryptoKeyBackend",
                "destroyScheduledDuration",
                "importOnly",
                "keyRing",
                "name",
                "purpose",
                "versionTemplate",
            }
        ),
        check=key_check,
        refuse_delete=refuse_delete,
    ),
)
