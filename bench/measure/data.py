"""The word `data`: the synthetic books as NDJSON, as the peers' file and as our own."""

import argparse
import json
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from measure import books, paths, postgres, tools
from measure.servers import BOOKS

# The peers know the fields below and no others; as in API Livros, an ISBN may repeat.
SCHEMA = """
CREATE TABLE livros (
  id INTEGER PRIMARY KEY AUTOINCREMENT, titulo TEXT NOT NULL, autor TEXT NOT NULL,
  isbn TEXT, editora TEXT, ano INTEGER, idioma TEXT, assuntos TEXT NOT NULL
);
CREATE INDEX livros_isbn ON livros (isbn);
"""
# Filled once: what the peers' POST adds is not found, and costs them nothing.
SEARCH_INDEX = """
CREATE VIRTUAL TABLE busca USING fts5 (titulo, autor, editora, assuntos,
  content='livros', content_rowid='id', tokenize='unicode61 remove_diacritics 2');
INSERT INTO busca (busca) VALUES ('rebuild');
INSERT INTO busca (busca) VALUES ('optimize');
"""
INSERT = "INSERT INTO livros VALUES (?, ?, ?, ?, ?, ?, ?, ?)"


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("books", type=int, nargs="?", default=BOOKS)
    parser.add_argument(
        "--postgres",
        action="store_true",
        help=f"our catalogue in PostgreSQL as well, as with {BOOKS}",
    )


def main(chosen: argparse.Namespace) -> int:
    count = chosen.books
    if not paths.books_file(count).exists():
        write_books(count)
    if count == BOOKS:
        fill_peers(count)
    tools.need_binary()
    fill_own(count)
    if count == BOOKS or chosen.postgres:
        postgres.fill(count, peers=count == BOOKS)
    return 0


def write_books(count: int) -> None:
    """NDJSON, one book a line."""
    tools.need_word_list()
    paths.DATA.mkdir(parents=True, exist_ok=True)
    target = paths.books_file(count)
    partial = target.with_suffix(".partial")
    with partial.open("w", encoding="utf-8") as lines:
        for book in books.books(count):
            text = json.dumps(book, ensure_ascii=False, separators=(",", ":"))
            lines.write(text + "\n")
    partial.rename(target)
    print(f"{count} books: {target}")


def rows(path: Path) -> Iterator[tuple]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            *plain, subjects = json.loads(line).values()
            yield (*plain, json.dumps(subjects, ensure_ascii=False))


def fill_peers(count: int) -> None:
    folder = emptied(paths.peers_folder(count))
    write_database(folder / "livros.db", rows(paths.books_file(count)))
    print(f"peers' catalogue: {folder}")


def write_database(path: Path, books_rows: Iterable[tuple]) -> None:
    database = sqlite3.connect(path)
    database.execute("PRAGMA journal_mode=WAL")
    database.executescript(SCHEMA)
    with database:
        database.executemany(INSERT, books_rows)
    database.executescript(SEARCH_INDEX)
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


def fill_own(count: int) -> None:
    folder = emptied(paths.own_folder(count))
    command = [paths.BINARY, "import", paths.books_file(count)]
    tools.run([*command, "--database", folder / "livros.db"], "import")
    print(f"own catalogue: {folder}")


def emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
