"""Names as Azure Container Registry takes them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.organisations import ACR
from wharfinger.clouds.azure.naming import login_server, repository_name
from wharfinger.spec.registries import AcrRegistry

PART = r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*"
GRAMMAR = re.compile(rf"{PART}(?:/{PART})*")
"""`<name>` of the OCI distribution specification."""


@pytest.mark.parametrize("name", ["a", "payments/api", "a__b", "a--b", "a.b/c_d", "a" * 256])
def test_a_name_is_taken_as_it_is(name):
    assert repository_name(name) == name


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a" * 257, "ACR takes names of at most 256 characters, this one has 257"),
        *(
            (name, "ACR takes lower-case letters and digits, joined by `.`, `_`, `-` or `/`")
            for name in ("", "a..b", "a___b", "-ab", "ab-", "a//b", "/ab", "ab/", "Ab", "ab\n")
        ),
    ],
)
def test_a_name_that_acr_refuses_is_refused_with_the_reason(name, reason):
    with pytest.raises(ValueError, match=f"^{re.escape(reason)}$"):
        repository_name(name)


@given(st.text("ab1._-/A", max_size=12))
def test_a_compiled_name_meets_the_grammar(name):
    try:
        compiled = repository_name(name)
    except ValueError:
        assert not GRAMMAR.fullmatch(name)
    else:
        assert compiled == name
        assert GRAMMAR.fullmatch(compiled)


def test_a_host_name_is_in_lower_case():
    registry = AcrRegistry.model_validate(ACR | {"name": "AcmeDev"})
    assert login_server(registry) == "acmedev.azurecr.io"
