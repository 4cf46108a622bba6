"""What is told before a body, and refusals of requests that were not read to their end."""

import json
import socket

import pytest

ORIGIN = "https://app.exemplo"


def exchange(port: int, request: bytes) -> bytes:
    """Everything that the server says to these bytes until it closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(request)
        answer = b""
        while chunk := connection.recv(65536):
            answer += chunk
        return answer


def first_status(port: int, head: str) -> int:
    """The status of the first answer to a head whose body waits."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(head.encode() + b"\r\n\r\n")
        return int(connection.recv(65536).split(b" ", 2)[1])


EXPECTING = "Host: localhost\r\nContent-Length: 30\r\nExpect: 100-continue"
JSON = "Content-Type: application/json"


@pytest.mark.parametrize(
    ("line", "fields", "status"),
    [
        ("POST /livros", JSON, 100),
        ("PATCH /livros/1", "Content-Type: application/merge-patch+json", 100),
        ("POST /nada", JSON, 404),
        ("PUT /livros/04", JSON, 404),
        ("PUT /livros/zero", JSON, 404),
        ("DELETE /livros", JSON, 405),
        ("POST /healthz", JSON, 405),
        ("POST /livros", "Content-Type: text/plain", 415),
        ("PUT /livros/1", "Content-Type: application/merge-patch+json", 415),
        ("POST /livros", "X-Nothing: 1", 415),
        ("POST /livros", f"{JSON}\r\nContent-Encoding: gzip", 415),
        ("POST /livros", f"{JSON}\r\nAccept: text/html", 406),
        ("POST /livros", f"{JSON}\r\nOrigin: https://mau.exemplo", 403),
        ("POST /livros", f"{JSON}\r\nSec-Fetch-Site: cross-site", 403),
        ("POST /livros?x=1", JSON, 400),
        ("PATCH /livros/1", f"{JSON}\r\nIf-Match: 1", 400),
        ("FOO /livros", JSON, 501),
    ],
)
def test_the_final_status_comes_before_the_body_where_no_body_could_change_it(
    server, line, fields, status
):
    assert first_status(server.port, f"{line} HTTP/1.1\r\n{EXPECTING}\r\n{fields}") == status


def test_the_name_the_length_and_the_expectation_too(server):
    head = f"POST /livros HTTP/1.1\r\n{EXPECTING}\r\n{JSON}"
    assert first_status(server.port, head.replace("localhost", "mau.exemplo")) == 421
    assert first_status(server.port, head.replace("30", "9999999")) == 413
    assert first_status(server.port, head.replace("100-continue", "nada")) == 417


def test_a_limit_is_told_before_the_body_and_leave_costs_nothing(own_server):
    port = own_server("--rate-writes", "1/min:1").port
    head = f"POST /livros HTTP/1.1\r\n{EXPECTING}\r\n{JSON}"
    for _ in range(3):
        assert first_status(port, head) == 100
    body = b'{"titulo":"x","autor":null}   '
    answer = exchange(port, f"{head}\r\nConnection: close\r\n\r\n".encode() + body)
    assert b"201 Created" in answer
    assert first_status(port, head) == 429


def test_who_may_not_write_is_told_before_the_body(own_server):
    port = own_server("--auth", "keys").port
    assert first_status(port, f"POST /livros HTTP/1.1\r\n{EXPECTING}\r\n{JSON}") == 401


# What the parser refuses before it has come to the fields, or at one of them.
BROKEN = {
    414: "GET /livros?q={long} HTTP/1.1\r\nHost: localhost\r\n{fields}\r\n\r\n",
    431: "GET /livros HTTP/1.1\r\nHost: localhost\r\n{fields}\r\n{many}\r\n\r\n",
    505: "GET /livros HTTP/2.0\r\nHost: localhost\r\n{fields}\r\n\r\n",
    400: "GET /livros HTTP/1.1\r\nHost: a b\r\n{fields}\r\n\r\n",
    501: "POST /livros HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: br\r\n{fields}\r\n\r\n",
    417: "POST /livros HTTP/1.1\r\nHost: localhost\r\nExpect: x\r\n{fields}\r\n\r\n",
    413: "POST /livros HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n{fields}\r\n\r\n",
}


@pytest.fixture(scope="module")
def cors_server(tmp_path_factory):
    from service import Service

    folder = tmp_path_factory.mktemp("cors") / "catalogue"
    with Service(folder, "--cors-origin", ORIGIN, "--allowed-host", "a") as service:
        yield service


@pytest.mark.parametrize("status", BROKEN)
def test_a_page_that_may_can_read_every_refusal(cors_server, status):
    fields = f"origin:{ORIGIN}\r\nAccept-Language: en\r\nX-Request-Id: p-7\r\n{JSON}"
    many = "\r\n".join(f"X-{n}: 1" for n in range(200))
    request = BROKEN[status].format(long="x" * 9000, fields=fields, many=many)
    head, body = exchange(cors_server.port, request.encode()).split(b"\r\n\r\n", 1)
    assert head.split(b" ")[1] == str(status).encode()
    assert f"Access-Control-Allow-Origin: {ORIGIN}".encode() in head
    assert b"Access-Control-Expose-Headers: " in head
    problem = json.loads(body)
    assert problem["pedido"] == "p-7"
    assert head.count(b"Content-Language: en") == 1
    # Those of other pages stay unreadable.
    other = request.replace(ORIGIN, "https://mau.exemplo").encode()
    assert b"Access-Control-Allow-Origin" not in exchange(cors_server.port, other)


def test_only_whole_lines_of_the_head_are_believed(cors_server):
    for request in (
        f"GET /livros HTTP/2.0\r\nX: y\r\n\r\norigin: {ORIGIN}\r\n\r\n",
        f"GET /livros?origin: {ORIGIN} HTTP/1.1\r\nHost: a\r\n\r\n",
        f"GET /{'x' * 9000} HTTP/1.1\r\nHost: a\r\nX-Origin: {ORIGIN}\r\n\r\n",
    ):
        answer = exchange(cors_server.port, request.encode())
        assert b"Access-Control-Allow-Origin" not in answer
