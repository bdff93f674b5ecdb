"""An ECR lifecycle policy as a value, whoever wrote it.

Sources: the ECR user guide, "Lifecycle policy properties in Amazon ECR", and the API model.
"""

from collections import Counter
from typing import Annotated, Final, Literal, Self

from pydantic import BeforeValidator, Field, StringConstraints, ValidationError, model_validator

from wharfinger.clouds.aws.retention import MAX_RULES, MAX_WILDCARDS, MIN_ARCHIVE_DAYS
from wharfinger.clouds.policy import Native, PolicyError, as_tuple, problems

MAX_LENGTH: Final = 30_720
"""Characters, more than an encoded policy can have."""

StorageClass = Literal["standard", "archive"]
_STORAGE_CLASSES: Final[tuple[StorageClass, ...]] = ("standard", "archive")
CountType = Literal["imageCountMoreThan", "sinceImagePushed", "sinceImagePulled", "sinceImageTransitioned"]


def _few_wildcards(pattern: str) -> str:
    if pattern.count("*") > MAX_WILDCARDS:
        raise ValueError(f"`{pattern}` has more than {MAX_WILDCARDS} wildcards")
    return pattern


TagPattern = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9_.*-]{1,128}$"), BeforeValidator(_few_wildcards)
]
TagPrefix = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,128}$")]
Count = Annotated[int, Field(ge=1)]
_SEVERAL: Final = (BeforeValidator(as_tuple), Field(min_length=1))


class Selection(Native):
    """Which images a rule speaks of: all entries of a list must match, each some tag of the image."""

    tag_status: Literal["tagged", "untagged", "any"]
    tag_pattern_list: Annotated[tuple[TagPattern, ...], *_SEVERAL] | None = None
    tag_prefix_list: Annotated[tuple[TagPrefix, ...], *_SEVERAL] | None = None
    storage_class: StorageClass = "standard"
    count_type: CountType
    count_unit: Literal["days"] | None = None
    count_number: Count

    @property
    def selector(self) -> str:
        """What no two rules of a policy may share, in words."""
        tags = sorted({*(self.tag_pattern_list or ()), *(self.tag_prefix_list or ())})
        which = f" {', '.join(tags)}" if tags else ""
        return f"{self.tag_status}{which} images in {self.storage_class} storage"

    @property
    def patterns(self) -> tuple[str, ...]:
        """The tag requirement as patterns; empty where it names no tags."""
        return self.tag_pattern_list or tuple(f"{prefix}*" for prefix in self.tag_prefix_list or ())

    @model_validator(mode="after")
    def _check(self) -> Self:
        lists = [one for one in (self.tag_pattern_list, self.tag_prefix_list) if one is not None]
        if len(lists) != (self.tag_status == "tagged"):
            raise ValueError(
                "`tagged` takes exactly one of tagPatternList and tagPrefixList, the others none"
            )
        if (self.count_unit is None) != (self.count_type == "imageCountMoreThan"):
            raise ValueError("countUnit is `days`, and there is none with imageCountMoreThan")
        if (self.storage_class == "archive") != (self.count_type == "sinceImageTransitioned"):
            raise ValueError("storageClass `archive` goes with sinceImageTransitioned, and with nothing else")
        if self.storage_class == "archive" and self.count_number < MIN_ARCHIVE_DAYS:
            raise ValueError(f"an image stays in the archive for {MIN_ARCHIVE_DAYS} days at least")
        return self


class Action(Native):
    """What happens to the images."""

    type: Literal["expire", "transition"]
    target_storage_class: Literal["archive"] | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.type == "transition") != (self.target_storage_class is not None):
            raise ValueError("`transition` needs targetStorageClass `archive`, and `expire` takes none")
        return self


class Rule(Native):
    """One rule of a lifecycle policy."""

    rule_priority: Count
    description: str = ""
    selection: Selection
    action: Action

    @property
    def name(self) -> str:
        """How a report names the rule."""
        return f"rule {self.rule_priority}{self.description and f' ({self.description})'}"

    @model_validator(mode="after")
    def _check(self) -> Self:
        pulled = self.selection.count_type == "sinceImagePulled"
        if pulled and self.action.type == "expire":
            raise ValueError("nothing expires by its last pull: sinceImagePulled goes with `transition`")
        if self.selection.storage_class == "archive" and self.action.type == "transition":
            raise ValueError("what is in the archive can only expire")
        return self


class LifecyclePolicy(Native):
    """A lifecycle policy; its rules stand in the order of their priority."""

    rules: Annotated[tuple[Rule, ...], BeforeValidator(as_tuple), Field(min_length=1, max_length=MAX_RULES)]

    @property
    def by_priority(self) -> tuple[Rule, ...]:
        """The rules, the one that is applied first in front."""
        return tuple(sorted(self.rules, key=lambda rule: rule.rule_priority))

    @model_validator(mode="after")
    def _check(self) -> Self:
        used = Counter(rule.rule_priority for rule in self.rules)
        twice = [priority for priority, times in used.items() if times > 1]
        if twice:
            raise ValueError(f"rulePriority {twice[0]} is used twice")
        for storage in _STORAGE_CLASSES:
            selections = [rule.selection for rule in self.by_priority]
            statuses = [one.tag_status for one in selections if one.storage_class == storage]
            if "any" in statuses[:-1]:
                last = f"a rule with tagStatus `any` has the highest priority number in {storage} storage"
                raise ValueError(last)
        for selector, times in Counter(rule.selection.selector for rule in self.rules).items():
            if times > 1:
                raise ValueError(f"{times} rules select {selector}")
        return self


def read_policy(text: str) -> LifecyclePolicy:
    """The lifecycle policy in a text, as `aws ecr put-lifecycle-policy` takes it.

    Raises `PolicyError` where ECR would refuse it.
    """
    if len(text) > MAX_LENGTH:
        raise PolicyError((f"the document: ECR takes {MAX_LENGTH:,} characters, not {len(text):,}",))
    try:
        return LifecyclePolicy.model_validate_json(text)
    except ValidationError as error:
        raise PolicyError(problems(error)) from None
