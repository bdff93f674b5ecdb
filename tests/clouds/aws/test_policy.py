"""The grammar of ECR lifecycle policies: what AWS documents is read, and what it refuses is named."""

import json
from typing import Any

import pytest
from wharfinger_sandbox.clouds.aws.lifecycle_grammar import lifecycle_problems

from wharfinger.clouds.aws.policy import MAX_LENGTH, read_policy
from wharfinger.clouds.policy import PolicyError

EXPIRE = {"type": "expire"}
ARCHIVE = {"type": "transition", "targetStorageClass": "archive"}
ANY = {"tagStatus": "any"}
UNTAGGED = {"tagStatus": "untagged"}
PROD = {"tagStatus": "tagged", "tagPatternList": ["prod*"]}
IN_ARCHIVE = {"storageClass": "archive"}
ONE = {"countType": "imageCountMoreThan", "countNumber": 1}


def _days(clock: str, count: int) -> dict[str, Any]:
    return {"countType": clock, "countUnit": "days", "countNumber": count}


def _rule(selection: dict[str, Any], action: Any = EXPIRE, priority: Any = 1, **more: Any) -> dict[str, Any]:
    return {"rulePriority": priority, "selection": selection, "action": action, **more}


def _text(*rules: dict[str, Any]) -> str:
    return json.dumps({"rules": rules})


DOCUMENTED = {
    "age": [_rule(PROD | _days("sinceImagePushed", 14))],
    "last-pull": [_rule(ANY | _days("sinceImagePulled", 90), ARCHIVE)],
    "time-in-archive": [_rule(ANY | IN_ARCHIVE | _days("sinceImageTransitioned", 365))],
    "count": [_rule(UNTAGGED | ONE)],
    "several-rules": [
        _rule(PROD | ONE),
        _rule({"tagStatus": "tagged", "tagPatternList": ["beta*"]} | ONE, priority=2),
    ],
    "several-tags": [_rule({"tagStatus": "tagged", "tagPatternList": ["alpha*", "beta*"]} | ONE)],
    "every-tag-status": [
        _rule({"tagStatus": "tagged", "tagPatternList": ["alpha*"]} | ONE),
        _rule(UNTAGGED | _days("sinceImagePushed", 1), priority=2),
        _rule(ANY | ONE, priority=3),
    ],
    "archived-then-expired": [
        _rule(ANY | _days("sinceImagePushed", 30), ARCHIVE),
        _rule(ANY | IN_ARCHIVE | _days("sinceImageTransitioned", 365), priority=2),
    ],
    "four-wildcards": [
        _rule({"tagStatus": "tagged", "tagPatternList": ["*test*1*2*3", "test*1*2*3*"]} | ONE)
    ],
    "prefixes-beside-patterns": [
        _rule({"tagStatus": "tagged", "tagPrefixList": ["prod"]} | ONE),
        _rule(PROD | ONE, priority=7, description="gaps between priorities are fine"),
    ],
}
"""The shapes of the ECR user guide's examples."""


@pytest.mark.parametrize("rules", DOCUMENTED.values(), ids=DOCUMENTED)
def test_what_aws_documents_is_read(rules):
    policy = read_policy(_text(*rules))
    assert [rule.rule_priority for rule in policy.rules] == [rule["rulePriority"] for rule in rules]
    assert lifecycle_problems(_text(*rules)) == []


def test_what_is_last_is_last_in_its_storage_class_alone():
    rules = (
        _rule(ANY | _days("sinceImagePulled", 90), ARCHIVE),
        _rule(PROD | IN_ARCHIVE | _days("sinceImageTransitioned", 365), priority=2),
    )
    assert len(read_policy(_text(*rules)).rules) == 2
    assert lifecycle_problems(_text(*rules)) == []


def test_the_tag_requirement_is_the_same_in_prefixes_and_in_patterns():
    prefixes, patterns = read_policy(_text(*DOCUMENTED["prefixes-beside-patterns"])).rules
    assert prefixes.selection.patterns == patterns.selection.patterns == ("prod*",)


def test_rules_are_applied_by_priority_wherever_they_stand():
    policy = read_policy(_text(_rule(ANY | ONE, priority=9), _rule(UNTAGGED | ONE, priority=3)))
    assert [rule.name for rule in policy.by_priority] == ["rule 3", "rule 9"]


def test_a_rule_is_named_by_its_priority_and_description():
    (rule,) = read_policy(_text(_rule(ANY | ONE, priority=4, description="keep one"))).rules
    assert rule.name == "rule 4 (keep one)"


def _without(rule: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in rule.items() if name != key}


TAGGED = {"tagStatus": "tagged"}
LISTS = "rules.0.selection: `tagged` takes exactly one of tagPatternList and tagPrefixList, the others none"
UNIT = "rules.0.selection: countUnit is `days`, and there is none with imageCountMoreThan"
STORAGE = "rules.0.selection: storageClass `archive` goes with sinceImageTransitioned, and with nothing else"
TARGET = "rules.0.action: `transition` needs targetStorageClass `archive`, and `expire` takes none"
WRONG = {
    "no-rules": ([], "rules: "),
    "too-many-rules": (
        [_rule(TAGGED | {"tagPatternList": [f"v{n}"]} | ONE, priority=n) for n in range(1, 52)],
        "rules: ",
    ),
    "no-priority": ([_without(_rule(ANY | ONE), "rulePriority")], "rules.0.rulePriority: "),
    "priority-zero": ([_rule(ANY | ONE, priority=0)], "rules.0.rulePriority: "),
    "priority-as-text": ([_rule(ANY | ONE, priority="1")], "rules.0.rulePriority: "),
    "same-priority": (
        [_rule(UNTAGGED | ONE), _rule(PROD | ONE)],
        "the document: rulePriority 1 is used twice",
    ),
    "no-selection": ([_without(_rule(ANY), "selection")], "rules.0.selection: "),
    "no-action": ([_without(_rule(ANY | ONE), "action")], "rules.0.action: "),
    "unknown-key": ([_rule(ANY | ONE, prority=2)], "rules.0.prority: "),
    "snake-case": ([_rule({"tag_status": "any"} | ONE)], "rules.0.selection.tagStatus: "),
    "tag-status": ([_rule({"tagStatus": "all"} | ONE)], "rules.0.selection.tagStatus: "),
    "tagged-without-tags": ([_rule(TAGGED | ONE)], LISTS),
    "both-lists": ([_rule(PROD | {"tagPrefixList": ["prod"]} | ONE)], LISTS),
    "untagged-with-tags": ([_rule(PROD | UNTAGGED | ONE)], LISTS),
    "empty-list": ([_rule(TAGGED | {"tagPatternList": []} | ONE)], "rules.0.selection.tagPatternList: "),
    "question-mark": (
        [_rule(TAGGED | {"tagPatternList": ["ok", "v?"]} | ONE)],
        "rules.0.selection.tagPatternList.1: ",
    ),
    "five-wildcards": (
        [_rule(TAGGED | {"tagPatternList": ["test*1*2*3*4*5*6"]} | ONE)],
        "rules.0.selection.tagPatternList.0: `test*1*2*3*4*5*6` has more than 4 wildcards",
    ),
    "wildcard-in-a-prefix": (
        [_rule(TAGGED | {"tagPrefixList": ["prod*"]} | ONE)],
        "rules.0.selection.tagPrefixList.0: ",
    ),
    "long-pattern": (
        [_rule(TAGGED | {"tagPatternList": ["x" * 129]} | ONE)],
        "rules.0.selection.tagPatternList.0: ",
    ),
    "count-type": ([_rule(ANY | _days("sinceImagePush", 1))], "rules.0.selection.countType: "),
    "count-zero": ([_rule(ANY | ONE | {"countNumber": 0})], "rules.0.selection.countNumber: "),
    "count-with-a-unit": ([_rule(ANY | ONE | {"countUnit": "days"})], UNIT),
    "age-without-a-unit": ([_rule(ANY | ONE | {"countType": "sinceImagePushed"})], UNIT),
    "weeks": (
        [_rule(ANY | _days("sinceImagePushed", 1) | {"countUnit": "weeks"})],
        "rules.0.selection.countUnit: ",
    ),
    "archive-by-push": ([_rule(ANY | IN_ARCHIVE | _days("sinceImagePushed", 90))], STORAGE),
    "archive-not-said": ([_rule(ANY | _days("sinceImageTransitioned", 90))], STORAGE),
    "too-short-in-archive": (
        [_rule(ANY | IN_ARCHIVE | _days("sinceImageTransitioned", 89))],
        "rules.0.selection: an image stays in the archive for 90 days at least",
    ),
    "action-type": ([_rule(ANY | ONE, {"type": "delete"})], "rules.0.action.type: "),
    "transition-nowhere": ([_rule(ANY | ONE, {"type": "transition"})], TARGET),
    "expire-to-archive": ([_rule(ANY | ONE, ARCHIVE | EXPIRE)], TARGET),
    "transition-to-standard": (
        [_rule(ANY | ONE, ARCHIVE | {"targetStorageClass": "standard"})],
        "rules.0.action.targetStorageClass: ",
    ),
    "expire-by-pull": (
        [_rule(ANY | _days("sinceImagePulled", 90))],
        "rules.0: nothing expires by its last pull: sinceImagePulled goes with `transition`",
    ),
    "archive-again": (
        [_rule(ANY | IN_ARCHIVE | _days("sinceImageTransitioned", 90), ARCHIVE)],
        "rules.0: what is in the archive can only expire",
    ),
    "any-first": (
        [_rule(ANY | ONE), _rule(UNTAGGED | ONE, priority=2)],
        "the document: a rule with tagStatus `any` has the highest priority number in standard storage",
    ),
    "untagged-twice": (
        [_rule(UNTAGGED | ONE), _rule(UNTAGGED | _days("sinceImagePushed", 1), priority=2)],
        "the document: 2 rules select untagged images in standard storage",
    ),
    "same-tags-twice": (
        [
            _rule(TAGGED | {"tagPatternList": ["a*", "b*"]} | ONE),
            _rule(TAGGED | {"tagPatternList": ["b*", "a*"]} | _days("sinceImagePushed", 1), priority=2),
        ],
        "the document: 2 rules select tagged a*, b* images in standard storage",
    ),
}


@pytest.mark.parametrize(("rules", "problem"), WRONG.values(), ids=WRONG)
def test_what_aws_refuses_is_refused_with_its_place(rules, problem):
    with pytest.raises(PolicyError) as refused:
        read_policy(_text(*rules))
    (found,) = [one for one in refused.value.problems if one.startswith(problem)]
    assert len(found) > len("rules: ")
    assert lifecycle_problems(_text(*rules)) != []


def test_every_problem_is_named_at_once():
    rules = [_rule(ANY | ONE | {"countNumber": 0}), _rule(ANY | ONE, {"type": "delete"}, priority=0)]
    with pytest.raises(PolicyError) as refused:
        read_policy(_text(*rules))
    assert [problem.partition(":")[0] for problem in refused.value.problems] == [
        "rules.0.selection.countNumber",
        "rules.1.rulePriority",
        "rules.1.action.type",
    ]


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"rules"'])
def test_what_is_no_document_is_refused(text):
    with pytest.raises(PolicyError, match="the document: "):
        read_policy(text)


def test_a_document_longer_than_ecr_takes_is_refused():
    spaces = " " * (MAX_LENGTH - len(_text(_rule(ANY | ONE))))
    assert read_policy(_text(_rule(ANY | ONE)) + spaces).rules
    with pytest.raises(PolicyError, match="the document: ECR takes 30,720 characters, not 30,721"):
        read_policy(_text(_rule(ANY | ONE)) + spaces + " ")
