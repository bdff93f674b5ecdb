import pytest
from wharfinger_sandbox.provider.model import UNKNOWN
from wharfinger_sandbox.provider.secrecy import secret_outputs
from wharfinger_sandbox.provider.wire import Properties


@pytest.mark.parametrize(
    ("value", "secret"),
    [
        pytest.param("hush", True, id="the text itself"),
        pytest.param("https://hush@registry", True, id="inside another text"),
        pytest.param({"all": [{"note": "hush"}]}, True, id="deep inside"),
        pytest.param("other", False, id="another text"),
        pytest.param(3, False, id="a number"),
        pytest.param(UNKNOWN, False, id="not known yet"),
    ],
)
def test_an_output_that_repeats_a_secret_is_secret(value, secret):
    inputs = Properties({"tags": {"note": "hush", "empty": ""}, "name": "other"}, frozenset({"tags"}))

    found = secret_outputs({"tags": {"note": "hush"}, "given": value}, inputs)

    assert found == ({"tags", "given"} if secret else {"tags"})


def test_without_secret_inputs_no_output_is_secret():
    assert secret_outputs({"a": "b"}, Properties({"a": "b"})) == set()
