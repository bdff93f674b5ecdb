import multiprocessing
import sqlite3

import pytest
from wharfinger_sandbox.provider.model import Stored
from wharfinger_sandbox.provider.store import Store

REPOSITORY = "aws:ecr/repository:Repository"


def stored(name, token=REPOSITORY, **inputs):
    return Stored(token, name, inputs, {"arn": f"arn:{name}", **inputs})


def test_what_was_put_is_found_again_by_another_process(store):
    with store.changing() as clouds:
        clouds.put(stored("app", tags={"a": "b"}, rules=[1, 2.5, True]))

    with Store(store.path).reading() as clouds:
        assert clouds.find(REPOSITORY, "app") == stored("app", tags={"a": "b"}, rules=[1, 2.5, True])
        assert clouds.find(REPOSITORY, "other") is None
        assert clouds.find("aws:kms/key:Key", "app") is None


def test_resources_come_by_type_and_id(store):
    with store.changing() as clouds:
        for resource in (stored("b"), stored("a"), stored("k", "aws:kms/key:Key")):
            clouds.put(resource)

    with store.reading() as clouds:
        assert [resource.id for resource in clouds.each(REPOSITORY)] == ["a", "b"]
        assert [resource.id for resource in clouds.each()] == ["a", "b", "k"]


def test_a_second_put_overwrites(store):
    with store.changing() as clouds:
        clouds.put(stored("app", force=False))
        clouds.put(stored("app", force=True))

    with store.reading() as clouds:
        assert [resource.inputs for resource in clouds.each()] == [{"force": True}]


def test_delete_says_whether_there_was_something(store):
    with store.changing() as clouds:
        clouds.put(stored("app"))
        assert clouds.delete(REPOSITORY, "app")
        assert not clouds.delete(REPOSITORY, "app")


def test_an_exception_takes_the_whole_change_back(store):
    def half_done():
        with store.changing() as clouds:
            clouds.put(stored("app"))
            clouds.put(stored(object()))

    with pytest.raises(sqlite3.Error):
        half_done()

    with store.reading() as clouds:
        assert list(clouds.each()) == []


def test_a_reader_sees_one_moment_while_others_write(store):
    with store.reading() as clouds:
        assert list(clouds.each()) == []
        with store.changing() as others:
            others.put(stored("app"))
        assert list(clouds.each()) == []


def _count_up(path, times):
    store = Store(path)
    for _ in range(times):
        with store.changing() as clouds:
            counter = clouds.find(REPOSITORY, "counter")
            count = counter.inputs["count"] if counter else 0
            clouds.put(stored("counter", count=count + 1))


def test_changes_of_several_processes_do_not_get_lost(store):
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_count_up, args=(store.path, 50)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    with store.reading() as clouds:
        counter = clouds.find(REPOSITORY, "counter")
    assert counter is not None
    assert counter.inputs["count"] == 150
