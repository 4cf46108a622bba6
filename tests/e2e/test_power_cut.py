"""Power cuts: what was acknowledged survives the loss of everything that was not synced."""

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from clients import Crowd
from power_cut import Disk, compile_shim
from service import Service, assert_sound, clean_environment, exported, run_cli
from wire import book

pytestmark = pytest.mark.waiting

ROUNDS = int(os.environ.get("API_LIVROS_POWER_CUTS", "2"))
SEED = int(os.environ.get("API_LIVROS_SEED", "20261123"))

# Prints a number once the row of that number is committed.
WRITER = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute(f"PRAGMA synchronous={sys.argv[2]}")
db.execute("PRAGMA journal_mode=WAL")
db.execute("CREATE TABLE IF NOT EXISTS t(n INTEGER PRIMARY KEY, x BLOB)")
for n in range(1, 400):
    db.execute("INSERT INTO t VALUES (?, randomblob(700))", (n,))
    print(n, flush=True)
"""

# Makes and syncs a file, and its name too when asked.
NAMER = """
import os, sys
fd = os.open(sys.argv[1] + "/file", os.O_CREAT | os.O_WRONLY)
os.write(fd, b"x" * 9000)
os.fsync(fd)
if sys.argv[2] == "name":
    os.fsync(os.open(sys.argv[1], os.O_RDONLY))
os.write(fd, b"y" * 9000)
os.kill(os.getpid(), 9)
"""


@pytest.fixture(scope="module")
def shim(tmp_path_factory) -> Path:
    return compile_shim(tmp_path_factory.mktemp("shim"))


def run_python(disk: Disk, program: str, *arguments: str, cut_after: int = 0) -> str:
    command = [sys.executable, "-c", program, *arguments]
    environment = os.environ | disk.environment(cut_after)
    result = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    assert result.returncode == -9, result
    return result.stdout


def rows_after_a_cut(disk: Disk, synchronous: str, draw: random.Random | None) -> tuple[int, int]:
    """(rows acknowledged, rows found)"""
    database = str(disk.folder / "test.db")
    cut_after = random.Random(SEED).randint(100, 300)
    told = run_python(disk, WRITER, database, synchronous, cut_after=cut_after)
    found = disk.after_the_cut(disk.folder.with_name("found"), draw)
    with sqlite3.connect(found / "test.db") as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        (count,) = db.execute("SELECT count(*) FROM t").fetchone()
    return len(told.split()), count


def test_a_cut_loses_what_a_careless_program_never_synced(tmp_path, shim):
    disk = Disk(tmp_path / "disk", shim)
    # Its files were never synced, so not even their names are there.
    told = run_python(disk, WRITER, str(disk.folder / "test.db"), "OFF", cut_after=200)
    assert len(told.split()) > 50
    found = disk.after_the_cut(tmp_path / "found")
    assert list(found.iterdir()) == []


def test_a_cut_loses_rows_that_were_acknowledged_without_a_sync(tmp_path, shim):
    disk = Disk(tmp_path / "disk", shim)
    careless = WRITER.replace("for n", 'db.execute("PRAGMA synchronous=OFF")\nfor n')
    told = run_python(disk, careless, str(disk.folder / "test.db"), "FULL", cut_after=200)
    acknowledged = len(told.split())
    found = disk.after_the_cut(tmp_path / "found")
    with sqlite3.connect(found / "test.db") as db:
        (count,) = db.execute("SELECT count(*) FROM t").fetchone()
    assert count < acknowledged


@pytest.mark.parametrize("partial", [False, True])
def test_a_cut_spares_what_a_careful_program_synced(tmp_path, shim, partial):
    disk = Disk(tmp_path / "disk", shim)
    draw = random.Random(SEED) if partial else None
    acknowledged, found = rows_after_a_cut(disk, "FULL", draw)
    assert acknowledged > 20
    assert acknowledged <= found <= acknowledged + 1


@pytest.mark.parametrize(("sync", "survives"), [("file", False), ("name", True)])
def test_a_name_is_durable_only_once_its_folder_is_synced(tmp_path, shim, sync, survives):
    disk = Disk(tmp_path / "disk", shim)
    run_python(disk, NAMER, str(disk.folder), sync)
    found = disk.after_the_cut(tmp_path / "found")
    assert [path.name for path in found.iterdir()] == (["file"] if survives else [])
    if survives:
        assert (found / "file").read_bytes() == b"x" * 9000


def test_a_sync_that_was_only_pretended_would_be_noticed(tmp_path, shim):
    """The proof that the rounds below can fail: the last syncs of the server did nothing."""
    disk = Disk(tmp_path / "disk", shim)
    service = Service(disk.folder, env=disk.environment()).start()
    crowd = Crowd(clients=8, seed=3)
    crowd.work_until(lambda: crowd.acknowledged >= 100, service)
    early = tmp_path / "early"
    shutil.copytree(disk.kept, early)
    crowd.work_until(lambda: crowd.acknowledged >= 200, service)
    service.kill()
    shutil.rmtree(disk.kept)
    early.rename(disk.kept)
    found = disk.after_the_cut(tmp_path / "found")
    with Service(found) as survivor, pytest.raises(AssertionError):
        crowd.verify(survivor)


def cut_and_verify(disk: Disk, crowd: Crowd, environment: dict, draw: random.Random) -> Path:
    """One cut, looked at by `check` and by a server; returns the folder that is left."""
    service = Service(disk.folder, env=environment)
    try:
        service.start()
    except AssertionError:
        pass  # the cut came while the file was being made: nothing was promised yet
    else:
        crowd.work_until(lambda: not service.running(), service)
    assert service.wait() == -9
    partial = draw if draw.random() < 0.7 else None
    folder = disk.after_the_cut(disk.folder.with_name(disk.folder.name + "x"), partial)
    if (folder / "livros.db").exists():
        assert_sound(folder / "livros.db")
    with Service(folder) as survivor:
        crowd.verify(survivor)
    return folder


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_no_acknowledged_write_is_lost_in_a_power_cut(tmp_path, shim, round_):
    draw = random.Random(f"{SEED} {round_}")
    folder = tmp_path / "disk"
    crowd = Crowd(clients=32, seed=round_)
    for _ in range(3):
        disk = Disk(folder, shim)
        environment = disk.environment(draw.randint(30, 1500))
        folder = cut_and_verify(disk, crowd, environment, draw)
    assert crowd.acknowledged > 0


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_no_acknowledged_write_is_lost_when_the_power_goes_during_a_checkpoint(
    tmp_path, shim, round_
):
    """Only a checkpoint writes to the file itself, once the log beside it has grown long."""
    draw = random.Random(f"checkpoint {SEED} {round_}")
    with Service(tmp_path / "disk"):
        pass  # the file is made in peace
    disk = Disk(tmp_path / "disk", shim)
    crowd = Crowd(clients=32, seed=round_, letters=18_000)
    environment = disk.environment(draw.randint(1, 2000), file="livros.db")
    cut_and_verify(disk, crowd, environment, draw)
    assert crowd.acknowledged > 100


def lines_after_a_cut(disk: Disk, name: str, tmp_path: Path) -> int:
    """Books in the catalogue `name` once everything that was not synced is forgotten."""
    found = disk.after_the_cut(disk.folder.with_name("found"))
    return len(exported(found / name, tmp_path / "found.ndjson").splitlines())


def test_an_import_that_ended_well_survives_a_power_cut(tmp_path, shim):
    file = tmp_path / "books.ndjson"
    file.write_text("".join(json.dumps(book()) + "\n" for _ in range(500)))
    disk = Disk(tmp_path / "disk", shim)
    environment = clean_environment(**disk.environment())
    database = disk.folder / "livros.db"
    assert run_cli("import", file, "--database", database, env=environment).returncode == 0
    assert lines_after_a_cut(disk, "livros.db", tmp_path) == 500


def test_an_import_cut_short_leaves_a_sound_catalogue(tmp_path, shim):
    file = tmp_path / "books.ndjson"
    file.write_text("".join(json.dumps(book()) + "\n" for _ in range(3000)))
    with Service(tmp_path / "disk") as service, service.client() as api:
        before = api.create()
    disk = Disk(tmp_path / "disk", shim)
    environment = clean_environment(**disk.environment(cut_after=200))
    command = ("import", file, "--database", disk.folder / "livros.db")
    assert run_cli(*command, env=environment).returncode == -9
    found = disk.after_the_cut(tmp_path / "found", random.Random(SEED))
    checked = run_cli("check", "--database", found / "livros.db")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    with Service(found) as service, service.client() as api:
        assert api.get(f"/livros/{before['id']}").json == before


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_a_copy_that_was_made_survives_a_power_cut(tmp_path, shim, filled, command):
    before = len(exported(filled, tmp_path / "before.ndjson").splitlines())
    disk = Disk(tmp_path / "disk", shim)
    copy, environment = disk.folder / "copy.db", clean_environment(**disk.environment())
    arguments = {"backup": (copy, "--database", filled), "restore": (filled, "--database", copy)}
    done = run_cli(command, *arguments[command], env=environment)
    assert done.returncode == 0, done.stderr
    assert lines_after_a_cut(disk, "copy.db", tmp_path) == before
