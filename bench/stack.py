"""A project with one stack of a given size, twice: through the components, and as a bare program."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import yaml

from bench.bare import program
from bench.generate import to_yaml
from bench.identities import machine, people
from wharfinger.clouds.compiled import compile_plan, resources
from wharfinger.plan.resolve import resolve
from wharfinger.plan.scopes import TeamScope
from wharfinger.spec.organisation import Spec
from wharfinger.stacks import stack_configs, stack_file, stack_name

SCOPE: Final = TeamScope("shop", "prod")
STACK: Final = stack_name(SCOPE)
STEP: Final = 10
"""The resources of two repositories: both are in ECR with two policies, one in Artifact Registry with three
grants."""

_THROUGH_COMPONENTS: Final = '''"""The organisation's resources, through its components."""

from wharfinger_components.program import run

run()
'''


def write_projects(components: Path, bare: Path, size: int) -> None:
    """Write both projects, each with its stack's config.

    Raises `ValueError` for a size that is no multiple of 10.
    """
    spec = organisation(size)
    compiled = compile_plan(resolve(Spec.model_validate(spec)))
    config = stack_configs(compiled)[stack_file(SCOPE)]
    _write_project(components, _THROUGH_COMPONENTS, config)
    (components / "stacks" / "org.yaml").write_text(to_yaml(spec))
    _write_project(bare, program(resources(compiled, SCOPE)), config)


def _write_project(folder: Path, main: str, config: str) -> None:
    (folder / "stacks").mkdir(parents=True)
    (folder / "stacks" / stack_file(SCOPE)).write_text(config)
    (folder / "__main__.py").write_text(main)
    runtime = {"name": "python", "options": {"toolchain": "pip", "virtualenv": sys.prefix}}
    project = {"name": "bench", "runtime": runtime, "stackConfigDir": "stacks"}
    (folder / "Pulumi.yaml").write_text(yaml.safe_dump(project))


def organisation(size: int) -> dict[str, Any]:
    """A spec with one team, whose placements in prod come to `size` resources in the clouds."""
    if size % STEP:
        raise ValueError(f"{size} is no multiple of {STEP}")
    return {
        "organisation": "acme",
        "environments": ["prod"],
        "registries": {
            "aws-prod": {
                "cloud": "aws",
                "environment": "prod",
                "account": "222222222222",
                "region": "eu-central-1",
            },
            "gcp-prod": {
                "cloud": "gcp",
                "environment": "prod",
                "project": "acme-registries-prod",
                "location": "europe-west3",
            },
        },
        "principals": {"clusters": machine("clusters")},
        "defaults": {"pull": ["team", "pipelines", "clusters"]},
        "teams": {
            "shop": {
                "owners": ["shop@acme.example"],
                "principals": {"developers": people("shop-developers")},
                "pipelines": {"release": machine("shop-release")},
                "repositories": _repositories(range(1, size // STEP + 1)),
            }
        },
    }


def _repositories(numbers: Iterable[int]) -> dict[str, Any]:
    repositories: dict[str, Any] = {}
    for number in numbers:
        repositories[f"everywhere-{number:03}"] = {}
        repositories[f"in-aws-{number:03}"] = {"placement": {"clouds": ["aws"]}}
    return repositories
