"""The word `standbys`: what a read costs the primary and its standbys when they share the reading.

A primary and three standbys of PostgreSQL, made for it; one instance, told to read from none, one,
two and three of them.
"""

import argparse
import shutil
import subprocess
import sys
import time

from measure import load, paths, processes, tools
from measure.servers import free_port

sys.path.insert(0, str(paths.PROJECT / "tests" / "e2e"))

from postgres_cluster import PostgresServer, control, folder_for_postgres  # noqa: E402
from service import wait_until  # noqa: E402

BOOKS = 10_000
STANDBYS = 3
READY_SECONDS_MAX = 60
SETTLE_SECONDS = 2


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seconds", type=int, default=5, help="of each load")
    parser.add_argument("--workloads", default="item,list")


def main(chosen: argparse.Namespace) -> int:
    tools.need_binary()
    tools.need("taskset", "wrk")
    source = paths.books_file(BOOKS)
    if not source.exists():
        raise tools.Failed(f"{source} is missing: bench/run data makes it")
    strength = load.Strength(seconds=chosen.seconds)
    figures = []
    with load.quiet_machine(), folder_for_postgres() as folder:
        servers = [PostgresServer(folder, name) for name in "abcd"]
        try:
            start(servers, str(source))
            for workload in chosen.workloads.split(","):
                for count in range(STANDBYS + 1):
                    figures.append(measure(servers, count, workload, strength))
                    print(line(figures[-1]), flush=True)
        finally:
            for server in servers:
                server.stop("immediate")
    print(f"\nAll figures: {tools.save('standbys', figures)}")
    return 0


def start(servers: list[PostgresServer], source: str) -> None:
    primary, *standbys = servers
    primary.start()
    primary.sql("CREATE DATABASE livros")
    command = [paths.BINARY, "import", "--database", primary.url("livros"), source]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for standby in standbys:
        standby.folder.mkdir()
        shutil.chown(standby.folder, "postgres", "postgres")
        origin = f"host=127.0.0.1 port={primary.port} user=postgres"
        flags = ["--checkpoint=fast", "--no-sync", "--write-recovery-conf", "--dbname", origin]
        control("run", "pg_basebackup", "--pgdata", standby.folder / "data", *flags)
        standby.start()
    streaming = "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'"
    wait_until(lambda: primary.sql(streaming) == str(STANDBYS), "the standbys are there")


def measure(
    servers: list[PostgresServer], count: int, workload: str, strength: load.Strength
) -> dict:
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
        finally:
            instance.terminate()
    requests = counted["requests"]
    instance_us, primary_us, *standby_us = (round(one * 1e6 / requests, 1) for one in used)
    return {
        "workload": workload,
        "standbys": count,
        "requests_per_second": round(requests / strength.seconds),
        "instance_us": instance_us,
        "primary_us": primary_us,
        "standby_us": standby_us,
    }


def await_answer(port: int) -> None:
    def answers() -> bool:
        url = f"http://127.0.0.1:{port}/readyz"
        asked = subprocess.run(["curl", "-fso", "/dev/null", url], check=False)
        return asked.returncode == 0

    wait_until(answers, "the instance is ready", READY_SECONDS_MAX)
    time.sleep(SETTLE_SECONDS)  # until it knows how far each standby is


def line(figure: dict) -> str:
    return (
        f"{figure['workload']:5} {figure['standbys']} standbys: "
        f"{figure['requests_per_second']:6} requests/s, CPU µs a request: instance "
        f"{figure['instance_us']}, primary {figure['primary_us']}, standbys {figure['standby_us']}"
    )
