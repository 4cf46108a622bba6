"""The word `harvest`: the whole catalogue by OAI-PMH, page by page, as one harvester takes it."""

import argparse
import dataclasses
import http.client
import os
import re
import statistics
import time
from pathlib import Path

from measure import load, processes, servers, tools
from measure.servers import BOOKS, Running

TOKEN = re.compile(rb"<resumptionToken[^>]*>([^<]+)<")
READY_SECONDS_MAX = 120


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("books", type=int, nargs="?", default=BOOKS)
    parser.add_argument("--prefix", default="oai_dc", help="oai_dc, marc21 or mods")


def main(chosen: argparse.Namespace) -> int:
    own = servers.own(chosen.books)
    command = (*own.command, "--email", "acervo@livros.example")
    server = servers.ready(dataclasses.replace(own, command=command))
    with load.quiet_machine(), load.start(server) as running:
        figures = harvest(running, f"verb=ListRecords&metadataPrefix={chosen.prefix}")
    for name, value in figures.items():
        print(f"{name}: {value}")
    print(f"\nAll figures: {tools.save('harvest', [figures])}")
    return 0 if figures["records"] == chosen.books else 1


class Harvester:
    """One keep-alive connection; how long each answer took."""

    def __init__(self, port: int):
        self._connection = http.client.HTTPConnection("127.0.0.1", port)
        self.milliseconds: list[float] = []

    def ask(self, query: str) -> bytes:
        began = time.perf_counter()
        self._connection.request("GET", f"/oai?{query}")
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise tools.Failed(f"GET /oai?{query} answered {answer.status}")
        self.milliseconds.append((time.perf_counter() - began) * 1000)
        return body

    def wait(self) -> None:
        """Until the index is there."""
        until = time.monotonic() + READY_SECONDS_MAX
        while True:
            try:
                self.ask("verb=Identify")
            except tools.Failed:
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)
            else:
                self.milliseconds.clear()
                return


def harvest(running: Running, query: str) -> dict[str, object]:
    harvester = Harvester(running.port)
    harvester.wait()
    cpu_us, began = processes.exact_cpu_us(running.pid), time.monotonic()
    records = size = 0
    while True:
        page = harvester.ask(query)
        records += page.count(b"<header")
        size += len(page)
        token = TOKEN.search(page)
        if not token:
            break
        query = f"verb=ListRecords&resumptionToken={token[1].decode()}"
    seconds = time.monotonic() - began
    times = sorted(harvester.milliseconds)
    return {
        "requests": len(times),
        "records": records,
        "MB": round(size / 1e6),
        "seconds": round(seconds, 1),
        "CPU seconds of the server": round((processes.exact_cpu_us(running.pid) - cpu_us) / 1e6, 1),
        "p50 ms": round(statistics.median(times), 2),
        "p99 ms": round(times[len(times) * 99 // 100], 2),
        "longest ms": round(times[-1], 1),
        "anonymous, file-backed MiB": processes.resident_mib(Path("/proc", str(running.pid))),
        "load average": os.getloadavg()[0],
    }
