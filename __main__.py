"""The registries of acme: each stack declares the part of the plan that its `wharfinger:scope` names."""

from wharfinger_components.program import run

run("stacks/org.yaml")
