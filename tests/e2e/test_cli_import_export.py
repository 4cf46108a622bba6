"""Contract sections 6 and 7: `import` and `export` of files."""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from service import Service, exported, run_cli
from wire import book

DATA = Path(__file__).parents[1] / "data"


def lines_of(ndjson: bytes) -> list[dict]:
    return [json.loads(line) for line in ndjson.splitlines()]


@pytest.mark.parametrize("form", ["ndjson", "csv"])
def test_what_was_exported_can_be_imported_with_nothing_lost(filled, tmp_path, form):
    first = exported(filled, tmp_path / f"first.{form}")
    again = tmp_path / "again" / "livros.db"
    again.parent.mkdir()
    done = run_cli("import", tmp_path / f"first.{form}", "--database", again)
    assert done.returncode == 0, done.stderr
    assert exported(again, tmp_path / f"second.{form}") == first
    assert exported(again, tmp_path / "all.ndjson") == exported(filled, tmp_path / "0.ndjson")


def test_an_export_holds_the_living_books_in_order(filled, tmp_path):
    books = lines_of(exported(filled, tmp_path / "out.ndjson"))
    assert [one["id"] for one in books] == [1, 2, 3, 5]
    assert books[1]["autor"] is None and books[1]["versao"] == 2
    with Service(filled.parent) as service, service.client() as api:
        assert books == api.get("/livros").json


def test_an_export_to_a_dash_goes_to_standard_output(filled):
    done = run_cli("export", "-", "--format", "ndjson", "--database", filled)
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 4


def test_an_import_reads_a_dash_from_standard_input(database):
    text = json.dumps(book(título="Da entrada")) + "\n"
    command = ("import", "-", "--format", "ndjson", "--database", database)
    assert run_cli(*command, input=text).returncode == 0
    with Service(database.parent) as service, service.client() as api:
        assert [one["título"] for one in api.get("/livros").json] == ["Da entrada"]


def data_files() -> list[Path]:
    return sorted(path for path in DATA.glob("*") if path.suffix in (".mrc", ".csv", ".ndjson"))


@pytest.mark.parametrize("file", data_files(), ids=lambda path: path.name)
def test_real_records_are_imported_exported_and_imported_again(tmp_path, file):
    one, two = tmp_path / "one" / "livros.db", tmp_path / "two" / "livros.db"
    for folder in (one.parent, two.parent):
        folder.mkdir()
    done = run_cli("import", file, "--database", one)
    assert done.returncode in (0, 3), done.stderr
    kept, rejected = map(int, re.findall(r": (\d+)", done.stdout.splitlines()[-1]))
    assert kept > 0
    assert (done.returncode == 3) == (rejected > 0)
    first = exported(one, tmp_path / "one.ndjson")
    assert len(first.splitlines()) == kept
    assert run_cli("import", tmp_path / "one.ndjson", "--database", two).returncode == 0
    assert exported(two, tmp_path / "two.ndjson") == first
    assert run_cli("check", "--database", two).returncode == 0


def test_bad_records_are_counted_named_and_never_stop_an_import(database, tmp_path):
    good = [json.dumps(book(título=f"Bom {n}")) for n in range(3)]
    lines = [
        good[0],
        "{",
        good[1],
        '{"titulo":"x"}',
        '{"titulo":"x","autor":"y","isbn":"1"}',
        good[2],
    ]
    file = tmp_path / "mixed.ndjson"
    file.write_text("\n".join(lines) + "\n")
    done = run_cli("import", file, "--database", database)
    assert done.returncode == 3
    assert done.stdout.startswith("importados: 3; recusados: 3 ")
    for number in (2, 4, 5):
        assert f"\nlinha {number}" in done.stderr
    assert len(exported(database, tmp_path / "out.ndjson").splitlines()) == 3


def test_a_record_whose_id_is_taken_is_rejected(filled, tmp_path):
    file = tmp_path / "taken.ndjson"
    file.write_text(json.dumps(book(id=1)) + "\n" + json.dumps(book(id=4)) + "\n")
    done = run_cli("import", file, "--database", filled)
    assert done.returncode == 3
    assert done.stdout.startswith("importados: 0; recusados: 2 ")
    assert "id-em-uso" in done.stderr


def test_progress_is_a_line_per_step_when_nobody_watches(database, tmp_path):
    file = tmp_path / "many.ndjson"
    file.write_text("".join(json.dumps(book(sinopse="x" * 900)) + "\n" for _ in range(5000)))
    done = run_cli("import", file, "--database", database)
    assert done.returncode == 0
    steps = [line for line in done.stderr.splitlines() if line.startswith("import:")]
    assert 2 <= len(steps) <= 10
    assert "100 %" in steps[-1] and "5000" in steps[-1]
    assert not any(control in done.stderr for control in ("\r", "\x1b"))


def test_books_are_counted_though_their_index_cannot_be_made(filled, tmp_path):
    with closing(sqlite3.connect(filled)) as db, db:
        db.execute("UPDATE books SET doc = '{' WHERE id = 1")
    file = tmp_path / "many.ndjson"  # more than a start would follow
    file.write_text("".join(json.dumps(book(título=f"Livro {n}")) + "\n" for n in range(20_001)))
    done = run_cli("import", file, "--database", filled)
    assert done.returncode == 1
    assert done.stdout.startswith("importados: 20001; recusados: 0 ")
    assert "o índice de busca não foi feito" in done.stderr
    assert "damaged document of book 1" in done.stderr


def test_an_interrupted_history_is_not_imported_twice(filled, tmp_path):
    file = tmp_path / "out.ndjson"
    exported(filled, file)
    done = run_cli("import", file, "--database", filled)
    assert done.returncode == 3
    assert "recusados: 4" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["import", "missing.ndjson"], 1),
        (["import", "file.xyz"], 2),
        (["export", "file.xyz"], 2),
        (["export", "no/such/folder/file.csv"], 1),
    ],
)
def test_a_file_that_cannot_be_used_is_named(filled, tmp_path, arguments, code):
    (tmp_path / "file.xyz").write_bytes(b"\x01\x02\x03")
    arguments[1] = str(tmp_path / arguments[1])
    done = run_cli(*arguments, "--database", filled)
    assert done.returncode == code
    assert arguments[1] in done.stderr
