"""Standbys that share the reading (--database-read): nobody sees less than they must."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from postgres_cluster import Cluster, postgres_cluster
from postgres_load import instances_of
from service import Service, wait_until
from wire import Answer, Client

pytestmark = pytest.mark.waiting

# An answer is at most a second old; what a loaded machine adds to it.
OLD_SECONDS_MAX = 10


@pytest.fixture(scope="module")
def servers() -> Iterator[Cluster]:
    with postgres_cluster() as cluster:
        yield cluster


@pytest.fixture
def reader(servers, tmp_path) -> Iterator[Service]:
    """An instance that reads from the standby."""
    servers.database = servers.primary.new_database()
    options = ("--database-read", servers.standby.url(servers.database))
    with instances_of(servers.primary.url(servers.database), tmp_path, options, count=1) as (one,):
        with one.client() as api:
            api.create(título="Grande Sertão")
        await_shared(one, "/livros/1")
        yield one


def await_shared(reader: Service, target: str, headers: dict | None = None) -> Answer:
    """The answer once the standby gives it; one that is late on a busy machine is passed over."""

    def shared() -> Answer | None:
        with reader.client() as api:
            before = shared_reads(api, "replica")
            answer = api.get(target, headers=headers).expect(200)
            if "X-Catalogo-Atraso" not in answer.headers:
                return None
            assert answer.headers["X-Catalogo-Atraso"] == "1", target
            assert shared_reads(api, "replica") > before, target
            return answer

    return wait_until(shared, f"the standby answers {target}")


@contextmanager
def paused(cluster: Cluster) -> Iterator[None]:
    """The standby receives what is written and shows none of it."""
    cluster.standby.sql("SELECT pg_wal_replay_pause()")
    try:
        yield
    finally:
        cluster.standby.sql("SELECT pg_wal_replay_resume()")


def shared_reads(api: Client, server: str) -> int:
    text = api.get("/metrics").body.decode()
    pattern = rf'^livros_shared_reads_total{{servidor="{server}"}} (\d+)'
    return int(re.search(pattern, text, re.MULTILINE)[1])


def test_a_standby_answers_every_kind_of_read(reader):
    targets = ["/livros/1", "/livros", "/livros?q=sertao", "/livros/1/versoes", "/mudancas"]
    targets += ["/livros/1/versoes/1", "/livros?ordem=titulo&total=1"]
    for target in targets:
        answer = await_shared(reader, target)
        assert "Grande Sert" in answer.body.decode() or target == "/mudancas"


def test_what_is_not_there_is_the_primary_s_to_say(servers, reader):
    with paused(servers), reader.client() as one, reader.client() as other:
        made = one.create(título="Veredas")
        assert other.get(f"/livros/{made['id']}").expect(200).json["título"] == "Veredas"


def test_a_client_sees_what_it_has_written(servers, reader):
    """On its connection, by the number that it names, and in its browser by a cookie."""
    with paused(servers), reader.client() as one:
        for year in (1956, 1957):
            changed = one.patch("/livros/1", json={"ano": year}).expect(200)
            assert one.get("/livros/1").json["ano"] == year
            assert one.get("/livros?id=1").json[0]["ano"] == year
            with reader.client() as other:
                named = {"X-Catalogo-Seq": changed.headers["X-Catalogo-Seq"]}
                assert other.get("/livros/1", headers=named).json["ano"] == year
        with reader.client() as browser, reader.client() as next_connection:
            changed = browser.patch(
                "/livros/1", json={"ano": 1958}, headers={"Sec-Fetch-Site": "same-origin"}
            ).expect(200)
            cookie = changed.headers["Set-Cookie"]
            assert "HttpOnly" in cookie and "SameSite=Strict" in cookie
            seen = {"Cookie": cookie.partition(";")[0]}
            assert next_connection.get("/livros/1", headers=seen).json["ano"] == 1958


def test_no_answer_is_older_than_a_second(servers, reader):
    with paused(servers), reader.client() as one:
        one.patch("/livros/1", json={"ano": 1960}).expect(200)
        changed = time.monotonic()
        while True:
            with reader.client() as other:
                answer = other.get("/livros/1").expect(200)
            age = time.monotonic() - changed
            if answer.json.get("ano") == 1960:
                break
            assert answer.headers["X-Catalogo-Atraso"] == "1"
            assert age < OLD_SECONDS_MAX
        # From now on nobody waits for the standby that is behind.
        begin = time.monotonic()
        for _ in range(20):
            with reader.client() as other:
                assert other.get("/livros/1").json["ano"] == 1960
        assert time.monotonic() - begin < OLD_SECONDS_MAX
    await_shared(reader, "/livros/1")  # it has caught up


def test_a_number_that_is_none_asks_for_nothing(reader):
    for number in ("", "x", "-1", "1.5", "99999999999999999999"):
        await_shared(reader, "/livros/1", {"X-Catalogo-Seq": number})
    with reader.client() as api:
        # Of a state that is still to come, the newest is as near as one gets.
        api.get("/livros/1", headers={"X-Catalogo-Seq": str(2**62)}).expect(200)


def test_a_standby_that_hangs_or_goes_is_not_waited_for(servers, reader):
    for leave, come_back in (
        (servers.standby.freeze, servers.standby.thaw),
        (lambda: servers.standby.stop("immediate"), servers.standby.start),
    ):
        leave()
        try:
            slowest = 0.0
            for _ in range(20):
                begin = time.monotonic()
                with reader.client() as api:
                    api.get("/livros/1").expect(200)
                    api.get("/livros/1/versoes").expect(200)
                slowest = max(slowest, time.monotonic() - begin)
            assert slowest < OLD_SECONDS_MAX
        finally:
            come_back()
        await_shared(reader, "/livros/1")
