"""The word `search`: what a search costs among very many books, beside tantivy.

Ours is asked over HTTP on one connection: its CPU time is all that the server's process used, HTTP
and the reading of the books included; its time is the whole round trip as a client sees it, and
nothing is taken off. No cache of finished answers is on. tantivy is asked inside its process. Both
give the best twenty books. The last rows say what an answer costs that searches nothing: of the
others' cost that much is the wire's and the store's.
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
UNSEARCHED = {"nothing": "/healthz", "a book by its id": "/livros/4242"}
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


class Client:
    """One keep-alive connection, and little between the clock and the socket."""

    def __init__(self, port: int):
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, path: str) -> tuple[float, bytes]:
        """Milliseconds of a round trip, and the body."""
        request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
        begin = time.perf_counter()
        self._socket.sendall(request)
        head, end, body = b"", b"", b""
        while not end:
            head, end, body = (head + body + self._received()).partition(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        while len(body) < length:
            body += self._received()
        elapsed = (time.perf_counter() - begin) * 1000
        if not head.startswith(b"HTTP/1.1 200"):
            raise tools.Failed(f"GET {path} answered {head.splitlines()[0].decode()}")
        return elapsed, body

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
    before = processes.exact_cpu_us(running.pid)
    times = [client.ask(path)[0] for _ in range(repeats)]
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
        f"targets, of CPU: each median ≤ {FACTOR} × tantivy's, none above {WORST_MS} ms",
        "",
        "| asked | " + " | ".join(names) + " | |",
        "|---" * (len(names) + 2) + "|",
    ]
    for kind in next(iter(costs.values())):
        cells = [cell(costs[name][kind]) if kind in costs[name] else "" for name in names]
        lines.append(f"| {kind} | " + " | ".join(cells) + f" | {verdict(costs, kind)} |")
    return "\n".join(lines)


def cpu(costs: list[Cost]) -> list[float]:
    return [one.cpu_ms for one in costs]


def cell(costs: list[Cost]) -> str:
    figures = (cpu(costs), [one.ms for one in costs])
    used, taken = (f"{statistics.median(ms):.2f} · {max(ms):.2f}" for ms in figures)
    return f"{used} ({taken})"


def verdict(costs: dict[str, Costs], kind: str) -> str:
    if kind in UNSEARCHED:
        return ""
    ours = [cpu(costs[name][kind]) for name in costs if name != "tantivy"]
    missed = any(max(ms) > WORST_MS for ms in ours)
    ratios = []
    if kind in costs.get("tantivy", {}):
        base = statistics.median(cpu(costs["tantivy"][kind]))
        ratios = [statistics.median(ms) / base for ms in ours]
        missed = missed or any(ratio > FACTOR for ratio in ratios)
    shown = ", ".join(f"{ratio:.1f} ×" for ratio in ratios)
    return f"{shown} {'MISSED' if missed else 'reached'}".strip()
