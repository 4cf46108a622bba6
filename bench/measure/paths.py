"""Where things lie: all data, builds and results under build/bench, which git ignores."""

import os
from pathlib import Path

BENCH = Path(__file__).resolve().parent.parent
PROJECT = BENCH.parent
BUILD = PROJECT / "build" / "bench"
DATA = BUILD / "data"
WORK = BUILD / "work"
RESULTS = BUILD / "results"

# Another build to measure, for instance that of an earlier commit.
# Taken out of the environment: to the program it would be an option that does not exist.
BINARY = Path(os.environ.pop("API_LIVROS_BIN", PROJECT / "build" / "release" / "api-livros"))


def books_file(books: int) -> Path:
    """The synthetic books, NDJSON, ids 1 to `books`."""
    return DATA / f"books-{books}.ndjson"


def peers_folder(books: int) -> Path:
    """Holds livros.db, the SQLite file that every SQLite peer starts from."""
    return DATA / f"peers-{books}"


def own_folder(books: int) -> Path:
    """Holds livros.db, the catalogue that API Livros itself starts from."""
    return DATA / f"own-{books}"
