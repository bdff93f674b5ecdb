"""Equal findings told once."""

from tests.organisations import ECR, GAR, compiled, team
from wharfinger.render.fidelity import FindingGroup, group_findings
from wharfinger.spec.places import Place, Places

PLACES = Places({(): Place("org.yaml", 1, 1)}, {(): Place("org.yaml", 1, 1)})


def _groups(setting: str, cloud: str) -> list[FindingGroup]:
    rules = {"v*": "protect", "edge": "protect", "*": "keep newest 20", "pr-*": "keep newest 5"}
    found = compiled(
        registries={"ecr": ECR, "gar": GAR},
        defaults={"accept": ["gcp.retention.keep_newest"]},
        teams={"payments": team({"api": {"retention": {"tags": rules}}, "web": {}})},
    )
    groups = group_findings(found.registries.values(), found.placements, PLACES)
    return [group for group in groups if (group.finding.setting, group.cloud) == (setting, cloud)]


def test_rules_of_one_kind_are_told_once_for_each_placement():
    (group,) = _groups("retention.protect", "aws")
    assert group.placements == ("payments/api@ecr",)


def test_refusals_of_several_rules_are_accepted_together():
    (group,) = _groups("retention.keep_newest", "gcp")
    assert group.finding.fidelity == "refused"
    assert group.accepted == Place("org.yaml", 1, 1)
    assert group.placements == ("payments/api@gar",)
