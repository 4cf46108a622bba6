"""The database's disk is full: that is said, reading goes on, and writing when there is room."""

import time
from contextlib import suppress

import pytest
from postgres_cluster import postgres_server
from postgres_load import Load, instances_of
from service import assert_sound, wait_until
from small_disk import can_mount
from wire import book

pytestmark = [
    pytest.mark.slow_database,
    pytest.mark.skipif(not can_mount(), reason="NOT TESTED: no disk can be mounted here"),
]

REFUSAL_SECONDS_MAX = 20  # of which 9 are its own


@pytest.fixture
def postgres():
    with postgres_server(has_disk=True) as server:
        yield server


@pytest.mark.parametrize("also", ["tables", "log"])
def test_a_full_disk_of_the_database_loses_nothing(postgres, tmp_path, also):
    """Where PostgreSQL finds no room for its log it ends itself, and cannot start again."""
    url = postgres.url(postgres.new_database())
    with instances_of(url, tmp_path, count=1) as (service,), service.client() as api:
        made = api.create()
        with Load([service.port], writers=8, readers=4) as load:
            load.await_writes(50, "writes while there is room")
            postgres.disk.fill()
            if also == "log":
                with suppress(AssertionError):
                    postgres.sql("SELECT pg_switch_wal()")
                wait_until(lambda: load.refusals(), "writes are refused")
            else:
                wait_until(lambda: "sem-espaco" in codes(load), "it is said that the disk is full")
                assert api.get(f"/livros/{made['id']}").expect(200).json == made
                api.get("/livros").expect(200)
            time.sleep(1)
            postgres.disk.make_room()
            postgres.revive()
            load.await_writes(100, "writing goes on")
        for one in load.refusals():
            assert one.status in (503, 507) and one.retry_after, one
            assert one.end - one.begin < REFUSAL_SECONDS_MAX, one
        load.sent.add(made["título"])
        load.verify(api)
        wait_until(lambda: api.post("/livros", json=book()).status == 201, "it writes")
    assert_sound(url)


def codes(load: Load) -> set[str | None]:
    return {one.code for one in load.refusals()}
