import os

import pytest
from wharfinger_sandbox.engine import Engine
from wharfinger_sandbox.environment import variables

PORTS = {"aws": 1001, "gcp": 1002, "azure-native": 1003}


@pytest.fixture
def engine(tmp_path):
    return Engine(tmp_path / "engine" / "pulumi", "v3.259.0", official=False)


def test_the_engine_uses_the_stand_ins_and_nothing_else(home, engine):
    found = variables(home, engine, PORTS, {"PATH": "/usr/bin"})

    assert found["PULUMI_DEBUG_PROVIDERS"] == "aws:1001,gcp:1002,azure-native:1003"
    assert found["PULUMI_BACKEND_URL"] == f"file://{home.path}/state"
    assert found["PULUMI_HOME"] == str(home.path / "pulumi")
    assert found["PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION"] == "true"
    assert found["PULUMI_SKIP_UPDATE_CHECK"] == "true"
    assert home.state.is_dir()


def test_the_engine_comes_first_on_path_and_only_once(home, engine):
    folder = str(engine.path.parent)
    base = {"PATH": os.pathsep.join(["/usr/bin", folder])}

    assert variables(home, engine, PORTS, base)["PATH"] == os.pathsep.join([folder, "/usr/bin"])


@pytest.mark.parametrize(
    ("official", "installed"),
    [pytest.param(True, False, id="an official engine"), pytest.param(False, True, id="a built engine")],
)
def test_only_a_built_engine_gets_the_stand_in_for_the_language_plugin(home, tmp_path, official, installed):
    engine = Engine(tmp_path / "bin" / "pulumi", "v3.259.0", official=official)

    found = variables(home, engine, PORTS, {"PATH": "/usr/bin"})

    assert any(home.path.rglob("pulumi-language-python")) is installed
    assert found["PATH"] == os.pathsep.join([str(tmp_path / "bin"), "/usr/bin"])


@pytest.mark.parametrize("name", ["PULUMI_CONFIG_PASSPHRASE", "PULUMI_CONFIG_PASSPHRASE_FILE"])
def test_a_passphrase_of_the_users_own_is_kept(home, engine, name):
    assert "PULUMI_CONFIG_PASSPHRASE" not in variables(home, engine, PORTS, {name: ""})


def test_without_one_the_sandbox_has_its_own(home, engine):
    assert variables(home, engine, PORTS, {})["PULUMI_CONFIG_PASSPHRASE"] == "sandbox-only"
