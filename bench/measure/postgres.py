"""The PostgreSQL server of the bench: its own data folder and socket, no TCP, fsync on.

Started by the first that needs it and stopped by the last. `bench/run data` fills a template
database for ours and one for the peers; every measured server gets a fresh copy of its own.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from measure import paths, processes, tools

FOLDER = paths.BUILD / "postgres"
SCRIPT = paths.PROJECT / "tests" / "support" / "pg_server.sh"
SETTINGS = ("shared_buffers=256MB", "fsync=on", "synchronous_commit=on")
USER = "postgres"

# As in SQLite: the peers know these fields and no others, and an ISBN may repeat.
PEERS_SCHEMA = """
CREATE TABLE livros (
  id bigserial PRIMARY KEY, titulo text NOT NULL, autor text NOT NULL, isbn text,
  editora text, ano integer, idioma text, assuntos text[] NOT NULL
);
CREATE INDEX livros_isbn ON livros (isbn);
"""
# As in SQLite, filled once and not kept up to date by the peers' POST.
PEERS_SEARCH_INDEX = """
CREATE EXTENSION unaccent;
CREATE TEXT SEARCH CONFIGURATION folded (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION folded
  ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple;
ALTER TABLE livros ADD busca tsvector;
UPDATE livros SET busca = to_tsvector('folded',
  concat_ws(' ', titulo, autor, editora, array_to_string(assuntos, ' ')));
CREATE INDEX livros_busca ON livros USING gin (busca);
"""
PEERS_LOAD = """
CREATE TEMPORARY TABLE given (book jsonb);
COPY given FROM STDIN WITH (FORMAT csv, DELIMITER E'\\x01', QUOTE E'\\x02');
"""
PEERS_COPY = """
INSERT INTO livros
SELECT (book->>'id')::bigint, book->>'título', book->>'autor', book->>'isbn', book->>'editora',
  (book->>'ano')::integer, book->>'idioma',
  ARRAY(SELECT jsonb_array_elements_text(book->'assuntos'))
FROM given ORDER BY 1;
SELECT setval('livros_id_seq', (SELECT max(id) FROM livros));
"""


def template(owner: str, books: int) -> str:
    """The database that `owner` (own or peers) starts from."""
    return f"{owner}_{books}"


def filled_mark(name: str) -> Path:
    """Exists once the template is complete."""
    return FOLDER / f"{name}.filled"


def url(database: str) -> str:
    return f"postgresql:///{database}?host={quote(str(FOLDER), safe='/')}&user={USER}"


def dsn(database: str) -> str:
    """The same in the key=value form that all client libraries share."""
    return f"host='{FOLDER}' user={USER} dbname={database}"


def installed() -> bool:
    return any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


class Cluster:
    """One server process for all who use it at the same time."""

    def __init__(self):
        self._users = 0

    def acquire(self, core: int | None = None) -> None:
        """Starts the server, pinned to a core if one is given, unless it runs already."""
        if self._users == 0:
            self._start(core)
        self._users += 1

    def release(self) -> None:
        self._users -= 1
        if self._users == 0:
            script("stop", FOLDER)

    def _start(self, core: int | None) -> None:
        if not installed():
            tools.install("postgresql")
        # What a killed bench left running keeps neither its core nor its data current.
        if (FOLDER / "data" / "postmaster.pid").exists():
            subprocess.run([SCRIPT, "stop", FOLDER], stderr=subprocess.DEVNULL)
        prefix = () if core is None else ("taskset", "-c", str(core))
        script("start", FOLDER, *SETTINGS, prefix=prefix)

    @property
    def pid(self) -> int:
        """Of the postmaster, the parent of every process of the server."""
        return int((FOLDER / "data" / "postmaster.pid").read_text().split()[0])

    def cpu_seconds(self) -> float:
        """User and system time of all its processes, those that have ended included.

        The postmaster reaps every child, so what an ended one used is in its cutime and cstime.
        """
        return processes.cpu_seconds(self.pid)


CLUSTER = Cluster()


@contextmanager
def running(core: int | None = None) -> Iterator[Cluster]:
    CLUSTER.acquire(core)
    try:
        yield CLUSTER
    finally:
        CLUSTER.release()


def script(word: str, *arguments: object, prefix: tuple[str, ...] = (), **options) -> None:
    """A word of tests/support/pg_server.sh."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    tools.run([*prefix, SCRIPT, word, *arguments], f"PostgreSQL, {word} {FOLDER}", **options)


def client(program: str, *arguments: object, **options) -> None:
    """A client program of PostgreSQL; `cluster` must run."""
    where = (f"--host={FOLDER}", f"--username={USER}")
    script("run", program, *where, *arguments, **options)


def drop(database: str) -> None:
    client("dropdb", "--if-exists", "--force", database, stderr=subprocess.DEVNULL)


def create(database: str, copy_of: str = "template0") -> None:
    """An existing database of the name is dropped."""
    drop(database)
    client("createdb", f"--template={copy_of}", database)


def fill(books: int, *, peers: bool) -> None:
    """Our template, and if wanted the peers'; the word `data` calls it."""
    if not installed():
        print("PostgreSQL left out: not installed (./dev setup)", file=sys.stderr)
        return
    source = paths.books_file(books)
    loads = {"own": load_own} | ({"peers": load_peers} if peers else {})
    with running():
        for owner, load in loads.items():
            name = template(owner, books)
            filled_mark(name).unlink(missing_ok=True)
            create(name)
            load(name, source)
            # Settled hint bits and statistics, so that no later vacuum falls into a measurement.
            client("vacuumdb", "--quiet", "--analyze", "--freeze", f"--dbname={name}")
            filled_mark(name).touch()
            print(f"PostgreSQL catalogue: {name}")


def load_own(database: str, source: Path) -> None:
    command = [paths.BINARY, "import", source, "--database", url(database)]
    tools.run(command, "import into PostgreSQL")


def load_peers(database: str, source: Path) -> None:
    """NDJSON read as CSV of one column: the bytes 1 and 2 occur in no JSON text."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as text:
        text.write(PEERS_SCHEMA + PEERS_LOAD)
        with source.open(encoding="utf-8") as lines:
            shutil.copyfileobj(lines, text)
        text.write("\\.\n" + PEERS_COPY + PEERS_SEARCH_INDEX)
        text.seek(0)
        options = "--quiet --no-psqlrc --set=ON_ERROR_STOP=1 --output=/dev/null".split()
        client("psql", *options, f"--dbname={database}", stdin=text)


def size_mib(database: str) -> float:
    ask = f"SELECT json_build_object('bytes', pg_database_size('{database}'))"
    where = [f"--host={FOLDER}", f"--username={USER}", f"--dbname={database}"]
    done = subprocess.run(
        [SCRIPT, "run", "psql", *where, "--no-psqlrc", "--tuples-only", f"--command={ask}"],
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        raise tools.Failed(f"size of {database}: {done.stderr}")
    return round(json.loads(done.stdout)["bytes"] / 2**20, 1)
