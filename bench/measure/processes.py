"""CPU time and memory of a process tree, read from /proc."""

import os
from dataclasses import dataclass
from pathlib import Path

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Process:
    parent: int
    ticks: int  # user and system, reaped children included
    resident_pages: int


def snapshot() -> dict[int, Process]:
    """Every process of the machine by its id."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text()
        except OSError:
            continue
        # The second field is a file name in parentheses and may hold anything.
        fields = stat[stat.rindex(")") + 2 :].split()
        found[int(folder.name)] = Process(
            int(fields[1]), sum(map(int, fields[11:15])), int(fields[21])
        )
    return found


def tree(root: int, processes: dict[int, Process]) -> list[int]:
    """The root, its children, and theirs."""
    members = [root] if root in processes else []
    for member in members:
        members += [pid for pid, p in processes.items() if p.parent == member]
    return members


def cpu_seconds(root: int) -> float:
    processes = snapshot()
    ticks = sum(processes[pid].ticks for pid in tree(root, processes))
    return ticks / TICKS_PER_SECOND


def exact_cpu_us(pid: int) -> float:
    """CPU time of one process's living threads, to the nanosecond; no children."""
    tasks = Path("/proc", str(pid), "task").iterdir()
    return sum(int((t / "schedstat").read_text().split()[0]) for t in tasks) / 1000


def memory_mib(root: int) -> dict[str, float]:
    """Resident and proportional set size of the tree."""
    processes = snapshot()
    members = tree(root, processes)
    resident = sum(processes[pid].resident_pages for pid in members) * PAGE_BYTES
    proportional = sum(proportional_kib(pid) for pid in members)
    return {
        "rss_mib": round(resident / 2**20, 1),
        "pss_mib": round(proportional / 2**10, 1),
    }


def proportional_kib(pid: int) -> int:
    try:
        lines = Path("/proc", str(pid), "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def resident_mib(process: Path) -> tuple[float, float] | None:
    """Anonymous and file-backed, of one process by its folder in /proc; None: it has ended."""
    try:
        lines = (process / "status").read_text().splitlines()
    except OSError:
        return None
    kib = {
        name: value.split()[0]
        for name, _, value in (line.partition(":") for line in lines)
        if value.split()
    }
    if "RssAnon" not in kib:  # a zombie has no memory
        return None
    return int(kib["RssAnon"]) / 1024, int(kib["RssFile"]) / 1024


def machine_cpu_seconds() -> float:
    """What all cores together have worked since boot."""
    line = Path("/proc/stat").read_text().partition("\n")[0]
    fields = list(map(int, line.split()[1:]))
    return (sum(fields[:3]) + sum(fields[5:7])) / TICKS_PER_SECOND
