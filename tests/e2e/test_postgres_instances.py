"""Instances come and go under load: what any of them acknowledged stays."""

import threading

import pytest
from clients import GONE, all_books
from postgres_cluster import postgres_server
from postgres_load import Load, instances_of, nginx, nginx_is_here
from service import run_cli, wait_until
from wire import Client, book

CLIENTS = 32  # writers, and as many readers


@pytest.fixture(scope="module")
def postgres():
    with postgres_server() as server:
        yield server


@pytest.fixture
def url(postgres) -> str:
    return postgres.url(postgres.new_database())


def assert_sound(url: str) -> None:
    checked = run_cli("check", "--database", url)
    assert checked.returncode == 0, checked.stdout + checked.stderr


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
    with instances_of(url, tmp_path) as instances:
        leaving = instances[0]
        answered: list[str] = []
        wrong: list[str] = []

        def work(number: int) -> None:
            for n in range(100_000):
                title = f"livro {number} {n}"
                with Client(leaving.port) as client:
                    try:
                        client.connection.connect()
                    except ConnectionError:
                        return
                    try:
                        headers = {"Connection": "close"}
                        answer = client.post("/livros", json=book(título=title), headers=headers)
                    except GONE as error:
                        wrong.append(f"{title}: {error!r}")
                        return
                if answer.status != 201:
                    if answer.status != 503:
                        wrong.append(f"{title}: {answer}")
                    return
                answered.append(title)

        threads = [threading.Thread(target=work, args=(n,)) for n in range(16)]
        with Load([one.port for one in instances[1:]], writers=8, readers=8) as load:
            for thread in threads:
                thread.start()
            wait_until(lambda: len(answered) > 200, "200 writes")
            leaving.terminate()
            for thread in threads:
                thread.join(60)
            assert leaving.wait() == 0
            load.await_writes(100, "the others write on")
        refused = load.refusals()
        assert not refused, f"the other instances refused: {refused[:3]}"
        assert not wrong, wrong
        with instances[1].client() as api:
            kept = {one["título"] for one in all_books(api)}
        assert kept == set(answered) | (kept & load.sent)
        assert load.acknowledged.keys() <= kept
        leaving.restart()
    assert_sound(url)
