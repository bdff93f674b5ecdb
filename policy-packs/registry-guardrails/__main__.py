"""The policy pack `registry-guardrails`: builds the pack from the controls and serves it to the engine."""

from pulumi_policy import EnforcementLevel, PolicyPack
from registry_guardrails.pack import policies

PolicyPack("registry-guardrails", policies(), enforcement_level=EnforcementLevel.MANDATORY)
