"""The real engine against the stand-in clouds, with programs that the language host runs."""

import json
import textwrap

import pytest
from wharfinger_sandbox import drift
from wharfinger_sandbox.provider.model import Stored
from wharfinger_sandbox.session import CommandError, Sandbox

pytestmark = pytest.mark.engine

REPOSITORY = "aws:ecr/repository:Repository"
OWNED = {"region": "eu-west-1", "registryId": "123456789012"}
PROGRAM = """
    import pulumi
    import pulumi_aws as aws

    config = pulumi.Config()
    mutability = config.get("tags") or "IMMUTABLE"
    app = aws.ecr.Repository("app", name="team/app", image_tag_mutability=mutability)
    pulumi.export("arn", app.arn)
"""
POLICY_PACK = """
    from pulumi_policy import EnforcementLevel, PolicyPack, ResourceValidationPolicy

    def check(args, report):
        if args.props.get("imageTagMutability") == "MUTABLE":
            report("tags can be moved")

    policy = ResourceValidationPolicy("immutable", "Tags stay", check, EnforcementLevel.MANDATORY)
    PolicyPack("tiny", [policy])
"""


class Stack:
    """One stack of a program, in a sandbox."""

    def __init__(self, sandbox, project):
        self.sandbox = sandbox
        self.project = project

    def pulumi(self, *arguments, check=True):
        done = self.sandbox.pulumi(*arguments, cwd=self.project, check=check)
        return done.stdout + done.stderr

    def up(self, *options):
        return self.pulumi("up", "--yes", "--skip-preview", *options)

    def ids(self):
        with self.sandbox.store.reading() as clouds:
            return [stored.id for stored in clouds.each()]


@pytest.fixture
def stack(tmp_path):
    """Makes a project of a program's text, and its stack `dev`."""
    project = tmp_path / "project"
    project.mkdir()
    (project / "Pulumi.yaml").write_text("name: shop\nruntime: python\nconfig:\n  aws:region: eu-west-1\n")
    with Sandbox(tmp_path / "sandbox") as sandbox:

        def made(program=PROGRAM):
            (project / "__main__.py").write_text(textwrap.dedent(program))
            stack = Stack(sandbox, project)
            stack.pulumi("stack", "init", "dev")
            return stack

        yield made


def test_a_stack_is_previewed_brought_up_left_alone_and_destroyed(stack):
    shop = stack()

    preview = shop.pulumi("preview")
    assert "2 to create" in preview
    assert "arn: [unknown]" in preview
    assert shop.ids() == []

    assert "2 created" in shop.up()
    assert shop.ids() == ["team/app"]
    assert "2 unchanged" in shop.up()

    shop.pulumi("destroy", "--yes", "--skip-preview")
    assert shop.ids() == []


def test_drift_and_loss_show_on_refresh_and_are_repaired_by_up(stack):
    shop = stack("""
        import pulumi_aws as aws

        aws.ecr.Repository("kept", name="kept", image_tag_mutability="IMMUTABLE")
        aws.ecr.Repository("lost", name="lost")
    """)
    shop.up()
    drift.alter(shop.sandbox.store, REPOSITORY, "kept", {"imageTagMutability": "MUTABLE"})
    drift.remove(shop.sandbox.store, REPOSITORY, "lost")

    refreshed = shop.pulumi("refresh", "--yes", "--skip-preview")
    assert "diff: ~imageTagMutability" in refreshed
    assert "1 deleted" in refreshed
    repaired = shop.up()
    assert "1 updated" in repaired
    assert "1 created" in repaired

    kept = drift.look_up(shop.sandbox.store, REPOSITORY, "kept")
    assert kept.inputs["imageTagMutability"] == "IMMUTABLE"
    assert shop.ids() == ["kept", "lost"]


def test_something_that_exists_is_imported_and_then_unchanged(stack):
    shop = stack()
    inputs = {"name": "team/app", "imageTagMutability": "IMMUTABLE", "region": "eu-west-1"}
    with shop.sandbox.store.changing() as clouds:
        clouds.put(Stored(REPOSITORY, "team/app", inputs, {**inputs, **OWNED, "arn": "arn:found"}))

    imported = shop.pulumi(
        "import",
        "--yes",
        "--skip-preview",
        "--protect=false",
        "--generate-code=false",
        REPOSITORY,
        "app",
        "team/app",
    )

    assert "1 imported" in imported
    assert "2 unchanged" in shop.up()
    assert drift.look_up(shop.sandbox.store, REPOSITORY, "team/app").outputs["arn"] == "arn:found"


def test_a_refused_value_stops_the_preview_with_the_reason_and_the_mend(stack):
    shop = stack()

    with pytest.raises(CommandError) as error:
        shop.pulumi("preview", "--config", "tags=IMUTABLE")

    said = str(error.value)
    assert "sandbox (stand-in for ECR): imageTagMutability is 'IMUTABLE'" in said
    assert "Did you mean 'IMMUTABLE'?" in said


def test_a_refused_creation_fails_the_update_and_names_the_stand_in(stack):
    shop = stack()
    with shop.sandbox.store.changing() as clouds:
        clouds.put(Stored(REPOSITORY, "team/app", {"name": "team/app"}, OWNED))

    said = shop.pulumi("up", "--yes", "--skip-preview", check=False)

    assert "sandbox (stand-in for ECR): 'team/app' already exists" in said


def test_a_secret_stays_secret_in_outputs_and_state(stack):
    shop = stack("""
        import pulumi
        import pulumi_aws as aws

        secret = pulumi.Config().require_secret("note")
        app = aws.ecr.Repository("app", name="app", tags={"note": secret})
        pulumi.export("tags", app.tags)
    """)
    shop.pulumi("config", "set", "--secret", "note", "hush-hush")

    assert "tags: [secret]" in shop.up()
    exported = shop.pulumi("stack", "export")
    assert "hush-hush" not in exported
    assert "hush-hush" in shop.pulumi("stack", "output", "--show-secrets", "tags")
    kept = drift.look_up(shop.sandbox.store, REPOSITORY, "app")
    assert kept.inputs["tags"] == {"note": "hush-hush"}


def test_a_program_that_raises_fails_once_with_its_own_traceback(stack):
    shop = stack("""
        def fall():
            raise ValueError("the plank is loose")

        fall()
    """)

    with pytest.raises(CommandError) as error:
        shop.pulumi("preview")

    diagnostics = error.value.done.stdout.split("Diagnostics:")[1]
    assert diagnostics.count("ValueError: the plank is loose") == 1
    assert "pulumi-language-python-exec" not in diagnostics
    assert "non-zero exit code" not in diagnostics


def test_a_policy_pack_stops_a_preview(stack, tmp_path):
    shop = stack()
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "PulumiPolicy.yaml").write_text("runtime: python\nversion: 0.1.0\n")
    (pack / "__main__.py").write_text(textwrap.dedent(POLICY_PACK))

    assert "2 to create" in shop.pulumi("preview", "--policy-pack", pack)

    with pytest.raises(CommandError, match="tags can be moved"):
        shop.pulumi("preview", "--policy-pack", pack, "--config", "tags=MUTABLE")


def test_providers_with_two_configurations_are_told_apart(stack):
    shop = stack("""
        import pulumi
        import pulumi_aws as aws

        virginia = aws.Provider("virginia", region="us-east-1", allowed_account_ids=["222222222222"])
        apart = pulumi.ResourceOptions(provider=virginia)
        asking = pulumi.InvokeOptions(provider=virginia)
        here = aws.ecr.Repository("here", name="app")
        there = aws.ecr.Repository("there", name="app", opts=apart)
        pulumi.export("here", here.arn)
        pulumi.export("there", there.arn)
        pulumi.export("caller", aws.get_caller_identity(opts=asking).account_id)
    """)

    shop.up()

    outputs = json.loads(shop.pulumi("stack", "output", "--json"))
    assert outputs["here"].split(":")[3] == "eu-west-1"
    assert outputs["there"].split(":")[3:5] == ["us-east-1", "222222222222"]
    assert outputs["caller"] == "222222222222"


def test_a_replacement_under_the_same_name_deletes_first(stack):
    shop = stack("""
        import pulumi
        import pulumi_aws as aws

        kind = pulumi.Config().get("encryption") or "AES256"
        app = aws.ecr.Repository("app", name="app", encryption_configurations=[{"encryption_type": kind}])
    """)
    shop.up()

    said = shop.up("--config", "encryption=KMS")

    assert "1 replaced" in said
    assert said.index("deleted original") < said.index("created replacement")


def test_two_sandboxes_side_by_side_know_nothing_of_each_other(tmp_path):
    with Sandbox(tmp_path / "one") as one, Sandbox(tmp_path / "two") as two:
        with one.store.changing() as clouds:
            clouds.put(Stored(REPOSITORY, "app", {}, {}))
        with two.store.reading() as clouds:
            assert list(clouds.each()) == []
        assert one.environment["PULUMI_DEBUG_PROVIDERS"] != two.environment["PULUMI_DEBUG_PROVIDERS"]
