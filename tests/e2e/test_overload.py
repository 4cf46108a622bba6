"""More is asked than can be answered: some is refused, and nobody waits for the end of it."""

import json
import selectors
import socket
import threading

import pytest
from service import run_cli, wait_until
from wire import Client, assert_problem

pytestmark = pytest.mark.alone

CONNECTIONS = 100
SENT_AHEAD = 50
COSTLY = "/livros?limite=1000&campos=id&ordem=-ano"
REQUEST = f"GET {COSTLY} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
BYSTANDERS = 10


class Flood:
    """Connections that each ask for many costly lists and, once answered, for as many again."""

    def __init__(self, port: int) -> None:
        self.answered = self.refused = self.cut_off = 0
        self._port = port
        self._over = threading.Event()
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._try_to_run)

    def __enter__(self) -> "Flood":
        self._thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._over.set()
        self._thread.join()
        assert self._error is None

    @property
    def has_ended(self) -> bool:
        """By an error, which is told on leaving, or because it was told to."""
        return not self._thread.is_alive()

    def _try_to_run(self) -> None:
        try:
            self._run()
        except OSError as error:
            self._error = error

    def _run(self) -> None:
        waiting = selectors.DefaultSelector()
        owed: dict[socket.socket, int] = {}
        for _ in range(CONNECTIONS):
            client = socket.create_connection(("127.0.0.1", self._port))
            client.sendall(REQUEST * SENT_AHEAD)
            owed[client] = SENT_AHEAD
            waiting.register(client, selectors.EVENT_READ)
        while not self._over.is_set():
            for ready, _ in waiting.select(0.1):
                client = ready.fileobj
                received = client.recv(1 << 20)
                if not received:
                    self.cut_off += 1
                    waiting.unregister(client)
                    continue
                self.answered += received.count(b"HTTP/1.1 200 OK\r\n")
                self.refused += received.count(b"HTTP/1.1 503 Service Unavailable\r\n")
                # A status line may arrive in two pieces: a little is asked for too late.
                owed[client] -= received.count(b"HTTP/1.1 ")
                if owed[client] <= 0:
                    client.sendall(REQUEST * SENT_AHEAD)
                    owed[client] += SENT_AHEAD
        for client in owed:
            client.close()


@pytest.fixture
def catalogue(tmp_path):
    books = tmp_path / "books.ndjson"
    with books.open("w", encoding="utf-8") as out:
        for n in range(2000):
            book = {"título": f"Livro {n}", "autor": "A", "ano": n % 2000, "sinopse": "s" * 500}
            out.write(json.dumps(book) + "\n")
    folder = tmp_path / "catalogue"
    folder.mkdir()
    done = run_cli("import", books, "--database", folder / "livros.db")
    assert done.returncode == 0, done.stderr
    return folder


def test_a_flood_of_costly_reads_is_refused_and_others_are_answered(own_server, catalogue):
    bounds = ["--threads", "1", "--lag-max", "0.05", "--page-cache-mib", "0"]
    service = own_server(*bounds, folder=catalogue).await_ready()
    with service.client() as api:
        api.get("/livros/7").expect(200)
    with Flood(service.port) as flood:
        wait_until(lambda: flood.has_ended or flood.refused and flood.answered, "it floods")
        for _ in range(BYSTANDERS):
            with Client(service.port) as fresh:
                answer = fresh.get("/livros/8")
                if answer.status != 200:
                    assert_problem(answer, 503, "sobrecarregado")
                    assert answer.headers["Retry-After"] == "1"
                # Its bytes are kept: they are given whatever else waits.
                fresh.get("/livros/7").expect(200)
                fresh.get("/healthz").expect(200)
    assert flood.cut_off == 0
    with service.client() as api:
        # What the flood has sent is still answered, to nobody.
        wait_until(lambda: api.get(COSTLY).status == 200, "the flood is over")
