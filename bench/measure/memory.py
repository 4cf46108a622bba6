"""The word `memory`: does a million books' service fit a small container?

Real records, several times over under other ids, are served in a memory cgroup while some clients
search and others write. What counts is anonymous memory: the index and the catalogue lie in files,
of which the kernel keeps what is read as long as there is room. A merge of the index is seen from
outside: while it lasts, the server has a file without a name open in its index folder.
"""

import argparse
import dataclasses
import itertools
import os
import re
import shutil
import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from measure import catalogue as catalogues
from measure import load, mixed_load, paths, processes, servers, tools
from measure.memory_group import MemoryGroup
from measure.mixed_load import Answered, MixedLoad, Sampled

COPIES = 4
SECONDS = 60
MERGE_SECONDS = 300
LIMIT_MIB = 512
FOLDER = paths.BUILD / "memory"
SETTLE_SECONDS = 2
PERIOD_SECONDS = 0.02  # between two looks at the process
ANONYMOUS_MIB_MAX = 120
FIRST_SEARCH_SECONDS_MAX = 0.5
DOUBLE = 2
UNJUDGED = ("after the start", "serving, median", "while merging")
WHOLE_SHARE = 0.5  # a merge that writes so much of the index makes one segment of it
STARTS = 3  # with a warm file; the median counts
GOOD = (200, 201)
ID = '{"id":'


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--copies", type=int, default=COPIES, help="of 250 000 records")
    parser.add_argument("--memory-mib", type=int, default=LIMIT_MIB, help="of the cgroup")
    parser.add_argument("--seconds", type=int, default=SECONDS, help="of the mixed load")
    parser.add_argument(
        "--merge-seconds",
        type=int,
        default=MERGE_SECONDS,
        help="how long more writers may then take until the whole index is merged; 0: none",
    )


def main(chosen: argparse.Namespace) -> int:
    if chosen.copies < 1:
        raise tools.Failed("--copies must be 1 or more")
    bounded = MemoryGroup(chosen.memory_mib)  # says at once when it cannot be made
    base = catalogues.prepared(None, catalogues.ALL_BOOKS)
    folder = copied(base, chosen.copies)
    books = mixed_load.sampled(base / "books.ndjson")
    own = fresh_copy(catalogues.imported(folder))
    server = as_delivered(own, catalogues.ALL_BOOKS * chosen.copies)
    with load.quiet_machine(), bounded as group:
        warm = [start_seconds(server, group, books) for _ in range(STARTS)]
        forget_pages(own)
        result = {
            "books": server.ids,
            "limit_mib": chosen.memory_mib,
            "load_average": os.getloadavg(),
            "catalogue_mib": round((own / "livros.db").stat().st_size / 2**20, 1),
            "first_search_s": {"warm": round(statistics.median(warm), 3)},
        }
        alive = served(server, group, books, chosen, result)
        result["cgroup"] = group.figures()
    shutil.rmtree(own)
    print(render(result))
    print(f"\nAll figures: {tools.save(f'memory-{server.ids}', result)}")
    return 0 if alive and not result["cgroup"]["oom_kills"] else 1


# ---- the catalogue


def copied(base: Path, copies: int) -> Path:
    """The folder of so many times the records, its books.ndjson made the first time."""
    if copies == 1:
        return base
    folder = FOLDER / f"loc-{catalogues.ALL_BOOKS * copies}"
    target = folder / "books.ndjson"
    if not target.exists():
        folder.mkdir(parents=True, exist_ok=True)
        partial = target.with_suffix(".partial")
        with partial.open("w", encoding="utf-8") as out:
            for number in range(copies):
                with (base / "books.ndjson").open(encoding="utf-8") as lines:
                    out.writelines(shifted(line, number * catalogues.ALL_BOOKS) for line in lines)
        partial.rename(target)
    return folder


def shifted(line: str, by: int) -> str:
    """A book of an export under another id, which stands first in it."""
    number, comma, rest = line.removeprefix(ID).partition(",")
    return f"{ID}{int(number) + by}{comma}{rest}"


def fresh_copy(own: Path) -> Path:
    work = paths.WORK / "memory"
    shutil.rmtree(work, ignore_errors=True)
    work.parent.mkdir(parents=True, exist_ok=True)
    return shutil.copytree(own, work)


def forget_pages(folder: Path) -> None:
    """Out of the page cache, so that the group is charged for whatever is read."""
    for path in folder.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


# ---- the server


def as_delivered(folder: Path, count: int) -> servers.Server:
    """With its usual number of threads and its caches."""
    server = servers.own(count)
    at = server.command.index("--threads")
    command = server.command[:at] + server.command[at + 2 :]
    return dataclasses.replace(server, name="memory", folder=folder, command=command)


@dataclass(frozen=True)
class Sample:
    at: float  # of perf_counter
    anonymous_mib: float
    file_mib: float
    writing_mib: float  # of the part of the index that is being written; 0: none is


class Sampler:
    """Looks at the process until it is stopped, in a thread of its own."""

    def __init__(self, pid: int, folder: Path):
        self.samples: list[Sample] = []
        self._process = Path("/proc", str(pid))
        self._folder = folder.resolve()  # as the kernel names it
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(PERIOD_SECONDS):
            resident = processes.resident_mib(self._process)
            if resident is None:  # it has ended
                return
            writing = written_bytes(self._process, self._folder) / 2**20
            self.samples.append(Sample(time.perf_counter(), *resident, writing))


def written_bytes(process: Path, folder: Path) -> int:
    """Size of the largest file without a name that it has open in the folder.

    The file of a finished segment is mapped and closed (src/search/index/segment_storage.cpp).
    """
    sizes = [0]
    names = (f"{folder}/#", f"{folder}/livros-index-")
    try:
        for descriptor in (process / "fd").iterdir():
            try:
                name = str(descriptor.readlink())
                if name.startswith(names) and name.endswith(" (deleted)"):
                    sizes.append(max(1, descriptor.stat().st_size))
            except OSError:
                continue  # closed meanwhile
    except OSError:
        pass
    return max(sizes)


class Bounded(catalogues.Serving):
    """Our server in a memory cgroup, on a catalogue where it lies, started when it can search."""

    def __init__(self, server: servers.Server, group: MemoryGroup, books: list[Sampled]):
        self._first = mixed_load.search_path(" ".join(books[0].title))
        self.sampler: Sampler | None = None
        super().__init__(server, group.prefix)

    def _answers(self) -> bool:
        if not self.sampler:
            self.sampler = Sampler(self.pid, self.work)
        try:
            return self.ask("GET", self._first)[0] == 200
        except OSError:
            return False

    def stop(self) -> None:
        super().stop()
        if self.sampler:
            self.sampler.stop()

    def index_mib(self) -> float:
        """Mapped and in memory."""
        text = self.ask("GET", "/metrics")[2].decode()
        sizes = re.findall(r"^livros_search_index_bytes\{[^}]*\} (\d+)", text, re.MULTILINE)
        return round(sum(map(int, sizes)) / 2**20, 1)


def start_seconds(server: servers.Server, group: MemoryGroup, books: list[Sampled]) -> float:
    with Bounded(server, group, books) as running:
        return running.seconds_to_first_answer


def served(
    server: servers.Server,
    group: MemoryGroup,
    books: list[Sampled],
    chosen: argparse.Namespace,
    result: dict,
) -> bool:
    """Adds the figures of a start and the load to the result; whether it still runs at the end."""
    with Bounded(server, group, books) as running:
        result["first_search_s"]["cold"] = round(running.seconds_to_first_answer, 3)
        time.sleep(SETTLE_SECONDS)
        result["index_mib"] = running.index_mib()
        started = list(running.sampler.samples)
        with MixedLoad(running.port, books, server.ids) as mixed:
            begin = time.perf_counter()
            wait(running, chosen.seconds, lambda: False)
            hurried = time.perf_counter()
            if chosen.merge_seconds:
                mixed.hurry()
                is_merged = WholeMerge(running.sampler, result["index_mib"])
                wait(running, chosen.merge_seconds, is_merged)
            end = time.perf_counter()
        alive = running.alive()
        samples = running.sampler.samples
    loaded = [one for one in samples if begin <= one.at <= end]
    merges = merges_of(loaded)
    result["seconds"] = round(hurried - begin, 1)
    result["hurried_seconds"] = round(end - hurried, 1)
    result["ended_early"] = not alive
    result["merges"] = [dataclasses.asdict(one) for one in merges]
    result["memory_mib"] = {
        "at the start": most(started),
        "after the start": most(started[-1:]),
        "serving, median": middle([one for one in loaded if not one.writing_mib]),
        "serving": most([one for one in loaded if not one.writing_mib]),
        "while merging": most([one for one in loaded if one.writing_mib]),
    }
    result["requests"] = requests(mixed.answered, merges, begin, hurried)
    return alive


class WholeMerge:
    """Whether the whole index was merged since this was made."""

    def __init__(self, sampler: Sampler, index_mib: float):
        self._sampler = sampler
        self._first = len(sampler.samples)
        self._least_mib = WHOLE_SHARE * index_mib

    def __call__(self) -> bool:
        merges = merges_of(self._sampler.samples[self._first :])
        return any(one.is_over and one.mib > self._least_mib for one in merges)


def wait(running: Bounded, seconds: float, is_enough: Callable[[], bool]) -> None:
    end = time.perf_counter() + seconds
    while running.alive() and time.perf_counter() < end and not is_enough():
        time.sleep(0.1)


# ---- figures


@dataclass(frozen=True)
class Merge:
    begin: float
    end: float
    mib: float  # written
    is_over: bool

    def meets(self, one: Answered) -> bool:
        return one.begin < self.end and one.end > self.begin


def merges_of(samples: list[Sample]) -> list[Merge]:
    runs = itertools.groupby(samples, key=lambda one: one.writing_mib > 0)
    found = []
    for is_writing, run in runs:
        run = list(run)
        if is_writing:
            mib = max(one.writing_mib for one in run)
            over = run[-1] is not samples[-1]
            found.append(Merge(run[0].at - PERIOD_SECONDS, run[-1].at, round(mib, 1), over))
    return found


def most(samples: list[Sample]) -> dict[str, float] | None:
    return summed_up(samples, max)


def middle(samples: list[Sample]) -> dict[str, float] | None:
    return summed_up(samples, statistics.median)


def summed_up(samples: list[Sample], how) -> dict[str, float] | None:
    if not samples:
        return None
    return {
        "anonymous": round(how([one.anonymous_mib for one in samples]), 1),
        "file": round(how([one.file_mib for one in samples]), 1),
    }


def requests(answered: list[Answered], merges: list[Merge], begin: float, hurried: float) -> dict:
    """By kind: how many a second before more writers came, and times in ms."""
    groups = {"all searches": [one for one in answered if one.kind in mixed_load.KINDS]}
    for kind in (*mixed_load.KINDS, mixed_load.READ, mixed_load.NEW):
        groups[kind] = [one for one in answered if one.kind == kind]
    return {name: times(group, merges, begin, hurried) for name, group in groups.items()}


def times(answered: list[Answered], merges: list[Merge], begin: float, hurried: float) -> dict:
    good = [one for one in answered if one.status in GOOD]
    mixed = [one for one in good if one.end <= hurried]
    met = [one for one in good if any(merge.meets(one) for merge in merges)]
    hasty = set(good) - set(mixed) - set(met)
    return {
        "per_second": round(len(mixed) / (hurried - begin), 1),
        "failed": dict(Counter(one.status for one in answered if one.status not in GOOD)),
        "mixed": percentiles([one.ms for one in mixed]),
        "hurried": percentiles([one.ms for one in hasty]),
        "while merging": percentiles([one.ms for one in met]),
    }


def percentiles(ms: list[float]) -> dict[str, float] | None:
    if not ms:
        return None
    ms = sorted(ms)
    p50, p99 = (ms[min(len(ms) - 1, int(len(ms) * share))] for share in (0.5, 0.99))
    return {"p50": round(p50, 2), "p99": round(p99, 2), "max": round(ms[-1], 1)}


def render(result: dict) -> str:
    return "\n".join([*render_memory(result), "", *render_requests(result)])


def render_memory(result: dict) -> list[str]:
    seconds, memory, group = (result[key] for key in ("first_search_s", "memory_mib", "cgroup"))
    per_book = result["index_mib"] * 2**20 / result["books"]
    lines = [
        f"{result['books']} books, catalogue {result['catalogue_mib']} MiB, index "
        f"{result['index_mib']} MiB ({per_book:.0f} bytes a book), cgroup "
        f"{result['limit_mib']} MiB",
        f"mixed load {result['seconds']} s, with more writers {result['hurried_seconds']} s; load "
        "average before " + " ".join(f"{one:.1f}" for one in result["load_average"]),
        "",
        "| figure | measured | target | |",
        "|---|---|---|---|",
        row("start to first search, s, warm file", seconds["warm"], FIRST_SEARCH_SECONDS_MAX),
        row("the same, nothing in the page cache", seconds["cold"], None),
    ]
    for when, figures in memory.items():
        if figures:
            bound = None if when in UNJUDGED else ANONYMOUS_MIB_MAX
            lines.append(row(f"anonymous MiB, {when}", figures["anonymous"], bound))
    if memory["serving"]:
        usual = memory["serving"]["anonymous"]
        for when in ("at the start", "while merging"):
            if memory[when]:
                times_usual = round(memory[when]["anonymous"] / usual, 2)
                lines.append(row(f"{when}, times that of serving", times_usual, DOUBLE))
    for when, figures in memory.items():
        if figures:
            lines.append(row(f"file-backed MiB, {when}", figures["file"], None))
    largest = max((merge["mib"] for merge in result["merges"]), default=0)
    took = max((merge["end"] - merge["begin"] for merge in result["merges"]), default=0)
    lines += [
        row("merges seen", len(result["merges"]), None),
        row("the largest wrote MiB", largest, None),
        row("the longest took s", round(took, 1), None),
        row("cgroup's peak, page cache included, MiB", group["peak_mib"], None),
        row("times the limit was met and pages taken back", group["limit_hits"], None),
        row("killed for lack of memory", group["oom_kills"], 0),
    ]
    if result["ended_early"]:
        lines.append("\nTHE SERVER ENDED during the load")
    return lines


def row(name: str, measured: float | None, target: float | None) -> str:
    if target is None or measured is None:
        return f"| {name} | {measured} | | |"
    verdict = "reached" if measured <= target else "MISSED"
    return f"| {name} | {measured} | ≤ {target:g} | {verdict} |"


def render_requests(result: dict) -> list[str]:
    lines = [
        "p50 · p99 · max, ms",
        "",
        "| | per second | failed | mixed load | more writers, no merge | while merging |",
        "|---|---|---|---|---|---|",
    ]
    for name, group in result["requests"].items():
        cells = [group["per_second"], sum(group["failed"].values())]
        for when in ("mixed", "hurried", "while merging"):
            cells.append(" · ".join(map(str, group[when].values())) if group[when] else "–")
        lines.append(f"| {name} | " + " | ".join(map(str, cells)) + " |")
    return lines
