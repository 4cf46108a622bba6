"""A disk of its own for a folder, as tmpfs: full when a test says so, and with room again."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

ROOM_BYTES = 1 << 30  # of which only what is written takes memory
FILLING_TRIES = 100


def mount(*words: object) -> None:
    subprocess.run(["mount", *map(str, words)], check=True, capture_output=True)


class SmallDisk:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)
        mount("-t", "tmpfs", "-o", f"size={ROOM_BYTES},mode=755", "none", folder)

    def fill(self) -> None:
        """Its size is what is used now; a file that grows meanwhile makes it ask again."""
        for _ in range(FILLING_TRIES):
            state = os.statvfs(self.folder)
            used = (state.f_blocks - state.f_bfree) * state.f_frsize
            with suppress(subprocess.CalledProcessError):
                mount("-o", f"remount,size={used}", self.folder)
                return
        raise AssertionError(f"{self.folder} never stood still")

    def make_room(self) -> None:
        mount("-o", f"remount,size={ROOM_BYTES}", self.folder)

    def unmount(self) -> None:
        subprocess.run(["umount", "--lazy", self.folder], check=False, capture_output=True)


@cache
def can_mount() -> bool:
    with tempfile.TemporaryDirectory() as folder:
        try:
            SmallDisk(Path(folder)).unmount()
        except (OSError, subprocess.CalledProcessError):
            return False
    return True


@contextmanager
def small_disk(folder: Path) -> Iterator[SmallDisk | None]:
    """None where this user may not mount."""
    if not can_mount():
        yield None
        return
    disk = SmallDisk(folder)
    try:
        yield disk
    finally:
        disk.unmount()
