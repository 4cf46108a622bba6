"""The word `standbys`: what a read costs the primary and its standbys when they share the reading.

A primary and three standbys of PostgreSQL, made for it; one instance, told to read from none, one,
two and three of them.
"""

import argparse
import importlib
import os
import shutil
import subprocess
import sys
import time
from types import ModuleType

from measure import load, paths, processes, tools
from measure.servers import free_port

BOOKS = 10_000
STANDBYS = 3
WORKLOADS = ("item", "list")
READY_SECONDS_MAX = 60
SETTLE_SECONDS = 2


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seconds", type=int, default=5, help="of each load")
    parser.add_argument("--workloads", default=",".join(WORKLOADS), help="any of these")


def main(chosen: argparse.Namespace) -> int:
    workloads = chosen.workloads.split(",")
    if unknown := set(workloads) - set(WORKLOADS):
        raise tools.Failed(f"no such workload: {', '.join(unknown)}")
    tools.need_binary()
    tools.need("taskset", "wrk", "curl")
    source = paths.books_file(BOOKS)
    if not source.exists():
        raise tools.Failed(f"{source} is missing: bench/run data makes it")
    strength = load.Strength(seconds=chosen.seconds)
    cluster = servers_of_the_tests()
    figures = []
    with load.quiet_machine(), cluster.folder_for_postgres() as folder:
        servers = [cluster.PostgresServer(folder, name) for name in "abcd"]
        try:
            start(servers, str(source), cluster)
            for workload in workloads:
                for count in range(STANDBYS + 1):
                    figures.append(measure(servers, count, workload, strength))
                    print(line(figures[-1]), flush=True)
        finally:
            for server in servers:
                server.stop("immediate")
    print(f"\nAll figures: {tools.save('standbys', figures)}")
    return 0


def servers_of_the_tests() -> ModuleType:
    """Not before it is known that the binary is there, which they ask for when they are loaded."""
    sys.path.insert(0, str(paths.PROJECT / "tests" / "e2e"))
    os.environ["API_LIVROS_BIN"] = str(paths.BINARY)
    try:
        return importlib.import_module("postgres_cluster")
    finally:
        del os.environ["API_LIVROS_BIN"]


def start(servers: list, source: str, cluster: ModuleType) -> None:
    primary, *standbys = servers
    primary.start()
    primary.sql("CREATE DATABASE livros")
    tools.run(
        [paths.BINARY, "import", "--database", primary.url("livros"), source],
        "import",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for standby in standbys:
        standby.folder.mkdir()
        shutil.chown(standby.folder, "postgres", "postgres")
        origin = f"host=127.0.0.1 port={primary.port} user=postgres"
        flags = ["--checkpoint=fast", "--no-sync", "--write-recovery-conf", "--dbname", origin]
        cluster.control("run", "pg_basebackup", "--pgdata", standby.folder / "data", *flags)
        standby.start()
    streaming = "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'"
    cluster.wait_until(lambda: primary.sql(streaming) == str(STANDBYS), "the standbys are there")


def measure(servers: list, count: int, workload: str, strength: load.Strength) -> dict:
    """CPU time of a request at the instance, the primary and the standbys in use, in µs."""
    primary, *standbys = servers
    port = free_port()
    command = ["taskset", "-c", str(load.cores()[0]), str(paths.BINARY), "serve"]
    command += ["--database", primary.url("livros"), "--listen", f"127.0.0.1:{port}"]
    command += ["--threads", "1", "--access-log", "off", "--log-level", "error"]
    if count:
        hosts = ",".join(f"127.0.0.1:{standby.port}" for standby in standbys[:count])
        command += ["--database-read", f"postgresql://postgres@{hosts}/livros"]
    with subprocess.Popen(command) as instance:
        try:
            await_answer(port)
            shared_before = shared_reads(port)
            pids = [instance.pid, primary.pid, *(one.pid for one in standbys[:count])]
            before = [processes.cpu_seconds(pid) for pid in pids]
            environment = {
                "BENCH_WORKLOAD": workload,
                "BENCH_IDS": str(BOOKS),
                "BENCH_LIST": "/livros?limite=50",
                "BENCH_SEARCHES": "",
                "BENCH_SEED": "1",
            }
            counted = load.wrk(port, environment, strength)
            used = [processes.cpu_seconds(pid) - was for pid, was in zip(pids, before, strict=True)]
            shared = shared_reads(port) - shared_before
        finally:
            instance.terminate()
    requests = counted["requests"]
    if not requests or counted["failed"]:
        raise tools.Failed(f"the {workload} load was not answered: {counted}")
    instance_us, primary_us, *standby_us = (round(one * 1e6 / requests, 1) for one in used)
    return {
        "workload": workload,
        "standbys": count,
        "requests_per_second": round(requests * 1e6 / counted["microseconds"]),
        "instance_us": instance_us,
        "primary_us": primary_us,
        "standby_us": standby_us,
        "reads_of_standbys": round(min(shared / requests, 1), 3),  # some are not counted by wrk
    }


def get(port: int, path: str) -> subprocess.CompletedProcess:
    url = f"http://127.0.0.1:{port}{path}"
    return subprocess.run(["curl", "-fs", url], check=False, capture_output=True, text=True)


def await_answer(port: int) -> None:
    end = time.monotonic() + READY_SECONDS_MAX
    while get(port, "/readyz").returncode != 0:
        if time.monotonic() > end:
            raise tools.Failed("the instance never became ready")
        time.sleep(0.05)
    time.sleep(SETTLE_SECONDS)  # until it knows how far each standby is


def shared_reads(port: int) -> float:
    """What standbys have answered so far."""
    name = 'livros_shared_reads_total{servidor="replica"}'
    lines = get(port, "/metrics").stdout.splitlines()
    return sum(float(one.split()[-1]) for one in lines if one.startswith(name))


def line(figure: dict) -> str:
    return (
        f"{figure['workload']:5} {figure['standbys']} standbys: "
        f"{figure['requests_per_second']:6} requests/s, CPU µs a request: instance "
        f"{figure['instance_us']}, primary {figure['primary_us']}, standbys "
        f"{figure['standby_us']}; {figure['reads_of_standbys']:.0%} of the reads from standbys"
    )
