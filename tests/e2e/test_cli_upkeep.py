"""Contract section 7: `check`, `backup`, `restore`, `migrate`; one process per file."""

import json
import os
import re
import sqlite3

import pytest
from service import Service, exported, run_cli
from wire import book


def test_a_sound_catalogue_passes_its_check(filled):
    done = run_cli("check", "--database", filled)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_damaged_catalogue_fails_its_check(filled):
    content = filled.read_bytes()
    filled.write_bytes(content[:4096] + b"\xa5" * (len(content) - 4096))
    done = run_cli("check", "--database", filled)
    assert done.returncode == 1
    assert done.stdout + done.stderr


def test_a_catalogue_changed_behind_our_back_fails_its_check(filled):
    with sqlite3.connect(filled) as db:
        db.execute("DELETE FROM books WHERE id = (SELECT min(id) FROM books)")
    assert run_cli("check", "--database", filled).returncode == 1


def test_a_damaged_book_is_refused_by_itself(filled):
    with sqlite3.connect(filled) as db:
        db.execute("""UPDATE books SET doc = replace(doc, '"autor"', '"autoz"') WHERE id = 1""")
    with Service(filled.parent) as service, service.client() as api:
        for path in ("/livros/1?formato=marc", "/livro/1", "/opds/livros/1", "/livros/1/capa"):
            api.get(path).expect(503)
        api.get("/livros/2?formato=marc").expect(200)
        assert any("damaged document" in str(event) for event in service.events())


def test_a_backup_brings_everything_back(filled, tmp_path):
    backup = tmp_path / "copy.db"
    assert run_cli("backup", backup, "--database", filled).returncode == 0
    before = exported(filled, tmp_path / "before.ndjson")
    with Service(filled.parent) as service, service.client() as api:
        api.delete("/livros/1").expect(204)
    changed = exported(filled, tmp_path / "changed.ndjson")
    assert run_cli("restore", backup, "--database", filled).returncode == 0
    assert exported(filled, tmp_path / "after.ndjson") == before
    (aside,) = filled.parent.glob("livros.db.before-restore-*Z")
    assert exported(aside, tmp_path / "aside.ndjson") == changed
    elsewhere = tmp_path / "elsewhere" / "livros.db"
    elsewhere.parent.mkdir()
    assert run_cli("restore", backup, "--database", elsewhere).returncode == 0
    assert exported(elsewhere, tmp_path / "else.ndjson") == before
    with Service(elsewhere.parent) as service, service.client() as api:
        history = api.get("/livros/4/versoes").json
        assert [entry["tipo"] for entry in history] == ["criado", "excluido"]


def test_a_backup_does_not_overwrite_a_file(filled, tmp_path):
    precious = tmp_path / "precious.txt"
    precious.write_text("not a catalogue")
    assert run_cli("backup", precious, "--database", filled).returncode == 1
    assert precious.read_text() == "not a catalogue"


@pytest.mark.parametrize("content", [b"", b"not a catalogue at all", os.urandom(8192)])
def test_what_is_no_backup_is_not_restored(filled, tmp_path, content):
    before = exported(filled, tmp_path / "before.ndjson")
    bad = tmp_path / "bad.db"
    bad.write_bytes(content)
    done = run_cli("restore", bad, "--database", filled)
    assert done.returncode == 1
    assert exported(filled, tmp_path / "after.ndjson") == before


def test_migrate_is_done_once_and_harmless_again(database):
    for _ in range(2):
        done = run_cli("migrate", "--database", database)
        assert done.returncode == 0, done.stderr
    with Service(database.parent) as service, service.client() as api:
        assert api.get("/livros").json == []


def test_a_newer_catalogue_is_refused_by_name(filled):
    with sqlite3.connect(filled) as db:
        tables = [
            name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type='table'")
        ]
        versions = next(name for name in tables if re.search("migra|version|schema", name))
        types = [row[2] for row in db.execute(f"PRAGMA table_info({versions})")]
        values = [9999 if type_ == "INTEGER" else "from-the-future" for type_ in types]
        marks = ",".join("?" * len(types))
        db.execute(f"INSERT INTO {versions} VALUES ({marks})", values)
    for command in (["check"], ["migrate"], ["serve", "--listen", "127.0.0.1:0"]):
        done = run_cli(*command, "--database", filled)
        assert done.returncode == 1
        assert "from-the-future" in done.stderr or "9999" in done.stderr


@pytest.mark.parametrize("command", ["serve", "check", "import", "export", "migrate", "backup"])
def test_a_second_process_is_refused(tmp_path, command):
    file = tmp_path / "file.ndjson"
    file.write_text(json.dumps(book()) + "\n")
    arguments = {
        "serve": ["--listen", "127.0.0.1:0"],
        "import": [file],
        "export": [tmp_path / "out.ndjson"],
        "backup": [tmp_path / "copy.db"],
    }.get(command, [])
    with Service(tmp_path / "catalogue") as service:
        done = run_cli(command, *arguments, "--database", service.database)
        assert done.returncode == 1
        assert str(service.database) in done.stderr
        with service.client() as api:
            assert api.get("/livros").json == []


def test_a_link_to_the_file_is_the_same_file(tmp_path):
    with Service(tmp_path / "catalogue") as service:
        link = tmp_path / "link.db"
        link.symlink_to(service.database)
        assert run_cli("check", "--database", link).returncode == 1
