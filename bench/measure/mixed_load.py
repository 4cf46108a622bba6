"""Searches, reads and new books at once, over HTTP, by clients that each wait for their answer."""

import contextlib
import itertools
import json
import multiprocessing
import random
import selectors
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.synchronize import Event
from pathlib import Path
from urllib.parse import quote_plus

from measure import words
from measure.catalogue import SEED, Person, person_of

SEARCHERS = 4
READERS = 2
WRITERS = 4
HURRIED_WRITERS = 48
BEST = 20
SAMPLE = 20_000  # books that questions and new books are made of
ANSWER_SECONDS_MAX = 60
LATE_SECONDS_MAX = 30
SLIPPED_MIN = 2  # telling words of a title that is asked for with a slip
WORDS_TOO_MANY = "livro pdf o livro autor baixar edição".split()
READ = "book by id"
NEW = "new book"


@dataclass(frozen=True)
class Sampled:
    title: list[str]  # folded
    author: Person | None
    year: int | None


@dataclass(frozen=True)
class Answered:
    kind: str  # of a question, READ or NEW
    begin: float  # of perf_counter, which all processes share
    end: float
    status: int  # 0: the connection broke

    @property
    def ms(self) -> float:
        return (self.end - self.begin) * 1000


def sampled(books: Path) -> list[Sampled]:
    """The same ones each time."""
    with books.open(encoding="utf-8") as lines:
        count = sum(1 for _ in lines)
    chosen = set(random.Random(SEED).sample(range(count), min(SAMPLE, count)))
    with books.open(encoding="utf-8") as lines:
        kept = (json.loads(line) for at, line in enumerate(lines) if at in chosen)
        return [book for book in map(sampled_book, kept) if words.telling(book.title)]


def sampled_book(entry: dict) -> Sampled:
    names = [one["nome"] for one in entry.get("autores", [])]
    return Sampled(
        title=words.without_article(words.fold(entry["título"])),
        author=next(filter(None, map(person_of, names)), None),
        year=entry.get("ano"),
    )


# ---- questions: None where this book gives none of the kind


def title_words(book: Sampled, draw: random.Random) -> str | None:
    telling = words.telling(book.title)
    return " ".join(draw.sample(telling, min(len(telling), draw.randint(1, 3))))


def person(book: Sampled, draw: random.Random) -> str | None:
    if not book.author:
        return None
    names = [book.author.surname, book.author.forename]
    return " ".join(draw.choice([names, names[::-1], names[:1]])).strip()


def slip(book: Sampled, draw: random.Random) -> str | None:
    typed = words.telling(book.title)[: words.ASKED_WORDS_MAX]
    where = [at for at, word in enumerate(typed) if words.can_slip(word)]
    if not where or len(typed) < SLIPPED_MIN:
        return None
    at = draw.choice(where)
    typed[at] = words.slip(typed[at], draw)
    return " ".join(typed)


def word_too_many(book: Sampled, draw: random.Random) -> str | None:
    return f"{' '.join(book.title[: words.ASKED_WORDS_MAX])} {draw.choice(WORDS_TOO_MANY)}"


def prefix(book: Sampled, draw: random.Random) -> str | None:
    word = draw.choice(words.telling(book.title))
    return word[: draw.randint(2, 5)]


KINDS: dict[str, Callable[[Sampled, random.Random], str | None]] = {
    "title words": title_words,
    "person": person,
    "slip": slip,
    "word too many": word_too_many,
    "prefix": prefix,
}


def searches(books: list[Sampled], seed: int) -> Iterator[tuple[str, bytes]]:
    """Kind and request, without end."""
    draw = random.Random(seed)
    for kind in itertools.cycle(KINDS):
        text = None
        while not text:
            text = KINDS[kind](draw.choice(books), draw)
        yield kind, get(search_path(text))


def search_path(text: str) -> str:
    return f"/livros?limite={BEST}&q={quote_plus(text)}"


def reads(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Of any book, so that the cache of books fills."""
    draw = random.Random(seed)
    while True:
        yield READ, get(f"/livros/{draw.randint(1, count)}")


def new_books(books: list[Sampled], seed: int) -> Iterator[tuple[str, bytes]]:
    """The beginning of one title and the end of another, by the author of a third."""
    draw = random.Random(seed)
    authors = [book.author.printed for book in books if book.author]
    while True:
        first, second = draw.choice(books), draw.choice(books)
        title = first.title[: len(first.title) // 2 + 1] + second.title[len(second.title) // 2 :]
        book = {"título": " ".join(title).capitalize(), "autor": draw.choice(authors)}
        yield NEW, post("/livros", json.dumps({**book, "ano": second.year}).encode())


def get(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()


def post(path: str, body: bytes) -> bytes:
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


# ---- clients


class MixedLoad:
    """A context manager: runs from its beginning to its end; then `answered` is there."""

    def __init__(self, port: int, books: list[Sampled], count: int):
        """`count` books are there, with the ids from 1."""
        self._count = count
        self._port = port
        self._books = books
        self._context = multiprocessing.get_context("fork")
        self._stop = self._context.Event()
        self._running = []
        self.answered: list[Answered] = []

    def __enter__(self) -> "MixedLoad":
        self._start(searches(self._books, seed=1), SEARCHERS)
        self._start(reads(self._count, seed=2), READERS)
        self._start(new_books(self._books, seed=3), WRITERS)
        return self

    def __exit__(self, *_) -> None:
        self._stop.set()
        for pipe, process in self._running:
            if pipe.poll(ANSWER_SECONDS_MAX + LATE_SECONDS_MAX):
                self.answered += pipe.recv()
            process.join(LATE_SECONDS_MAX)

    def hurry(self) -> None:
        """More writers."""
        self._start(new_books(self._books, seed=4), HURRIED_WRITERS)

    def _start(self, asked: Iterator[tuple[str, bytes]], clients: int) -> None:
        ours, theirs = self._context.Pipe(duplex=False)
        arguments = (self._port, asked, clients, self._stop, theirs)
        process = self._context.Process(target=ask, args=arguments, daemon=True)
        process.start()
        self._running.append((ours, process))


class Client:
    """One connection with one request under way."""

    def __init__(self, port: int, asked: Iterator[tuple[str, bytes]]):
        self._asked = asked
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=ANSWER_SECONDS_MAX)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.send()

    def send(self) -> None:
        self._read = b""
        self._kind, request = next(self._asked)
        self._begin = time.perf_counter()
        # One that cannot be sent is told when its answer is read.
        with contextlib.suppress(OSError):
            self.socket.sendall(request)

    def take(self) -> Answered | None:
        """Reads what has come; the answer once it is whole."""
        try:
            part = self.socket.recv(1 << 18)
        except OSError:
            part = b""
        if not part:
            return self._answered(0)
        self._read += part
        head, end, body = self._read.partition(b"\r\n\r\n")
        if not end or len(body) < length_of(head):
            return None
        return self._answered(int(head.split(b" ", 2)[1]))

    def _answered(self, status: int) -> Answered:
        return Answered(self._kind, self._begin, time.perf_counter(), status)


def length_of(head: bytes) -> int:
    return int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])


def ask(port: int, asked: Iterator[tuple[str, bytes]], clients: int, stop: Event, out) -> None:
    """Each client asks again when it has its answer. All answers are told at the end."""
    answered = []
    with selectors.DefaultSelector() as selector:
        for _ in range(clients):
            client = Client(port, asked)
            selector.register(client.socket, selectors.EVENT_READ, client)
        while selector.get_map():
            for key, _ in selector.select(ANSWER_SECONDS_MAX):
                if answer := key.data.take():
                    answered.append(answer)
                    if answer.status and not stop.is_set():
                        key.data.send()
                    else:
                        selector.unregister(key.fileobj)
    out.send(answered)
