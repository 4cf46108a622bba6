"""GET /exportar: the catalogue as a file, of one moment, made while it is sent."""

import csv
import gzip
import io
import json
import socket
import threading
import time

import pytest
from postgres_cluster import postgres_server
from service import Service, exported, wait_until
from wire import Client, assert_problem, book, exchange

BOOKS = 1500


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def catalogue(request, tmp_path_factory):
    """A server over each store, with 1500 books of which some were changed or deleted."""
    folder = tmp_path_factory.mktemp("export") / "catalogue"
    if request.param == "sqlite":
        with Service(folder) as service:
            fill(service)
            yield service
        return
    with postgres_server() as server:
        url = server.url(server.new_database())
        with Service(folder, database=url) as service:
            fill(service)
            yield service


def fill(service: Service) -> None:
    service.await_ready()
    with service.client() as api:
        for first in range(0, BOOKS, 500):
            api.post(
                "/livros/lote",
                json=[
                    {"op": "criar", "livro": book(título=f"Livro {n}", ano=1900 + n % 100)}
                    for n in range(first, first + 500)
                ],
            ).expect(200)
        api.delete("/livros/7").expect(204)
        api.patch("/livros/8", json={"ano": 1799}).expect(200)


@pytest.fixture
def api(catalogue):
    with catalogue.client() as client:
        yield client


def lines(body: bytes) -> list[dict]:
    return [json.loads(line) for line in body.splitlines()]


def test_all_books_come_by_id_with_the_headers_of_a_file(api):
    answer = api.get("/exportar", formato="ndjson").expect(200)
    books = lines(answer.body)
    assert [one["id"] for one in books] == [n for n in range(1, BOOKS + 1) if n != 7]
    assert books[6] == api.get("/livros/8").json
    assert answer.headers["Transfer-Encoding"] == "chunked"
    assert answer.headers["Content-Type"] == "application/x-ndjson"
    assert answer.headers["X-Catalogo-Seq"] == str(BOOKS + 2)
    today = time.strftime("%Y-%m-%d", time.gmtime())
    assert answer.headers["Content-Disposition"] in (
        f'attachment; filename="livros-{today}.ndjson"',
        f'attachment; filename="livros-{time.strftime("%Y-%m-%d", time.gmtime())}.ndjson"',
    )
    assert lines(api.get("/exportar", formato="ndjson").body) == books
    assert api.get("/exportar", formato="json").json == books
    rows = list(csv.DictReader(io.StringIO(api.get("/exportar", formato="csv").body.decode())))
    assert [int(row["id"]) for row in rows] == [one["id"] for one in books]
    assert api.get("/exportar", formato="csv", bom=1).body.startswith(b"\xef\xbb\xbf")


def test_filters_and_searches_select(api):
    chosen = lines(api.get("/exportar", formato="ndjson", ano=1950).body)
    assert len(chosen) == BOOKS // 100
    assert {one["ano"] for one in chosen} == {1950}
    found = lines(api.get("/exportar", formato="ndjson", q="livro 1234").body)
    assert [one["título"] for one in found] == ["Livro 1234"]
    assert api.get("/exportar", formato="ndjson", ano=2050).body == b""
    assert api.get("/exportar", formato="json", ano=2050).json == []
    everything = api.get("/exportar", formato="ndjson", titulo="livro").body
    assert len(everything.splitlines()) == BOOKS - 1


def test_it_is_compressed_while_it_is_sent(api):
    plain = api.get("/exportar", formato="ndjson").body
    packed = api.get("/exportar", formato="ndjson", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain
    assert len(packed.body) < len(plain) / 3
    zstd = api.get("/exportar", formato="ndjson", headers={"Accept-Encoding": "zstd"})
    assert zstd.headers["Content-Encoding"] == "zstd"
    assert zstd.body[:4] == b"\x28\xb5\x2f\xfd"


def test_head_gives_the_headers_and_http_1_0_the_bare_file(catalogue, api):
    head = api.head("/exportar", formato="csv").expect(200)
    assert head.body == b""
    assert head.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
    raw = exchange(catalogue.port, b"GET /exportar?formato=ndjson&ano=1950 HTTP/1.0\r\n\r\n")
    header, _, body = raw.partition(b"\r\n\r\n")
    assert b"Transfer-Encoding" not in header
    assert len(lines(body)) == BOOKS // 100


def test_a_trailer_counts_what_was_shortened(catalogue):
    raw = exchange(
        catalogue.port,
        b"GET /exportar?formato=csv&ano=1950 HTTP/1.1\r\nHost: localhost\r\n"
        b"TE: trailers\r\nConnection: close\r\n\r\n",
    )
    assert b"\r\nTrailer: X-Registros-Reduzidos\r\n" in raw
    assert raw.endswith(b"\r\n0\r\nX-Registros-Reduzidos: 0\r\n\r\n")


def long_book(names: int) -> dict:
    """A name takes 1000 bytes in MARC, and a record has room for 99 999."""
    return {
        "título": f"Livro de {names}",
        "autor": "A",
        "autores": [{"nome": f"{n:02d} {'é' * 490}"} for n in range(names)],
    }


def test_the_trailer_and_the_metrics_count_the_records_that_were_shortened(own_server):
    service = own_server()
    with service.client() as api:
        for names in (3, 100, 90, 95, 99):
            api.post("/livros", json=long_book(names)).expect(201)

        def exported_in(form: str) -> tuple[bytes, int]:
            raw = exchange(
                service.port,
                f"GET /exportar?formato={form} HTTP/1.1\r\nHost: localhost\r\n"
                "TE: trailers\r\nConnection: close\r\n\r\n".encode(),
            )
            count = int(raw.rpartition(b"X-Registros-Reduzidos: ")[2])
            return dechunked(raw.partition(b"\r\n\r\n")[2]), count

        marc, shortened = exported_in("marc")
        records = [record + b"\x1d" for record in marc.split(b"\x1d")[:-1]]
        assert [len(record) == int(record[:5]) <= 99_999 for record in records] == [True] * 5
        whole = [record.count("é".encode() * 490) for record in records]
        assert whole[0] == 3 and shortened == sum(
            kept < wanted for kept, wanted in zip(whole, (3, 100, 90, 95, 99), strict=True)
        )
        assert shortened >= 2
        assert exported_in("marcxml")[1] == 0
        metrics = api.get("/metrics").body.decode()
        assert f"\nlivros_export_shortened_records {shortened}\n" in metrics


def dechunked(body: bytes) -> bytes:
    whole = b""
    while (size := int(body.partition(b"\r\n")[0], 16)) > 0:
        body = body.partition(b"\r\n")[2]
        whole += body[:size]
        body = body[size + 2 :]
    return whole


@pytest.mark.parametrize(
    "query", ["", "formato=xls", "formato=dc", "formato=json&limite=1", "formato=json&bom=1"]
)
def test_what_cannot_be_exported_is_refused_naming_what_can(api, query):
    answer = api.get(f"/exportar?{query}")
    if query == "formato=dc":
        assert_problem(answer, 406, "formato-nao-disponivel")
        return
    assert answer.status == 400
    assert answer.json["codigo"] in ("parametro-invalido", "parametro-desconhecido")


def slow_export(service: Service) -> socket.socket:
    """An export that has begun and that nobody reads."""
    reader = socket.socket()
    reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    reader.connect(("127.0.0.1", service.port))
    reader.sendall(b"GET /exportar?formato=ndjson HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert reader.recv(12) == b"HTTP/1.1 200"
    return reader


def rest_of(reader: socket.socket) -> bytes:
    parts = []
    while not parts or not parts[-1].endswith(b"0\r\n\r\n"):
        parts.append(reader.recv(65536))
        assert parts[-1]
    return b"".join(parts)


def test_a_slow_reader_gets_the_books_as_they_were(own_server):
    service = own_server()
    with service.await_ready().client() as api:
        text = "x" * 15_000
        for _ in range(4):
            api.post(
                "/livros/lote",
                json=[{"op": "criar", "livro": book(sinopse=text)} for _ in range(250)],
            ).expect(200)
        reader = slow_export(service)
        changes = [
            {"op": "alterar", "id": n, "livro": {"sinopse": "outra"}} for n in range(1, 1001, 3)
        ] + [{"op": "excluir", "id": n} for n in range(2, 1001, 3)]
        assert {one["status"] for one in api.post("/livros/lote", json=changes).json} == {200, 204}
        api.create(título="Depois")
        raw = rest_of(reader)
        assert raw.count(b'"sinopse":"xxx') == 1000
        assert b"outra" not in raw and b"Depois" not in raw
        reader.close()


def test_the_fifth_export_at_once_is_told_to_wait(own_server):
    service = own_server()
    with service.await_ready().client() as api:
        text = "x" * 15_000
        for _ in range(2):
            api.post(
                "/livros/lote",
                json=[{"op": "criar", "livro": book(sinopse=text)} for _ in range(400)],
            ).expect(200)
        readers = [slow_export(service) for _ in range(4)]
        fifth = api.get("/exportar", formato="ndjson")
        assert_problem(fifth, 503, "sobrecarregado")
        assert fifth.headers["Retry-After"]
        readers.pop().close()
        wait_until(
            lambda: api.get("/exportar", formato="ndjson", id=1).status == 200, "a place is free"
        )
        for reader in readers:
            reader.close()


def test_it_gives_what_the_program_exports(own_server, tmp_path):
    service = own_server()
    with service.await_ready().client() as api:
        for n in range(5):
            api.create(título=f"Livro {n}", extra={"n": n}, etiquetas=["a", "b"])
        by_http = api.get("/exportar", formato="ndjson").body
        table = api.get("/exportar", formato="csv").body
    service.stop()
    assert exported(service.database, tmp_path / "a.ndjson") == by_http
    assert exported(service.database, tmp_path / "a.csv") == table


def test_many_exports_beside_writes_are_each_of_one_moment(catalogue):
    """A book is written with the same year twice in one batch: no export shows one without the
    other."""
    with catalogue.client() as api:
        pair = [
            one["id"]
            for one in api.post(
                "/livros/lote?atomico=1",
                json=[{"op": "criar", "livro": book(ano=1, etiquetas=["par"])}] * 2,
            )
            .expect(200)
            .json
        ]
    over = threading.Event()

    def write() -> None:
        with catalogue.client() as writer:
            for year in range(2, 1000):
                if over.is_set():
                    return
                writer.post(
                    "/livros/lote?atomico=1",
                    json=[{"op": "alterar", "id": n, "livro": {"ano": year}} for n in pair],
                ).expect(200)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        with Client(catalogue.port) as reader:
            for query in [{}, {"etiqueta": "par"}] * 5:
                answer = reader.get("/exportar", formato="ndjson", **query).expect(200)
                years = [one["ano"] for one in lines(answer.body) if one["id"] in pair]
                assert len(years) == 2 and years[0] == years[1], (query, years)
    finally:
        over.set()
        thread.join()
