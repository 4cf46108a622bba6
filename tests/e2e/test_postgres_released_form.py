"""A database of the release that kept a column for each field, taken over beside its instances."""

import threading
from contextlib import suppress

import pytest
from postgres_cluster import postgres_server
from postgres_load import instances_of
from service import ROOT, Service, run_cli, wait_until
from wire import book

pytestmark = pytest.mark.waiting

MIGRATIONS = ROOT / "src/store/sql/postgres"
RELEASED = ("0001_catalogue", "0002_search_index", "0003_access_keys")

# Books 1 to N as that release wrote them: every third was changed once, every tenth deleted.
FILLED = """
INSERT INTO books (id, version, seq, change, created_ms, updated_ms, title, author, isbn, language,
    subjects, contributors, series, volume, extra, likeness, title_key, author_key, year_key, words)
  SELECT n, v.now, CASE v.now WHEN 1 THEN n ELSE {n} + n END, CASE v.now WHEN 1 THEN 0 ELSE 1 END,
    1700000000000 + n, 1700000000000 + n + v.now - 1, 'Livro "' || n || '"', 'Autora ' || n % 7,
    NULL, 'pt', E'Ficção\\x1EMar', E'Autora ' || n % 7 || E'\\x1Faut', 'Coleção', n::text,
    '{{"tombo":"T' || n || '"}}', n, 'livro ' || n, 'autora ' || n % 7, -32768, ARRAY['tlivro']
  FROM generate_series(1, {n}) AS n, LATERAL (SELECT CASE WHEN n % 3 = 0 THEN 2 ELSE 1 END AS now)
    AS v WHERE n % 10 <> 0;
INSERT INTO book_versions (id, version, seq, change, created_ms, updated_ms, title, author)
  SELECT n, 1, n, 0, 1700000000000 + n, 1700000000000 + n, 'Antes ' || n, 'Autora'
  FROM generate_series(1, {n}) AS n WHERE n % 3 = 0 OR n % 10 = 0;
INSERT INTO tombstones (id, version, seq, at_ms)
  SELECT n, 2, {n} + n, 1700000000001 + n FROM generate_series(10, {n}, 10) AS n;
SELECT setval('book_ids', {n});
UPDATE catalogue SET seq = 2 * {n}, books = (SELECT count(*) FROM books);
"""

# What an instance of that release does, a write a transaction: it makes a book, changes it, and
# deletes every fifth one; until there is a table `enough`.
OLD_WRITES = """
DO $$
DECLARE
  book bigint;
  number bigint;
BEGIN
  FOR n IN 1..1000000 LOOP
    book := nextval('book_ids');
    UPDATE catalogue SET seq = seq + 1, books = books + 1 RETURNING seq INTO number;
    INSERT INTO books (id, version, seq, change, created_ms, updated_ms, title, likeness, title_key,
        author_key, year_key, words)
      VALUES (book, 1, number, 0, 1, 1, 'Da versão anterior ' || n, n, 'x', '', -32768, '{}');
    COMMIT;
    UPDATE catalogue SET seq = seq + 1 RETURNING seq INTO number;
    INSERT INTO book_versions SELECT b.id, b.version, b.seq, b.change, b.created_ms, b.updated_ms,
      b.actor, b.title FROM books AS b WHERE id = book;
    UPDATE books SET version = 2, seq = number, change = 1, title = title || ' mudado'
      WHERE id = book;
    COMMIT;
    IF n % 5 = 0 THEN
      UPDATE catalogue SET seq = seq + 1, books = books - 1 RETURNING seq INTO number;
      INSERT INTO book_versions SELECT b.id, b.version, b.seq, b.change, b.created_ms,
        b.updated_ms, b.actor, b.title FROM books AS b WHERE id = book;
      DELETE FROM books WHERE id = book;
      INSERT INTO tombstones VALUES (book, 3, number, 2);
      COMMIT;
      EXIT WHEN to_regclass('enough') IS NOT NULL;
    END IF;
    PERFORM pg_sleep(0.002);
  END LOOP;
END $$;
"""

SAME = """
SELECT (SELECT count(*) FROM books) = (SELECT count(*) FROM documents)
  AND (SELECT sum(seq) FROM books) = (SELECT sum(seq) FROM documents)
  AND (SELECT count(*) FROM book_versions) = (SELECT count(*) FROM document_versions)
  AND (SELECT sum(seq) FROM book_versions) = (SELECT sum(seq) FROM document_versions)
  AND (SELECT count(*) FROM books) = (SELECT books FROM catalogue)
"""


@pytest.fixture(scope="module")
def postgres():
    with postgres_server() as server:
        yield server


def released_database(postgres, books: int) -> str:
    database = postgres.new_database()
    for name in RELEASED:
        postgres.sql((MIGRATIONS / f"{name}.sql").read_text(), database)
    postgres.sql(
        "CREATE TABLE schema_migrations (number integer PRIMARY KEY, name text NOT NULL,"
        " applied_ms bigint NOT NULL, breaks_before integer NOT NULL DEFAULT 0);"
        "INSERT INTO schema_migrations VALUES "
        + ", ".join(f"({int(name[:4])}, '{name[5:]}', 0, 0)" for name in RELEASED),
        database,
    )
    postgres.sql(FILLED.format(n=books), database)
    return database


def assert_whole(api, books: int) -> None:
    """Every kind of book of FILLED, as that release would have served it."""
    for n in (1, books - 1):
        made = api.get(f"/livros/{n}").expect(200).json
        assert made["título"] == f'Livro "{n}"'
        assert made["autores"] == [{"nome": f"Autora {n % 7}", "papel": "aut"}]
        assert made["assuntos"] == ["Ficção", "Mar"]
        assert made["serie"] == {"nome": "Coleção", "volume": str(n)}
        assert made["extra"] == {"tombo": f"T{n}"}
    assert [one["tipo"] for one in api.get("/livros/3/versoes").json] == ["criado", "alterado"]
    assert api.get("/livros/3/versoes/1").expect(200).json["livro"]["título"] == "Antes 3"
    api.get("/livros/10").expect(410)
    assert api.get("/livros", total=1, limite=1).headers["X-Total-Count"] == str(
        books - books // 10
    )


def test_both_releases_write_beside_each_other_until_the_old_form_is_dropped(postgres, tmp_path):
    database = released_database(postgres, 3000)
    url = postgres.url(database)
    session = f"dbname={database} application_name=api-livros"
    old = threading.Thread(target=postgres.sql, args=(OLD_WRITES, session))
    old.start()
    with instances_of(url, tmp_path, count=1) as (service,), service.client() as api:
        wait_until(lambda: api.get("/readyz").status == 200, "the books are copied")
        refused = run_cli("migrate", "--contract", "--database", url)
        assert refused.returncode == 1, refused.stdout
        made = [api.create(título=f"Da nova {n}") for n in range(100)]
        for one in made[::2]:
            api.patch(f"/livros/{one['id']}", json={"ano": 1950}).expect(200)
        for one in made[::4]:
            api.delete(f"/livros/{one['id']}").expect(204)
        assert old.is_alive(), "the earlier release has failed"
        postgres.sql("CREATE TABLE enough ()", database)
        old.join()
        assert postgres.sql(SAME, database) == "t"
        titles = postgres.sql("SELECT count(*) FROM books WHERE title LIKE 'Da nova %'", database)
        assert titles == "75"
        changed = " LIKE '% mudado' ORDER BY 1"
        by_old = postgres.sql(f"SELECT title FROM books WHERE title{changed}", database)
        title = "doc->>'título'"
        by_new = postgres.sql(f"SELECT {title} FROM documents WHERE {title}{changed}", database)
        assert by_old == by_new
        assert len(by_old.split("\n")) >= 4, "of the first five books one is deleted"
        wait_until(
            lambda: run_cli("migrate", "--contract", "--database", url).returncode == 0,
            "nobody needs the old form",
        )
        assert postgres.sql("SELECT to_regclass('books') IS NULL", database) == "t"
        assert run_cli("migrate", "--contract", "--database", url).returncode == 0
        api.post("/livros", json=book()).expect(201)
        assert len(api.get("/livros", q="mudado", limite=1).expect(200).json) == 1


# What an instance of that release does when its client changes the title of book 41.
OLD_CHANGE = """
BEGIN;
UPDATE catalogue SET seq = seq + 1;
INSERT INTO book_versions SELECT b.id, b.version, b.seq, b.change, b.created_ms, b.updated_ms,
  b.actor, b.title, b.author, b.subtitle, b.original_title, b.contributors FROM books AS b
  WHERE id = 41;
UPDATE books SET version = version + 1, seq = (SELECT seq FROM catalogue), change = 1,
  title = 'Mudado pela anterior' WHERE id = 41;
COMMIT;
"""


def test_what_the_earlier_release_has_no_column_for_outlives_its_changes(postgres, tmp_path):
    database = released_database(postgres, 20)
    url = postgres.url(database)
    newer = {
        "autores": [
            {"nome": "Ana", "papel": "aut"},
            {"nome": "USP }", "papel": "spn", "tipo": "entidade"},
        ],
        "notas": ['Nota "um"'],
        "ligacoes": [{"url": "https://exemplo.org/7", "relacao": "texto"}],
    }
    with instances_of(url, tmp_path, count=1) as (service,), service.client() as api:
        wait_until(lambda: api.get("/readyz").status == 200, "the books are copied")
        api.create(id=41, título="Da nova", autor="Ana", **newer)
        postgres.sql(OLD_CHANGE, f"dbname={database} application_name=api-livros")
        changed = api.get("/livros/41").expect(200).json
        assert changed["título"] == "Mudado pela anterior" and changed["versao"] == 2
        before = api.get("/livros/41/versoes/1").expect(200).json["livro"]
        for one in (changed, before):
            assert {key: one[key] for key in newer} == newer
        assert before["título"] == "Da nova"
        api.patch("/livros/41", json={"ano": 1999}).expect(200)
        assert postgres.sql(SAME, database) == "t"
    assert run_cli("check", "--database", url).returncode == 0


def test_a_copy_that_was_killed_goes_on(postgres, tmp_path):
    books = 3000
    database = released_database(postgres, books)
    url = postgres.url(database)

    def hold() -> None:
        row = "SELECT id FROM books WHERE id = 2999 FOR UPDATE; SELECT pg_sleep(60)"
        with suppress(AssertionError):  # the session is ended from outside
            postgres.sql(row, f"dbname={database} application_name=holder")

    holder = threading.Thread(target=hold)
    holder.start()
    holders = "FROM pg_stat_activity WHERE application_name = 'holder' AND state = 'active'"
    wait_until(lambda: postgres.sql(f"SELECT count(*) {holders}") == "1", "the last row is held")
    service = Service(tmp_path, database=url).start()
    copied = "SELECT book FROM released_copy"
    wait_until(lambda: int(postgres.sql(copied, database)) > 1000, "most are copied")
    with service.client() as api:
        assert api.get("/readyz").expect(503).json == {"estado": "preparando"}
    service.kill()
    postgres.sql(f"SELECT pg_terminate_backend(pid) {holders}")
    holder.join()
    assert postgres.sql("SELECT is_done FROM released_copy", database) == "f"
    with instances_of(url, tmp_path, count=1) as (service,), service.client() as api:
        wait_until(lambda: api.get("/readyz").status == 200, "all are copied")
        assert postgres.sql(SAME, database) == "t"
        assert_whole(api, books)


def test_a_file_has_no_form_to_drop(tmp_path):
    done = run_cli("migrate", "--contract", "--database", tmp_path / "livros.db")
    assert done.returncode == 1 and "PostgreSQL" in done.stderr
    assert not (tmp_path / "livros.db").exists()
