"""The word `files`: large files over HTTP. The whole catalogue in every format, the books that may
be the same, and an import of a quarter of a million records beside sixteen clients that write."""

import argparse
import contextlib
import http.client
import json
import multiprocessing
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from measure import load, loc, mixed_load, processes, servers, tools
from measure.servers import Running

FORMATS = "json ndjson csv marc marcxml marcjson mods bibtex ris csl jsonld abnt".split()
CHUNK_BYTES = 1 << 18
READY_SECONDS_MAX = 120
WRITERS = 16
WARM_SECONDS = 5
SAMPLE_SECONDS = 0.05


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("books", type=int, nargs="?", default=servers.BOOKS)
    parser.add_argument("--only", choices=("exports", "import"))
    parser.add_argument("--formats", default=",".join(FORMATS))
    parser.add_argument("--records", type=Path, help="MARC; default: the LoC records")


def main(chosen: argparse.Namespace) -> int:
    figures = {}
    if chosen.only != "import":
        figures["exports"] = exports(chosen.books, chosen.formats.split(","))
    if chosen.only != "exports":
        figures["import"] = import_beside_writers(chosen.records or loc.fetched())
    print(f"\nAll figures: {tools.save('files', figures)}")
    return 0


class Peak:
    """A context manager: the most anonymous memory of a process meanwhile, in MiB."""

    def __init__(self, pid: int):
        self._process = Path("/proc", str(pid))
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._sample)
        self.mib = 0.0

    def __enter__(self) -> "Peak":
        self._thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._ended.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._ended.wait(SAMPLE_SECONDS):
            if memory := processes.resident_mib(self._process):
                self.mib = max(self.mib, memory[0])


def exports(books: int, formats: list[str]) -> list[dict]:
    rows = []
    print("| file | seconds | CPU s | MB | most anonymous MiB |\n|---|---|---|---|---|")
    with load.quiet_machine(), load.start(servers.ready(servers.own(books))) as running:
        await_ready(running.port)
        targets = {name: f"/exportar?formato={name}" for name in formats}
        for name, target in {**targets, "duplicados": "/duplicados"}.items():
            row = {"file": name, **downloaded(running, target)}
            print("| {file} | {seconds} | {cpu_seconds} | {mb} | {anonymous_mib} |".format(**row))
            rows.append(row)
    return rows


def downloaded(running: Running, target: str) -> dict:
    cpu_us, began, size = processes.exact_cpu_us(running.pid), time.monotonic(), 0
    with Peak(running.pid) as peak, contextlib.closing(connection(running.port)) as client:
        client.request("GET", target)
        answer = client.getresponse()
        if answer.status != 200:
            raise tools.Failed(f"GET {target} answered {answer.status}")
        while part := answer.read(CHUNK_BYTES):
            size += len(part)
    return {
        "seconds": round(time.monotonic() - began, 1),
        "cpu_seconds": round((processes.exact_cpu_us(running.pid) - cpu_us) / 1e6, 1),
        "mb": round(size / 1e6, 1),
        "anonymous_mib": round(peak.mib),
    }


def connection(port: int) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", port, timeout=READY_SECONDS_MAX)


def answered(port: int, method: str, target: str, body=None, headers=None) -> tuple[int, bytes]:
    with contextlib.closing(connection(port)) as client:
        client.request(method, target, body, headers or {})
        answer = client.getresponse()
        return answer.status, answer.read()


def await_ready(port: int) -> None:
    until = time.monotonic() + READY_SECONDS_MAX
    while answered(port, "GET", "/readyz")[0] != 200:
        if time.monotonic() > until:
            raise tools.Failed("the server does not get ready")
        time.sleep(0.1)


# ---- an import beside writers


def import_beside_writers(records: Path) -> dict:
    server = servers.ready(servers.own(servers.BOOKS))
    with load.quiet_machine(), Running(server) as running, Peak(running.pid) as peak:
        await_ready(running.port)
        with Writers(running.port) as writers:
            time.sleep(WARM_SECONDS)
            began = time.perf_counter()
            report = imported(running.port, records)
            ended = time.perf_counter()
        alone = [it for it in writers.answered if it.end < began]
        beside = [it for it in writers.answered if it.begin >= began and it.end <= ended]
    result = {
        "seconds": round(ended - began, 1),
        "records": report["registros"],
        "created": report["criados"],
        "refused": report["recusados"],
        "anonymous_mib": round(peak.mib),
        "writes": latencies(beside),
        "writes_without_import": latencies(alone),
    }
    for name, value in result.items():
        print(f"{name}: {value}")
    return result


def latencies(answers: list[mixed_load.Answered]) -> dict:
    times = sorted(it.ms for it in answers)
    if not times:
        return {}
    return {
        "answers": len(times),
        "failed": sum(it.status != 201 for it in answers),
        "p50 ms": round(times[len(times) // 2], 1),
        "p99 ms": round(times[len(times) * 99 // 100], 1),
        "longest ms": round(times[-1], 1),
    }


def imported(port: int, records: Path) -> dict:
    with records.open("rb") as body:
        headers = {
            "Content-Type": "application/marc",
            "Content-Length": str(records.stat().st_size),
        }
        status, told = answered(port, "POST", "/importacoes", body, headers)
    if status != 202:
        raise tools.Failed(f"POST /importacoes answered {status}: {told[:500]!r}")
    number = json.loads(told)["id"]
    while True:
        report = json.loads(answered(port, "GET", f"/importacoes/{number}")[1])
        if report["estado"] not in ("na_fila", "executando"):
            return report
        time.sleep(0.1)


class Writers:
    """A context manager: clients that add books, each as soon as it has its answer."""

    def __init__(self, port: int):
        context = multiprocessing.get_context("fork")
        self._stop = context.Event()
        self._ours, theirs = context.Pipe(duplex=False)
        arguments = (port, new_books(), WRITERS, self._stop, theirs)
        self._process = context.Process(target=mixed_load.ask, args=arguments, daemon=True)
        self.answered: list[mixed_load.Answered] = []

    def __enter__(self) -> "Writers":
        self._process.start()
        return self

    def __exit__(self, *_) -> None:
        self._stop.set()
        if self._ours.poll(READY_SECONDS_MAX):
            self.answered = self._ours.recv()
        self._process.join()


def new_books() -> Iterator[tuple[str, bytes]]:
    number = 0
    while True:
        number += 1
        book = {"título": f"Anuário da escola, volume {number}", "autor": f"Turma {number % 97}"}
        yield mixed_load.NEW, mixed_load.post("/livros", json.dumps(book).encode())
