"""Whether an ECR lifecycle policy expires anything.

Source: the ECR user guide, "Lifecycle policy properties" and "How lifecycle policies work".
"""

from dataclasses import dataclass

from registry_guardrails.documents import MalformedDocumentError, parse_object
from registry_guardrails.retention_limits import Limits
from registry_guardrails.values import elements, mapping, quote

_BY_COUNT = "imageCountMoreThan"
_BY_AGE = ("sinceImagePushed", "sinceImageTransitioned")
_TAG_STATUSES = ("tagged", "untagged", "any")


@dataclass(frozen=True)
class _Rule:
    priority: float
    expires: bool
    tag_status: str
    tag_patterns: frozenset[str]
    storage_class: str
    count_type: str
    count: float

    def is_short(self, limits: Limits) -> bool:
        """Whether it expires images within the limits."""
        if self.count_type == _BY_COUNT:
            return self.expires and self.count <= limits.count
        return self.expires and self.count_type in _BY_AGE and self.count <= limits.days

    def claims_all_of(self, other: "_Rule") -> bool:
        """Whether it keeps the other from each of its images: an earlier rule owns what its tags match."""
        if self.priority >= other.priority:
            return False
        if (self.tag_status, self.storage_class) != (other.tag_status, other.storage_class):
            return False
        return self.tag_patterns <= {"*"} or self.tag_patterns == other.tag_patterns


def shortfall(policy: object, limits: Limits) -> str | None:
    """Tell why a lifecycle policy, as JSON text or an object, expires nothing; None if it expires something.

    A rule counts when its action is expire, it is within the limits, and no longer-keeping rule of higher
    priority claims all of its images. Raises MalformedDocumentError.
    """
    rules = [_rule(raw) for raw in elements(parse_object(policy).get("rules"))]
    if not rules:
        return "has no rules"
    if not any(rule.expires for rule in rules):
        return "has no rule with action expire"
    short = [rule for rule in rules if rule.is_short(limits)]
    if not short:
        return f"has only rules that keep more than {limits.count:g} images or {limits.days:g} days"
    long = [rule for rule in rules if not rule.is_short(limits)]
    if all(any(keeper.claims_all_of(rule) for keeper in long) for rule in short):
        return "has only expiring rules whose images all belong to a rule of higher priority that keeps them"
    return None


def _rule(raw: object) -> _Rule:
    rule = mapping(raw)
    selection = mapping(rule.get("selection"))
    status, count_type = selection.get("tagStatus"), selection.get("countType")
    if status not in _TAG_STATUSES:
        raise MalformedDocumentError(f"a rule has tagStatus {quote(status)}")
    if not isinstance(count_type, str):
        raise MalformedDocumentError(f"a rule has countType {quote(count_type)}")
    patterns = elements(selection.get("tagPatternList"))
    patterns += [f"{prefix}*" for prefix in elements(selection.get("tagPrefixList"))]
    return _Rule(
        priority=_number(rule.get("rulePriority"), "rulePriority"),
        expires=mapping(rule.get("action")).get("type") == "expire",
        tag_status=str(status),
        tag_patterns=frozenset(str(pattern) for pattern in patterns),
        storage_class=str(selection.get("storageClass", "standard")),
        count_type=count_type,
        count=_number(selection.get("countNumber"), "countNumber"),
    )


def _number(value: object, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise MalformedDocumentError(f"a rule has {name} {quote(value)}")
    return value
