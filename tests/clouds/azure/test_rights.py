"""What role assignments let principals do in a registry in ABAC mode, whoever wrote them."""

import pytest
from wharfinger_components.azure import abac

from wharfinger.clouds.azure.rights import ACTION_SETS, ROLES, read_rights
from wharfinger.clouds.azure.statements import RoleAssignment
from wharfinger.clouds.policy import PolicyError
from wharfinger.clouds.rights import MAX_WAYS, Granted, Limit, OtherAction

SUBSCRIPTION = "/subscriptions/11111111-1111-1111-1111-111111111111"
GROUP = f"{SUBSCRIPTION}/resourceGroups/registries"
REGISTRY = f"{GROUP}/providers/Microsoft.ContainerRegistry/registries/acmedev"
PEOPLE = "aaaaaaaa-0000-0000-0000-000000000001"
REPOSITORIES = "Microsoft.ContainerRegistry/registries/repositories"
NAME = f"@Request[{REPOSITORIES}:name]"
READ, WRITE = f"{REPOSITORIES}/content/read", f"{REPOSITORIES}/content/write"


def _assigned(
    role: str, condition: str | None = None, scope: str = REGISTRY, who: str = PEOPLE
) -> RoleAssignment:
    version = None if condition is None else "2.0"
    return RoleAssignment(
        f"{SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/{role}",
        who,
        scope,
        condition,
        version,
    )


def _granted(*assignments: RoleAssignment) -> Granted:
    return read_rights(REGISTRY, assignments)


def _of(actions: list[str], expression: str) -> str:
    """A condition in the form that the docs give it, line breaks included."""
    others = "\n  AND\n".join(f"  !(ActionMatches{{'{action}'}})" for action in actions)
    return f"(\n (\n{others}\n )\n OR\n (\n  {expression}\n )\n)"


def _reading(expression: str) -> Granted:
    """What a reader may do whose condition is in the form of the docs."""
    return _granted(_assigned(abac.READER.id, _of([READ, f"{REPOSITORIES}/metadata/read"], expression)))


def _repositories(granted: Granted) -> list[str]:
    assert {right.right for right in granted.rights} <= {"pull"}
    return [right.repository for right in granted.rights]


def test_the_actions_of_each_right_are_these_and_no_more():
    assert {right: sorted(actions.all) for right, actions in ACTION_SETS.items()} == {
        "pull": [READ, f"{REPOSITORIES}/metadata/read"],
        "push": [READ, WRITE, f"{REPOSITORIES}/metadata/read", f"{REPOSITORIES}/metadata/write"],
        "delete": [f"{REPOSITORIES}/content/delete", f"{REPOSITORIES}/metadata/delete"],
        "admin": [
            "Microsoft.Authorization/roleAssignments/write",
            "Microsoft.ContainerRegistry/registries/delete",
            "Microsoft.ContainerRegistry/registries/write",
        ],
    }


def test_the_roles_that_are_declared_have_the_actions_that_are_read():
    for role in (abac.READER, abac.WRITER, abac.CONTRIBUTOR):
        assert sorted(ROLES[role.id].actions) == [f"{REPOSITORIES}/{action}" for action in role.actions]


@pytest.mark.parametrize(
    ("role", "rights"),
    [
        (abac.READER.id, ["pull"]),
        (abac.WRITER.id.upper(), ["pull", "push"]),
        (abac.CONTRIBUTOR.id, ["pull", "push", "delete"]),
        ("8e3af657-a8ff-443c-a75c-2fe8c4bcb635", ["admin"]),
        ("b24988ac-6180-42a0-ab88-20f7382dd24c", ["admin"]),
        ("3bc748fc-213d-45c1-8d91-9da5725539b9", ["admin"]),
        ("18d7d88d-d35e-4fb5-a5c3-7773c20a72d9", ["admin"]),
        ("f58310d9-a9f6-439a-9e8d-f62e7b41a168", ["admin"]),
    ],
    ids=["reader", "writer", "contributor", "owner", "arm-contributor", "acr-contributor", "uaa", "rbac"],
)
def test_a_role_without_a_condition_is_on_the_whole_registry(role, rights):
    granted = _granted(_assigned(role))
    assert [(right.identity, right.right, right.repository) for right in granted.rights] == [
        (PEOPLE, right, "*") for right in rights
    ]
    assert {right.statements for right in granted.rights} == {(ROLES[role.lower()].name,)}
    assert granted.other_actions == ()


@pytest.mark.parametrize("access", ["pull", "push", "admin"])
def test_the_condition_that_is_emitted_is_exactly_its_repositories_and_prefixes(access):
    role = abac.ROLES[access]
    granted = _granted(_assigned(role.id, abac.condition(role, ["a/b", "a/c"], ["x/y/", "z/"])))
    rights = {"pull": ["pull"], "push": ["pull", "push"], "admin": ["pull", "push", "delete"]}[access]
    assert {(right.right, right.repository) for right in granted.rights} == {
        (right, place) for right in rights for place in ("a/b", "a/c", "x/y/*", "z/*")
    }
    assert {right.limits for right in granted.rights} == {()}
    assert granted.other_actions == ()


NAMED = {
    "equals": (f"{NAME} StringEqualsIgnoreCase 'Backend/Nginx'", ["backend/nginx"]),
    "case-counts": (f"{NAME} StringEquals 'backend/nginx'", ["backend/nginx"]),
    "starts-with": (f"{NAME} StringStartsWithIgnoreCase 'backend/'", ["backend/*"]),
    "starts-with-anything": (f"{NAME} StringStartsWith ''", ["*"]),
    "like": (f"{NAME} StringLikeIgnoreCase '*/ng?nx'", ["*/ng?nx"]),
    "like-anything": (f"{NAME} StringLike '*'", ["*"]),
    "a-star-that-is-meant": (f"{NAME} StringEquals 'backend/*'", []),
    "an-escaped-star": (f"{NAME} StringLike 'backend/\\*'", []),
    "two-prefixes": (
        f"{NAME} StringStartsWith 'backend/' OR {NAME} StringStartsWith 'frontend/js/'",
        ["backend/*", "frontend/js/*"],
    ),
    "any-of-several": (
        f"{NAME} ForAnyOfAnyValues:StringEqualsIgnoreCase {{'a/b', 'a/c'}}",
        ["a/b", "a/c"],
    ),
    "all-of-several": (
        f"{NAME} ForAnyOfAllValues:StringLikeIgnoreCase {{'a/*', '*/c', 'a/c'}}",
        ["a/c"],
    ),
    "both-contradict": (f"{NAME} StringEquals 'a/b' AND {NAME} StringEquals 'a/c'", []),
    "one-within-another": (f"{NAME} StringEquals 'a/b' && {NAME} StringStartsWith 'a/'", ["a/b"]),
    "excepted": (f"{NAME} StringEquals 'a/b' AND NOT ({NAME} StringEquals 'a/b')", []),
    "twice-negated": (f"!(!({NAME} StringEquals 'a/b'))", ["a/b"]),
    "neither": (f"!({NAME} StringNotEquals 'a/b' || {NAME} StringNotLike 'a/*')", ["a/b"]),
    "not-one-of-several": (
        f"!({NAME} ForAnyOfAllValues:StringNotEquals {{'a/b', 'a/c'}})",
        ["a/b", "a/c"],
    ),
    "a-name-in-any-case": (
        f"{NAME.upper().replace('@REQUEST', '@Request')} StringEquals 'a/b'",
        ["a/b"],
    ),
}


@pytest.mark.parametrize(("expression", "repositories"), NAMED.values(), ids=NAMED)
def test_a_condition_names_repositories(expression, repositories):
    granted = _reading(expression)
    assert _repositories(granted) == repositories
    assert {right.limits for right in granted.rights} <= {()}
    assert granted.other_actions == ()


@pytest.mark.parametrize(
    ("expression", "repository", "limits"),
    [
        (
            f"{NAME} StringStartsWith 'a/' AND {NAME} StringNotEquals 'a/secret'",
            "a/*",
            (Limit(NAME, "StringNotLike", ("a/secret",)),),
        ),
        (
            f"{NAME} StringLike '*/api' AND {NAME} StringStartsWith 'payments/'",
            "payments/*",
            (Limit(NAME, "StringLike", ("*/api",)),),
        ),
        (f"{NAME} StringNotStartsWith 'a/'", "*", (Limit(NAME, "StringNotLike", ("a/*",)),)),
        (
            f"{NAME} StringEquals 'a/b' AND @Environment[isPrivateLink] BoolEquals true",
            "a/b",
            (Limit("@Environment[isPrivateLink]", "BoolEquals", ("true",)),),
        ),
        (
            "NOT Exists @Principal[Microsoft.Directory/CustomSecurityAttributes/Id:team]",
            "*",
            (Limit("@Principal[Microsoft.Directory/CustomSecurityAttributes/Id:team]", "not Exists", ()),),
        ),
        (
            f"@Resource[{REPOSITORIES}:name] StringEquals 'a/b'",
            "*",
            (Limit(f"@Resource[{REPOSITORIES}:name]", "StringEquals", ("a/b",)),),
        ),
    ],
    ids=["but-one", "two-patterns", "but-a-prefix", "network", "attribute-of-the-caller", "of-the-resource"],
)
def test_what_is_no_name_is_a_limit(expression, repository, limits):
    (right,) = _reading(expression).rights
    assert (right.repository, right.limits) == (repository, limits)


def test_an_action_that_a_condition_forgets_is_open_on_everything():
    granted = _granted(_assigned(abac.WRITER.id, _of([READ, WRITE], f"{NAME} StringEquals 'a/b'")))
    assert [(right.right, right.repository) for right in granted.rights] == [("pull", "a/b"), ("push", "a/b")]
    assert [
        (other.action.removeprefix(REPOSITORIES), other.repository) for other in granted.other_actions
    ] == [
        ("/metadata/read", "*"),
        ("/metadata/write", "*"),
    ]


def test_a_condition_on_pushing_alone_leaves_pulling_open():
    granted = _granted(
        _assigned(abac.WRITER.id, _of([f"{REPOSITORIES}/*/write"], f"{NAME} StringEquals 'a/b'"))
    )
    assert [(right.right, right.repository) for right in granted.rights] == [("pull", "*"), ("push", "a/b")]
    assert granted.other_actions == ()


def test_conditions_on_several_actions_hold_together():
    reading = _of([f"{REPOSITORIES}/*/read"], f"{NAME} StringStartsWith 'a/'")
    writing = _of([f"{REPOSITORIES}/*/write"], f"{NAME} StringEquals 'a/b'")
    granted = _granted(_assigned(abac.WRITER.id, f"{reading}\nAND\n{writing}"))
    assert [(right.right, right.repository) for right in granted.rights] == [("pull", "a/*"), ("push", "a/b")]


def test_assignments_of_one_principal_add_up():
    granted = _granted(
        _assigned(abac.READER.id, who=PEOPLE.upper()),
        _assigned(abac.WRITER.id, abac.condition(abac.WRITER, ["a/b"])),
    )
    reader, writer = ROLES[abac.READER.id].name, f"{ROLES[abac.WRITER.id].name}, under a condition"
    assert [
        (right.identity, right.right, right.repository, right.statements) for right in granted.rights
    ] == [
        (PEOPLE, "pull", "*", (reader,)),
        (PEOPLE, "push", "a/b", (reader, writer)),
    ]
    assert granted.other_actions == ()


@pytest.mark.parametrize(
    ("scope", "reaches"),
    [
        (REGISTRY.upper(), True),
        (GROUP, True),
        (f"{SUBSCRIPTION}/", True),
        ("/", True),
        ("/providers/Microsoft.Management/managementGroups/acme", True),
        (f"{REGISTRY}2", False),
        (GROUP[:-1], False),
        (f"{REGISTRY}/replications/westeurope", False),
    ],
    ids=[
        "registry",
        "group",
        "subscription",
        "tenant",
        "management-group",
        "sibling",
        "sibling-group",
        "below",
    ],
)
def test_an_assignment_counts_at_the_scopes_that_the_registry_is_in(scope, reaches):
    assert bool(_granted(_assigned(abac.READER.id, scope=scope)).rights) == reaches


@pytest.mark.parametrize(
    ("role", "action"),
    [
        (abac.CATALOG_LISTER.id, "Microsoft.ContainerRegistry/registries/catalog/read"),
        ("7f951dda-4ed3-4680-a7ca-43fe172d538d", "role 7f951dda-4ed3-4680-a7ca-43fe172d538d"),
    ],
    ids=["catalogue", "acr-pull"],
)
def test_what_no_right_accounts_for_is_told(role, action):
    granted = _granted(_assigned(role))
    name = ROLES[role].name if role in ROLES else action
    assert granted.rights == ()
    assert granted.other_actions == (OtherAction(PEOPLE, action, "*", name),)


def test_conditions_that_cannot_be_read_are_all_told():
    with pytest.raises(PolicyError) as refused:
        _granted(
            _assigned(abac.READER.id, f"({NAME} StringEquals 'a'"),
            _assigned(abac.READER.id),
            _assigned(abac.READER.id, f"{NAME} StringIs 'a'"),
        )
    operator = "an operator such as StringEqualsIgnoreCase is expected, not StringIs"
    assert refused.value.problems == (
        f"assignment 1: condition: character {len(NAME) + 19}: more is expected, not the end",
        f"assignment 3: condition: character {len(NAME) + 2}: {operator}",
    )


def test_a_condition_that_combines_in_too_many_ways_is_refused():
    sides = [" OR ".join(f"{NAME} StringLike '{side}{n}*'" for n in range(MAX_WAYS // 90)) for side in "ab"]
    with pytest.raises(PolicyError) as refused:
        _granted(_assigned(abac.READER.id, f"({sides[0]}) AND ({sides[1]})"))
    assert refused.value.problems == (
        "assignment 1: condition: its conditions combine in more than 10,000 ways",
    )
