"""What users live through: the spec changes, or the clouds do, and Pulumi's own commands deal with it."""

import json
import shutil
from pathlib import Path

import pytest
from wharfinger_components.aws.repository import NOTHING_EXPIRES
from wharfinger_sandbox.provider.model import Stored
from wharfinger_sandbox.session import Sandbox

from tests.engine.conftest import STACKS, TEAM, Project

pytestmark = [pytest.mark.engine, pytest.mark.xdist_group("engine")]

ECR = "aws:ecr/repository:Repository"
LIFECYCLE = "aws:ecr/lifecyclePolicy:LifecyclePolicy"
GAR = "gcp:artifactregistry/repository:Repository"


@pytest.mark.parametrize("stack", STACKS)
def test_the_second_up_changes_nothing(acme: Project, stack: str) -> None:
    assert "unchanged" in acme.up(stack, "--expect-no-changes")


@pytest.mark.parametrize("stack", STACKS)
def test_a_refresh_finds_nothing_where_nothing_drifted(acme: Project, stack: str) -> None:
    acme.pulumi("refresh --yes --skip-preview --expect-no-changes", stack)


def test_a_second_machine_sees_the_same_and_changes_nothing(brought_up: Path, tmp_path: Path) -> None:
    shutil.copytree(brought_up / "project", tmp_path / "checkout")
    shutil.copytree(brought_up / "home" / "state", tmp_path / "home" / "state")
    shutil.copy(brought_up / "home" / "clouds.sqlite", tmp_path / "home")
    with Sandbox(tmp_path / "home") as second:
        assert "unchanged" in Project(tmp_path / "checkout", second).up(TEAM, "--expect-no-changes")


def test_drift_is_seen_by_a_refresh_and_repaired_by_an_up(acme: Project) -> None:
    with acme.sandbox.store.changing() as clouds:
        stored = clouds.find(ECR, "payments/api")
        assert stored
        drifted = {"imageTagMutability": "MUTABLE"}
        inputs, outputs = {**stored.inputs, **drifted}, {**stored.outputs, **drifted}
        clouds.put(Stored(stored.token, stored.id, inputs, outputs))

    preview = acme.pulumi("preview --refresh --diff", TEAM)
    assert "imageTagMutability" in preview
    acme.pulumi("refresh --yes --skip-preview", TEAM)
    assert "1 updated" in acme.up()
    assert acme.input_of(ECR, "payments/api")["imageTagMutability"] == "IMMUTABLE"


def test_a_repository_that_someone_deleted_is_made_again(acme: Project) -> None:
    with acme.sandbox.store.changing() as clouds:
        clouds.delete(GAR, "projects/acme-prod/locations/europe-west3/repositories/payments-ledger")
    acme.pulumi("refresh --yes --skip-preview", TEAM)
    acme.up()
    assert acme.exists(GAR, "projects/acme-prod/locations/europe-west3/repositories/payments-ledger")


def test_one_changed_repository_changes_only_its_own_resources(acme: Project) -> None:
    acme.edit_team("  ledger: {}", "  ledger: {labels: {data-class: internal}}")
    # ACR has no labels on repositories, which the spec must accept.
    acme.edit_team(
        "labels: {data-class: internal}}", "labels: {data-class: internal}, accept: [azure.labels]}"
    )
    assert _changes(acme) == {(ECR, "payments/ledger@aws-prod"), (GAR, "payments/ledger@gcp-prod")}


def _changes(acme: Project) -> set[tuple[str, str]]:
    """The type and name of each resource that an up would change."""
    preview = json.loads(acme.pulumi("preview --json", TEAM).partition("\n\n")[0])
    changed = [step["urn"] for step in preview["steps"] if step["op"] not in {"same", "refresh"}]
    return {(urn.split("::")[2].rpartition("$")[2], urn.split("::")[3]) for urn in changed}


def test_an_edited_rule_overwrites_one_policy_and_the_repository_is_never_without(acme: Project) -> None:
    acme.forbid_deletes(LIFECYCLE)
    acme.edit_team("keep newest 30", "keep newest 40")
    assert _changes(acme) == {(LIFECYCLE, "payments/api@aws-prod")}
    assert "1 replaced" in acme.up()
    assert "keep newest 40" in str(acme.input_of(LIFECYCLE, "payments/api")["policy"])
    assert "unchanged" in acme.up(TEAM, "--expect-no-changes")
    acme.pulumi("refresh --yes --skip-preview --expect-no-changes", TEAM)


def test_a_policy_that_the_state_does_not_retain_yet_is_not_lost(acme: Project) -> None:
    file = acme.path / "state.json"
    acme.pulumi("stack export", TEAM, "--file", str(file))
    state = json.loads(file.read_text())
    for resource in state["deployment"]["resources"]:
        if resource["type"] == LIFECYCLE:
            del resource["retainOnDelete"]
    file.write_text(json.dumps(state))
    acme.pulumi("stack import", TEAM, "--file", str(file))
    acme.edit_team("keep newest 30", "keep newest 40")
    acme.up()
    assert "keep newest 40" in str(acme.input_of(LIFECYCLE, "payments/api")["policy"])


def test_where_nothing_expires_any_more_the_policy_says_so(acme: Project) -> None:
    acme.forbid_deletes(LIFECYCLE)
    acme.edit_team("keep newest 30}", "keep newest 30}, rollout: observe")
    acme.up()
    assert acme.input_of(LIFECYCLE, "payments/api")["policy"] == NOTHING_EXPIRES


def test_a_removed_repository_is_refused_while_it_is_protected(acme: Project) -> None:
    acme.edit_team("  ledger: {}\n", "")
    output = acme.up(check=False)
    assert "is protected" in output or "cannot be deleted" in output
    assert acme.exists(ECR, "payments/ledger")


def test_a_repository_goes_in_two_steps(acme: Project) -> None:
    acme.edit_team("  ledger: {}", "  ledger: {delete_protection: false}")
    acme.up()
    acme.edit_team("  ledger: {delete_protection: false}\n", "")
    assert "deleted" in acme.up()
    assert not acme.exists(ECR, "payments/ledger")
    assert acme.exists(ECR, "payments/api")


def test_a_retained_repository_stays_in_its_cloud(acme: Project) -> None:
    acme.edit_team("  ledger: {}", "  ledger: {delete_protection: false, on_removal: retain}")
    acme.up()
    acme.edit_team("  ledger: {delete_protection: false, on_removal: retain}\n", "")
    acme.up()
    assert acme.exists(ECR, "payments/ledger")


def test_everything_unprotected_can_be_destroyed(acme: Project) -> None:
    acme.edit_team('retention: {tags: {"*": keep newest 30}}', "delete_protection: false")
    acme.edit_team("  ledger: {}", "  ledger: {delete_protection: false}")
    acme.up()
    assert "deleted" in acme.pulumi("destroy --yes --skip-preview", TEAM)
    assert not acme.exists(ECR, "payments/api")


def test_a_repository_made_by_hand_is_imported(acme: Project) -> None:
    with acme.sandbox.store.changing() as clouds:
        stored = clouds.find(ECR, "payments/api")
        assert stored
        named = {"name": "payments/old"}
        clouds.put(Stored(ECR, "payments/old", {**stored.inputs, **named}, {**stored.outputs, **named}))
    output = acme.pulumi(
        "import --yes --protect=false --generate-code=false", TEAM, ECR, "old", "payments/old"
    )
    assert "1 imported" in output


def test_a_spec_that_is_wrong_stops_the_program_with_its_place_and_without_a_traceback(acme: Project) -> None:
    acme.edit_team("  ledger: {}", "  ledger: {retenion: {}}")
    output = acme.pulumi("preview", TEAM, check=False)
    assert "stacks/teams/payments.yaml:" in output
    assert "did you mean `retention`?" in output
    assert "Traceback" not in output


def test_a_stack_without_a_scope_says_what_to_set(acme: Project) -> None:
    acme.sandbox.pulumi("stack", "init", "stray", cwd=acme.path)
    output = acme.pulumi("preview", "stray", check=False)
    assert "this stack has no scope" in output
    assert "set `wharfinger:scope` to `{team: TEAM, environment: ENVIRONMENT}`" in output


def test_a_stack_loads_the_sdks_of_its_own_clouds_alone(brought_up: Path, tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(brought_up / "project", project)
    with (project / "__main__.py").open("a") as program:
        program.write(
            "import sys\n"
            "known = {'pulumi_aws', 'pulumi_azure_native', 'pulumi_gcp'}\n"
            "print('sdks', sorted(known & set(sys.modules)))\n"
        )
    shutil.copytree(brought_up / "home", tmp_path / "home")
    with Sandbox(tmp_path / "home") as sandbox:
        changed = Project(project, sandbox)
        assert "sdks ['pulumi_aws']" in changed.pulumi("preview", "aws-prod")
        assert "sdks ['pulumi_azure_native']" in changed.pulumi("preview", "azure-prod")
        assert "sdks ['pulumi_aws', 'pulumi_gcp']" in changed.pulumi("preview", TEAM)
