"""The word `table`: all servers, all workloads, alternating rounds, one markdown table."""

import argparse
import os
import platform
import statistics
import time
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from measure import load, processes, servers, tools
from measure.load import Strength
from measure.servers import Running

# Writes last: they grow the catalogue under the reads.
WORKLOADS = ("item", "list", "search", "mixed", "post")
OTHERS_CORES_MAX = 0.3  # above it a measurement is repeated, up to twice
REPEATS_MAX = 2

OWN = "api-livros"
UNCACHED = "api-livros-uncached"
POSTGRES = "api-livros-postgres"
POSTGRES_UNCACHED = "api-livros-postgres-uncached"


@dataclass(frozen=True)
class Target:
    """`server` must need at most, or reach at least, `factor` times what `base` does."""

    server: str
    workload: str
    figure: str
    direction: str
    factor: float
    base: str


@dataclass(frozen=True)
class Bound:
    """A figure of `server` that must not be above `most`, whatever others need."""

    server: str
    workload: str
    figure: str
    most: float


TARGETS = (
    Target(OWN, "item", "cpu_us", "at most", 0.75, "actix-cache"),
    Target(OWN, "item", "cpu_us", "at most", 1.15, "floor"),
    Target(UNCACHED, "item", "cpu_us", "at most", 0.3, "axum-sqlite"),
    Target(OWN, "list", "cpu_us", "at most", 0.85, "actix-cache"),
    Target(OWN, "list", "cpu_us", "at most", 1.15, "floor"),
    Target(UNCACHED, "list", "cpu_us", "at most", 0.3, "axum-sqlite"),
    Target(UNCACHED, "search", "cpu_us", "at most", 0.6, "axum-sqlite"),
    Target(OWN, "mixed", "cpu_us", "at most", 1.1, "actix-cache"),
    Target(OWN, "post", "cpu_us", "at most", 0.25, "axum-sqlite"),
    Target(OWN, "post", "per_second", "at least", 5.0, "axum-sqlite"),
    Bound(OWN, "post", "p99_ms", 25.0),
    Target(POSTGRES, "item", "cpu_us", "at most", 0.5, "axum-postgres"),
    Target(POSTGRES_UNCACHED, "item", "cpu_us", "at most", 0.5, "axum-postgres"),
    Target(POSTGRES_UNCACHED, "list", "cpu_us", "at most", 0.5, "axum-postgres"),
    Target(POSTGRES_UNCACHED, "list", "database_us", "at most", 0.5, "axum-postgres"),
    # Ours searches in its own process, the peer in the database.
    Target(POSTGRES_UNCACHED, "search", "both_us", "at most", 0.6, "axum-postgres"),
    Target(POSTGRES, "post", "cpu_us", "at most", 0.5, "axum-postgres"),
    Target(POSTGRES, "post", "database_us", "at most", 0.4, "axum-postgres"),
    Target(POSTGRES, "post", "per_second", "at least", 3.0, "axum-postgres"),
    Bound(POSTGRES, "post", "p99_ms", 40.0),
)


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--only", help="comma list of servers; default: all built ones")
    parser.add_argument("--workloads", default=",".join(WORKLOADS))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=3, help="of one load")
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--base", default="actix-cache", help="ratios are to this one")


def main(chosen: argparse.Namespace) -> int:
    workloads = [w for w in WORKLOADS if w in chosen.workloads.split(",")]
    if unknown := set(chosen.workloads.split(",")) - set(WORKLOADS):
        raise tools.Failed(f"no workload {unknown}; there are {', '.join(WORKLOADS)}")
    picked, left_out = servers.chosen(chosen.only)
    for name in left_out:
        print(f"left out: {name}")
    strength = Strength(chosen.seconds, chosen.connections)
    with ExitStack() as stack:
        running = [stack.enter_context(load.start(server)) for server in picked]
        idle = {r.server.name: processes.memory_mib(r.pid) for r in running}
        rows = list(rounds(running, workloads, chosen.rounds, strength))
        loaded = {r.server.name: processes.memory_mib(r.pid) for r in running}
    memory = {name: {"idle": idle[name], "loaded": loaded[name]} for name in idle}
    result = {"machine": machine(), "rounds": rows, "memory": memory}
    path = tools.save("table", result)
    print("\n" + render(rows, chosen.base))
    print("\n" + render_memory(memory))
    if verdicts := render_targets(rows):
        print("\n" + verdicts)
    print(f"\n{quietness(rows)}\nAll figures: {path}")
    return 0


def machine() -> dict:
    cpu = next(
        line.split(":")[1].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    )
    when = time.strftime("%FT%TZ", time.gmtime())
    return {
        "cpu": cpu,
        "cores": os.cpu_count(),
        "kernel": platform.release(),
        "at": when,
    }


def rounds(
    running: list[Running], workloads: Iterable[str], count: int, strength: Strength
) -> Iterable[dict]:
    """Round 0 warms up and is not kept; in a round the servers take turns."""
    warm_up = Strength(1, strength.connections)
    for workload in workloads:
        takers = [r for r in running if workload in r.server.workloads]
        for number in range(count + 1):
            with load.quiet_machine():
                for server in takers:
                    if number == 0:
                        load.measure(server, workload, warm_up)
                        continue
                    row = steadied(server, workload, strength)
                    show(row)
                    yield {**row, "round": number}


def steadied(running: Running, workload: str, strength: Strength) -> dict:
    """Measures again while others keep the machine busy; the quietest one counts."""
    attempts = [load.measure(running, workload, strength)]
    while attempts[-1]["others_cores"] > OTHERS_CORES_MAX and len(attempts) <= REPEATS_MAX:
        attempts.append(load.measure(running, workload, strength))
    return min(attempts, key=lambda row: row["others_cores"])


def show(row: dict) -> None:
    print(
        f"{row['workload']:6}{row['server']:29}{row['cpu_us']:9.1f} us"
        f" + {row['database_us']:6.1f} us"
        f"{row['per_second']:9}/s  p99 {row['p99_ms']:8.2f} ms  {row['bytes_each']:6} B"
        f"  failed {row['failed']}  others {row['others_cores']:.2f}",
        flush=True,
    )


def in_order(rows: list[dict], key: str) -> list[str]:
    return list(dict.fromkeys(row[key] for row in rows))


def figures(rows: list[dict], server: str, workload: str, key: str) -> dict[int, float]:
    """A figure by round."""
    return {
        row["round"]: row.get(key, 0.0)
        for row in rows
        if row["server"] == server and row["workload"] == workload
    }


def ratio(rows: list[dict], workload: str, key: str, pair: tuple[str, str]) -> float | None:
    """The first server's figure over the second's.

    Taken within each round, then the median: what slows the machine down for a while
    slows both.
    """
    ours, base = (figures(rows, name, workload, key) for name in pair)
    shared = [ours[n] / base[n] for n in ours if base.get(n)]
    return statistics.median(shared) if shared else None


def cell(rows: list[dict], server: str, workload: str, base: str) -> str:
    def middle(key: str) -> float:
        return statistics.median(figures(rows, server, workload, key).values())

    if not figures(rows, server, workload, "cpu_us"):
        return "–"
    times = ratio(rows, workload, "cpu_us", (server, base))
    database = figures(rows, server, workload, "database_us").values()
    beside = f" + {statistics.median(database):.1f}" if any(database) else ""
    parts = [
        f"{middle('cpu_us'):.1f}{beside}",
        f"{middle('per_second'):.0f}",
        f"{middle('p99_ms'):.1f}",
        f"{times:.2f}×" if times else "–",
    ]
    failed = sum(figures(rows, server, workload, "failed").values())
    return " · ".join(parts) + (f" ({failed} failed)" if failed else "")


def render(rows: list[dict], base: str) -> str:
    """Medians over the rounds as a markdown table."""
    workloads = in_order(rows, "workload")
    lines = [
        "CPU µs per request (+ PostgreSQL's) · requests/s · p99 ms · server CPU as × of " + base,
        "",
        "| server | " + " | ".join(workloads) + " |",
        "|---" * (len(workloads) + 1) + "|",
    ]
    for server in in_order(rows, "server"):
        cells = [cell(rows, server, workload, base) for workload in workloads]
        lines.append(f"| {server} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def render_memory(memory: dict[str, dict]) -> str:
    lines = ["| server | RSS idle, MiB | RSS after the loads, MiB |", "|---|---|---|"]
    for server, at in memory.items():
        lines.append(f"| {server} | {at['idle']['rss_mib']} | {at['loaded']['rss_mib']} |")
    return "\n".join(lines)


def judged(rows: list[dict], target: Target) -> tuple[str, float, bool] | None:
    times = ratio(rows, target.workload, target.figure, (target.server, target.base))
    if times is None:
        return None
    least = target.direction == "at least"
    reached = times >= target.factor if least else times <= target.factor
    return f"{target.direction} {target.factor:g} × {target.base}", times, reached


def judged_bound(rows: list[dict], bound: Bound) -> tuple[str, float, bool] | None:
    found = figures(rows, bound.server, bound.workload, bound.figure).values()
    if not found:
        return None
    middle = statistics.median(found)
    return f"at most {bound.most:g}", middle, middle <= bound.most


def render_targets(rows: list[dict]) -> str:
    """Which targets the rows reach; empty when nothing can be said."""
    lines = []
    for target in TARGETS:
        judge = judged_bound if isinstance(target, Bound) else judged
        if (judgement := judge(rows, target)) is None:
            continue
        wanted, measured, reached = judgement
        lines.append(
            f"| {target.server} | {target.workload} {target.figure} | {wanted} "
            f"| {measured:.2f} | {'reached' if reached else 'MISSED'} |"
        )
    head = ["| server | figure | target | measured | |", "|---|---|---|---|---|"]
    return "\n".join(head + lines) if lines else ""


def quietness(rows: list[dict]) -> str:
    """How far the figures can be trusted."""
    spreads = []
    for server in in_order(rows, "server"):
        for workload in in_order(rows, "workload"):
            found = figures(rows, server, workload, "cpu_us").values()
            if len(found) > 1:
                spreads.append(max(found) / min(found))
    others = statistics.median(row["others_cores"] for row in rows)
    spread = f"{statistics.median(spreads):.2f}, worst {max(spreads):.2f}" if spreads else "–"
    return (
        f"CPU figure, highest over lowest round: median {spread}. "
        f"Other processes used {others:.2f} cores (median)."
    )
