"""The language host as a process over real gRPC, with scripts in place of Pulumi's own and of a plugin."""

import json
import signal
import subprocess

import grpc
import pytest
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import language_pb2 as rpc
from pulumi.runtime.proto import language_pb2_grpc
from wharfinger_sandbox.engine import Engine
from wharfinger_sandbox.language import install_launcher

RUNNER = """
import json, os, pathlib, sys
names = ("PULUMI_CONFIG", "PULUMI_CONFIG_SECRET_KEYS")
seen = {"arguments": sys.argv[1:], "config": [json.loads(os.environ[name]) for name in names]}
pathlib.Path("seen.json").write_text(json.dumps(seen))
sys.exit(int(os.environ.get("EXIT", "0")))
"""

PLUGIN = """
import sys
print("out", sys.argv[1:])
print("err", file=sys.stderr)
sys.exit(3)
"""


@pytest.fixture
def start(tmp_path, monkeypatch):
    """Starts the launcher as the engine does, in an environment with more variables."""
    runner = tmp_path / "engine" / "pulumi-language-python-exec"
    runner.parent.mkdir()
    runner.write_text(RUNNER)
    install_launcher(tmp_path / "plugins", Engine(runner.parent / "pulumi", "v3.259.0", official=False))
    launcher = tmp_path / "plugins" / "language-python-v3.259.0" / "pulumi-language-python"
    started = []

    def started_with(**variables):
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        process = subprocess.Popen(
            [launcher, "-v=3", "127.0.0.1:1"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        started.append(process)
        port = int(process.stdout.readline())
        channel = grpc.insecure_channel(f"127.0.0.1:{port}")
        return process, language_pb2_grpc.LanguageRuntimeStub(channel)

    yield started_with
    for process in started:
        process.kill()
        process.communicate()


def info(folder):
    return rpc.ProgramInfo(root_directory=str(folder), program_directory=str(folder), entry_point=".")


def run_request(folder):
    return rpc.RunRequest(
        info=info(folder),
        project="shop",
        stack="dev",
        organization="acme",
        pwd=str(folder),
        parallel=4,
        dryRun=True,
        monitor_address="127.0.0.1:2",
        config={"shop:a": "1"},
        configSecretKeys=["shop:a"],
    )


def test_a_program_gets_all_that_the_engine_says_of_its_stack(start, tmp_path):
    _, host = start()

    answer = host.Run(run_request(tmp_path))

    assert (answer.error, answer.bail) == ("", False)
    seen = json.loads((tmp_path / "seen.json").read_text())
    assert seen["config"] == [{"shop:a": "1"}, ["shop:a"]]
    options = dict(zip(seen["arguments"][:-1:2], seen["arguments"][1::2], strict=True))
    assert options == {
        "--monitor": "127.0.0.1:2",
        "--engine": "127.0.0.1:1",
        "--project": "shop",
        "--root_directory": str(tmp_path),
        "--stack": "dev",
        "--pwd": str(tmp_path),
        "--dry_run": "true",
        "--parallel": "4",
        "--organization": "acme",
    }
    assert seen["arguments"][-1] == "."


@pytest.mark.parametrize(
    ("code", "error", "bail"),
    [
        pytest.param("32", "", True, id="the user has seen the error"),
        pytest.param("1", "Program exited with non-zero exit code: 1", False, id="nobody has seen it"),
    ],
)
def test_a_failed_program_fails_the_run_once(start, tmp_path, code, error, bail):
    _, host = start(EXIT=code)

    answer = host.Run(run_request(tmp_path))

    assert (answer.error, answer.bail) == (error, bail)


def test_a_plugins_output_and_exit_code_are_passed_on(start, tmp_path):
    _, host = start()
    (tmp_path / "__main__.py").write_text(PLUGIN)
    request = rpc.RunPluginRequest(info=info(tmp_path), pwd=str(tmp_path), kind="resource", args=["a", "b"])

    answers = list(host.RunPlugin(request))

    assert sorted((answer.stdout, answer.stderr, answer.exitcode) for answer in answers) == [
        (b"", b"", 3),
        (b"", b"err\n", 0),
        (b"out ['a', 'b']\n", b"", 0),
    ]
    assert answers[-1].exitcode == 3


def test_a_plugin_ends_when_the_engine_hangs_up(start, tmp_path):
    _, host = start()
    (tmp_path / "__main__.py").write_text(
        "import os, signal, pathlib, time, sys\n"
        "def end(*_): pathlib.Path('ended').touch(); sys.exit()\n"
        "signal.signal(signal.SIGTERM, end)\n"
        "print('ready'); time.sleep(60)\n"
    )
    answers = host.RunPlugin(
        rpc.RunPluginRequest(info=info(tmp_path), pwd=str(tmp_path), kind="resource"), timeout=30
    )
    assert next(answers).stdout == b"ready\n"

    answers.cancel()

    for _ in range(100):
        if (tmp_path / "ended").exists():
            break
        signal.sigtimedwait([], 0.05)
    assert (tmp_path / "ended").exists()


def test_nothing_is_downloaded_and_nothing_is_installed(start, tmp_path):
    _, host = start()

    assert not host.GetRequiredPackages(rpc.GetRequiredPackagesRequest(info=info(tmp_path))).packages
    assert not host.GetRequiredPlugins(rpc.GetRequiredPluginsRequest(info=info(tmp_path))).plugins
    said = b"".join(answer.stdout for answer in host.InstallDependencies(rpc.InstallDependenciesRequest()))
    assert b"nothing is installed" in said


def test_it_says_that_it_is_a_stand_in(start):
    _, host = start()

    assert "stand-in" in host.About(rpc.AboutRequest()).metadata["language host"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_quietly_on_a_signal(start, number):
    process, _ = start()

    process.send_signal(number)

    assert process.communicate(timeout=10) == ("", "")
    assert process.returncode == 0


def test_it_ends_quietly_when_the_engine_cancels(start):
    process, host = start()

    host.Cancel(Empty())

    assert process.communicate(timeout=10) == ("", "")
    assert process.returncode == 0


def test_an_installed_launcher_is_left_alone(tmp_path):
    engine = Engine(tmp_path / "pulumi", "v3.259.0", official=False)
    install_launcher(tmp_path, engine)
    launcher = tmp_path / "language-python-v3.259.0" / "pulumi-language-python"
    before = launcher.stat().st_mtime_ns

    install_launcher(tmp_path, engine)

    assert launcher.stat().st_mtime_ns == before
    assert [path.name for path in launcher.parent.iterdir()] == [launcher.name]
