"""One load on one server: wrk on the second core, the server on the first."""

import fcntl
import json
import os
import resource
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from measure import paths, processes, queries
from measure.servers import Running, Server
from measure.tools import Failed, need

SEARCHES = "searches.txt"


@dataclass(frozen=True)
class Strength:
    seconds: int = 3
    connections: int = 64


def cores() -> tuple[int, int]:
    """The core of the server and its database, and wrk's."""
    allowed = sorted(os.sched_getaffinity(0))
    if len(allowed) < 2:
        raise Failed("a load needs two cores: one for the server, one for wrk")
    return allowed[0], allowed[1]


def start(server: Server) -> Running:
    """Starts a server pinned to its core, and with it the database it asks."""
    need("taskset", "wrk")
    core = cores()[0]
    return Running(server, ("taskset", "-c", str(core)), core)


@contextmanager
def quiet_machine() -> Iterator[None]:
    """Waits until no other bench of this machine measures, and keeps others waiting."""
    with Path(tempfile.gettempdir(), "api-livros-bench.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def wrk(port: int, environment: dict[str, str], strength: Strength) -> dict:
    """Runs wrk and returns the line that load.lua prints at the end."""
    options = f"-t1 -c{strength.connections} -d{strength.seconds}s --timeout 10s"
    command = ["taskset", "-c", str(cores()[1]), "wrk", *options.split()]
    script = paths.BENCH / "wrk" / "load.lua"
    done = subprocess.run(
        [*command, "-s", str(script), f"http://127.0.0.1:{port}"],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=strength.seconds + 60,
    )
    for line in done.stdout.splitlines():
        if line.startswith("@@"):
            return json.loads(line[2:])
    raise Failed(f"wrk said: {done.stdout[-400:]} {done.stderr[-400:]}")


def write_searches(running: Running) -> None:
    """The paths that the load asks for, for load.lua."""
    path = running.work / SEARCHES
    if not path.exists():
        asked = queries.two_words(running.server.ids)
        path.write_text("".join(running.server.search_path(text) + "\n" for text in asked), "utf-8")


def children_cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure(running: Running, workload: str, strength: Strength) -> dict:
    """What a request of the workload costs, and how quiet the machine was meanwhile."""
    server = running.server
    if workload == "search":
        write_searches(running)
    environment = {
        "BENCH_WORKLOAD": workload,
        "BENCH_IDS": str(server.ids),
        "BENCH_LIST": server.list_path,
        "BENCH_SEARCHES": str(running.work / SEARCHES),
        "BENCH_SEED": str(next(running.seeds)),
    }
    begin = time.perf_counter()
    server_before = processes.cpu_seconds(running.pid)
    database_before = running.database_cpu_seconds()
    wrk_before = children_cpu_seconds()
    machine_before = processes.machine_cpu_seconds()
    counted = wrk(running.port, environment, strength)
    machine = processes.machine_cpu_seconds() - machine_before
    wrk_used = children_cpu_seconds() - wrk_before
    used = processes.cpu_seconds(running.pid) - server_before
    database = running.database_cpu_seconds() - database_before
    elapsed = time.perf_counter() - begin
    if not running.alive() or not counted["requests"] or not used:
        raise Failed(f"{server.name} did not answer the {workload} load: {counted}")
    return {
        "server": server.name,
        "workload": workload,
        "requests": counted["requests"],
        "failed": counted["failed"],
        "cpu_us": round(used * 1e6 / counted["requests"], 2),
        "database_us": round(database * 1e6 / counted["requests"], 2),
        "both_us": round((used + database) * 1e6 / counted["requests"], 2),
        "per_second": round(counted["requests"] * 1e6 / counted["microseconds"]),
        "bytes_each": round(counted["bytes"] / counted["requests"]),
        "p50_ms": counted["p50_us"] / 1000,
        "p99_ms": counted["p99_us"] / 1000,
        "max_ms": counted["max_us"] / 1000,
        "wrk_cores": round(wrk_used / elapsed, 2),
        "others_cores": round(max(0.0, machine - used - database - wrk_used) / elapsed, 2),
    }
