"""The live stream of /mudancas (server-sent events)."""

import json
import socket
import time

import pytest
from postgres_cluster import postgres_server
from service import DEADLINE_SECONDS, Service, run_cli, wait_until
from wire import assert_problem, book, exchange


class Events:
    """A client of the stream that reads the chunks itself."""

    def __init__(self, service: Service, query: str = "", **fields: str) -> None:
        self.socket = socket.create_connection(("127.0.0.1", service.port), timeout=20)
        head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in fields.items())
        self.socket.sendall(
            f"GET /mudancas{query} HTTP/1.1\r\nHost: localhost\r\n"
            f"Accept: text/event-stream\r\n{head}\r\n".encode()
        )
        self.file = self.socket.makefile("rb")
        self.head = b""
        while not self.head.endswith(b"\r\n\r\n"):
            line = self.file.readline()
            assert line, self.head
            self.head += line
        self.text = ""

    @property
    def status(self) -> int:
        return int(self.head.split()[1])

    def more(self) -> bool:
        """One more chunk; False at the end."""
        line = self.file.readline()
        assert line, "the stream was cut off"
        size = int(line, 16)
        piece = self.file.read(size + 2)
        self.text += piece[:size].decode()
        return size > 0

    def next(self) -> dict:
        """The next event as a dictionary; comments are passed over."""
        while True:
            block, found, rest = self.text.partition("\n\n")
            if not found:
                assert self.more(), "the stream ended"
                continue
            self.text = rest
            fields = dict(
                line.split(": ", 1) for line in block.split("\n") if not line.startswith(":")
            )
            if "data" in fields:
                change = json.loads(fields["data"])
                assert fields["id"] == str(change["seq"])
                assert fields["event"] == change["tipo"]
                return change

    def close(self) -> None:
        self.file.close()
        self.socket.close()

    def __enter__(self) -> "Events":
        return self

    def __exit__(self, *_) -> None:
        self.close()


@pytest.fixture(scope="module")
def postgres():
    with postgres_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgres"])
def service(request, own_server):
    if request.param == "sqlite":
        return own_server().await_ready()
    server = request.getfixturevalue("postgres")
    url = server.url(server.new_database())
    return own_server(database=url).await_ready()


def test_each_change_comes(service):
    with service.client() as api, Events(service) as events:
        assert events.status == 200
        head = events.head.decode()
        assert "\r\nContent-Type: text/event-stream\r\n" in head
        assert "\r\nCache-Control: no-store\r\n" in head
        assert "\r\nX-Accel-Buffering: no\r\n" in head
        assert "Content-Encoding" not in head
        events.more()
        assert events.text.startswith("retry: 3000\n\n: ok\n\n")
        made = api.create()
        assert events.next() == api.get("/mudancas").json[0]
        api.patch(f"/livros/{made['id']}", json={"ano": 1899}).expect(200)
        assert events.next()["tipo"] == "alterado"
        api.delete(f"/livros/{made['id']}").expect(204)
        assert events.next()["tipo"] == "excluido"
        api.post(f"/livros/{made['id']}/restaurar", json={"versao": 1}).expect(200)
        assert events.next() | {"em": ""} == {
            "seq": 4,
            "tipo": "restaurado",
            "id": made["id"],
            "versao": 4,
            "em": "",
        }
        api.post("/livros/lote", json=[{"op": "criar", "livro": book()}] * 500).expect(200)
        assert [events.next()["seq"] for _ in range(500)] == list(range(5, 505))


def test_what_was_missed_comes_first_however_long_ago(service):
    with service.client() as api:
        for _ in range(2):
            api.post("/livros/lote", json=[{"op": "criar", "livro": book()}] * 600).expect(200)
        with Events(service, "?desde=0") as events:
            assert [events.next()["seq"] for _ in range(1200)] == list(range(1, 1201))
            api.create()
            assert events.next()["seq"] == 1201
        with Events(service, "?desde=0", Last_Event_ID="1199") as events:
            assert events.next()["seq"] == 1200
            assert events.next()["seq"] == 1201
        with Events(service, Last_Event_ID="999999") as events:  # of a catalogue since gone back
            events.more()
            api.create()
            assert events.next()["seq"] == 1202


def test_changes_of_another_instance_come_too(own_server, postgres):
    url = postgres.url(postgres.new_database())
    services = [own_server(database=url).await_ready() for _ in range(2)]
    with services[1].client() as api, Events(services[0]) as events:
        events.more()
        for n in range(3):
            api.create()
            assert events.next()["seq"] == n + 1


def test_streams_end_when_the_server_is_told_to(service):
    with Events(service) as events:
        events.more()
        service.terminate()
        while events.more():
            pass
    assert service.wait() == 0


def test_what_is_no_stream_is_refused(service):
    with service.client() as api:
        accept = {"Accept": "text/event-stream"}
        for query, headers in [("?desde=x", {}), ("?limite=5", {}), ("", {"Last-Event-ID": "x"})]:
            answer = api.get(f"/mudancas{query}", headers=accept | headers)
            assert answer.status == 400, (query, headers)
        assert api.get("/mudancas", headers={"Accept": "*/*"}).json == []
        assert_problem(
            api.get("/mudancas", headers={"Accept": "text/html"}), 406, "formato-nao-disponivel"
        )
        assert api.head("/mudancas", headers=accept).expect(200).body == b""
    raw = exchange(service.port, b"GET /mudancas HTTP/1.0\r\nAccept: text/event-stream\r\n\r\n")
    assert raw.startswith(b"HTTP/1.1 406")


def test_a_stream_of_a_revoked_key_ends_soon(own_server, postgres):
    url = postgres.url(postgres.new_database())
    database = ("--database", url)
    service = own_server("--auth", "keys", "--private", database=url)
    made = run_cli("keys", "create", "--name", "Leitora", "--scope", "ler", *database)
    assert made.returncode == 0, made.stderr
    key = made.stdout.strip()
    with Events(service, Authorization="Bearer lv_" + "x" * 43) as refused:
        assert refused.status == 401
    with service.client() as api:
        bearing = {"Authorization": f"Bearer {key}"}
        wait_until(lambda: api.get("/mudancas", headers=bearing).status == 200, "the key is known")
    with Events(service, Authorization=f"Bearer {key}") as events:
        assert events.status == 200, events.head
        events.more()
        assert run_cli("keys", "revoke", "1", *database).returncode == 0
        deadline = time.monotonic() + DEADLINE_SECONDS
        while events.more():
            assert time.monotonic() < deadline
