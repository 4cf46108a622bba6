"""A control group of the kernel that bounds a server's memory as a container does."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

from measure.tools import Failed

MOUNTS = Path("/proc/self/mounts")
EMPTY_SECONDS_MAX = 10
SWAP_BYTES_MAX = 2**20
# Joins the group before it becomes the server, so that every page is charged to it.
JOIN = ("sh", "-c", 'echo $$ > "$0" && exec "$@"')


@dataclass(frozen=True)
class Files:
    """What one version calls them. `peak` and `swap` are missing in some kernels."""

    limit: str
    swap: str
    peak: str
    # A file, and the key of a line in it; "": the file is the number.
    hits: tuple[str, str]
    killed: tuple[str, str]


VERSIONS = {
    1: Files(
        limit="memory.limit_in_bytes",
        swap="memory.memsw.limit_in_bytes",
        peak="memory.max_usage_in_bytes",
        hits=("memory.failcnt", ""),
        killed=("memory.oom_control", "oom_kill"),
    ),
    2: Files(
        limit="memory.max",
        swap="memory.swap.max",
        peak="memory.peak",
        hits=("memory.events", "max"),
        killed=("memory.events", "oom_kill"),
    ),
}


class MemoryGroup:
    """A context manager: made when entered, removed when left. Needs root."""

    def __init__(self, limit_mib: int):
        if os.geteuid() != 0:
            raise Failed("a memory cgroup needs root: run it as root or through sudo")
        parent, self.version = mounted()
        self._files = VERSIONS[self.version]
        self._folder = parent / f"api-livros-bench-{os.getpid()}"
        self._limit = limit_mib * 2**20

    def __enter__(self) -> "MemoryGroup":
        try:
            if self.version == 2:
                (self._folder.parent / "cgroup.subtree_control").write_text("+memory")
            self._folder.mkdir()
            (self._folder / self._files.limit).write_text(str(self._limit))
            # Anonymous pages that were swapped out would not be seen. Version 1 bounds memory and
            # swap together, and where both bounds are met at once it counts neither.
            swap = self._folder / self._files.swap
            if swap.exists():
                swap.write_text(str(self._limit + SWAP_BYTES_MAX) if self.version == 1 else "0")
        except OSError as error:
            self.close()
            raise Failed(
                f"no memory cgroup could be made: {error}. In a container the cgroup file system "
                "is often read-only; run it on the machine itself."
            ) from error
        return self

    def __exit__(self, *_) -> None:
        self.close()

    @property
    def prefix(self) -> tuple[str, ...]:
        """Before a command: it runs in the group."""
        return (*JOIN, str(self._folder / "cgroup.procs"))

    def figures(self) -> dict:
        """Since the group was made; page cache counts in the peak."""
        peak = self._folder / self._files.peak
        return {
            "peak_mib": round(int(peak.read_text()) / 2**20, 1) if peak.exists() else None,
            "limit_hits": self._number(*self._files.hits),
            "oom_kills": self._number(*self._files.killed),
        }

    def _number(self, file: str, key: str) -> int:
        text = (self._folder / file).read_text()
        return int(dict(map(str.split, text.splitlines()))[key] if key else text)

    def close(self) -> None:
        """Removes it; a process that has just ended may be in it for a moment still."""
        deadline = time.perf_counter() + EMPTY_SECONDS_MAX
        while self._folder.exists():
            try:
                self._folder.rmdir()
            except OSError:
                if time.perf_counter() > deadline:
                    raise
                time.sleep(0.05)


def mounted() -> tuple[Path, int]:
    """Where groups that bound memory are made, and which version that is."""
    for line in MOUNTS.read_text().splitlines():
        _, folder, kind, mount_options, *_ = line.split()
        if kind == "cgroup" and "memory" in mount_options.split(","):
            return Path(folder), 1
        controllers = Path(folder, "cgroup.controllers")
        if kind == "cgroup2" and controllers.exists() and "memory" in controllers.read_text():
            return Path(folder), 2
    raise Failed("this machine has no cgroup file system that bounds memory")
