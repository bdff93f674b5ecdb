import json
import multiprocessing
import os
import signal
import threading
import time

import grpc
import pytest
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import provider_pb2_grpc
from wharfinger_sandbox import process
from wharfinger_sandbox.provider.packages import NAMES


@pytest.fixture
def home(home):
    yield home
    process.stop(home)


def wait_until_gone(home):
    for _ in range(200):
        if process.find(home) is None:
            return
        time.sleep(0.02)
    pytest.fail("the provider process is still there")


def test_the_process_serves_all_three_packages(home):
    server = process.keep(home)

    assert set(server.ports) == set(NAMES)
    for port in server.ports.values():
        with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
            assert provider_pb2_grpc.ResourceProviderStub(channel).GetPluginInfo(Empty()).version


def test_starting_twice_gives_the_same_process(home):
    assert process.keep(home) == process.keep(home)


def test_stopping_leaves_nothing_running_and_says_whether_it_did(home):
    process.keep(home)

    assert process.stop(home)
    assert not process.stop(home)
    assert process.find(home) is None


def test_a_file_of_a_crashed_process_does_not_mislead(home):
    first = process.keep(home)
    os.kill(first.pid, signal.SIGKILL)
    wait_until_gone(home)
    assert home.providers.exists()

    assert process.keep(home).pid != first.pid


def test_a_file_with_the_id_of_a_stranger_does_not_get_the_stranger_killed(home):
    home.path.mkdir()
    home.providers.write_text(json.dumps({"pid": os.getpid(), "ports": {}}))

    assert process.find(home) is None
    assert not process.stop(home)


def test_a_process_started_for_one_command_ends_with_it(home):
    with process.borrowed(home) as server:
        assert process.find(home) == server
        assert process.is_borrowed(home)

    assert process.find(home) is None
    assert not process.is_borrowed(home)


def test_a_process_that_was_there_before_stays(home):
    server = process.keep(home)

    with process.borrowed(home) as used:
        assert used == server

    assert process.find(home) == server


def test_the_last_of_several_commands_stops_the_process(home):
    with process.borrowed(home) as first:
        with process.borrowed(home) as second:
            assert second == first
        assert process.find(home) == first

    assert process.find(home) is None


def test_keep_while_a_command_runs_lets_the_process_stay(home):
    with process.borrowed(home) as server:
        process.keep(home)

    assert process.find(home) == server


def _borrow(path, started, done):
    from wharfinger_sandbox.home import Home

    with process.borrowed(Home(path)) as server:
        started.put(server.pid)
        done.wait(20)


def test_two_commands_that_start_at_once_share_one_process(home):
    context = multiprocessing.get_context("spawn")
    started, done = context.Queue(), context.Event()
    commands = [context.Process(target=_borrow, args=(home.path, started, done)) for _ in range(2)]
    for command in commands:
        command.start()
    pids = {started.get(timeout=20) for _ in commands}
    done.set()
    for command in commands:
        command.join()

    assert len(pids) == 1
    assert process.find(home) is None


def test_a_process_that_cannot_start_says_why(home):
    home.clouds.mkdir(parents=True)  # a folder where the database should be

    with pytest.raises(process.ServerError, match="ended at once") as error:
        process.keep(home)
    assert "unable to open database file" in str(error.value)


def test_a_lock_waits_for_its_holder(tmp_path):
    order = []

    def second():
        with process.held(tmp_path / "lock"):
            order.append("second")

    with process.held(tmp_path / "lock"):
        waiting = threading.Thread(target=second)
        waiting.start()
        time.sleep(0.1)
        order.append("first")
    waiting.join()

    assert order == ["first", "second"]
