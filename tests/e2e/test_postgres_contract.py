"""The contract on PostgreSQL: what SQLite answers to the same requests, but for the times."""

import re
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from postgres_cluster import PostgresServer, free_port, postgres_server
from service import Service, exported, run_cli
from wire import Answer, Client, assert_problem, book

DATA = Path(__file__).parents[1] / "data"
FILES = sorted(path for path in DATA.glob("*") if path.suffix in (".mrc", ".csv", ".ndjson"))

TIME = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
REQUEST_ID = re.compile(rb'"pedido":"[^"]*"')
CURSOR = re.compile(r"cursor=[^&>]*")
COMPARED = (
    "Content-Type Location ETag Link X-Total-Count X-Catalogo-Seq Idempotent-Replayed Cache-Control"
).split()


@pytest.fixture(scope="module")
def postgres() -> Iterator[PostgresServer]:
    with postgres_server() as server:
        yield server


@pytest.fixture
def url(postgres) -> str:
    """Of an empty database."""
    return postgres.url(postgres.new_database())


def serving(folder: Path, database: str | None, *options: str) -> Service:
    return Service(folder, *options, database=database)


def without_place(said: str) -> str:
    """The last line of an import, but for the name of the catalogue."""
    return said.splitlines()[-1].partition(" (em ")[0]


def without_times(answer: Answer, mask_cursor: bool = False) -> tuple:
    """What both stores must agree on: everything but instants and the request's own id."""
    body = REQUEST_ID.sub(b"ID", TIME.sub(b"TIME", answer.body))
    headers = [answer.headers.get(name) for name in COMPARED]
    if mask_cursor:
        headers = [text and CURSOR.sub("cursor=X", text) for text in headers]
    return answer.status, headers, body


class Twins:
    """The same requests to a server on each store; their answers must agree."""

    def __init__(self, sqlite: Client, postgres: Client) -> None:
        self.sqlite, self.postgres = sqlite, postgres

    def request(self, method: str, target: str, mask_cursor=False, **options) -> Answer:
        """PostgreSQL's answer. A cursor over times is masked, because it holds one."""
        wanted = self.sqlite.request(method, target, **options)
        found = self.postgres.request(method, target, **options)
        message = f"{method} {target} {options}"
        assert without_times(found, mask_cursor) == without_times(wanted, mask_cursor), message
        if mask_cursor:
            self.next_of_sqlite = wanted.links().get("next")
        return found


@pytest.fixture
def twins(tmp_path, url) -> Iterator[Twins]:
    """Both empty."""
    with (
        serving(tmp_path / "sqlite", None) as one,
        serving(tmp_path / "postgres", url) as two,
        one.client() as sqlite,
        two.client() as postgres,
    ):
        yield Twins(sqlite, postgres)


@pytest.fixture(scope="module")
def stocked(tmp_path_factory, postgres) -> Iterator[Twins]:
    """Both with every file of tests/data, imported by the command line."""
    folder = tmp_path_factory.mktemp("stocked")
    file = folder / "sqlite" / "livros.db"
    file.parent.mkdir()
    url = postgres.url(postgres.new_database())
    for path in FILES:
        wanted = run_cli("import", path, "--database", file)
        found = run_cli("import", path, "--database", url)
        assert found.returncode == wanted.returncode, found.stderr
        assert without_place(found.stdout) == without_place(wanted.stdout)
    with (
        serving(file.parent, str(file)) as one,
        serving(folder / "postgres", url) as two,
        one.client() as sqlite,
        two.client() as postgres_client,
    ):
        yield Twins(sqlite, postgres_client)


# ---- one book -----------------------------------------------------------------------------------


def test_a_book_lives_dies_and_returns_as_on_sqlite(twins):
    whole = {
        "título": "Água Viva",
        "autores": [{"nome": "Clarice Lispector"}, {"nome": "Stefan Tobler", "papel": "trl"}],
        "isbn": "978-85-359-3198-3",
        "ano": 1973,
        "assuntos": ["Ficção", "ficcao"],
        "serie": {"nome": "Obra", "volume": "2"},
        "extra": {"a": [1, None, "é"]},
        "sinopse": "linha\n" * 300,
    }
    twins.request("POST", "/livros", json=whole).expect(201)
    likely = twins.request("POST", "/livros", json=whole | {"id": 70}).expect(201)
    assert likely.links()["duplicate"] == "/livros/1"
    twins.request("POST", "/livros?duplicado=recusar", json=whole).expect(409)
    twins.request("POST", "/livros", json=book(título="x", id=70)).expect(409)
    twins.request("POST", "/livros", json=book(título="x", isbn="9788535931980")).expect(422)
    twins.request("GET", "/livros/1").expect(200)
    twins.request("GET", "/livros/2").expect(404)
    twins.request("PUT", "/livros/1", json={"titulo": "Outra", "autor": None}).expect(200)
    twins.request("PATCH", "/livros/1", json={"ano": -5, "extra": None}).expect(200)
    twins.request("PUT", "/livros/9", json=book(título="y")).expect(404)
    only_new = {"If-None-Match": "*"}
    twins.request("PUT", "/livros/9", json=book(título="y"), headers=only_new).expect(201)
    twins.request("DELETE", "/livros/1").expect(204)
    twins.request("DELETE", "/livros/1").expect(410)
    twins.request("GET", "/livros/1").expect(410)
    twins.request("PATCH", "/livros/1", json={"ano": 1}).expect(410)
    twins.request("POST", "/livros", json=book(título="z", id=1)).expect(409)
    history = twins.request("GET", "/livros/1/versoes").expect(200).json
    assert [one["tipo"] for one in history] == ["criado", "alterado", "alterado", "excluido"]
    for version in range(6):
        twins.request("GET", f"/livros/1/versoes/{version}")
    twins.request("POST", "/livros/1/restaurar", json={"versao": 4}).expect(422)
    twins.request("POST", "/livros/1/restaurar", json={"versao": 1}).expect(200)
    twins.request("GET", "/livros/1").expect(200)
    twins.request("GET", "/livros/1/versoes").expect(200)
    twins.request("GET", "/livros").expect(200)


def test_validators_answer_as_on_sqlite(twins):
    tag = twins.request("POST", "/livros", json=book(título="Um", ano=1900)).expect(201).etag
    same, other = {"If-None-Match": tag}, {"If-Match": '"1-7"'}
    twins.request("GET", "/livros/1", headers=same).expect(304)
    twins.request("HEAD", "/livros/1", headers=same).expect(304)
    listed = twins.request("GET", "/livros").expect(200).etag
    twins.request("GET", "/livros", headers={"If-None-Match": listed}).expect(304)
    twins.request("PATCH", "/livros/1", json={"ano": 1901}, headers={"If-Match": tag}).expect(200)
    twins.request("GET", "/livros/1", headers=same).expect(200)
    twins.request("GET", "/livros", headers={"If-None-Match": listed}).expect(200)
    for method, options in (
        ("PATCH", {"json": {"ano": 1902}}),
        ("PUT", {"json": book(título="Dois")}),
        ("DELETE", {}),
    ):
        stale = twins.request(method, "/livros/1", headers={"If-Match": tag}, **options)
        assert_problem(stale, 412, "versao-divergente")
        twins.request(method, "/livros/1", headers=other, **options).expect(412)
    conflict = twins.request("PATCH", "/livros/1", json={"ano": 1}, headers={"If-Match": tag})
    assert conflict.json["campos_em_conflito"] == ["ano"]


def test_keys_answer_as_on_sqlite(twins):
    key = {"Idempotency-Key": str(uuid.uuid4())}
    twins.request("POST", "/livros", json=book(título="Um"), headers=key).expect(201)
    again = twins.request("POST", "/livros", json=book(título="Um"), headers=key).expect(201)
    assert again.headers["Idempotent-Replayed"] == "true"
    twins.request("POST", "/livros", json=book(título="Dois"), headers=key).expect(422)
    twins.request("DELETE", "/livros/1").expect(204)
    twins.request("POST", "/livros", json=book(título="Um"), headers=key).expect(201)


# ---- lists --------------------------------------------------------------------------------------

ORDERS = [
    f"{sign}{name}"
    for name in ("id", "titulo", "autor", "ano", "criado_em", "atualizado_em")
    for sign in ("", "-")
] + ["autor,-ano", "-ano,titulo", "-atualizado_em,-id"]
FILTERS = [
    "",
    "total=1",
    "autor=machado",
    "autor=jos%C3%A9%20DA",
    "titulo=historia",
    "editora=livraria",
    "assunto=brazil",
    "idioma=pt",
    "ano=1974",
    "ano_min=1970&ano_max=1975&total=1",
    "idioma=pt&assunto=brazil%20history&total=1",
    "campos=id,t%C3%ADtulo,autor&isbn=9788535931983",
    "id=3,1,2,299,5007199254740000",
    "alterado_desde=2001-01-01",
    "etiqueta=nenhuma",
]


@pytest.mark.parametrize("filters", FILTERS)
def test_lists_walk_in_every_order_as_on_sqlite(stocked, filters):
    for order in ORDERS:
        target = f"/livros?ordem={order}&limite=97&{filters}".rstrip("&")
        by_time = "_em" in order
        for _ in range(20):
            answer = stocked.request("GET", target, mask_cursor=by_time).expect(200)
            following = answer.links().get("next")
            if not following:
                break
            target = following
            if by_time:
                # Each store goes on by its own cursor, so pages are compared from here alone.
                compare_walks(stocked, following, stocked.next_of_sqlite)
                break
        else:
            raise AssertionError("the pages do not end")


def compare_walks(twins: Twins, postgres_target: str, sqlite_target: str) -> None:
    for _ in range(20):
        found = twins.postgres.get(postgres_target).expect(200)
        wanted = twins.sqlite.get(sqlite_target).expect(200)
        assert without_times(found, mask_cursor=True) == without_times(wanted, mask_cursor=True)
        if "next" not in found.links():
            return
        postgres_target, sqlite_target = found.links()["next"], wanted.links()["next"]
    raise AssertionError("the pages do not end")


def test_pages_lead_back_as_on_sqlite(stocked):
    for order in ("titulo", "-ano,titulo", "autor"):
        target = f"/livros?ordem={order}&limite=97&campos=id"
        while following := stocked.request("GET", target).links().get("next"):
            target = following
        while before := stocked.request("GET", target).links().get("prev"):
            target = before


@pytest.mark.parametrize(
    "query", ["limite=0", "ordem=cor", "cursor=x", "ano=x", "nada=1", "campos=x", "isbn=1"]
)
def test_bad_queries_are_refused_as_on_sqlite(stocked, query):
    stocked.request("GET", f"/livros?{query}").expect(400)


def test_each_book_reads_as_on_sqlite(stocked):
    for id_ in range(310):
        stocked.request("GET", f"/livros/{id_}")
    stocked.request("GET", "/livros/1", headers={"Accept": "text/csv"})


# ---- several instances --------------------------------------------------------------------------


@pytest.fixture
def pair(tmp_path, url) -> Iterator[tuple[Service, Service]]:
    with serving(tmp_path / "one", url) as one, serving(tmp_path / "two", url) as two:
        yield one, two


def test_a_key_used_on_one_instance_is_known_on_the_other(pair):
    with pair[0].client() as one, pair[1].client() as two:
        headers, body = {"Idempotency-Key": str(uuid.uuid4())}, book()
        first = one.post("/livros", json=body, headers=headers).expect(201)
        again = two.post("/livros", json=body, headers=headers).expect(201)
        assert again.headers["Idempotent-Replayed"] == "true"
        assert (again.json, again.etag) == (first.json, first.etag)
        other = two.post("/livros", json=book(), headers=headers)
        assert_problem(other, 422, "chave-reutilizada")


def test_many_at_once_with_one_key_on_two_instances_make_one_book(pair):
    headers, body, answers = {"Idempotency-Key": str(uuid.uuid4())}, book(), []

    def send(service: Service) -> None:
        with service.client() as client:
            answers.append(client.post("/livros", json=body, headers=headers))

    threads = [threading.Thread(target=send, args=(pair[n % 2],)) for n in range(32)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(answers) == 32
    for answer in answers:
        assert answer.expect(201).json == answers[0].json
    with pair[0].client() as api:
        assert len(api.get("/livros").json) == 1


def test_a_write_on_one_instance_is_seen_at_once_on_the_other(pair):
    with pair[0].client() as one, pair[1].client() as two:
        path = f"/livros/{one.create(ano=0)['id']}"
        tags = {"book": two.get(path).etag, "list": two.get("/livros").etag}
        for year in range(1, 60):
            writer, reader = (one, two) if year % 2 else (two, one)
            written = writer.patch(path, json={"ano": year}).expect(200)
            for name, target in (("book", path), ("list", "/livros")):
                read = reader.get(target, headers={"If-None-Match": tags[name]}).expect(200)
                assert str(year).encode() in read.body
                assert read.sequence >= written.sequence
                tags[name] = read.etag


def test_two_instances_start_at_once_on_an_empty_database(tmp_path, url):
    services = [serving(tmp_path / f"s{n}", url, "--demo") for n in range(2)]
    threads = [threading.Thread(target=service.start) for service in services]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    try:
        for service in services:
            service.await_ready()
            with service.client() as api:
                assert [one["id"] for one in api.get("/livros").json] == list(range(1, 31))
    finally:
        codes = [service.stop() for service in services]
    assert codes == [0, 0]


# ---- the command line ---------------------------------------------------------------------------


def test_the_demonstration_fills_an_empty_catalogue_once(tmp_path, url):
    with serving(tmp_path / "s", url, "--demo") as service, service.client() as api:
        assert [one["id"] for one in api.get("/livros").json] == list(range(1, 31))
        api.delete("/livros/2").expect(204)
    with serving(tmp_path / "s", url, "--demo") as service, service.client() as api:
        assert [one["id"] for one in api.get("/livros").json] == [1, *range(3, 31)]
        assert api.create()["id"] == 31


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_what_is_imported_leaves_as_from_sqlite_and_returns_whole(tmp_path, postgres, file):
    lite = tmp_path / "livros.db"
    one, two = (postgres.url(postgres.new_database()) for _ in range(2))
    wanted, found = (run_cli("import", file, "--database", where) for where in (lite, one))
    assert found.returncode == wanted.returncode
    assert without_place(found.stdout) == without_place(wanted.stdout)
    first = exported(one, tmp_path / "first.ndjson")
    expected = exported(lite, tmp_path / "expected.ndjson")
    assert TIME.sub(b"TIME", first) == TIME.sub(b"TIME", expected)
    assert run_cli("import", tmp_path / "first.ndjson", "--database", two).returncode == 0
    assert exported(two, tmp_path / "second.ndjson") == first
    for where in (one, two):
        checked = run_cli("check", "--database", where)
        assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_catalogue_changed_behind_our_back_fails_its_check(tmp_path, postgres):
    name = postgres.new_database()
    assert run_cli("import", FILES[0], "--database", postgres.url(name)).returncode in (0, 3)
    postgres.sql("DELETE FROM documents WHERE id = (SELECT min(id) FROM documents)", name)
    done = run_cli("check", "--database", postgres.url(name))
    assert done.returncode == 1
    assert done.stdout


def test_migrate_is_done_once_and_harmless_again(url):
    first, again = (run_cli("migrate", "--database", url) for _ in range(2))
    assert (first.returncode, again.returncode) == (0, 0), first.stderr + again.stderr
    assert "migração" in first.stdout
    assert "migração" not in again.stdout


def test_backup_and_restore_name_the_tools_that_do_it(tmp_path, url):
    for command, tool in (("backup", "pg_dump"), ("restore", "pg_restore")):
        done = run_cli(command, tmp_path / "copy.db", "--database", url)
        assert done.returncode in (1, 2)
        assert tool in done.stderr
        assert not list(tmp_path.iterdir())


def test_a_database_that_does_not_answer_is_named_without_its_password():
    url = f"postgresql://ana:segredo@127.0.0.1:{free_port()}/livros"
    done = run_cli("serve", "--listen", "127.0.0.1:0", "--database", url)
    assert done.returncode == 1
    assert "127.0.0.1" in done.stderr
    assert "segredo" not in done.stdout + done.stderr
