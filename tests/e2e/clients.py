"""Clients that write all at once and remember what was acknowledged, to compare it afterwards."""

import http.client
import itertools
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from service import Service
from wire import Answer, Client, book

GONE = (http.client.HTTPException, OSError)

# What is known of a book: its version and title, or that it is deleted.
DELETED = "excluído"


@dataclass
class Writer:
    """One client. Nobody else writes its books, so it knows what each must be."""

    number: int
    draw: random.Random
    letters: int  # of the synopsis of each book
    known: dict[int, tuple[int, str]] = field(default_factory=dict)
    # What the request without an answer may have done: id (or None for a new book) -> state.
    doubtful: list[tuple[int | None, tuple[int, str]]] = field(default_factory=list)
    acknowledged: int = 0
    refused: int = 0
    recovered: int = 0  # acknowledged after a refusal
    sequence: int = 0
    titles = itertools.count()

    def step(self, client: Client) -> Answer:
        """One write; raises when the connection dies, leaving a doubt."""
        living = [id_ for id_, (_, title) in self.known.items() if title != DELETED]
        kind = self.draw.choices(["create", "change", "delete"], [6, 3, 1])[0]
        if kind == "create" or not living:
            title = f"livro {self.number} {next(self.titles)}"
            return self._send(client, "POST", None, (1, title))
        id_ = self.draw.choice(living)
        version = self.known[id_][0] + 1
        if kind == "change":
            title = f"mudado {self.number} {next(self.titles)}"
            return self._send(client, "PATCH", id_, (version, title))
        return self._send(client, "DELETE", id_, (version, DELETED))

    def _send(self, client: Client, method: str, id_: int | None, state) -> Answer:
        target = "/livros" if id_ is None else f"/livros/{id_}"
        fields = {"título": state[1], "sinopse": self.draw.randbytes(self.letters // 2).hex()}
        body = {"POST": book(**fields), "PATCH": fields}
        options = {"json": body[method]} if method in body else {}
        self.doubtful.append((id_, state))
        answer = client.request(method, target, **options)
        if answer.status >= 500:
            # Not acknowledged: it may or may not have happened.
            self.refused += 1
            return answer
        assert answer.status in (200, 201, 204), answer
        self.doubtful.pop()
        self.known[answer.json["id"] if id_ is None else id_] = state
        self.acknowledged += 1
        self.recovered += 1 if self.refused else 0
        self.sequence = max(self.sequence, answer.sequence)
        return answer


class Crowd:
    def __init__(self, clients: int, seed: int, letters: int = 100) -> None:
        draws = (random.Random(f"{seed} {n}") for n in range(clients))
        self.writers = [Writer(n, draw, letters) for n, draw in enumerate(draws)]
        self.failures: list[BaseException] = []

    @property
    def acknowledged(self) -> int:
        return sum(writer.acknowledged for writer in self.writers)

    @property
    def refused(self) -> int:
        return sum(writer.refused for writer in self.writers)

    def start(self, service: Service, stop: Callable[[], bool]) -> list[threading.Thread]:
        port = service.port
        threads = [
            threading.Thread(target=self._run, args=(writer, port, stop), daemon=True)
            for writer in self.writers
        ]
        for thread in threads:
            thread.start()
        return threads

    def _run(self, writer: Writer, port: int, stop: Callable[[], bool]) -> None:
        try:
            with Client(port) as client:
                while not stop():
                    writer.step(client)
        except GONE:
            pass
        except BaseException as error:  # noqa: BLE001 - told by join()
            self.failures.append(error)

    def join(self, threads: list[threading.Thread]) -> None:
        for thread in threads:
            thread.join(60)
            assert not thread.is_alive(), "a client hangs"
        if self.failures:
            raise self.failures[0]

    def work_until(self, stop: Callable[[], bool], service: Service) -> None:
        self.join(self.start(service, stop))

    def verify(self, service: Service) -> None:
        """Every acknowledged write is there, nothing else is but what was in doubt."""
        with service.client() as api:
            found = {one["id"]: (one["versao"], one["título"]) for one in all_books(api)}
            sequence = api.get("/livros", limite=1).sequence
        assert sequence >= max(writer.sequence for writer in self.writers)
        for writer in self.writers:
            writer_found = self._settle(writer, found)
            assert writer.known == writer_found, f"client {writer.number}"
        strangers = found.keys() - {id_ for writer in self.writers for id_ in writer.known}
        assert not strangers, f"books nobody made: {[found[id_] for id_ in strangers]}"

    @staticmethod
    def _settle(writer: Writer, found: dict) -> dict:
        """Takes into `known` what of the doubtful requests did happen."""
        ids = {title: id_ for id_, (_, title) in found.items()}
        for id_, state in writer.doubtful:
            if id_ is None:
                id_ = ids.get(state[1])
                if id_ is None:
                    continue
                writer.known[id_] = state
            elif found.get(id_, (state[0], DELETED)) == state:
                writer.known[id_] = state
        writer.doubtful.clear()
        return {id_: found.get(id_, (known[0], DELETED)) for id_, known in writer.known.items()}


class OneShots:
    """Writers that open a connection per request: each is refused, or answered to the end."""

    def __init__(self, port: int, clients: int = 16):
        self.answered: list[str] = []  # titles
        self.wrong: list[str] = []  # requests without an answer, or with one that is no refusal
        self._port = port
        self._threads = [threading.Thread(target=self._work, args=(n,)) for n in range(clients)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def join(self) -> None:
        for thread in self._threads:
            thread.join(60)

    def _work(self, number: int) -> None:
        for n in range(100_000):
            title = f"livro {number} {n}"
            with Client(self._port) as client:
                try:
                    client.connection.connect()
                except ConnectionError:
                    return
                try:
                    headers = {"Connection": "close"}
                    answer = client.post("/livros", json=book(título=title), headers=headers)
                except GONE as error:
                    self.wrong.append(f"{title}: {error!r}")
                    return
            if answer.status != 201:
                if answer.status != 503:
                    self.wrong.append(f"{title}: {answer}")
                return
            self.answered.append(title)


def all_books(api: Client):
    answer = api.get("/livros", limite=1000, campos="id,versao,título")
    while True:
        yield from answer.expect(200).json
        following = answer.links().get("next")
        if not following:
            return
        answer = api.get(following)
