"""Instances come and go under load: what any of them acknowledged stays."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from clients import OneShots, all_books
from postgres_cluster import postgres_server
from postgres_load import Load, instances_of, nginx, nginx_is_here
from service import Service, assert_sound, wait_until

pytestmark = pytest.mark.failover

CLIENTS = 32  # writers, and as many readers


@pytest.fixture(scope="module")
def postgres():
    with postgres_server() as server:
        yield server


@pytest.fixture
def url(postgres) -> str:
    return postgres.url(postgres.new_database())


@pytest.mark.skipif(not nginx_is_here(), reason="NOT TESTED: nginx is not installable here")
def test_each_instance_killed_in_turn_loses_no_acknowledged_write(url, tmp_path):
    with instances_of(url, tmp_path) as instances:
        with nginx(tmp_path / "nginx", instances) as port, Load([port], CLIENTS, CLIENTS) as load:
            for instance in instances:
                load.await_writes(300, "writes with three instances")
                instance.kill()
                load.await_writes(300, "writes with two instances")
                instance.restart()
        for instance in instances:
            with instance.client() as api:
                load.verify(api)
    assert_sound(url)


def test_an_instance_that_is_told_to_end_loses_no_request(url, tmp_path):
    """Each request has a connection of its own: it is refused, or answered to the end."""
    with instances_of(url, tmp_path, ("--lag-max", "60")) as instances:
        leaving = instances[0]
        leavers = OneShots(leaving.port)
        with Load([one.port for one in instances[1:]], writers=8, readers=8) as load:
            leavers.start()
            wait_until(lambda: len(leavers.answered) > 200, "200 writes")
            leaving.terminate()
            leavers.join()
            assert leaving.wait() == 0
            load.await_writes(100, "the others write on")
        refused = load.refusals()
        assert not refused, f"the other instances refused: {refused[:3]}"
        assert not leavers.wrong, leavers.wrong
        with instances[1].client() as api:
            kept = {one["título"] for one in all_books(api)}
        assert kept == set(leavers.answered) | (kept & load.sent)
        assert load.acknowledged.keys() <= kept
        leaving.restart()
    assert_sound(url)


def test_instances_that_start_together_put_the_sample_books_in_once(postgres, tmp_path):
    """As the tasks on AWS do, on their first day: none may fail, or find a book of another's."""
    for turn in range(5):
        url = postgres.url(postgres.new_database())
        folder = tmp_path / str(turn)
        starters = [Service(folder / name, "--demo", database=url) for name in "abc"]
        with ThreadPoolExecutor() as pool:
            running = list(pool.map(lambda one: one.start(), starters))
        for service in running:
            service.await_ready()
            with service.client() as api:
                assert [one["id"] for one in api.get("/livros").json] == list(range(1, 31))
            assert service.stop() == 0
        assert_sound(url)
