"""The grammar of ECR lifecycle policies."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wharfinger_sandbox.clouds.aws.lifecycle_grammar import lifecycle_problems

FILLER = "so that the text reaches the shortest length that ECR takes"


def rule(priority: int = 1, *, action: Any = None, **selection: Any) -> dict[str, Any]:
    return {
        "rulePriority": priority,
        "description": FILLER,
        "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 5, **selection},
        "action": action or {"type": "expire"},
    }


def policy(*rules: Any) -> str:
    return json.dumps({"rules": list(rules)})


def tagged(priority: int = 1, **selection: Any) -> dict[str, Any]:
    return rule(priority, **{"tagStatus": "tagged", "tagPatternList": ["v*"], **selection})


def aged(count_type: str, days: int = 30, **selection: Any) -> dict[str, Any]:
    return {"countType": count_type, "countUnit": "days", "countNumber": days, **selection}


TO_ARCHIVE = {"type": "transition", "targetStorageClass": "archive"}


@pytest.mark.parametrize(
    "text",
    [
        policy(rule()),
        policy(tagged(), rule(2)),
        policy(tagged(tagPatternList=["*a*b*c*"])),
        policy(rule(tagStatus="tagged", tagPrefixList=["prod", "rel-"])),
        policy(rule(1, tagStatus="untagged"), rule(7)),
        policy(rule(**aged("sinceImagePushed"))),
        policy(rule(**aged("sinceImagePulled"), action=TO_ARCHIVE)),
        policy(rule(**aged("sinceImageTransitioned", 90), storageClass="archive")),
        policy(
            rule(1, tagStatus="untagged", **aged("sinceImagePushed"), action=TO_ARCHIVE),
            rule(2, tagStatus="untagged", **aged("sinceImageTransitioned", 365), storageClass="archive"),
        ),
        policy(
            rule(1, **aged("sinceImagePulled"), action=TO_ARCHIVE),
            tagged(2, **aged("sinceImageTransitioned", 90), storageClass="archive"),
        ),
        policy(*(tagged(n, tagPatternList=[f"v{n}*"]) for n in range(1, 51))),
    ],
    ids=[
        "catch-all",
        "pattern then catch-all",
        "four wildcards",
        "prefixes",
        "untagged then catch-all with a gap",
        "age",
        "archive by last pull",
        "expire from archive",
        "untagged once in each storage class",
        "catch-all of another storage class",
        "fifty rules",
    ],
)
def test_a_sound_policy_is_accepted(text):
    assert lifecycle_problems(text) == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "the policy is not JSON"),
        ('"x"', 'the policy is an object with a list "rules".'),
        ('{"rules": []}', "the policy has 12 characters without white space; ECR takes 100 to 30,720."),
        (
            policy(*(tagged(n, tagPatternList=[f"v{n}*"]) for n in range(1, 52))),
            "51 rules; a policy has 1 to 50.",
        ),
        (policy(rule(description="x" * 31_000)), "has no property 'description'"),
        (policy({**rule(), "description": "x" * 31_000}), "ECR takes 100 to 30,720."),
        (
            policy({**rule(), "priority": 2}),
            "rules[0] has no property 'priority'. Did you mean 'rulePriority'?",
        ),
        (policy("rule" * 30), "rules[0] is not an object."),
        (policy(rule(0)), "rules[0].rulePriority is a whole number from 1."),
        (policy({**rule(), "rulePriority": True}), "rules[0].rulePriority is a whole number from 1."),
        (policy({**rule(), "rulePriority": 1.5}), "rules[0].rulePriority is a whole number from 1."),
        (policy({**rule(), "description": 5, "x": FILLER}), "rules[0].description is a string."),
        (policy({"rulePriority": 1, "description": FILLER * 2}), "rules[0] needs a selection and an action."),
        (policy(rule(tagStatus="all")), "rules[0].selection.tagStatus is one of tagged, untagged, any."),
        (policy(rule(tagPatternList=["a"])), "tagPatternList belongs to tagStatus tagged, not any."),
        (policy(rule(tagStatus="tagged")), "needs exactly one of tagPatternList and tagPrefixList."),
        (policy(tagged(tagPrefixList=["a"])), "needs exactly one of tagPatternList and tagPrefixList."),
        (policy(tagged(tagPatternList=[])), "tagPatternList is a list of at least one string."),
        (policy(tagged(tagPatternList=["*****"])), "'*****' has more than 4 wildcards."),
        (
            policy(tagged(tagPatternList=["v[0-9]"])),
            "'v[0-9]' has 1 to 128 letters, digits, '.', '_', '-', '*'.",
        ),
        (
            policy(rule(tagStatus="tagged", tagPrefixList=["v*"])),
            "'v*' has 1 to 128 letters, digits, '.', '_', '-'.",
        ),
        (policy(rule(countType="count")), "rules[0].selection.countType is one of imageCountMoreThan"),
        (policy(rule(countNumber=0)), "rules[0].selection.countNumber is a whole number from 1."),
        (policy(rule(countUnit="days")), "countUnit does not go with countType imageCountMoreThan."),
        (policy(rule(countType="sinceImagePushed")), "countUnit is days with countType sinceImagePushed."),
        (policy(rule(storageClass="cold")), "storageClass is one of standard, archive."),
        (
            policy(rule(storageClass="archive")),
            "storageClass archive needs countType sinceImageTransitioned.",
        ),
        (policy(rule(**aged("sinceImageTransitioned", 90))), "storageClass is archive with countType"),
        (
            policy(rule(**aged("sinceImageTransitioned", 89), storageClass="archive")),
            "an image stays in archive for 90 days at least.",
        ),
        (policy(rule(action={"type": "delete"})), "rules[0].action.type is one of expire, transition."),
        (policy(rule(action={"type": "transition"})), "targetStorageClass is archive with type transition."),
        (
            policy(rule(action={"type": "expire", "targetStorageClass": "archive"})),
            "targetStorageClass does not go with type expire.",
        ),
        (policy(rule(**aged("sinceImagePulled"))), "ECR expires nothing by last pull."),
        (
            policy(rule(**aged("sinceImageTransitioned", 90), storageClass="archive", action=TO_ARCHIVE)),
            "sinceImageTransitioned goes with action expire only.",
        ),
        (policy(tagged(1), rule(1)), "rulePriority 1 is used twice; priorities are unique."),
        (
            policy(rule(1), tagged(2)),
            "the rule with tagStatus any has priority 1; it needs the highest number, above 2.",
        ),
        (policy(rule(1), rule(2)), "two rules select any images in standard storage; ECR takes one."),
        (
            policy(rule(1, tagStatus="untagged"), rule(2, tagStatus="untagged")),
            "two rules select untagged images in standard storage; ECR takes one.",
        ),
        (
            policy(tagged(1, tagPatternList=["a", "b"]), tagged(2, tagPatternList=["b", "a"])),
            'two rules select tagged ["a", "b"] images in standard storage; ECR takes one.',
        ),
    ],
)
def test_an_unsound_policy_is_refused_with_its_rule(text, reason):
    assert any(reason in problem for problem in lifecycle_problems(text)), lifecycle_problems(text)


PATTERNS = st.text("abcv019._-", min_size=1, max_size=20)


@given(
    patterns=st.lists(PATTERNS, min_size=1, max_size=20, unique=True),
    numbers=st.integers(1, 10_000),
    catch_all=st.booleans(),
)
def test_distinct_patterns_in_ascending_priorities_are_always_accepted(patterns, numbers, catch_all):
    rules = [tagged(n, tagPatternList=[p], countNumber=numbers) for n, p in enumerate(patterns, start=1)]
    last = [rule(len(rules) + 1)] if catch_all else []
    assert lifecycle_problems(policy(*rules, *last)) == []


@given(st.lists(st.integers(1, 20), min_size=2, max_size=20))
def test_priorities_are_accepted_exactly_when_they_are_unique(priorities):
    rules = [tagged(priority, tagPatternList=[f"v{n}"]) for n, priority in enumerate(priorities)]
    assert (lifecycle_problems(policy(*rules)) == []) == (len(set(priorities)) == len(priorities))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_whatever_json_a_policy_holds_the_answer_is_a_list_of_sentences(document):
    wrapped = {"rules": [{"rulePriority": 1, "selection": document, "action": document}]}
    for value in (document, {"rules": document}, {"rules": [document]}, wrapped):
        assert lifecycle_problems(json.dumps(value))
