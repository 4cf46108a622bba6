"""The connection breaks around a commit: each write is answered with what really became of it."""

import threading
import time

import pytest
from postgres_cluster import held, postgres_server
from postgres_load import connects_of, instances_of
from service import DEADLINE_SECONDS, wait_until
from slow_proxy import SlowProxy
from wire import Client, assert_problem, book

pytestmark = pytest.mark.waiting

DOUBT_SECONDS_MAX = 20  # its own share is 9
GHOST = "SET synchronous_standby_names = 'ghost'"  # no such standby: commits wait for ever
WAITING = "FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND datname = current_database()"


@pytest.fixture(scope="module")
def server():
    with postgres_server() as server:
        yield server


@pytest.fixture
def postgres(server):
    yield server
    demand(server, "RESET synchronous_standby_names")


def demand(postgres, setting: str) -> None:
    postgres.sql(f"ALTER SYSTEM {setting}")
    postgres.sql("SELECT pg_reload_conf()")


@pytest.fixture
def proxied(postgres, tmp_path):
    """A service whose way to the database has a proxy in it: both, and the database's name."""
    with SlowProxy(postgres.port) as proxy:
        database = postgres.new_database()
        url = postgres.url(database, proxy.port)
        with instances_of(url, tmp_path, count=1) as (service,), service.client() as api:
            api.create(título="Primeiro")  # the writer's connection is known by it
            yield proxy, api, database


def isbn_book() -> dict:
    return book(título="Escrito uma vez", isbn="9788535914849")


KEY = {"Idempotency-Key": "uma vez"}
WRITES = {
    "creation": (lambda api: api.post("/livros", json=isbn_book()), 201),
    "keyed": (lambda api: api.post("/livros", json=isbn_book(), headers=KEY), 201),
    "chosen": (
        lambda api: api.put("/livros/7", json=isbn_book(), headers={"If-None-Match": "*"}),
        201,
    ),
    "replacement": (lambda api: api.put("/livros/1", json=isbn_book()), 200),
    "change": (lambda api: api.patch("/livros/1", json={"ano": 1950}), 200),
    "deletion": (lambda api: api.delete("/livros/1"), 204),
    "restoration": (lambda api: api.post("/livros/1/restaurar", json={"versao": 1}), 200),
}


@pytest.mark.parametrize("lost", ["request", "commit", "answer"])
@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_a_write_whose_connection_breaks_happens_once_and_is_answered(proxied, write, lost):
    proxy, api, _ = proxied
    ask, status = write
    if write is WRITES["restoration"]:
        api.patch("/livros/1", json={"ano": 1900}).expect(200)
    before = api.get("/mudancas").expect(200).sequence
    if lost == "commit" and write is WRITES["creation"]:
        pytest.skip("it is one exchange: the request commits")
    proxy.lose = lost
    answer = ask(api).expect(status)
    assert proxy.lose is None, "nothing was lost"
    assert answer.sequence == before + 1
    changes = api.get("/mudancas", desde=before).expect(200)
    assert (len(changes.json), changes.sequence) == (1, before + 1)
    assert "Idempotent-Replayed" not in answer.headers or write is WRITES["keyed"]
    if status != 204:
        at = answer.headers.get("Location", "/livros/1")
        assert api.get(at).expect(200).json == answer.json
    if write is WRITES["keyed"]:
        again = ask(api).expect(201)
        assert again.headers["Idempotent-Replayed"] == "true"
        assert again.json == answer.json


def test_creations_of_one_batch_are_answered_with_their_own_ids(proxied, postgres):
    """Many at once, so that one batch holds several; every answer tells the book that is there."""
    proxy, api, database = proxied
    answers = {}

    def create(n: int) -> None:
        with Client(api.port) as own:
            answers[n] = own.post("/livros", json=book(título=f"Livro {n % 4}", ano=1900 + n % 4))

    for lost in ("answer", "request"):
        answers.clear()
        hold = "BEGIN; SELECT seq FROM catalogue FOR UPDATE; SELECT pg_sleep(0.5); COMMIT"
        holder = threading.Thread(target=postgres.sql, args=(hold, database))
        holder.start()
        proxy.lose = None
        threads = [threading.Thread(target=create, args=(n,)) for n in range(16)]
        for n, thread in enumerate(threads):
            thread.start()
            if n == 1:
                time.sleep(0.1)  # the others gather behind these
                proxy.lose = lost
        for thread in [*threads, holder]:
            thread.join()
        for n, answer in answers.items():
            made = answer.expect(201).json
            assert made["título"] == f"Livro {n % 4}"
            assert api.get(f"/livros/{made['id']}").expect(200).json == made
        assert len({answer.json["id"] for answer in answers.values()}) == len(threads)
        assert len({answer.sequence for answer in answers.values()}) == len(threads)
    assert postgres.sql("SELECT count(*) FROM documents", database) == "33"


def test_a_transaction_left_behind_can_never_commit_later(proxied, postgres):
    """It waits for a lock while its writer has given it up and written the same again."""
    proxy, api, database = proxied
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    with held(postgres, database, "SELECT seq FROM catalogue FOR UPDATE"):
        creating = Asking(api, lambda own: own.post("/livros", json=book()))
        wait_until(lambda: postgres.sql(waiting, database) != "0", "the write waits")
        connects = connects_of(api)
        proxy.cut_writer()
        wait_until(lambda: connects_of(api) > connects, "the writer is there again")
    creating.join().expect(201)
    wait_until(lambda: postgres.sql(waiting, database) == "0", "nobody waits")
    assert postgres.sql("SELECT count(*) FROM documents", database) == "2"
    assert postgres.sql("SELECT seq, books FROM catalogue", database) == "2|2"


class Asking:
    """One request on a thread of its own."""

    def __init__(self, api: Client, ask) -> None:
        self.answer = None
        self.begin = time.monotonic()
        self._client = Client(api.port)

        def run() -> None:
            with self._client:
                self.answer = ask(self._client)

        self._thread = threading.Thread(target=run)
        self._thread.start()

    def join(self):
        self._thread.join(DEADLINE_SECONDS)
        self.seconds = time.monotonic() - self.begin
        assert self.answer is not None
        return self.answer


@pytest.mark.parametrize("stop", ["pg_cancel_backend", "pg_terminate_backend"])
@pytest.mark.parametrize("kind", ["creation", "keyed", "change"])
def test_a_commit_without_its_standby_is_not_acknowledged_until_it_has_one(
    proxied, postgres, stop, kind
):
    _, api, database = proxied
    ask, status = WRITES[kind]
    demand(postgres, GHOST)
    asking = Asking(api, ask)
    wait_until(lambda: postgres.sql(f"SELECT count(*) {WAITING}", database) == "1", "it waits")
    postgres.sql(f"SELECT {stop}(pid) {WAITING}", database)
    settles = f"SELECT count(*) {WAITING} AND query ~ '^(WITH batch|INSERT INTO write_batches)'"
    wait_until(lambda: postgres.sql(settles, database) == "1", "it is asked what became of it")
    assert asking.answer is None, "acknowledged although no standby has it"
    demand(postgres, "RESET synchronous_standby_names")
    answer = asking.join().expect(status)
    at = answer.headers.get("Location", "/livros/1")
    assert api.get(at).expect(200).json == answer.json
    assert postgres.sql("SELECT seq FROM catalogue", database) == "2"


def test_what_cannot_be_known_in_time_is_said_to_be_uncertain(proxied, postgres):
    _, api, database = proxied
    demand(postgres, GHOST)
    asking = Asking(api, WRITES["creation"][0])
    wait_until(lambda: postgres.sql(f"SELECT count(*) {WAITING}", database) == "1", "it waits")
    postgres.sql(f"SELECT pg_cancel_backend(pid) {WAITING}", database)
    answer = asking.join()
    assert_problem(answer, 503, "escrita-incerta")
    assert answer.headers["Retry-After"]
    assert asking.seconds < DOUBT_SECONDS_MAX
    demand(postgres, "RESET synchronous_standby_names")
    wait_until(lambda: api.post("/livros", json=book()).status == 201, "writing goes on")


def test_a_replay_is_as_durable_as_what_it_replays(proxied, postgres):
    _, api, database = proxied
    demand(postgres, GHOST)
    ask, _ = WRITES["keyed"]
    first = Asking(api, ask)
    wait_until(lambda: postgres.sql(f"SELECT count(*) {WAITING}", database) == "1", "it waits")
    postgres.sql(f"SELECT pg_terminate_backend(pid) {WAITING}", database)
    assert_problem(first.join(), 503, "escrita-incerta")
    again = Asking(api, ask)
    wait_until(lambda: postgres.sql(f"SELECT count(*) {WAITING}", database) == "1", "it waits too")
    assert again.answer is None
    demand(postgres, "RESET synchronous_standby_names")
    replayed = again.join().expect(201)
    assert replayed.headers["Idempotent-Replayed"] == "true"
    assert postgres.sql("SELECT count(*) FROM documents", database) == "2"
