"""The word `search`: what a search costs among very many books, beside tantivy.

Ours is asked over HTTP: its CPU time is all that the server's process used, HTTP and the reading of
the books included, while a query is asked AT_ONCE times without waiting for an answer; its time is
the whole round trip of a query asked alone, as a client sees it. No cache of finished answers is
on. tantivy is asked inside its process, over and over too. Both give the best twenty books. The
last rows say what an answer costs that searches nothing.
"""

import argparse
import contextlib
import dataclasses
import json
import socket
import statistics
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote_plus

from measure import load, paths, processes, queries, servers, tools
from measure.servers import Running

BOOKS = 1_000_000
BEST = 20
REPEATS = 5
AT_ONCE = 64  # like the connections of `table`: what wakes and sleeps does so for several
# By how many clients. One client's share a read and a write; over PostgreSQL, where each of them
# waits for its books, the store gathers the questions of many clients.
CLIENTS = {"sqlite": 1, "postgres": AT_ONCE}
ROUNDS = 3  # in turns with the others; the one that used least counts: the rest were disturbed
FACTOR = 5  # of tantivy's median
WORST_MS = 20
TANTIVY = paths.BUILD / "tantivy" / "release" / "tantivy-peer"
SETTLE_SECONDS_MAX = 120
IDLE_SECONDS, IDLE_CPU_SHARE = 1, 0.02
UNSEARCHED = {"nothing": "/healthz", "a book by its id": "/livros/4242"}
UNSEARCHED_TIMES = 50


@dataclasses.dataclass(frozen=True)
class Cost:
    """Of one query: its median time, and its CPU time on average in the best round."""

    ms: float
    cpu_ms: float


Costs = dict[str, list[Cost]]  # by class


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("books", type=int, nargs="?", default=BOOKS, help="filled before by: data")
    parser.add_argument("--repeats", type=int, default=REPEATS, help="the median of so many")
    parser.add_argument("--only", help="comma list of sqlite, postgres, tantivy; default: all")
    parser.add_argument("--clients", type=int, choices=(1, AT_ONCE), help=f"default: {CLIENTS}")


def main(chosen: argparse.Namespace) -> int:
    asked = queries.of(chosen.books)
    clients = {name: chosen.clients or usual for name, usual in CLIENTS.items()}
    openers = {
        "sqlite": lambda: own(servers.own(chosen.books), asked, clients["sqlite"]),
        "postgres": lambda: own(servers.own_postgres(chosen.books), asked, clients["postgres"]),
        "tantivy": lambda: contextlib.nullcontext(Tantivy(chosen.books)),
    }
    names = chosen.only.split(",") if chosen.only else list(openers)
    if unknown := set(names) - set(openers):
        raise tools.Failed(f"no {unknown}; there are {', '.join(openers)}")
    with load.quiet_machine(), contextlib.ExitStack() as stack:
        searched = {name: stack.enter_context(openers[name]()) for name in names}
        costs = measured(searched, asked, chosen.repeats)
    result = {"books": chosen.books, "asked": asked, "costs": plain(costs)}
    print(render(costs))
    print(f"\nAll figures: {tools.save('search', result)}")
    return 0


def measured(searched: dict, asked: dict[str, list[str]], repeats: int) -> dict[str, Costs]:
    """Class by class and round by round, so that what slows the machine slows them all."""
    costs: dict[str, Costs] = {name: {} for name in searched}
    for kind in [*asked, *UNSEARCHED]:
        texts = asked.get(kind) or [""] * UNSEARCHED_TIMES
        rounds = [
            {name: one.costs(kind, texts, repeats) for name, one in searched.items()}
            for _ in range(ROUNDS)
        ]
        for name in searched:
            of_each = zip(*(one[name] for one in rounds), strict=True)
            costs[name][kind] = [min(query, key=lambda one: one.cpu_ms) for query in of_each]
    return costs


def request(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()


class Client:
    """One keep-alive connection, and little between the clock and the socket."""

    def __init__(self, port: int):
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._read = b""  # of the answers after this one

    def ask(self, path: str) -> float:
        """Milliseconds of a round trip."""
        begin = time.perf_counter()
        self.send(path)
        self.take_answer(path)
        return (time.perf_counter() - begin) * 1000

    def send(self, path: str, times: int = 1) -> None:
        self._socket.sendall(request(path) * times)

    def take_answer(self, path: str) -> None:
        read = self._read
        while b"\r\n\r\n" not in read:
            read += self._received()
        head, _, body = read.partition(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        while len(body) < length:
            body += self._received()
        if not head.startswith(b"HTTP/1.1 200"):
            raise tools.Failed(f"GET {path} answered {head.splitlines()[0].decode()}")
        self._read = body[length:]

    def _received(self) -> bytes:
        received = self._socket.recv(1 << 18)
        if not received:
            raise tools.Failed("the server closed the connection")
        return received


class Own:
    """A running server of ours, asked over HTTP."""

    def __init__(self, running: Running, clients: list[Client]):
        self._running = running
        self._clients = clients

    def costs(self, kind: str, texts: list[str], repeats: int) -> list[Cost]:
        return [self._cost(UNSEARCHED.get(kind) or path_of(kind, text), repeats) for text in texts]

    def _cost(self, path: str, repeats: int) -> Cost:
        times = [self._clients[0].ask(path) for _ in range(repeats)]
        before = processes.exact_cpu_us(self._running.pid)
        self._ask_at_once(path)
        used = processes.exact_cpu_us(self._running.pid) - before
        return Cost(statistics.median(times), used / 1000 / AT_ONCE)

    def _ask_at_once(self, path: str) -> None:
        each = AT_ONCE // len(self._clients)
        for client in self._clients:
            client.send(path, each)
        for client in self._clients:
            for _ in range(each):
                client.take_answer(path)


@contextlib.contextmanager
def own(server: servers.Server, asked: dict[str, list[str]], clients: int) -> Iterator[Own]:
    server = servers.ready(servers.uncached(server))
    with load.start(server) as running:
        wait_until_ready(running, asked)
        yield Own(running, [Client(running.port) for _ in range(clients)])


def wait_until_ready(running: Running, asked: dict[str, list[str]]) -> None:
    """Once the index is loaded and kept, and each query's pages are in memory."""
    deadline = time.perf_counter() + SETTLE_SECONDS_MAX
    while running.ask("GET", "/livros?q=de&limite=1")[0] != 200 or not is_idle(running):
        if time.perf_counter() > deadline:
            raise tools.Failed("the index was not loaded in time")
        time.sleep(0.1)
    client = Client(running.port)
    for name, text in queries.each(asked):
        client.ask(path_of(name, text))


def is_idle(running: Running) -> bool:
    """Whether it does nothing of its own accord for a while, such as keeping a new index."""
    before = processes.exact_cpu_us(running.pid)
    time.sleep(IDLE_SECONDS)
    used = processes.exact_cpu_us(running.pid) - before
    return used < IDLE_CPU_SHARE * IDLE_SECONDS * 1e6


def path_of(name: str, text: str) -> str:
    q = f'"{text}"' if name == "phrase" else text
    return f"/livros?limite={BEST}&q={quote_plus(q)}"


class Tantivy:
    """One process per question of a class; it makes its index when it is first asked."""

    def __init__(self, books: int):
        if not TANTIVY.exists():
            raise tools.Failed(f"{TANTIVY} is missing: bench/run peers")
        self._books = books

    def costs(self, kind: str, texts: list[str], repeats: int) -> list[Cost]:
        if kind in UNSEARCHED:
            return []
        paths.WORK.mkdir(parents=True, exist_ok=True)
        file = queries.written({kind: texts}, paths.WORK / "queries.json")
        index: Path = paths.DATA / f"tantivy-{self._books}"
        command = [TANTIVY, paths.books_file(self._books), index, file, str(repeats)]
        pinned = ["taskset", "-c", str(load.cores()[0])]
        done = subprocess.run([*pinned, *command], stdout=subprocess.PIPE, text=True, check=False)
        if done.returncode != 0:
            raise tools.Failed(f"{TANTIVY}: exit code {done.returncode}")
        pairs = json.loads(done.stdout)[kind]
        return [Cost(us / 1000, cpu_us / 1000) for us, cpu_us in pairs]


def plain(costs: dict[str, Costs]) -> dict:
    return {
        name: {kind: [dataclasses.asdict(one) for one in all_of] for kind, all_of in kinds.items()}
        for name, kinds in costs.items()
    }


def render(costs: dict[str, Costs]) -> str:
    names = list(costs)
    lines = [
        "CPU ms, median · worst (time, median · worst; ours over HTTP)",
        f"targets, of CPU: each median ≤ {FACTOR} × tantivy's, none above {WORST_MS} ms",
        "",
        "| asked | " + " | ".join(names) + " | |",
        "|---" * (len(names) + 2) + "|",
    ]
    for kind in next(iter(costs.values())):
        cells = [cell(costs[name][kind]) for name in names]
        lines.append(f"| {kind} | " + " | ".join(cells) + f" | {verdict(costs, kind)} |")
    return "\n".join(lines)


def cell(costs: list[Cost]) -> str:
    if not costs:
        return ""
    figures = (cpu(costs), [one.ms for one in costs])
    used, taken = (f"{statistics.median(ms):.2f} · {max(ms):.2f}" for ms in figures)
    return f"{used} ({taken})"


def cpu(costs: list[Cost]) -> list[float]:
    return [one.cpu_ms for one in costs]


def verdict(costs: dict[str, Costs], kind: str) -> str:
    if kind in UNSEARCHED:
        return ""
    ours = [name for name in costs if name != "tantivy"]
    missed = any(max(cpu(costs[name][kind])) > WORST_MS for name in ours)
    shown = []
    if kind in costs.get("tantivy", {}):
        base = median_cpu(costs["tantivy"][kind])
        for name in ours:
            ratio = median_cpu(costs[name][kind]) / base
            missed = missed or ratio > FACTOR
            shown.append(f"{ratio:.1f} ×")
    return f"{', '.join(shown)} {'MISSED' if missed else 'reached'}".strip()


def median_cpu(costs: list[Cost]) -> float:
    return statistics.median(cpu(costs))
