"""Webhooks."""

from typing import Any

import pytest
from wharfinger_sandbox.clouds.azure.webhooks import MODEL


def webhook(name: str = "pushes", **settings: Any) -> dict[str, Any]:
    return {
        "resourceGroupName": "registries",
        "registryName": "acmeprod",
        "webhookName": name,
        "serviceUri": "https://hooks.acme.example/acr",
        "actions": ["push", "delete"],
        **settings,
    }


@pytest.mark.parametrize("scope", ["", "team/app", "team/app:*", "team/app:latest"])
def test_sound_scopes_are_accepted(declare, scope):
    azure = declare("Basic")
    assert azure.put(MODEL, webhook(scope=scope)).id.endswith("/registries/acmeprod/webhooks/pushes")


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"webhookName": "my-hook"}, "'my-hook' breaks the rule for this name: 5 to 50 letters and digits."),
        ({"serviceUri": "hooks.acme.example"}, "'hooks.acme.example' is no address."),
        ({"scope": "Team/App"}, "'Team/App' is no scope, such as team/app:*"),
        ({"actions": []}, "a webhook has at least one action."),
        ({"actions": ["pushed"]}, "Did you mean 'push'?"),
        ({"actions": ["push", "push"]}, "push is named twice."),
        ({"registryName": "acmedev"}, "ParentResourceNotFound"),
    ],
)
def test_unsound_webhooks_are_refused_with_their_rule(declare, settings, reason):
    assert reason in declare().refusal(MODEL, webhook(**settings))


@pytest.mark.parametrize(("sku", "most"), [("Basic", 2), ("Standard", 10)])
def test_a_registry_has_as_many_webhooks_as_its_sku_allows(declare, sku, most):
    azure = declare(sku)
    for number in range(most):
        azure.put(MODEL, webhook(f"pushes{number}"))
    assert f"a {sku} registry has at most {most} resources of type Webhook." in azure.refusal(
        MODEL, webhook()
    )
