"""What another session of the database holds stops the writes that need it, and no other."""

import itertools
import threading
import time
from collections.abc import Iterator

import pytest
from postgres_cluster import held, postgres_server
from postgres_load import instances_of
from service import DEADLINE_SECONDS, Service
from slow_proxy import SlowProxy
from wire import Client, assert_problem, book

pytestmark = pytest.mark.waiting

# Until a write is told that its book is held; one beside it waits less, on a loaded machine too.
HELD_SECONDS_MIN, HELD_SECONDS_MAX = 3, 20
OTHERS_SECONDS_MAX = 2.5


@pytest.fixture(scope="module")
def postgres():
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="module")
def catalogue(postgres, tmp_path_factory) -> Iterator[tuple[Client, str]]:
    """A client of one instance over books 1 to 4, the last one deleted; the database's name.

    As behind PgBouncer, no option travels with a connection: each transaction says its own bounds.
    """
    database = postgres.new_database()
    folder = tmp_path_factory.mktemp("one")
    with (
        instances_of(postgres.url(database), folder, ("--database-prepared", "off"), 1) as (one,),
        one.client() as api,
    ):
        for n in range(1, 5):
            api.post("/livros", json=book(isbn=ISBNS[n])).expect(201)
        api.delete("/livros/4").expect(204)
        yield api, database


_numbers = itertools.count(1)


def year() -> dict:
    """A change that was not made before."""
    return {"ano": next(_numbers) - 3000}


ISBNS = ["", "9788535902778", "9788535914849", "9788535931983", "9780306406157"]


class Asked:
    """Requests at once, each on a connection of its own: answers and seconds in their order."""

    def __init__(self, port: int, asks: list) -> None:
        self.answers, self.seconds = [None] * len(asks), [0.0] * len(asks)

        def run(n: int, ask) -> None:
            begin = time.monotonic()
            with Client(port) as own:
                self.answers[n] = ask(own)
            self.seconds[n] = time.monotonic() - begin

        self.threads = [threading.Thread(target=run, args=(n, ask)) for n, ask in enumerate(asks)]
        for thread in self.threads:
            thread.start()

    def join(self) -> "Asked":
        for thread in self.threads:
            thread.join(DEADLINE_SECONDS)
        return self

    def is_under_way(self) -> bool:
        return any(thread.is_alive() for thread in self.threads)


LOCKS = {
    "updated": "UPDATE documents SET actor = actor WHERE id = 1",
    "read for update": "SELECT 1 FROM documents WHERE id = 1 FOR UPDATE",
    "shared": "SELECT 1 FROM documents WHERE id = 1 FOR SHARE",
}
WRITES = {
    "replacement": lambda api: api.put("/livros/1", json=book(isbn=ISBNS[1])),
    "change": lambda api: api.patch("/livros/1", json=year()),
    "batch": lambda api: api.post("/livros/lote", json=batch_of(2, 1)),
    "deletion": lambda api: api.delete("/livros/1"),
}


def batch_of(*books: int) -> list[dict]:
    return [{"op": "alterar", "id": id_, "livro": year()} for id_ in books]


def others() -> list:
    """Writes that need nothing of book 1."""
    n = next(_numbers)
    return [
        lambda api: api.post("/livros", json=book()),
        lambda api: api.patch("/livros/2", json=year()),
        lambda api: api.post("/livros", json=book(), headers={"Idempotency-Key": f"k{n}"}),
        lambda api: api.put(f"/livros/{9000 + n}", json=book(), headers={"If-None-Match": "*"}),
        lambda api: api.post("/livros/lote", json=batch_of(2, 3)),
    ]


def assert_quick(asked: Asked) -> None:
    statuses = [answer.status for answer in asked.answers]
    assert set(statuses) <= {200, 201}, statuses
    assert max(asked.seconds) < OTHERS_SECONDS_MAX, asked.seconds


@pytest.mark.parametrize("lock", LOCKS.values(), ids=LOCKS)
def test_a_locked_book_stops_the_writes_to_it_alone(postgres, catalogue, lock):
    """Asked at once, so that they meet in one batch; then again and again while it is locked."""
    api, database = catalogue
    with held(postgres, database, lock):
        blocked = Asked(api.port, list(WRITES.values()))
        for _ in range(3):
            assert_quick(Asked(api.port, others()).join())
        early = {answer.status for answer in blocked.answers if answer}
        assert early <= {503}, "done while the book is locked"
    blocked.join()
    for answer, seconds in zip(blocked.answers, blocked.seconds, strict=True):
        gave_up = answer.status == 503 and seconds >= HELD_SECONDS_MIN
        assert gave_up or answer.status in (200, 204, 410), (answer, seconds)
    api.post("/livros/1/restaurar", json={"versao": 1}).expect(200)


def test_a_write_to_a_book_that_stays_locked_is_refused_and_not_done_later(postgres, catalogue):
    api, database = catalogue
    before = api.get("/livros/2").expect(200)
    with held(postgres, database, "SELECT 1 FROM documents WHERE id = 2 FOR UPDATE"):
        begin = time.monotonic()
        answer = api.patch("/livros/2", json={"ano": 77})
        assert time.monotonic() - begin < HELD_SECONDS_MAX
        assert_problem(answer, 503, "livro-ocupado")
        assert answer.headers["Retry-After"]
    api.patch("/livros/3", json={"ano": 78}).expect(200)
    assert api.get("/livros/2").expect(200).etag == before.etag
    api.patch("/livros/2", json={"ano": 77}).expect(200)


# What is held, and a write that needs it.
HELD = {
    "tombstone": (
        "SELECT 1 FROM tombstones WHERE id = 4 FOR UPDATE",
        lambda api: api.post("/livros/4/restaurar", json={"versao": 1}),
    ),
    "book of a batch": (
        "SELECT 1 FROM documents WHERE id = 1 FOR UPDATE",
        lambda api: api.post("/livros/lote", json=batch_of(2, 1)),
    ),
    "isbn": (
        f"SELECT 1 FROM book_isbns WHERE isbn = '{ISBNS[3]}' FOR UPDATE",
        lambda api: api.patch("/livros/3", json={"isbn": None}),
    ),
    "book, by another instance": (
        "SELECT pg_advisory_xact_lock(x'4C495652'::int, 1)",
        lambda api: api.patch("/livros/1", json={"isbn": None}),
    ),
    "key, by another instance": (
        "SELECT pg_advisory_xact_lock(x'4C495653'::int, hashtext('presa'))",
        lambda api: api.post("/livros", json=book(), headers={"Idempotency-Key": "presa"}),
    ),
}


def test_whatever_row_or_lock_it_is(postgres, catalogue):
    api, database = catalogue
    locks, asks = zip(*HELD.values(), strict=True)
    with held(postgres, database, "; ".join(locks)):
        blocked = Asked(api.port, asks)
        for _ in range(3):
            assert_quick(Asked(api.port, others()).join())
        blocked.join()
        for answer in blocked.answers:
            assert_problem(answer, 503, "livro-ocupado")
    for ask in asks:
        assert ask(api).status in (200, 201)


def freeze_between_its_exchanges(postgres, database: str, instance: Service) -> tuple[Asked, int]:
    """A write of an instance that has read for it and not yet written, and stands still; and how
    many writes it took until one was caught there."""
    stuck = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND state = 'idle in transaction'"
    )
    for writes in range(1, 50):
        asked = Asked(instance.port, [lambda api: api.patch("/livros/1", json=year())])
        while asked.is_under_way():
            if postgres.sql(stuck, database) == "0":
                continue
            instance.pause()
            if postgres.sql(stuck, database) != "0":
                return asked, writes
            instance.resume()
        assert asked.answers[0].status == 200
    raise AssertionError("no write was ever between its exchanges")


def test_a_frozen_instance_stops_the_writes_to_its_books_alone(postgres, tmp_path):
    """It stands between reading and writing, where it holds its locks: its way is slow there."""
    database = postgres.new_database()
    with (
        SlowProxy(postgres.port) as proxy,
        instances_of(postgres.url(database, proxy.port), tmp_path / "1", count=1) as (frozen,),
        instances_of(postgres.url(database), tmp_path / "2", count=1) as (other,),
        other.client() as api,
    ):
        api.create()
        api.create()
        proxy.delay_seconds = 0.4  # less than what makes a server be given up
        first, writes = freeze_between_its_exchanges(postgres, database, frozen)
        needing = Asked(other.port, [lambda api: api.patch("/livros/1", json=year())])
        assert_quick(Asked(other.port, others()).join())
        needing.join()
        assert needing.answers[0].status == 200, "its locks end with the patience for it"
        proxy.delay_seconds = 0.0
        frozen.resume()
        first.join()
        assert first.answers[0].status == 200
        assert api.get("/livros/1").expect(200).json["versao"] == 1 + writes + 1
