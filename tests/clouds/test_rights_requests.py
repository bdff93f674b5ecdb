"""Rights that are read from documents, against single requests that are decided by the clouds' own rules."""

import json
from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from wharfinger_components.azure import abac

from wharfinger.clouds.aws import rights as aws
from wharfinger.clouds.aws.statements import read_statements
from wharfinger.clouds.azure import rights as azure
from wharfinger.clouds.azure.statements import RoleAssignment
from wharfinger.clouds.patterns import matches
from wharfinger.clouds.rights import Limit

ACCOUNT = "222222222222"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/ci"
ORGANISATION = "o-abcdefghij"
PULL = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
ROLES = [ROLE, f"arn:aws:iam::{ACCOUNT}:role/team/other", "arn:aws:iam::111111111111:role/far"]
NAMES = st.lists(st.sampled_from([*ROLES, ACCOUNT, "111111111111", "*"]), min_size=1, max_size=2)
ORGANISATIONS = [ORGANISATION, "o-zzzzzzzzzz"]
CONDITIONS = st.dictionaries(
    st.sampled_from(
        ["StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIfExists"]
    ),
    st.one_of(
        st.fixed_dictionaries({"aws:PrincipalOrgID": st.sampled_from([*ORGANISATIONS, "*"])}),
        st.fixed_dictionaries({"aws:PrincipalArn": st.sampled_from([*ROLES, "*ci"])}),
        st.fixed_dictionaries({"aws:PrincipalAccount": st.sampled_from([ACCOUNT, "2*"])}),
    ),
    max_size=2,
)
STATEMENTS = st.builds(
    lambda effect, names, all_but, patterns, not_action, conditions: {
        "Effect": "Deny" if effect else "Allow",
        # A deny of all but some depends on sessions, which these callers don't have.
        "NotPrincipal" if all_but and not effect else "Principal": {"AWS": names},
        "NotAction" if not_action else "Action": patterns,
        "Condition": conditions,
    },
    st.sampled_from([False, False, True]),
    NAMES,
    st.sampled_from([False, False, False, True]),
    st.lists(
        st.sampled_from(["ecr:BatchGetImage", "ecr:Get*", "ecr:*Image", "ecr:Batch*"]), min_size=1, max_size=2
    ),
    st.sampled_from([False, False, False, True]),
    CONDITIONS,
)


def _like(pattern: str, text: str) -> bool:
    return text.startswith(pattern[:-1]) if pattern.endswith("*") else text.endswith(pattern.lstrip("*"))


def _met(operator: str, key: str, value: str, caller: dict[str, str]) -> bool:
    if key not in caller:
        return "Not" in operator or operator.endswith("IfExists")
    hit = _like(value, caller[key]) if "Like" in operator and "*" in value else value == caller[key]
    return hit != ("Not" in operator)


def _applies(statement: dict[str, Any], caller: dict[str, str], action: str) -> bool:
    """What IAM documents of one request: the caller is everyone, its account and itself at once."""
    selves = {"*", caller["aws:PrincipalAccount"], caller["aws:PrincipalArn"]}
    kind = "NotPrincipal" if "NotPrincipal" in statement else "Principal"
    patterns = statement.get("Action") or statement["NotAction"]
    spoken = any(
        action.startswith(p[:-1]) if p.endswith("*") else action.endswith(p[len("ecr:") :].lstrip("*"))
        for p in patterns
    )
    return (
        bool(selves & set(statement[kind]["AWS"])) == (kind == "Principal")
        and spoken == ("Action" in statement)
        and all(
            _met(operator, key, value, caller)
            for operator, tests in statement["Condition"].items()
            for key, value in tests.items()
        )
    )


@given(
    st.lists(STATEMENTS, min_size=1, max_size=4),
    st.sampled_from(ROLES),
    st.sampled_from([*ORGANISATIONS, None]),
)
@settings(max_examples=1_500, deadline=None)
def test_a_caller_may_pull_where_a_right_covers_it_and_nowhere_else(statements, role, organisation):
    caller = {"aws:PrincipalArn": role, "aws:PrincipalAccount": role.split(":")[4]}
    if organisation:
        caller["aws:PrincipalOrgID"] = organisation
    may = {
        action
        for action in PULL
        if any(s["Effect"] == "Allow" and _applies(s, caller, action) for s in statements)
        and not any(s["Effect"] == "Deny" and _applies(s, caller, action) for s in statements)
    }
    selves = {"*", caller["aws:PrincipalAccount"], role}

    def met(limit: Limit) -> bool:
        if limit.key == "NotPrincipal":
            return not selves & set(limit.values)
        return _met(limit.operator, limit.key, limit.values[0], caller)

    text = json.dumps({"Version": "2012-10-17", "Statement": statements})
    granted = aws.read_rights("team/api", read_statements(text))
    covering = [
        right
        for right in granted.rights
        if right.right == "pull" and right.identity in selves and all(map(met, right.limits))
    ]
    if may == set(PULL):
        assert covering
    else:
        assert all(right.unless for right in covering)


REPOSITORIES = "Microsoft.ContainerRegistry/registries/repositories"
NAME = f"@Request[{REPOSITORIES}:name]"
READ, WRITE = f"{REPOSITORIES}/content/read", f"{REPOSITORIES}/content/write"
SCOPE = "/subscriptions/11111111-1111-1111-1111-111111111111"
PEOPLE = "aaaaaaaa-0000-0000-0000-000000000001"
ACTIONS = {"read": READ, "write": WRITE, "*": f"{REPOSITORIES}/content/*"}
VALUES = ["a/b", "a/", "A/*", "*", "b/c", ""]
OPERATORS = {
    "StringEquals": lambda name, value: name == value,
    "StringEqualsIgnoreCase": lambda name, value: name == value.lower(),
    "StringStartsWithIgnoreCase": lambda name, value: name.startswith(value.lower()),
    "StringLikeIgnoreCase": lambda name, value: matches(value.lower(), name),
}
Meaning = Callable[[str, str], bool]


def _compared(operator: str, value: str, negated: bool) -> tuple[str, Meaning]:
    written = operator.replace("String", "StringNot") if negated else operator
    return f"{NAME} {written} '{value}'", lambda _, name: OPERATORS[operator](name, value) != negated


def _joined(join: str, parts: list[tuple[str, Meaning]]) -> tuple[str, Meaning]:
    holds = all if join == "AND" else any
    return f"({f' {join} '.join(text for text, _ in parts)})", lambda action, name: holds(
        meaning(action, name) for _, meaning in parts
    )


EXPRESSIONS = st.recursive(
    st.one_of(
        st.builds(
            lambda verb: (
                f"ActionMatches{{'{ACTIONS[verb]}'}}",
                lambda action, _: matches(ACTIONS[verb], action),
            ),
            st.sampled_from([*ACTIONS]),
        ),
        st.builds(_compared, st.sampled_from([*OPERATORS]), st.sampled_from(VALUES), st.booleans()),
    ),
    lambda inner: st.one_of(
        st.builds(lambda part: (f"!({part[0]})", lambda a, n: not part[1](a, n)), inner),
        st.builds(_joined, st.sampled_from(["AND", "OR"]), st.lists(inner, min_size=2, max_size=3)),
    ),
    max_leaves=8,
)


def _holds(repository: str, limits: tuple[Limit, ...], name: str) -> bool:
    return matches(repository, name) and all(
        matches(limit.values[0], name) == (limit.operator == "StringLike") for limit in limits
    )


@given(EXPRESSIONS)
@settings(max_examples=1_500, deadline=None)
def test_rights_cover_the_names_for_which_a_condition_is_true_and_no_others(expression):
    text, meaning = expression
    granted = azure.read_rights(
        SCOPE, [RoleAssignment(f"/roles/{abac.WRITER.id}", PEOPLE, SCOPE, text, "2.0")]
    )
    for name in ("a", "a/b", "a/bc", "b/c", "c"):
        rights = {right.right for right in granted.rights if _holds(right.repository, right.limits, name)}
        others = {
            other.action for other in granted.other_actions if _holds(other.repository, other.limits, name)
        }
        may = {action for action in (READ, WRITE) if meaning(action, name)}
        assert ("pull" in rights) == (READ in may)
        assert ("push" in rights) == (may == {READ, WRITE})
        told = others.union(*(azure.ACTION_SETS[right].all for right in rights))
        assert told & {READ, WRITE} == may
