"""Clients of the failure campaign: writers and readers that tell a History what they met.

Between a client and its instance there is a Way. It carries what it is given; with a bug planted in
it, it lies now and then, as a server that is broken in that manner would.
"""

import http.client
import itertools
import json
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Literal

from campaign_history import DONE, FAILED, UNKNOWN, History, Write
from wire import Answer, Client, Headers

GONE = (http.client.HTTPException, OSError)
SHARED_BOOKS = 6  # that everybody changes
PAUSE_SECONDS = 0.02  # before a refused request is repeated
WRITE_PAUSE_SECONDS = 0.01  # so that all versions can be read in the end
TRIES_MAX = 40  # of one keyed write
LIES_EVERY = 5  # requests of the kind that the bug is about

Bug = Literal[
    "loses", "doubles", "denies", "overwrites", "stale", "skips", "blind", "silent", "early"
]
BUGS: dict[Bug, str] = {  # and a word of what is said of it
    "loses": "lost",
    "doubles": "done twice",
    "denies": "done although refused",
    "overwrites": "a lost update",
    "stale": "false 304",
    "skips": "/mudancas skipped",
    "blind": "not found at once",
    "silent": "without Retry-After",
}
# A server that says again what it has, though no standby has it: found where one is promoted.
EARLY: Bug = "early"
EARLY_SECONDS = 0.2  # without an answer, before such a server is asked again
EARLY_LOOK_SECONDS = 30  # for what it has committed and its standby has not


class Way:
    """Of one client to one instance, until `ended`; a bug lies on it."""

    def __init__(self, port: int, ended: threading.Event, bug: Bug | None = None) -> None:
        self.client = Client(port, timeout=20)
        self.bug = bug
        self._ended = ended
        self._chances = itertools.count(1)

    def close(self) -> None:
        self.client.close()

    def request(self, method: str, target: str, headers=None, **data) -> Answer | None:
        headers = dict(headers or {})
        try:
            return self._lie(method, target, headers, data) or self.client.request(
                method, target, headers=headers, **data
            )
        except GONE:
            return None

    def _is_time(self, concerned: bool) -> bool:
        return concerned and next(self._chances) % LIES_EVERY == 0

    def _lie(self, method: str, target: str, headers: dict, data: dict) -> Answer | None:
        """What a broken server would answer; None when this request is answered truly."""
        send = lambda: self.client.request(method, target, headers=headers, **data)  # noqa: E731
        creates = method == "POST" and target == "/livros"
        match self.bug:
            case "loses" if self._is_time(creates):
                made = send()
                if made.status == 201:
                    self.client.delete(made.headers["Location"])
                    fields = {"etag": '"999999-1"', "x-catalogo-seq": "1"}
                    return Answer(201, Headers(fields.items()), json.dumps({"id": 999999}).encode())
                return made
            case "doubles" if self._is_time(creates):
                send()
                headers.pop("Idempotency-Key", None)
                return send()
            case "denies" if self._is_time(method in ("POST", "PATCH")):
                send()
                return refusal({"retry-after": "1"})
            case "overwrites" if "If-Match" in headers:
                del headers["If-Match"]
            case "stale" if self._is_time("If-None-Match" in headers):
                fields = {"etag": headers["If-None-Match"], "x-catalogo-seq": "1"}
                return Answer(304, Headers(fields.items()), b"")
            case "skips" if target.startswith("/mudancas"):
                whole = send()
                page = whole.json
                if whole.status == 200 and len(page) > 1:
                    return Answer(200, whole.headers, json.dumps(page[-1:]).encode())
                return whole
            case "blind" if self._is_time("?q=" in target):
                whole = send()
                return Answer(whole.status, whole.headers, b"[]")
            case "silent" if self._is_time(True):
                return refusal({})
            case "early" if creates and "Idempotency-Key" in headers:
                return self._replay_early(headers, data)
        return None

    def _replay_early(self, headers: dict, data: dict) -> Answer | None:
        port, mark = self.client.port, data["json"]["título"].split()[-1]
        with suppress(*GONE), Client(port, timeout=EARLY_SECONDS) as hasty:
            return hasty.request("POST", "/livros", headers=headers, **data)
        until = time.monotonic() + EARLY_LOOK_SECONDS
        while time.monotonic() < until and not self._ended.wait(0.05):
            found = self.client.get(f"/livros?q={mark}&campos=id")
            if found.status == 200 and found.json:
                book = found.json[0]["id"]
                seen = {"x-catalogo-seq": found.headers["X-Catalogo-Seq"]}
                fields = {"etag": f'"{book}-1"'} | seen
                return Answer(201, Headers(fields.items()), json.dumps({"id": book}).encode())
        return None


def refusal(fields: dict[str, str]) -> Answer:
    """503, nothing was done."""
    fields = {"content-type": "application/problem+json"} | fields
    body = json.dumps({"codigo": "armazenamento-indisponivel"}).encode()
    return Answer(503, Headers(fields.items()), body)


def outcome_of(answer: Answer | None) -> tuple[str, str]:
    """And the code of a refusal."""
    if answer is None:
        return UNKNOWN, ""
    if answer.status < 300:
        return DONE, ""
    code = answer.json["codigo"]
    return (UNKNOWN if code == "escrita-incerta" else FAILED), code


def version_in(answer: Answer) -> tuple[int, int]:
    book, _, version = answer.etag.strip('W/"').partition("-")
    return int(book), int(version)


class Clients:
    """Threads of `writers` and `readers` against instances at `ports`, until they are stopped.

    Beside them one at each instance makes books and nothing else, so that whatever holds up the
    others does not count as a time without a write; and one follows the changes.
    """

    def __init__(
        self, ports: list[int], seed: int, writers: int, readers: int, bug: Bug | None = None
    ) -> None:
        self.ports, self.seed, self.bug = ports, seed, bug
        self.history = History()
        self.failures: list[BaseException] = []
        self.shared: list[int] = []
        self._stopping = threading.Event()
        self._losses, self._is_losing = 0, False  # of what was shown
        self._marks = itertools.count(1)
        work = [self._write] * writers + [self._read] * readers + [self._follow]
        work += [
            lambda ways, draw, n=n: self._make_at(ways[n], draw) for n in range(len(self.ports))
        ]
        self._threads = [
            threading.Thread(target=self._run, args=(one, n), daemon=True)
            for n, one in enumerate(work)
        ]

    def __enter__(self) -> "Clients":
        with Client(self.ports[0]) as api:
            for _ in range(SHARED_BOOKS):
                way = Way(api.port, self._stopping)
                self.shared.append(self._create(way, keyed=False).book)
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, kind, *_) -> None:
        self._stopping.set()
        for thread in self._threads:
            thread.join(60)
        if kind is None:
            assert not any(thread.is_alive() for thread in self._threads), "a client hangs"
            if self.failures:
                raise self.failures[0]

    @contextmanager
    def losing_what_was_shown(self) -> Iterator[None]:
        """A server shows what it committed without its standby, though nobody acknowledged it. Once
        the standby is promoted other changes bear those numbers, so copies must begin anew."""
        self._is_losing = True
        try:
            yield
        finally:
            self._losses += 1
            self._is_losing = False

    def _run(self, work, number: int) -> None:
        draw = random.Random(f"{self.seed} {number}")
        ways = [Way(port, self._stopping, self.bug) for port in self.ports]
        try:
            work(ways, draw)
        except BaseException as error:  # noqa: BLE001 - raised in __exit__()
            self.failures.append(error)
        finally:
            for way in ways:
                way.close()

    def _mark(self) -> str:
        """A word that no other book has, far from every other such word."""
        number = next(self._marks)
        return "x" + "".join("bcdfghjklm"[int(digit)] for digit in f"{number * 7919:09d}")

    # ---- writing ---------------------------------------------------------------------------------

    def _write(self, ways: list[Way], draw: random.Random) -> None:
        own: dict[int, bool] = {}  # this client's books, and whether each lives
        while not self._stopping.is_set():
            way = draw.choice(ways)
            kind = draw.choices(["create", "change", "guarded", "remove"], [5, 3, 5, 2])[0]
            if kind == "create":
                made = self._create(way, keyed=draw.random() < 0.5)
                if made.outcome == DONE:
                    own[made.book] = True
                    self._find(draw.choice(ways), made)
            elif kind == "change":
                self._change(way, draw.choice(self.shared), keyed=draw.random() < 0.5)
            elif kind == "guarded":
                self._change_what_was_read(way, draw.choice(self.shared))
            elif own:
                self._remove_or_restore(way, own, draw.choice(list(own)))
            self._stopping.wait(WRITE_PAUSE_SECONDS)

    def _make_at(self, way: Way, draw: random.Random) -> None:
        while not self._stopping.is_set():
            self._create(way, keyed=draw.random() < 0.5)
            self._stopping.wait(WRITE_PAUSE_SECONDS)

    def _send(
        self, way: Way, write: Write, method: str, target: str, keyed=False, **options
    ) -> Write:
        """Without a key once; with one until it is answered, or it must be given up."""
        headers = dict(options.pop("headers", {}))
        write.port = way.client.port
        if keyed:
            headers["Idempotency-Key"] = f"{self.seed} {write.mark} {time.monotonic_ns()}"
        outcomes = []
        for _ in range(TRIES_MAX if keyed else 1):
            answer = way.request(method, target, headers=headers, **options)
            write.end = time.monotonic()
            self.history.look_at(answer)
            write.outcome, write.code = outcome_of(answer)
            write.status = answer.status if answer else 0
            outcomes.append(write.outcome)
            is_answered = answer is not None and answer.status < 500
            if is_answered or self._stopping.is_set():
                break
            self._stopping.wait(PAUSE_SECONDS)
        if write.outcome == FAILED and UNKNOWN in outcomes:
            write.outcome = UNKNOWN  # an earlier attempt may have done it
        if write.outcome == DONE:
            write.sequence = answer.sequence
            if write.kind == "delete":
                write.version = None  # told by the history below
            else:
                write.book, write.version = version_in(answer)
        return write

    def _create(self, way: Way, keyed: bool) -> Write:
        write = Write("create", None, self._mark(), None, time.monotonic(), 0, UNKNOWN)
        body = {"título": f"Obra {write.mark}", "autor": "Ana Lima"}
        self.history.add(self._send(way, write, "POST", "/livros", keyed, json=body))
        return write

    def _change(self, way: Way, book: int, keyed: bool) -> None:
        write = Write("change", book, self._mark(), None, time.monotonic(), 0, UNKNOWN)
        body = {"título": f"Obra {write.mark}"}
        self.history.add(self._send(way, write, "PATCH", f"/livros/{book}", keyed, json=body))

    def _change_what_was_read(self, way: Way, book: int) -> None:
        read = way.request("GET", f"/livros/{book}")
        self.history.read("book", read)
        if read is None or read.status != 200:
            return
        write = Write(
            "change", book, self._mark(), version_in(read)[1], time.monotonic(), 0, UNKNOWN
        )
        body = {"título": f"Obra {write.mark}", "autor": "Rui Sá"}
        headers = {"If-Match": read.etag}
        # As long as people take, so that others come between.
        self._stopping.wait(0.01)
        self.history.add(
            self._send(way, write, "PUT", f"/livros/{book}", json=body, headers=headers)
        )

    def _remove_or_restore(self, way: Way, own: dict[int, bool], book: int) -> None:
        """Each book of one's own is deleted or restored by nobody else: its version is known."""
        kind = "delete" if own[book] else "restore"
        write = Write(kind, book, None, None, time.monotonic(), 0, UNKNOWN)
        floor = self.history.floor_of(book)
        if kind == "delete":
            self._send(way, write, "DELETE", f"/livros/{book}")
            write.version = floor + 1 if write.outcome == DONE else None
        else:
            self._send(way, write, "POST", f"/livros/{book}/restaurar", json={"versao": 1})
        self.history.add(write)
        if write.outcome == DONE:
            own[book] = not own[book]
        else:
            del own[book]  # its state is not known any more

    def _find(self, way: Way, made: Write) -> None:
        answer = way.request("GET", f"/livros?q={made.mark}&campos=id")
        self.history.read("search", answer)
        is_fresh = answer is not None and "X-Catalogo-Atraso" not in answer.headers
        if is_fresh and answer.status == 200 and {"id": made.book} not in answer.json:
            self.history.accuse(f"not found at once: {made.mark} of {made.book}: {answer.body!r}")

    # ---- reading ---------------------------------------------------------------------------------

    def _read(self, ways: list[Way], draw: random.Random) -> None:
        tags: dict[str, str] = {}
        while not self._stopping.is_set():
            way = draw.choice(ways)
            if draw.random() < 0.5:
                book = draw.choice(self.shared)
                self._read_one(
                    way, f"/livros/{book}", tags, lambda b=book: self.history.floor_of(b)
                )
            else:
                self._read_one(way, "/livros?limite=3", tags, self.history.sequence_floor)
            self._stopping.wait(0.002)

    def _read_one(self, way: Way, target: str, tags: dict[str, str], floor_now) -> None:
        """What is shown, or said to be unchanged, is as new as what was acknowledged before."""
        floor = floor_now()
        headers = {"If-None-Match": tags[target]} if target in tags else {}
        answer = way.request("GET", target, headers=headers)
        self.history.read("book" if target[8] == "/" else "list", answer)
        if answer is None or answer.status not in (200, 304):
            if answer is None or answer.status >= 500:
                self._stopping.wait(PAUSE_SECONDS)
            return
        if "X-Catalogo-Atraso" in answer.headers:
            return  # as old as it says
        shown = version_in(answer)[1] if target[8] == "/" else answer.sequence
        if answer.status == 304:
            shown = number_in(tags[target])
        if shown < floor:
            what = "false 304" if answer.status == 304 else "stale"
            self.history.accuse(f"{what}: {target} shows {shown}, {floor} was acknowledged")
        if answer.status == 200 and "ETag" in answer.headers:
            tags[target] = answer.etag

    def _follow(self, ways: list[Way], draw: random.Random) -> None:
        """One that copies the catalogue by /mudancas: what it was not told, it will never know."""
        since, known, losses = 0, {}, 0
        while not self._stopping.is_set():
            if losses != self._losses:
                since, known, losses = 0, {}, self._losses
            floors = {book: self.history.floor_of(book) for book in self.shared}
            answer = draw.choice(ways).request("GET", f"/mudancas?desde={since}&limite=1000")
            self.history.read("changes", answer)
            if answer is not None and answer.status == 200:
                page = answer.json
                known |= {change["id"]: change["versao"] for change in page}
                since = page[-1]["seq"] if page else since
                is_whole = len(page) < 1000 and "X-Catalogo-Atraso" not in answer.headers
                is_whole = is_whole and losses == self._losses and not self._is_losing
                for book, floor in floors.items() if is_whole else ():
                    if known.get(book, 0) < floor:
                        self.history.accuse(
                            f"/mudancas skipped {book}-{floor}: {known.get(book)} is known"
                        )
            self._stopping.wait(0.05)


def number_in(tag: str) -> int:
    """The version in a book's tag, the sequence number in a list's."""
    text = tag.strip('W/"')
    with suppress(ValueError):
        return int(text.rpartition("-")[2])
    return int("".join(itertools.takewhile(str.isdigit, text.lstrip("s"))))
