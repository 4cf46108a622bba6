"""The word `search`: what a search costs among very many books, beside tantivy.

Ours is asked over HTTP on one connection: its CPU time is all that the server's process used, HTTP
and the reading of the books included, while a query is asked over and over without a pause, each
time ahead of the last one's answer; its time is the whole round trip of a query asked alone, as a
client sees it. Nothing is taken off, and no cache of finished answers is on. tantivy is asked
inside its process, over and over too. Both give the best twenty books. The last rows say what an
answer costs that searches nothing. A search over PostgreSQL has to ask it one thing, which costs
more than most of tantivy's searches: the target is for what a search costs above that
(docs/adr/0009).
"""

import argparse
import dataclasses
import json
import socket
import statistics
import subprocess
import time
from pathlib import Path
from urllib.parse import quote_plus

from measure import load, paths, processes, queries, servers, tools
from measure.servers import Running

BOOKS = 1_000_000
BEST = 20
REPEATS = 5
FACTOR = 5  # of tantivy's median
WORST_MS = 20
TANTIVY = paths.BUILD / "tantivy" / "release" / "tantivy-peer"
SETTLE_SECONDS_MAX = 120
BOOK = "a book by its id"
UNSEARCHED = {"nothing": "/healthz", BOOK: "/livros/4242"}
UNSEARCHED_TIMES = 50


@dataclasses.dataclass(frozen=True)
class Cost:
    """Of one query: its median time, and its CPU time on average."""

    ms: float
    cpu_ms: float


Costs = dict[str, list[Cost]]  # by class


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("books", type=int, nargs="?", default=BOOKS, help="filled before by: data")
    parser.add_argument("--repeats", type=int, default=REPEATS, help="the median of so many")
    parser.add_argument("--only", help="comma list of sqlite, postgres, tantivy; default: all")


def main(chosen: argparse.Namespace) -> int:
    measured = {
        "sqlite": lambda: own(servers.own(chosen.books), asked, chosen.repeats),
        "postgres": lambda: own(servers.own_postgres(chosen.books), asked, chosen.repeats),
        "tantivy": lambda: tantivy(chosen.books, asked, chosen.repeats),
    }
    names = chosen.only.split(",") if chosen.only else list(measured)
    if unknown := set(names) - set(measured):
        raise tools.Failed(f"no {unknown}; there are {', '.join(measured)}")
    asked = queries.of(chosen.books)
    costs: dict[str, Costs] = {}
    for name in names:
        with load.quiet_machine():
            costs[name] = measured[name]()
    result = {"books": chosen.books, "asked": asked, "costs": plain(costs)}
    print(render(costs))
    print(f"\nAll figures: {tools.save('search', result)}")
    return 0


def request(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()


class Client:
    """One keep-alive connection, and little between the clock and the socket."""

    def __init__(self, port: int):
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._read = b""  # of the answers after this one

    def ask(self, path: str) -> tuple[float, bytes]:
        """Milliseconds of a round trip, and the body."""
        begin = time.perf_counter()
        self._socket.sendall(request(path))
        body = self._answer(path)
        return (time.perf_counter() - begin) * 1000, body

    def ask_ahead(self, path: str, times: int) -> None:
        """So many times without waiting for an answer, then all the answers."""
        self._socket.sendall(request(path) * times)
        for _ in range(times):
            self._answer(path)

    def _answer(self, path: str) -> bytes:
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
        return body[:length]

    def _received(self) -> bytes:
        received = self._socket.recv(1 << 18)
        if not received:
            raise tools.Failed("the server closed the connection")
        return received


def own(server: servers.Server, asked: dict[str, list[str]], repeats: int) -> Costs:
    server = servers.ready(servers.uncached(server))
    with load.start(server) as running:
        client = ready_client(running, asked)
        costs = {
            name: [cost(running, client, path_of(name, text), repeats) for text in texts]
            for name, texts in asked.items()
        }
        for name, path in UNSEARCHED.items():
            costs[name] = [cost(running, client, path, repeats) for _ in range(UNSEARCHED_TIMES)]
        return costs


def cost(running: Running, client: Client, path: str, repeats: int) -> Cost:
    times = [client.ask(path)[0] for _ in range(repeats)]
    before = processes.exact_cpu_us(running.pid)
    client.ask_ahead(path, repeats)
    used = processes.exact_cpu_us(running.pid) - before
    return Cost(statistics.median(times), used / 1000 / repeats)


def ready_client(running: Running, asked: dict[str, list[str]]) -> Client:
    """Once the index is loaded and each query's pages are in memory."""
    deadline = time.perf_counter() + SETTLE_SECONDS_MAX
    while running.ask("GET", "/livros?q=de&limite=1")[0] != 200:
        if time.perf_counter() > deadline:
            raise tools.Failed("the index was not loaded in time")
        time.sleep(0.1)
    client = Client(running.port)
    for name, text in queries.each(asked):
        client.ask(path_of(name, text))
    return client


def path_of(name: str, text: str) -> str:
    q = f'"{text}"' if name == "phrase" else text
    return f"/livros?limite={BEST}&q={quote_plus(q)}"


def tantivy(count: int, asked: dict[str, list[str]], repeats: int) -> Costs:
    if not TANTIVY.exists():
        raise tools.Failed(f"{TANTIVY} is missing: bench/run peers")
    paths.WORK.mkdir(parents=True, exist_ok=True)
    file = queries.written(asked, paths.WORK / "queries.json")
    index: Path = paths.DATA / f"tantivy-{count}"
    command = [TANTIVY, paths.books_file(count), index, file, str(repeats)]
    pinned = ["taskset", "-c", str(load.cores()[0])]
    done = subprocess.run([*pinned, *command], stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        raise tools.Failed(f"{TANTIVY}: exit code {done.returncode}")
    return {
        name: [Cost(us / 1000, cpu_us / 1000) for us, cpu_us in pairs]
        for name, pairs in json.loads(done.stdout).items()
    }


def plain(costs: dict[str, Costs]) -> dict:
    return {
        name: {kind: [dataclasses.asdict(one) for one in all_of] for kind, all_of in kinds.items()}
        for name, kinds in costs.items()
    }


def render(costs: dict[str, Costs]) -> str:
    names = list(costs)
    lines = [
        "CPU ms, median · worst (time, median · worst; ours over HTTP)",
        f"targets, of CPU: each median ≤ {FACTOR} × tantivy's, none above {WORST_MS} ms;",
        "over PostgreSQL (in brackets: as it is) less one book by its id",
        "",
        "| asked | " + " | ".join(names) + " | |",
        "|---" * (len(names) + 2) + "|",
    ]
    for kind in next(iter(costs.values())):
        cells = [cell(costs[name][kind]) if kind in costs[name] else "" for name in names]
        lines.append(f"| {kind} | " + " | ".join(cells) + f" | {verdict(costs, kind)} |")
    return "\n".join(lines)


def cell(costs: list[Cost]) -> str:
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
            whole = median_cpu(costs[name][kind])
            question = median_cpu(costs[name][BOOK]) if name == "postgres" else 0
            ratio = (whole - question) / base
            missed = missed or ratio > FACTOR
            shown.append(f"{ratio:.1f} ×" + (f" ({whole / base:.1f} ×)" if question else ""))
    return f"{', '.join(shown)} {'MISSED' if missed else 'reached'}".strip()


def median_cpu(costs: list[Cost]) -> float:
    return statistics.median(cpu(costs))
