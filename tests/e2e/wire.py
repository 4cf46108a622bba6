"""HTTP as the tests speak it: requests leave exactly as written, answers are kept whole."""

import http.client
import json
import socket
import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

PROBLEM = "application/problem+json"


class Headers(dict):
    """Header fields by lower-case name; repeated ones joined with ", " (RFC 9110 section 5.2)."""

    def __init__(self, pairs) -> None:
        super().__init__()
        for name, value in pairs:
            name = name.lower()
            self[name] = f"{self[name]}, {value}" if name in self else value

    def __getitem__(self, name: str) -> str:
        return super().__getitem__(name.lower())

    def get(self, name: str, default=None):
        return super().get(name.lower(), default)

    def __contains__(self, name: object) -> bool:
        return super().__contains__(str(name).lower())


@dataclass
class Answer:
    status: int
    headers: Headers
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def etag(self) -> str:
        return self.headers["ETag"]

    @property
    def sequence(self) -> int:
        return int(self.headers["X-Catalogo-Seq"])

    def links(self) -> dict[str, str]:
        """relation -> target of the Link fields."""
        found = {}
        for part in self.headers.get("Link", "").split(", <"):
            if part:
                target, _, relation = part.lstrip("<").partition('>; rel="')
                found[relation.rstrip('"')] = target
        return found

    def expect(self, status: int) -> "Answer":
        assert self.status == status, f"{self.status} instead of {status}: {self.body[:2000]!r}"
        return self


class Client:
    """One keep-alive connection. `json=` sends compact UTF-8 JSON with its Content-Type."""

    def __init__(self, port: int, timeout: float = 30) -> None:
        self.port = port
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)

    def request(self, method: str, target: str, body=None, headers=None, **data) -> Answer:
        fields = dict(headers or {})
        if "json" in data:
            body = json.dumps(data.pop("json"), ensure_ascii=False).encode()
            fields.setdefault("Content-Type", "application/json")
        assert not data
        try:
            self.connection.request(method, target, body, fields)
            response = self.connection.getresponse()
            return Answer(response.status, Headers(response.getheaders()), response.read())
        except BaseException:
            self.connection.close()
            raise

    def get(self, target: str, **query_and_headers) -> Answer:
        headers = query_and_headers.pop("headers", None)
        return self.request("GET", with_query(target, query_and_headers), None, headers)

    def head(self, target: str, **query_and_headers) -> Answer:
        headers = query_and_headers.pop("headers", None)
        return self.request("HEAD", with_query(target, query_and_headers), None, headers)

    def post(self, target: str, body=None, **options) -> Answer:
        return self.request("POST", target, body, **options)

    def put(self, target: str, body=None, **options) -> Answer:
        return self.request("PUT", target, body, **options)

    def patch(self, target: str, body=None, **options) -> Answer:
        return self.request("PATCH", target, body, **options)

    def delete(self, target: str, **options) -> Answer:
        return self.request("DELETE", target, **options)

    def create(self, **fields) -> dict:
        """The book as created, with a title and an author unless given."""
        return self.post("/livros", json=book(**fields)).expect(201).json

    def close(self) -> None:
        self.connection.close()

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_) -> None:
        self.close()


def with_query(target: str, query: dict) -> str:
    text = urlencode({k: v for k, v in query.items() if v is not None}, quote_via=quote)
    return f"{target}?{text}" if text else target


def book(**fields) -> dict:
    """A book to send. Its title is its own, so that it is nobody's likely duplicate."""
    defaults = {"título": f"Livro {uuid.uuid4()}", "autor": "Machado de Assis"}
    if {"titulo", "title"} & fields.keys():
        del defaults["título"]
    if {"autores", "author"} & fields.keys():
        del defaults["autor"]
    return defaults | fields


def assert_problem(answer: Answer, status: int, code: str) -> dict:
    """The answer is the problem `code`, in the form that every error has; returns its body."""
    answer.expect(status)
    assert answer.headers["Content-Type"].split(";")[0] == PROBLEM
    problem = answer.json
    assert problem["codigo"] == code, problem
    assert problem["type"] == f"/problemas/{code}"
    assert problem["status"] == status
    assert problem["pedido"] == answer.headers["X-Request-Id"]
    assert problem["title"] and problem["detail"] and problem["instance"].startswith("/")
    for error in problem["erros"]:
        assert error.keys() == {"ponteiro", "codigo", "mensagem"} and error["mensagem"]
    return problem


def assert_invalid(answer: Answer, *errors: tuple[str, str]) -> dict:
    """422 livro-invalido with exactly these (pointer, rule)."""
    problem = assert_problem(answer, 422, "livro-invalido")
    found = sorted((error["ponteiro"], error["codigo"]) for error in problem["erros"])
    assert found == sorted(errors), problem
    return problem


def exchange(port: int, request: bytes, timeout: float = 30) -> bytes:
    """Sends bytes as they are and reads until the server closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=timeout) as connection:
        connection.sendall(request)
        received = bytearray()
        while chunk := connection.recv(65536):
            received += chunk
        return bytes(received)


def parse_answer(raw: bytes) -> Answer:
    """One answer out of what exchange() returned."""
    head, _, body = raw.partition(b"\r\n\r\n")
    status_line, *lines = head.decode("latin-1").split("\r\n")
    pairs = [line.split(": ", 1) for line in lines]
    return Answer(int(status_line.split(" ")[1]), Headers(pairs), body)
