"""Cloud KMS key rings and keys."""

from typing import Any

import pytest
from wharfinger_sandbox.clouds.gcp.keys import MODELS

KEY_RING, CRYPTO_KEY = MODELS
RING = "projects/acme-prod/locations/europe-west1/keyRings/registry"


def key(**settings: Any) -> dict[str, Any]:
    return {"keyRing": RING, "name": "images", "rotationPeriod": "7776000s", **settings}


def test_a_ring_and_its_key_are_identified_by_their_full_names(gcp):
    assert gcp.put(KEY_RING, {"location": "europe-west1", "name": "registry"}).id == RING
    stored = gcp.put(CRYPTO_KEY, key())
    assert stored.id == f"{RING}/cryptoKeys/images"
    assert stored.outputs["primaries"][0]["state"] == "ENABLED"
    assert stored.outputs["purpose"] == "ENCRYPT_DECRYPT"


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"name": None}, "name it: the sandbox draws no random names."),
        ({"name": "a.b"}, "'a.b' is no name: 1 to 63 letters, digits, '_' and '-'."),
        ({"location": "Europe"}, "'Europe' is no location of Cloud KMS."),
    ],
)
def test_unsound_rings_are_refused_with_their_rule(gcp, settings, reason):
    assert reason in gcp.refusal(KEY_RING, {"location": "europe-west1", "name": "registry", **settings})


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"keyRing": "registry"}, "'registry' is no key ring"),
        ({"rotationPeriod": "90d"}, "'90d' is no period: write seconds, such as 7776000s."),
        ({"rotationPeriod": "3600s"}, "a key rotates every 86400s at most."),
        ({"purpose": "ENCRYPT"}, "Did you mean 'ENCRYPT_DECRYPT'?"),
        (
            {"purpose": "MAC", "versionTemplate": {"algorithm": "HMAC_SHA256"}},
            "only keys for ENCRYPT_DECRYPT rotate by themselves.",
        ),
        ({"purpose": "MAC", "rotationPeriod": None}, "a key for MAC needs versionTemplate.algorithm."),
        ({"versionTemplate": {"algorithm": "A", "protectionLevel": "HARD"}}, "it is one of SOFTWARE, HSM"),
        ({"labels": {"Team": "a"}}, "a label key starts with a lowercase letter"),
    ],
)
def test_unsound_keys_are_refused_with_their_rule(gcp, settings, reason):
    assert reason in gcp.refusal(CRYPTO_KEY, key(**settings))


def test_a_key_whose_deletion_is_prevented_stays(gcp):
    stored = gcp.put(CRYPTO_KEY, key(deletionPolicy="PREVENT"))
    assert CRYPTO_KEY.refuse_delete(stored, gcp)
