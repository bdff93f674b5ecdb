"""A small organisation on the real engine, brought up once and copied for each test."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from wharfinger_sandbox.session import Sandbox

from wharfinger.organisation import read
from wharfinger.stacks import stack_configs

ORGANISATION = """\
organisation: acme
environments: [prod]
registries:
  aws-prod: {cloud: aws, environment: prod, account: "222222222222", region: eu-central-1}
  gcp-prod: {cloud: gcp, environment: prod, project: acme-prod, location: europe-west3}
  azure-prod:
    cloud: azure
    environment: prod
    subscription: 00000000-0000-0000-0000-000000000001
    resource_group: registries
    name: acmeprod
    location: westeurope
defaults:
  accept: [azure.tags.immutable, gcp.retention.keep_newest]
"""
PAYMENTS = """\
team: payments
owners: [payments@acme.example]
cost_centre: CC-2010
pipelines:
  release:
    aws: ["arn:aws:iam::{account}:role/payments-release"]
    gcp: ["serviceAccount:payments-release@{project}.iam.gserviceaccount.com"]
    azure: [{object_id: 00000000-0000-0000-0000-000000000002, type: ServicePrincipal}]
repositories:
  api:
    retention: {tags: {"*": keep newest 30}}
  ledger: {}
"""
PROGRAM = """\
from wharfinger_components.program import run

run("stacks/org.yaml")
"""
REGISTRIES = ("aws-prod", "azure-prod", "gcp-prod")
TEAM = "payments.prod"
STACKS = (*REGISTRIES, TEAM)


@dataclass(frozen=True)
class Project:
    """A Pulumi project in a sandbox of its own."""

    path: Path
    sandbox: Sandbox

    def pulumi(self, command: str, stack: str, *options: str, check: bool = True) -> str:
        """Run a command of the engine on a stack; everything that it printed."""
        arguments = (*command.split(), "--stack", stack, *options)
        done = self.sandbox.pulumi(*arguments, cwd=self.path, check=check)
        return done.stdout + done.stderr

    def up(self, stack: str = TEAM, *options: str, check: bool = True) -> str:
        return self.pulumi("up --yes --skip-preview", stack, *options, check=check)

    def edit_team(self, before: str, after: str) -> None:
        file = self.path / "stacks" / "teams" / "payments.yaml"
        text = file.read_text()
        assert before in text
        file.write_text(text.replace(before, after))

    def input_of(self, token: str, resource_id: str) -> dict[str, object]:
        """A resource's inputs, as its cloud has them."""
        with self.sandbox.store.reading() as clouds:
            stored = clouds.find(token, resource_id)
        assert stored is not None, f"{resource_id} does not exist"
        return dict(stored.inputs)

    def exists(self, token: str, resource_id: str) -> bool:
        with self.sandbox.store.reading() as clouds:
            return clouds.find(token, resource_id) is not None

    def forbid_deletes(self, token: str) -> None:
        """Let no resource of a type be deleted from now on: what tries it fails."""
        trigger = (
            f"CREATE TRIGGER forbidden BEFORE DELETE ON resources WHEN OLD.token = '{token}'"
            " BEGIN SELECT RAISE(ABORT, 'deletes are forbidden'); END"
        )
        with closing(sqlite3.connect(self.sandbox.store.path)) as clouds:
            clouds.execute(trigger)


@pytest.fixture(scope="session")
def brought_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the project and the sandbox's home, all stacks up."""
    folder = tmp_path_factory.mktemp("organisation")
    project = folder / "project"
    (project / "stacks" / "teams").mkdir(parents=True)
    (project / "Pulumi.yaml").write_text("name: registries\nruntime: python\nstackConfigDir: stacks\n")
    (project / "__main__.py").write_text(PROGRAM)
    (project / "stacks" / "org.yaml").write_text(ORGANISATION)
    (project / "stacks" / "teams" / "payments.yaml").write_text(PAYMENTS)
    for name, text in stack_configs(read(project / "stacks" / "org.yaml").compiled).items():
        (project / "stacks" / name).write_text(text)
    with Sandbox(folder / "home") as sandbox:
        for stack in STACKS:
            sandbox.pulumi("stack", "init", stack, cwd=project)
            Project(project, sandbox).up(stack)
    return folder


@pytest.fixture
def acme(brought_up: Path, tmp_path: Path) -> Iterator[Project]:
    """The organisation with everything up, for one test to change."""
    shutil.copytree(brought_up, tmp_path / "organisation")
    with Sandbox(tmp_path / "organisation" / "home") as sandbox:
        yield Project(tmp_path / "organisation" / "project", sandbox)
