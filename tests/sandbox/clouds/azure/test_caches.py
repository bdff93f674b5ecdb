"""Cache rules."""

from typing import Any

import pytest
from wharfinger_sandbox.clouds.azure.caches import MODEL


def rule(name: str = "nginx", **settings: Any) -> dict[str, Any]:
    return {
        "resourceGroupName": "registries",
        "registryName": "acmeprod",
        "cacheRuleName": name,
        "sourceRepository": "docker.io/library/nginx",
        "targetRepository": "hub/nginx",
        **settings,
    }


@pytest.mark.parametrize("sku", ["Standard", "Premium"])
def test_cache_rules_need_no_premium_registry(declare, sku):
    azure = declare(sku)
    assert azure.put(MODEL, rule()).id.endswith("/registries/acmeprod/cacheRules/nginx")
    wild = rule("everything", sourceRepository="docker.io/library/*", targetRepository="hub/*")
    assert azure.refusal(MODEL, wild) == ""


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"sourceRepository": "nginx"}, "'nginx' is no upstream repository: its registry first"),
        ({"sourceRepository": None}, "a cache rule has a sourceRepository."),
        ({"targetRepository": "Hub"}, "'Hub' is no repository."),
        ({"targetRepository": "hub/*"}, "either both repositories end in a wildcard or none does."),
        ({"credentialSetResourceId": "hub"}, "'hub' is no id of a credential set."),
        ({"registryName": "acmedev"}, "ParentResourceNotFound"),
    ],
)
def test_unsound_rules_are_refused_with_their_rule(declare, settings, reason):
    assert reason in declare().refusal(MODEL, rule(**settings))


def test_a_basic_registry_has_no_cache_rules(declare):
    assert "a Basic registry has no CacheRule: it needs a higher SKU." in declare("Basic").refusal(
        MODEL, rule()
    )


def test_soft_delete_and_cache_rules_exclude_each_other(declare):
    azure = declare(policies={"softDeletePolicy": {"status": "enabled", "retentionDays": 7}})
    assert "disable soft delete first" in azure.refusal(MODEL, rule())


def test_one_rule_fills_a_repository_and_cannot_be_changed(declare):
    azure = declare()
    azure.put(MODEL, rule())
    assert "nginx fills hub/nginx already." in azure.refusal(MODEL, rule("other"))
    changed = azure.refusal(MODEL, rule(sourceRepository="docker.io/library/httpd"))
    assert changed == "sourceRepository: sourceRepository cannot be changed: make another rule."


def test_wildcards_do_not_overlap(declare):
    azure = declare()
    azure.put(MODEL, rule("all-of-hub", sourceRepository="docker.io/*", targetRepository="hub/*"))
    inner = rule("inner", sourceRepository="quay.io/acme/*", targetRepository="hub/acme/*")
    assert "all-of-hub fills hub/* already." in azure.refusal(MODEL, inner)
    assert azure.refusal(MODEL, rule()) == ""
