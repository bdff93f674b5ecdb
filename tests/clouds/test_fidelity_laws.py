"""The law of fidelity: every setting is answered once, whatever a repository says."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.organisations import compiled, team
from wharfinger.clouds.compiled import CompiledPlacement
from wharfinger.plan.settings import settings_said, trace

PATTERN = st.sampled_from(["v*", "v?", "1.0", "*-stable", "a*b*c*d*e*", "*"])
PATTERNS = st.lists(PATTERN, max_size=4, unique=True)
REPOSITORIES = st.fixed_dictionaries(
    {},
    optional={
        "tags": st.fixed_dictionaries({}, optional={"immutable": st.booleans(), "mutable": PATTERNS}),
        "scanning": st.sampled_from(["disabled", "on_push", "continuous"]),
        "encryption": st.sampled_from(["provider_key", "customer_key"]),
        "retention": st.fixed_dictionaries(
            {},
            optional={
                "tags": st.dictionaries(
                    PATTERN,
                    st.sampled_from(
                        [
                            "protect",
                            "keep newest 5",
                            "expire after 7 days",
                            "archive after 7 days without a pull",
                        ]
                    ),
                    max_size=4,
                ),
                "untagged": st.sampled_from(["protect", "expire after 9 days"]),
                "rollout": st.sampled_from(["enforce", "observe"]),
            },
        ),
        "replicas": st.fixed_dictionaries(
            {},
            optional={
                "aws": st.just(["eu-west-1", "us-east-1"]),
                "gcp": st.just(["europe-west1"]),
                "azure": st.just(["northeurope"]),
            },
        ),
        "pull": st.lists(st.sampled_from(["team", "pipelines", "runtime"]), unique=True),
        "push": st.lists(st.sampled_from(["pipelines", "runtime"]), unique=True),
        "delete_protection": st.booleans(),
        "on_removal": st.sampled_from(["delete", "retain"]),
        "labels": st.dictionaries(st.sampled_from(["tier", "data"]), st.sampled_from(["one", "Two"])),
    },
)


def _asked(placement: CompiledPlacement) -> set[str]:
    """The settings that the spec asks something of this cloud with."""
    layers, cloud = placement.placement.layers, placement.placement.registry.cloud
    asked: set[str] = set()
    for setting in settings_said(layers):
        group, _, leaf = setting.partition(".")
        value = trace(layers, setting)[-1].value
        if value == () or (setting, value) == ("retention.untagged", "protect"):
            continue
        if setting == "retention.rollout":
            # Only where something would go is there anything to roll out.
            continue
        if group == "replicas":
            asked |= {"replicas"} if leaf == cloud else set()
        else:
            asked.add(group if group == "labels" else setting)
    return asked


@given(REPOSITORIES)
@settings(max_examples=60)
def test_each_setting_that_was_said_is_answered_exactly_once_in_every_registry(repository):
    found = compiled(
        teams={"payments": team({"api": repository})},
        principals={"runtime": {"aws": ["222222222222"], "gcp": ["group:run@acme.example"]}},
    )
    assert len(found.placements) == 5
    for placement in found.placements:
        answered = [answer.said_as or answer.setting for answer in placement.findings]
        assert len(answered) == len(set(answered))
        assert _asked(placement) <= set(answered)
        assert all(answer.reason for answer in placement.findings if answer.fidelity != "native")
