"""The grammar of conditions on role assignments."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from wharfinger_sandbox.clouds.azure.condition import (
    DATA_ACTIONS,
    DEEPEST_NESTING,
    REPOSITORY_NAME,
    condition_problems,
)

NAME = f"@Request[{REPOSITORY_NAME}]"
READ = "Microsoft.ContainerRegistry/registries/repositories/content/read"


def on_read(test: str) -> str:
    return f"((!(ActionMatches{{'{READ}'}})) OR ({test}))"


@pytest.mark.parametrize(
    "condition",
    [
        on_read(f"{NAME} StringEqualsIgnoreCase 'team/app'"),
        on_read(f"{NAME} StringStartsWithIgnoreCase 'team/'"),
        on_read(f"{NAME} StringStartsWithIgnoreCase 'a/' || {NAME} StringStartsWith 'b/'"),
        on_read(f"{NAME} ForAnyOfAnyValues:StringEqualsIgnoreCase {{'team/app', 'team/job'}}"),
        on_read(f"{NAME} StringLike 'team/*' AND NOT ({NAME} StringEquals 'team/secret')"),
        f"(\n !(ActionMatches{{'{READ}'}})\n AND\n !(SubOperationMatches{{'x'}})\n)",
        on_read("Exists @Principal[Microsoft.Directory/CustomSecurityAttributes/Id:Team]"),
        on_read("@Environment[isPrivateLink] BoolEquals true"),
    ],
)
def test_sound_conditions_are_accepted(condition):
    assert condition_problems(condition) == []


@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        ("", "the condition ends too early"),
        (
            on_read(f"{NAME} StringEquals 'a'")[:-1],
            "the condition ends too early: a bracket or a value is missing.",
        ),
        (on_read(f"{NAME} StringEquals 'a'") + ")", "does not end before ')': brackets are unbalanced."),
        (f"({NAME} StringEquals 'a'", "the condition ends too early"),
        (f"{NAME} StringEquals 'team", "the condition cannot be read from"),
        (f"{NAME} StringEquals", "the condition ends too early"),
        (f"{NAME} Equals 'a'", "there is no operator 'Equals'."),
        (f"{NAME} StringEqualIgnoreCase 'a'", "Did you mean 'StringEqualsIgnoreCase'?"),
        (f"{NAME} StringEquals )", "a value is expected, not ')'."),
        ("name StringEquals 'a'", f"an attribute such as {NAME} is expected, not 'name'."),
        ("ActionMatches{read}", "ActionMatches takes a quoted action"),
        (f"ActionMatches'{READ}'", "'{' is expected before"),
        (
            f"ActionMatches{{'{READ}s'}}",
            f"{READ}s is no data action of a registry. Did you mean '{READ}'?",
        ),
        (
            f"{NAME} StringStartsWithIgnoreCase 'team'",
            "the prefix 'team' also matches siblings: a repository prefix ends in a slash.",
        ),
        (f"{NAME} ForAnyOfAnyValues:StringStartsWith {{'a/', 'b'}}", "the prefix 'b' also matches siblings"),
        (
            f"@Resource[{REPOSITORY_NAME}] StringEquals 'a'",
            f"{REPOSITORY_NAME} is an attribute of the @Request, not of the @Resource.",
        ),
        (
            "@Request[Microsoft.ContainerRegistry/registries/repository:name] StringEquals 'a'",
            f"Did you mean '{REPOSITORY_NAME}'?",
        ),
        (f"{NAME} StringEquals '{'a' * 8192}'", "characters; at most 8,192 are allowed."),
    ],
)
def test_unsound_conditions_are_refused_with_their_rule(condition, reason):
    assert any(reason in problem for problem in condition_problems(condition)), condition_problems(condition)


REPOSITORIES = st.text("abc012/-_.", min_size=1, max_size=20)
COMPARISONS = st.builds(
    lambda relation, value: f"{NAME} {relation} '{value}'",
    st.sampled_from(["StringEquals", "StringEqualsIgnoreCase", "StringNotEquals"]),
    REPOSITORIES,
)
ACTIONS = st.sampled_from(DATA_ACTIONS).map("ActionMatches{{'{}'}}".format)
CONDITIONS = st.recursive(
    COMPARISONS | ACTIONS,
    lambda inner: (
        inner.map("({})".format)
        | inner.map("!({})".format)
        | st.builds("({}) {} ({})".format, inner, st.sampled_from(["AND", "OR", "&&", "||"]), inner)
    ),
    max_leaves=8,
)


@given(CONDITIONS)
def test_every_condition_of_the_grammar_is_accepted(condition):
    assert condition_problems(condition) == []


@given(CONDITIONS, st.data())
def test_a_condition_that_lost_a_bracket_is_never_accepted(condition, data):
    brackets = [place for place, mark in enumerate(condition) if mark in "(){}"]
    assume(brackets)
    lost = data.draw(st.sampled_from(brackets))
    assert condition_problems(condition[:lost] + condition[lost + 1 :])


@given(st.text(max_size=200))
def test_whatever_text_a_condition_holds_the_answer_is_sentences(text):
    assert all(isinstance(problem, str) for problem in condition_problems(text))


@given(st.integers(1, 4_000))
def test_brackets_nest_up_to_the_limit(depth):
    condition = "(" * depth + f"{NAME} StringEquals 'a'" + ")" * depth
    assert (condition_problems(condition) == []) == (depth < DEEPEST_NESTING)
