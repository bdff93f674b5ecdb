"""What the policy pack says of `bad_program`, with the settings of `policy-config.json`.

For each control, the Pulumi names of the resources that break it; nothing else is blocked. WH-REG-006 reads
the whole stack, so the engine reports it after all other controls, and only where the preview went that far.
`good_program` breaks no control.
"""

from pathlib import Path

HERE = Path(__file__).parent
BAD_PROGRAM = HERE / "bad_program"
GOOD_PROGRAM = HERE / "good_program"
POLICY_CONFIG = HERE / "policy-config.json"

BROKEN_BY: dict[str, frozenset[str]] = {
    "WH-REG-001": frozenset({"mutable-tags", "broad-exclusion", "gar-mutable-tags"}),
    "WH-REG-002": frozenset({"unscanned", "scans-nothing", "gar-unscanned"}),
    "WH-REG-003": frozenset({"aws-key", "gar-google-key", "acr-microsoft-key"}),
    "WH-REG-004": frozenset({"open-to-all", "gar-public"}),
    "WH-REG-005": frozenset({"keeps-all-retention", "gar-dry-run", "acr-keeps-long", "acr-dry-purge"}),
    "WH-REG-006": frozenset({"no-retention", "acr-keeps-long", "acr-no-retention"}),
    "WH-REG-007": frozenset({"far-away", "replicates-far", "gar-multi-region", "acr-far-away"}),
    "WH-REG-008": frozenset({"ownerless", "gar-ownerless"}),
    "WH-REG-009": frozenset({"forced", "gar-unguarded", "acr-unguarded"}),
    "WH-ECR-001": frozenset({"open-to-all", "all-actions"}),
    "WH-ACR-001": frozenset({"acr-admin", "acr-typed"}),
    "WH-ACR-002": frozenset({"acr-anonymous"}),
    "WH-ACR-003": frozenset({"unconditioned", "registry-wide"}),
}

STACK_CONTROLS = frozenset({"WH-REG-006"})
