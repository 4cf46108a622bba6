"""HTTP itself on the whole server, a few of each kind; tests/http has the rest."""

import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from clients import all_books
from service import wait_until
from wire import assert_problem, book, exchange, parse_answer

HOST = b"Host: localhost\r\n"
JSON = b"Content-Type: application/json\r\n"


def refused(server, request: bytes):
    """The one answer to `request`, after which the server has closed the connection."""
    answer = parse_answer(exchange(server.port, request))
    assert answer.headers["Connection"] == "close"
    return answer


MALFORMED = {
    "no host": b"GET /livros HTTP/1.1\r\n\r\n",
    "two hosts": b"GET /livros HTTP/1.1\r\n" + HOST + HOST + b"\r\n",
    "two lengths": b"POST /livros HTTP/1.1\r\n"
    + HOST
    + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x",
    "length and chunked": b"POST /livros HTTP/1.1\r\n"
    + HOST
    + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "bare LF": b"GET /livros HTTP/1.1\n" + HOST + b"\r\n",
    "folded field": b"GET /livros HTTP/1.1\r\n" + HOST + b"X: a\r\n b\r\n\r\n",
    "blank before colon": b"GET /livros HTTP/1.1\r\n" + HOST + b"X : a\r\n\r\n",
    "NUL": b"GET /livros HTTP/1.1\r\n" + HOST + b"X: a\0b\r\n\r\n",
    "bad chunk": b"POST /livros HTTP/1.1\r\n"
    + HOST
    + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
    "negative length": b"POST /livros HTTP/1.1\r\n" + HOST + b"Content-Length: -1\r\n\r\n",
    "space in the target": b"GET /livros x HTTP/1.1\r\n" + HOST + b"\r\n",
    "not HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
}


@pytest.mark.parametrize("name", MALFORMED)
def test_malformed_http_is_400_and_the_end_of_the_connection(server, name):
    assert_problem(refused(server, MALFORMED[name]), 400, "requisicao-invalida")


def test_an_unknown_transfer_coding_is_501(server):
    head = b"POST /livros HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: gzip, chunked\r\n\r\n"
    assert_problem(refused(server, head), 501, "codificacao-desconhecida")


def test_another_version_of_http_is_505(server):
    answer = refused(server, b"GET /livros HTTP/2.0\r\n" + HOST + b"\r\n")
    assert_problem(answer, 505, "versao-http-nao-suportada")


def test_an_unknown_expectation_is_417(server):
    head = b"POST /livros HTTP/1.1\r\n" + HOST + b"Expect: tea\r\nContent-Length: 2\r\n\r\n{}"
    assert_problem(refused(server, head), 417, "expectativa-nao-atendida")


def test_a_long_address_is_414(server):
    head = b"GET /livros?autor=" + b"a" * 9000 + b" HTTP/1.1\r\n" + HOST + b"\r\n"
    assert_problem(refused(server, head), 414, "endereco-longo-demais")


@pytest.mark.parametrize("fields", [b"X: " + b"a" * 17000 + b"\r\n", b"X: a\r\n" * 101])
def test_a_large_header_is_431(server, fields):
    head = b"GET /livros HTTP/1.1\r\n" + HOST + fields + b"\r\n"
    assert_problem(refused(server, head), 431, "cabecalho-grande-demais")


def test_a_declared_body_over_the_limit_is_413_before_it_is_sent(server):
    head = b"POST /livros HTTP/1.1\r\n" + HOST + b"Content-Length: 1048577\r\n\r\n"
    assert_problem(refused(server, head), 413, "corpo-grande-demais")


def test_a_chunked_body_over_the_limit_is_413(server):
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    head = b"POST /livros HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n"
    assert_problem(refused(server, head + chunk * 17), 413, "corpo-grande-demais")


def test_a_head_that_does_not_come_is_408(own_server):
    service = own_server("--header-timeout", "1")
    answer = parse_answer(exchange(service.port, b"GET /livros HTTP/1.1\r\nHost: lo"))
    assert_problem(answer, 408, "requisicao-lenta")


def test_expect_100_continue_is_continued(server):
    body = b'{"titulo":"x","autor":"y"}'
    head = b"POST /livros HTTP/1.1\r\n" + HOST + b"Expect: 100-continue\r\n" + JSON
    head += b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body)
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        connection.sendall(head)
        assert connection.recv(25) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(body)
        received = b""
        while chunk := connection.recv(65536):
            received += chunk
    assert parse_answer(received).status == 201


def test_pipelined_requests_are_answered_in_order(server, api):
    ids = [api.create()["id"] for _ in range(5)]
    requests = b"".join(b"GET /livros/%d HTTP/1.1\r\n" % id_ + HOST + b"\r\n" for id_ in ids)
    write = b'{"ano":1950}'
    patch = b"PATCH /livros/%d HTTP/1.1\r\n" % ids[0] + HOST + JSON
    patch += b"Content-Length: %d\r\n\r\n" % len(write) + write
    last = b"GET /livros/%d HTTP/1.1\r\nConnection: close\r\n" % ids[0] + HOST + b"\r\n"
    received = exchange(server.port, requests + patch + last)
    assert received.count(b"HTTP/1.1 200 OK\r\n") == 7
    tags = [part.split(b'"')[0] for part in received.split(b'ETag: "')[1:]]
    assert tags == [b"%d-1" % id_ for id_ in ids] + [b"%d-2" % ids[0]] * 2


def test_http_1_0_closes_unless_asked_to_stay(server):
    received = exchange(server.port, b"GET /livros/abc HTTP/1.0\r\n\r\n")
    assert received.startswith(b"HTTP/1.1 404 ")


def test_an_absolute_address_is_taken(server):
    request = b"GET http://localhost/livros/abc HTTP/1.1\r\nConnection: close\r\n" + HOST + b"\r\n"
    answer = parse_answer(exchange(server.port, request))
    assert_problem(answer, 404, "livro-nao-encontrado")


def test_one_connection_too_many_is_503_and_room_returns(own_server):
    service = own_server("--connections-max", "3", "--threads", "1")
    open_ones = [service.client() for _ in range(3)]
    for client in open_ones:
        client.get("/livros").expect(200)
    answer = parse_answer(exchange(service.port, b""))
    problem = assert_problem(answer, 503, "sobrecarregado")
    assert answer.headers["Retry-After"] and problem["status"] == 503
    for client in open_ones:
        client.close()

    def accepted() -> bool:
        with service.client() as client:
            try:
                return client.get("/livros").status == 200
            except OSError:
                return False

    wait_until(accepted, "a new connection is accepted")


def test_a_full_queue_is_503_and_nothing_of_it_is_done(own_server):
    service = own_server("--queue-max", "1")
    answers, is_enough = [], threading.Event()

    def send() -> None:
        with service.client() as client:
            while not is_enough.is_set():
                answers.append(client.post("/livros", json=book()))

    def both() -> bool:
        return {201, 503} <= {answer.status for answer in list(answers)}

    with ThreadPoolExecutor(32) as pool:
        senders = [pool.submit(send) for _ in range(32)]
        try:
            wait_until(both, "some writes are done and some refused: the queue has a bound")
        finally:
            is_enough.set()
        for sender in senders:
            sender.result()
    done = [answer for answer in answers if answer.status == 201]
    refusals = [answer for answer in answers if answer.status != 201]
    for answer in refusals:
        assert_problem(answer, 503, "sobrecarregado")
        assert answer.headers["Retry-After"]
    with service.client() as api:
        kept = {one["id"] for one in all_books(api)}
    assert kept == {answer.json["id"] for answer in done}


def test_an_idle_connection_is_closed_without_a_word(own_server):
    service = own_server("--idle-timeout", "0.3")
    assert exchange(service.port, b"") == b""


def test_the_server_speaks_both_families_on_localhost(own_server):
    service = own_server("--listen", "127.0.0.1:0", "--listen", "[::1]:0")
    addresses = [event["endereco"] for event in service.events() if event["evento"] == "ouvindo"]
    assert len(addresses) == 2
    port = int(next(a for a in addresses if "[::1]" in a).rpartition(":")[2])
    with socket.create_connection(("::1", port), timeout=30) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nConnection: close\r\n" + HOST + b"\r\n")
        assert connection.recv(12) == b"HTTP/1.1 200"


def test_a_book_can_be_made_with_a_chunked_body(server, api, mark):
    def pieces():
        yield b'{"titulo":"'
        yield mark.encode()
        yield b'","autor":null}'

    headers = {"Content-Type": "application/json"}
    made = api.post("/livros", pieces(), headers=headers).expect(201).json
    assert made["título"] == mark
    assert api.post("/livros", json=book()).status == 201
