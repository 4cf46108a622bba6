"""Cuts the power of a process: tests/support/power_cut.c remembers what was synced, this rebuilds.

A cut is forgetful (nothing that was not synced survives) or partial (any of the unsynced 4 KiB
pages, sizes and names may have reached the disk, as a real disk's cache decides).
"""

import os
import random
import shutil
import subprocess
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "support/power_cut.c"
PAGE = 4096


def compile_shim(folder: Path) -> Path:
    library = folder / "power_cut.so"
    command = ["cc", "-shared", "-fPIC", "-O2", "-o", str(library), str(SOURCE), "-ldl"]
    subprocess.run(command, check=True)
    return library


class Disk:
    """The watched folder of one process and what is durable of it."""

    def __init__(self, folder: Path, library: Path) -> None:
        self.folder = folder.resolve()
        self.library = library
        self.kept = self.folder.with_name(self.folder.name + ".kept")
        self.folder.mkdir(parents=True, exist_ok=True)
        self.kept.mkdir()
        for name, inode in self._names_now().items():
            shutil.copyfile(self.folder / name, self.kept / f"file-{inode}")
        lines = (f"{inode} {name}\n" for name, inode in self._names_now().items())
        (self.kept / "names").write_text("".join(lines))

    def environment(self, cut_after: int = 0, file: str = "") -> dict[str, str]:
        """cut_after: the process dies in its so-manieth change, counting those to `file` alone or
        to any; 0: when somebody kills it."""
        return {
            "LD_PRELOAD": str(self.library),
            "POWER_CUT_FOLDER": str(self.folder),
            "POWER_CUT_KEPT": str(self.kept),
            "POWER_CUT_AFTER": str(cut_after),
            "POWER_CUT_FILE": file,
        }

    def after_the_cut(self, into: Path, draw: random.Random | None = None) -> Path:
        """What a restart finds, in a new folder. Forgetful without `draw`, else partial."""
        into.mkdir()
        names = self._names_kept()
        if draw and draw.random() < 0.5:
            names = self._names_now()
        for name, inode in names.items():
            durable = self._content(self.kept / f"file-{inode}")
            promised = self._promised(name, inode)
            content = mixed(durable, promised, draw) if draw else durable
            (into / name).write_bytes(content)
        return into

    def _names_now(self) -> dict[str, int]:
        return {entry.name: entry.inode() for entry in os.scandir(self.folder) if entry.is_file()}

    def _names_kept(self) -> dict[str, int]:
        pairs = (line.split(" ", 1) for line in (self.kept / "names").read_text().splitlines())
        return {name: int(inode) for inode, name in pairs}

    @staticmethod
    def _content(path: Path) -> bytes:
        return path.read_bytes() if path.exists() else b""

    def _promised(self, name: str, inode: int) -> bytes:
        path = self.folder / name
        if path.exists() and path.stat().st_ino == inode:
            return path.read_bytes()
        return self._content(self.kept / f"lost-{inode}")


def mixed(durable: bytes, promised: bytes, draw: random.Random) -> bytes:
    """Each page is one or the other, the size too; pages that never came are zero."""
    size = draw.choice([len(durable), len(promised)])
    chance = draw.random()
    pages = []
    for start in range(0, size, PAGE):
        source = promised if draw.random() < chance else durable
        pages.append(source[start : start + PAGE].ljust(PAGE, b"\0"))
    return b"".join(pages)[:size]
