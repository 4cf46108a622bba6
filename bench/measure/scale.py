"""The word `scale`: does a read cost the same with many books as with ten thousand?

Every request of a round asks for something that the freshly started server has not shown
yet, so that no cache of finished answers can hide what the store does.
"""

import argparse
import dataclasses
import http.client
import random
import re
import statistics
from collections.abc import Callable

from measure import load, processes, servers, tools
from measure.servers import BOOKS, Running, Server

REQUESTS = 100  # of each kind; half of ten thousand books are as many pages of 50
PAGE = 50
STRIDE = 1000  # the longest page there is, to get to the middle
TARGET = 1.3
KINDS = ("item", "pages from the start", "pages from the middle")
NEXT = re.compile(r'<([^>]+)>;\s*rel="?next"?')


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("books", type=int, help="filled before by: bench/run data N")
    parser.add_argument("--rounds", type=int, default=5)


def main(chosen: argparse.Namespace) -> int:
    picked = [servers.ready(sized(books)) for books in (BOOKS, chosen.books)]
    rows = [
        {"books": server.ids, "round": number, **costs(server, number)}
        for number in range(chosen.rounds)
        for server in picked
    ]
    print(render(rows, (BOOKS, chosen.books)))
    print(f"\nAll figures: {tools.save('scale', rows)}")
    return 0


def sized(books: int) -> Server:
    return dataclasses.replace(servers.own(books), name=f"api-livros-{books}")


class Client:
    """One keep-alive connection."""

    def __init__(self, running: Running):
        self._connection = http.client.HTTPConnection("127.0.0.1", running.port)

    def get(self, path: str) -> http.client.HTTPMessage:
        self._connection.request("GET", path)
        answer = self._connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise tools.Failed(f"GET {path} answered {answer.status}")
        return answer.headers

    def get_each(self, paths: list[str]) -> None:
        for path in paths:
            self.get(path)

    def walk(self, path: str, pages: int) -> str:
        """Follows rel=next; returns the path of the page after the last."""
        for _ in range(pages):
            found = NEXT.search(", ".join(self.get(path).get_all("Link", [])))
            path = found[1] if found else path
        return path


def costs(server: Server, number: int) -> dict[str, float]:
    """CPU µs per request of each kind."""
    ids = random.Random(number).sample(range(1, server.ids + 1), REQUESTS)
    with load.quiet_machine(), load.start(server) as running:
        client = Client(running)
        middle = client.walk(f"/livros?limite={STRIDE}", server.ids // STRIDE // 2)
        middle = middle.replace(f"limite={STRIDE}", f"limite={PAGE}")
        actions = (
            lambda: client.get_each([f"/livros/{id}" for id in ids]),
            lambda: client.walk(f"/livros?limite={PAGE}", REQUESTS),
            lambda: client.walk(middle, REQUESTS - 1),
        )
        return {kind: cost(running, action) for kind, action in zip(KINDS, actions, strict=True)}


def cost(running: Running, action: Callable[[], object]) -> float:
    before = processes.exact_cpu_us(running.pid)
    action()
    return round((processes.exact_cpu_us(running.pid) - before) / REQUESTS, 1)


def render(rows: list[dict], sizes: tuple[int, int]) -> str:
    small, large = sizes
    lines = [
        f"| CPU µs per request, nothing cached | {small} | {large} | times | target |",
        "|---|---|---|---|---|",
    ]
    for kind in KINDS:
        few, many = (
            statistics.median(row[kind] for row in rows if row["books"] == size) for size in sizes
        )
        lines.append(f"| {kind} | {few:.1f} | {many:.1f} | {many / few:.2f} | ≤ {TARGET} |")
    return "\n".join(lines)
