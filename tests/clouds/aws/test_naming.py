"""Names as ECR takes them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wharfinger.clouds.aws.naming import partition, repository_name

GRAMMAR = re.compile(r"(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*")
"""`RepositoryName` of ECR's API model."""


@pytest.mark.parametrize("name", ["ab", "payments/api", "a/b-c_d.e", "1/2", "a" * 256])
def test_a_name_is_taken_as_it_is(name):
    assert repository_name(name) == name


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a", "ECR takes names of 2 to 256 characters, this one has 1"),
        ("a" * 257, "ECR takes names of 2 to 256 characters, this one has 257"),
        *(
            (name, "ECR takes lower-case letters and digits, joined by single `.`, `_`, `-` or `/`")
            for name in ("a--b", "a__b", "-ab", "ab-", "a//b", "/ab", "ab/", "a/-b", "Ab", "a b", "ab\n")
        ),
    ],
)
def test_a_name_that_ecr_refuses_is_refused_with_the_reason(name, reason):
    with pytest.raises(ValueError, match=f"^{re.escape(reason)}$"):
        repository_name(name)


@given(st.text("ab1._-/A", max_size=12))
def test_a_compiled_name_meets_ecrs_grammar(name):
    try:
        compiled = repository_name(name)
    except ValueError:
        assert not (2 <= len(name) <= 256 and GRAMMAR.fullmatch(name))
    else:
        assert compiled == name
        assert GRAMMAR.fullmatch(compiled)


@pytest.mark.parametrize(
    ("region", "expected"),
    [("eu-central-1", "aws"), ("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")],
)
def test_a_region_belongs_to_a_partition(region: str, expected: str):
    assert partition(region) == expected
