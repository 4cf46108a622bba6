"""Covers and kill -9, uploads that break off, and what `check` says of covers; over both stores."""

import hashlib
import http.client
import os
import random
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from postgres_cluster import PostgresServer, postgres_server
from service import Service, run_cli, wait_until
from test_covers import AS_BYTES, png
from wire import Client

pytestmark = pytest.mark.alone

ROUNDS = int(os.environ.get("API_LIVROS_KILLS", "2"))
SEED = int(os.environ.get("API_LIVROS_SEED", "20261123"))
WRITERS = 6
COVERS_EACH_ROUND = 30
EXTRA_BYTES_MAX = 2_000_000


@pytest.fixture(scope="module")
def postgres() -> Iterator[PostgresServer]:
    with postgres_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgres"])
def service(request, tmp_path) -> Service:
    """Not started yet."""
    folder = tmp_path / "catalogue"
    if request.param == "sqlite":
        return Service(folder)
    postgres = request.getfixturevalue("postgres")
    return Service(folder, database=postgres.url(postgres.new_database()))


@dataclass
class Sender:
    """Sends one cover after the other to a book of its own."""

    book: int
    draw: random.Random
    acknowledged: bytes | None = None
    under_way: bytes | None = None
    count: int = 0

    def run(self, port: int) -> None:
        with Client(port) as api:
            while True:
                self.under_way = png(self.draw.randbytes(3), self.draw.randrange(EXTRA_BYTES_MAX))
                try:
                    answer = api.put(f"/livros/{self.book}/capa", self.under_way, headers=AS_BYTES)
                except (http.client.HTTPException, OSError):
                    return
                answer.expect(200)
                assert answer.json["capa"].endswith(hashlib.sha256(self.under_way).hexdigest())
                self.acknowledged, self.under_way = self.under_way, None
                self.count += 1

    def verify(self, api: Client) -> None:
        """The last cover is the one that was acknowledged, or whole the one that was under way."""
        answer = api.get(f"/livros/{self.book}/capa")
        book = api.get(f"/livros/{self.book}").expect(200).json
        if answer.status == 404:
            assert self.acknowledged is None
            assert "capa" not in book
            return
        shown = answer.expect(200).body
        assert shown in (self.acknowledged, self.under_way)
        assert answer.headers["Content-Type"] == "image/png"
        assert book["capa"].endswith(hashlib.sha256(shown).hexdigest())
        self.acknowledged, self.under_way = shown, None


def test_no_acknowledged_cover_is_lost_and_none_is_half_there_after_a_kill(service):
    draw = random.Random(SEED)
    with service, service.client() as api:
        senders = [Sender(api.create()["id"], random.Random(f"{SEED} {n}")) for n in range(WRITERS)]
    for _ in range(ROUNDS):
        service.start()
        threads = [
            threading.Thread(target=sender.run, args=(service.port,), daemon=True)
            for sender in senders
        ]
        enough = sum(one.count for one in senders) + draw.randint(1, COVERS_EACH_ROUND)
        for thread in threads:
            thread.start()
        wait_until(lambda e=enough: sum(one.count for one in senders) >= e, "covers are kept")
        service.kill()
        for thread in threads:
            thread.join(30)
        assert not any(thread.is_alive() for thread in threads)
        assert findings(service) == []
        with Service(service.folder, database=service.database) as one, one.client() as api:
            for sender in senders:
                sender.verify(api)


def test_an_upload_that_breaks_off_leaves_nothing(service):
    image = png(b"\xff\0\0", 1_000_000)
    with service, service.client() as api:
        made = api.create()
        before = api.get("/mudancas").expect(200).sequence
        head = (
            f"PUT /livros/{made['id']}/capa HTTP/1.1\r\nHost: localhost\r\n"
            f"Content-Type: image/png\r\nContent-Length: {len(image)}\r\n\r\n"
        ).encode()
        for sent in (0, 1, len(image) // 2, len(image) - 1):
            with service.client() as broken:
                broken.connection.connect()
                broken.connection.sock.sendall(head + image[:sent])
        assert api.get(f"/livros/{made['id']}").expect(200).json == made
        api.get(f"/livros/{made['id']}/capa").expect(404)
        assert api.get("/mudancas").expect(200).sequence == before
        api.put(f"/livros/{made['id']}/capa", image, headers=AS_BYTES).expect(200)
    assert findings(service) == []


def findings(service: Service) -> list[str]:
    """What `check` says, a line each; nothing of a sound catalogue."""
    done = run_cli("check", "--database", service.database)
    lines = [
        line for line in (done.stdout + done.stderr).splitlines() if line.startswith("defeito")
    ]
    assert (done.returncode == 0) == (not lines), done.stdout + done.stderr
    return lines


HASHES = [hashlib.sha256(png(bytes([n, 0, 0]))).hexdigest() for n in range(4)]
DAMAGES = {
    "other-bytes": (f"UPDATE covers SET data = {{png}} WHERE hash = '{HASHES[0]}'", 0),
    "other-type": (f"UPDATE covers SET type = 0 WHERE hash = '{HASHES[0]}'", 0),
    "missing": (f"DELETE FROM covers WHERE hash = '{HASHES[0]}'", None),
    "missing-of-a-version": (f"DELETE FROM covers WHERE hash = '{HASHES[1]}'", None),
    "nobodys": (f"INSERT INTO covers VALUES ('{HASHES[3]}', 1, {{png}})", 3),
}


@pytest.mark.parametrize("damage, named", DAMAGES.values(), ids=DAMAGES)
def test_check_looks_at_covers_too(service, postgres, damage, named):
    with service, service.client() as api:
        first, second = api.create(), api.create()
        for book, n in ((first, 0), (second, 1), (second, 2)):
            at = f"/livros/{book['id']}/capa"
            api.put(at, png(bytes([n, 0, 0])), headers=AS_BYTES).expect(200)
        api.put(f"/livros/{first['id']}/capa", png(bytes([0, 0, 0])), headers=AS_BYTES)
        api.delete(f"/livros/{second['id']}/capa").expect(200)
    assert findings(service) == []
    image = png(bytes([3, 0, 0])).hex()
    if isinstance(service.database, str):
        name = service.database.rpartition("/")[2]
        postgres.sql(damage.format(png=f"decode('{image}', 'hex')"), name)
    else:
        with sqlite3.connect(service.database) as database:
            database.execute(damage.format(png=f"x'{image}'"))
        database.close()
    lines = findings(service)
    assert len(lines) == 1
    assert named is None or HASHES[named] in lines[0]
