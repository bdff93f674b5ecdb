"""A placement in Azure Container Registry: a name only."""

from tests.organisations import ACR, one


def test_a_repository_is_no_more_than_its_name():
    native = one(ACR | {"name": "AcmeDev"}, {}).native
    assert (native.login_server, native.name) == ("acmedev.azurecr.io", "payments/api")
    assert native.url == native.identity == "acmedev.azurecr.io/payments/api"
