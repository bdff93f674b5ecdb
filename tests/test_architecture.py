"""The rules between the parts of the project, read from the code itself."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CORE = ROOT / "wharfinger"
COMPONENTS = ROOT / "components" / "wharfinger_components"
POLICY_PACK = ROOT / "policy-packs" / "registry-guardrails"
SANDBOX = ROOT / "sandbox" / "wharfinger_sandbox"

MODULES = sorted(path for part in (CORE, COMPONENTS, POLICY_PACK, SANDBOX) for path in part.rglob("*.py"))
VAGUE = {"common", "helper", "helpers", "manager", "managers", "misc", "util", "utils"}

DECLARING = ("declare", "program")
"""What in the components knows the spec's types: the modules or folders of these names."""


def imported(path: Path) -> Iterator[str]:
    """The modules that a module imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def reached(path: Path, packages: tuple[str, ...]) -> set[str]:
    """Of the packages, those that a module imports something of."""
    names = list(imported(path))
    return {package for package in packages if any(f"{name}.".startswith(f"{package}.") for name in names)}


def _named(paths: list[Path]) -> list[pytest.param]:
    return [pytest.param(path, id=str(path.relative_to(ROOT))) for path in paths]


def _under(folder: Path, *, without: tuple[Path, ...] = ()) -> list[pytest.param]:
    found = [path for path in sorted(folder.rglob("*.py")) if not any(w in path.parents for w in without)]
    assert found
    return _named(found)


@pytest.mark.parametrize("module", _under(CORE, without=(CORE / "fleet",)))
def test_the_core_does_not_import_pulumi(module):
    names = {name.partition(".")[0] for name in imported(module)}
    assert not {name for name in names if name.startswith("pulumi")}


@pytest.mark.parametrize("module", _under(CORE))
def test_the_core_imports_no_other_part(module):
    others = ("wharfinger_components", "registry_guardrails")
    allowed = ("wharfinger_sandbox",) if CORE / "fleet" in module.parents else ()
    assert reached(module, (*others, "wharfinger_sandbox")) <= set(allowed)


def test_the_command_loads_no_pulumi_module():
    code = "import sys, wharfinger.cli; print(*[name for name in sys.modules if name.startswith('pulumi')])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert ran.stdout.split() == []


@pytest.mark.parametrize("module", _under(CORE / "spec"))
def test_the_spec_knows_nothing_of_plan_and_clouds(module):
    later = ("plan", "clouds", "render", "commands", "fleet", "organisation", "stacks", "cli")
    assert reached(module, tuple(f"wharfinger.{part}" for part in later)) == set()


@pytest.mark.parametrize("module", _under(CORE / "plan"))
def test_the_plan_knows_nothing_of_clouds(module):
    later = ("clouds", "render", "commands", "fleet", "organisation", "stacks", "cli")
    assert reached(module, tuple(f"wharfinger.{part}" for part in later)) == set()


@pytest.mark.parametrize("module", _under(CORE / "clouds"))
def test_the_clouds_know_nothing_of_what_is_shown(module):
    later = ("render", "commands", "fleet", "organisation", "stacks", "cli")
    assert reached(module, tuple(f"wharfinger.{part}" for part in later)) == set()


@pytest.mark.parametrize("cloud", ["aws", "gcp", "azure"])
def test_a_cloud_knows_nothing_of_the_others(cloud):
    others = tuple(f"wharfinger.clouds.{other}" for other in {"aws", "gcp", "azure"} - {cloud})
    for module in sorted((CORE / "clouds" / cloud).rglob("*.py")):
        assert reached(module, others) == set(), module


def test_the_clouds_have_the_same_rooms():
    rooms = {
        cloud: {path.name for path in (CORE / "clouds" / cloud).glob("*.py")}
        for cloud in ("aws", "gcp", "azure")
    }
    assert rooms["aws"] == rooms["gcp"] == rooms["azure"]


@pytest.mark.parametrize("module", _under(COMPONENTS))
def test_components_are_usable_without_the_spec(module):
    if not module.relative_to(COMPONENTS).parts[0].startswith(DECLARING):
        assert reached(module, ("wharfinger", "wharfinger_sandbox", "registry_guardrails")) == set()


@pytest.mark.parametrize("module", _under(POLICY_PACK))
def test_the_policy_pack_trusts_nobody_else(module):
    assert reached(module, ("wharfinger", "wharfinger_components", "wharfinger_sandbox")) == set()


@pytest.mark.parametrize("module", _named(MODULES))
def test_a_module_is_short_enough_to_read(module):
    assert len(module.read_text().splitlines()) <= 400


@pytest.mark.parametrize("module", _named(MODULES))
def test_a_modules_name_says_what_is_in_it(module):
    words = {word for part in module.relative_to(ROOT).with_suffix("").parts for word in part.split("_")}
    assert not words & VAGUE


def test_an_import_is_found_wherever_it_stands(tmp_path):
    module = tmp_path / "module.py"
    module.write_text("def late():\n    from pulumi import runtime\n    import wharfinger.plan.model\n")
    assert set(imported(module)) == {"pulumi", "pulumi.runtime", "wharfinger.plan.model"}
    assert reached(module, ("wharfinger.plan", "wharfinger.planning", "pulumi_aws")) == {"wharfinger.plan"}
