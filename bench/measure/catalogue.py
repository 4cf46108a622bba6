"""The books that questions are made from, and the server of ours that has them.

Kept under build/bench/questions: the books (NDJSON) once for each set of records, and a catalogue
for each binary that was measured with them, so that a second run imports nothing.
"""

import dataclasses
import hashlib
import http.client
import json
import random
import re
import shutil
import time
from collections import defaultdict
from pathlib import Path
from urllib.parse import quote

from measure import loc, paths, servers, spelling, tools, words
from measure.data import emptied

FOLDER = paths.BUILD / "questions"
ALL_BOOKS = 250_000
SAMPLED_BOOKS = 50_000
IBERIAN = (b"por", b"spa")  # all of these, then others
SEED = 1
FIRST = 10
CATALOGUES_KEPT = 3  # of binaries; the oldest goes
READY_SECONDS_MAX = 120


@dataclasses.dataclass(frozen=True)
class Person:
    surname: str  # folded, words parted by a space
    forename: str  # folded; may be empty
    printed: str  # as the catalogue has it: "Surname, Forename"


@dataclasses.dataclass(frozen=True)
class Book:
    id: int
    title: str
    words: list[str]  # of the title, folded, without the leading article
    authors: list[Person]
    language: str
    year: int | None
    series: str | None
    volume: int | None  # its number in the series

    @property
    def name(self) -> str:
        """What other records of the same work share."""
        return " ".join(self.words)


class Catalogue:
    """All books, and which of them hold a word."""

    def __init__(self, file: Path):
        self.books: dict[int, Book] = {}
        self.titled = defaultdict(set)  # ids by folded title
        self.by_person = defaultdict(set)  # ids by (surname, forename)
        self.bearers = defaultdict(set)  # ids by surname
        self.in_series = defaultdict(set)  # ids by (series, volume)
        self.title_words = defaultdict(set)  # ids by word
        self.vocabulary = defaultdict(set)  # words of titles by language
        self._held = defaultdict(set)  # ids by word of title, subtitle, names, series, year
        with file.open(encoding="utf-8") as lines:
            for line in lines:
                self._add(json.loads(line))

    def _add(self, entry: dict) -> None:
        series = entry.get("serie", {})
        names = [a["nome"] for a in entry.get("autores", [])]
        authors = [a["nome"] for a in entry.get("autores", []) if a["papel"] == "aut"]
        number = re.search(r"[1-9]\d{0,5}", series.get("volume", ""))
        book = Book(
            id=entry["id"],
            title=entry["título"],
            words=words.without_article(words.fold(entry["título"])),
            authors=[person for name in authors if (person := person_of(name))],
            language=entry.get("idioma", "")[:2],
            year=entry.get("ano"),
            series=" ".join(words.fold(series["nome"])) if series else None,
            volume=int(number[0]) if number else None,
        )
        self.books[book.id] = book
        self.titled[book.name].add(book.id)
        for person in filter(None, map(person_of, names)):
            self.by_person[person.surname, person.forename].add(book.id)
            self.bearers[person.surname].add(book.id)
        if book.series and book.volume:
            self.in_series[book.series, book.volume].add(book.id)
        for word in words.fold(entry["título"]):
            self.title_words[word].add(book.id)
            self.vocabulary[book.language].add(word)
        rest = [entry["título"], entry.get("subtitulo", ""), *names, series.get("nome", "")]
        for word in words.fold(" ".join([*rest, str(entry.get("ano", ""))])):
            self._held[word].add(book.id)

    def holders(self, asked: list[str]) -> set[int]:
        """The books that hold every word as it is spelled."""
        sets = sorted((self._held.get(word, set()) for word in asked), key=len)
        return set.intersection(*sets) if sets else set()

    def tells(self, asked: list[str], wanted: set[int]) -> bool:
        """No other book answers these words just as well."""
        return self.holders(asked) <= wanted


def person_of(name: str) -> Person | None:
    """Of a heading "Surname, Forename"; None for corporate bodies and meetings."""
    surname, comma, forename = name.partition(", ")
    if any(c.isdigit() or c in "()" for c in name) or (not comma and "." in name):
        return None
    folded = words.fold(surname)
    if not folded or len(folded) > 3 or (not comma and len(folded) > 1):
        return None
    return Person(" ".join(folded), " ".join(words.fold(forename.partition(",")[0])), name)


def records_language(record: bytes) -> bytes:
    """The language of 008 in an ISO 2709 record, without decoding the rest."""
    leader, _, rest = record.partition(b"\x1e")
    tags = [leader[at : at + 3] for at in range(24, len(leader), 12)]
    if b"008" not in tags:
        return b""
    return rest.split(b"\x1e", tags.index(b"008") + 1)[tags.index(b"008")][35:38]


def sampled(source: Path, target: Path, limit: int) -> None:
    """All records in Portuguese and Spanish and a fixed sample of the others, in their order."""
    records = source.read_bytes().split(spelling.RECORD_END)[:-1]
    if len(records) > limit:
        languages = [records_language(record) for record in records]
        first = [at for at, language in enumerate(languages) if language in IBERIAN]
        others = [at for at, language in enumerate(languages) if language not in IBERIAN]
        chosen = first[:limit] + random.Random(SEED).sample(others, max(0, limit - len(first)))
        records = [records[at] for at in sorted(chosen)]
    target.write_bytes(b"".join(record + spelling.RECORD_END for record in records))


def prepared(records: Path | None, limit: int) -> Path:
    """The folder of a set of records, its books.ndjson made the first time."""
    name = f"loc-{limit}"
    if records:
        digest = hashlib.sha256(records.read_bytes()).hexdigest()[:8]
        name = f"{records.stem}-{digest}-{limit}"
    folder = FOLDER / name
    if not (folder / "books.ndjson").exists():
        tools.need_binary()
        work = emptied(paths.WORK / "questions")
        sampled(records or loc.fetched(), work / "records.mrc", limit)
        loc.timed(["import", "records.mrc", "--database", "own/livros.db"], work)
        loc.timed(["export", "books.ndjson", "--database", "own/livros.db"], work)
        folder.mkdir(parents=True, exist_ok=True)
        (work / "books.ndjson").rename(folder / "books.ndjson")
    return folder


def imported(folder: Path) -> Path:
    """The catalogue of this very binary with these books, made the first time."""
    tools.need_binary()
    mark = hashlib.sha256(paths.BINARY.read_bytes()).hexdigest()[:12]
    own = folder / f"own-{mark}"
    if not own.exists():
        kept = sorted(folder.glob("own-*"), key=lambda one: one.stat().st_mtime, reverse=True)
        for old in kept[CATALOGUES_KEPT - 1 :]:
            shutil.rmtree(old)
        work = emptied(folder / "partial")
        loc.timed(["import", folder / "books.ndjson", "--database", "livros.db"], work)
        work.rename(own)
    own.touch()
    return own


class Serving(servers.Running):
    """Our server on a catalogue where it lies, asked over one connection once it can search."""

    def _fill_work_folder(self) -> None:
        self.work = self.server.folder

    def await_ready(self) -> "Serving":
        deadline = time.perf_counter() + READY_SECONDS_MAX
        while self.ask("GET", "/readyz")[0] != 200:
            if time.perf_counter() > deadline or not self.alive():
                raise tools.Failed("the index was not loaded in time")
            time.sleep(0.05)
        self._kept = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        return self

    def get(self, path: str) -> tuple[int, http.client.HTTPMessage, bytes]:
        self._kept.request("GET", path)
        answer = self._kept.getresponse()
        return answer.status, answer.headers, answer.read()

    def find(self, text: str, limit: int = FIRST) -> tuple[list[int], str]:
        """The first books' ids, and the stage that found them (or the status of a refusal)."""
        status, fields, body = self.get(f"/livros?limite={limit}&campos=id&q={quote(text)}")
        if status >= 500:
            raise tools.Failed(f"q={text!r} answered {status}")
        if status != 200:
            return [], str(status)
        return [book["id"] for book in json.loads(body)], fields.get("X-Busca", "")


def serving(folder: Path, count: int, how=lambda server: server) -> Serving:
    """`how` may alter the server, for instance servers.uncached."""
    return serving_in(imported(folder), count, how)


def serving_in(own: Path, count: int, how=lambda server: server) -> Serving:
    """The server on a folder that holds livros.db."""
    server = dataclasses.replace(servers.own(count), name="questions", folder=own)
    return Serving(how(server))
