"""The word `cold`: from the start to the first 200, and memory before any load."""

import argparse
import statistics
import time

from measure import load, paths, processes, servers, tools

SETTLE_SECONDS = 0.5  # between the first answer and the look at memory


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--only", help="comma list of servers; default: all built ones")
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--books", type=int, help="API Livros alone, with so many books")


def main(chosen: argparse.Namespace) -> int:
    picked = servers.chosen(chosen.only)[0]
    if chosen.books:
        picked = [servers.ready(servers.own(chosen.books))]
    results = [measured(server, chosen.times) for server in picked]
    print("| server | first 200, ms | RSS idle, MiB | size, MiB |\n|---|---|---|---|")
    for result in results:
        print(
            f"| {result['server']} | {result['first_answer_ms']} |"
            f" {result['idle']['rss_mib']} | {result['size_mib']} |"
        )
    print(f"\nAll figures: {tools.save('cold', results)}")
    return 0


def measured(server: servers.Server, times: int) -> dict:
    starts = []
    for _ in range(times):
        with load.quiet_machine(), servers.Running(server) as running:
            time.sleep(SETTLE_SECONDS)
            memory = processes.memory_mib(running.pid)
            starts.append(running.seconds_to_first_answer * 1000)
    return {
        "server": server.name,
        "ids": server.ids,
        "first_answer_ms": round(statistics.median(starts), 1),
        "all_ms": [round(ms, 1) for ms in starts],
        "idle": memory,
        "size_mib": size_mib(server),
    }


def size_mib(server: servers.Server) -> float:
    """Of the program file; of an interpreted one, the environment it runs in."""
    environment = paths.BUILD / "venv"
    if environment not in server.artefact.parents:
        return round(server.artefact.stat().st_size / 2**20, 2)
    files = (path for path in environment.rglob("*") if path.is_file())
    return round(sum(path.stat().st_size for path in files) / 2**20, 2)
