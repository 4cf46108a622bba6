"""PostgreSQL servers of the tests' own: one, or a primary with a synchronous standby to fail over.

They lie in a folder e2epg, not under pytest's folders: those are closed to the user `postgres`.
"""

import fcntl
import itertools
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import BinaryIO

from service import ROOT, wait_until
from small_disk import SmallDisk, small_disk

LOCKS = Path(tempfile.gettempdir()) / f"e2e-ports-{os.getuid()}"
CONTROL = ROOT / "tests/support/pg_server.sh"
PORTS = range(18600, 28600)  # below those that the kernel gives
BLOCK = 100  # of PORTS: what one run of the tests takes for itself
ROOM_BYTES_MIN = 4 << 30
CONTROL_SECONDS_MAX = 180  # a server's start or promotion, on a loaded machine


@cache
def block_of_ports() -> tuple[range, Iterator[int], BinaryIO]:
    """A part of PORTS that no other run has, be it another level or checkout: of two that found one
    port free at once, the slower one would fail. The lock ends with this process."""
    LOCKS.mkdir(exist_ok=True)
    for first in PORTS[::BLOCK]:
        lock = (LOCKS / str(first)).open("wb")
        with suppress(OSError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            ports = range(first, first + BLOCK)
            return ports, itertools.cycle(ports), lock
        lock.close()
    raise AssertionError(f"every block of {PORTS} is taken")


def free_port() -> int:
    """A port that nobody listens on and no other run is given; the next call gives another one."""
    ports, following, _ = block_of_ports()
    for port in itertools.islice(following, len(ports)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):
                probe.bind(("127.0.0.1", port))
                return port
    raise AssertionError(f"every port of {ports} is taken")


def control(*words: object) -> str:
    """One call of pg_server.sh, to its end; its output."""
    return said_by(CONTROL, *words)


def said_by(*words: object) -> str:
    """By a command, which must end well."""
    # A server inherits what it is given: with a pipe, reading would wait for the server's end.
    with tempfile.TemporaryFile("w+") as output:
        command = [*map(str, words)]
        done = subprocess.run(
            command, stdout=output, stderr=output, timeout=CONTROL_SECONDS_MAX, check=False
        )
        output.seek(0)
        text = output.read()
    assert done.returncode == 0, f"{command}: {text}"
    return text.strip()


@cache
def psql() -> Path:
    """The newest one itself: tests look often, and for what lasts a moment only."""
    found = Path("/usr/lib/postgresql").glob("*/bin/psql")
    return max(found, key=lambda path: float(path.parts[4]))


@contextmanager
def folder_for_postgres() -> Iterator[Path]:
    # Short, because a socket's path ends at 107 bytes. In memory, where there is room: a cluster is
    # made and removed in a second there, in twenty on a busy disk.
    memory = Path("/dev/shm")  # noqa: S108
    has_room = memory.is_dir() and shutil.disk_usage(memory).free > ROOM_BYTES_MIN
    base = (memory if has_room else Path("/tmp")) / "e2epg"  # noqa: S108
    base.mkdir(exist_ok=True)
    base.chmod(0o755)
    folder = Path(tempfile.mkdtemp(dir=base))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def children_of(parent: int) -> list[int]:
    """Each server process leads a group of its own, so only the parent binds them together."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[1]) == parent:
                found.append(int(stat.parent.name))
    return found


class PostgresServer:
    """One server on 127.0.0.1:port; its data stay until the folder goes."""

    def __init__(self, folder: Path, name: str = "main") -> None:
        self.folder = folder / name
        self.name = name
        self.port = free_port()
        self.disk: SmallDisk | None = None  # its own, where a test needs one

    @property
    def pid(self) -> int | None:
        """Of the process that all others of this server descend from; None when it does not run."""
        with suppress(OSError, ValueError, IndexError):
            pid = int((self.folder / "data/postmaster.pid").read_text().split("\n")[0])
            if Path(f"/proc/{pid}/comm").read_text().strip() == "postgres":
                return pid
        return None

    def start(self) -> "PostgresServer":
        settings = ["listen_addresses=127.0.0.1", f"port={self.port}", f"cluster_name={self.name}"]
        settings.append("wal_retrieve_retry_interval=200ms")  # a standby is back as soon
        # And finds what it missed, also when the primary has crashed and begun its next segment.
        settings.append("wal_keep_size=256MB")
        control("start", self.folder, *settings)
        return self

    def revive(self) -> None:
        """After a crash: the server starts again by itself, unless that has failed too."""

        def answers() -> bool:
            with suppress(AssertionError):
                if self.pid is None:
                    self.start()
                return self.sql("SELECT 1") == "1"
            return False

        wait_until(answers, f"{self.name} answers again")

    def stop(self, mode: str = "fast") -> None:
        """`immediate` aborts every session, as a crash does."""
        if self.pid:
            control("stop", self.folder, mode)

    def kill(self) -> None:
        """kill -9 of every process at once: nobody is left to say goodbye or to flush anything."""
        if self.pid is None:
            return
        processes = self.freeze()
        for pid in processes:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not any(map(is_alive, processes)), f"{self.name} is dead")
        for lock in self.folder.glob(".s.PGSQL.*"):
            lock.unlink()  # a zombie's pid would keep the next server from it

    def freeze(self) -> list[int]:
        """The kernel still takes connections, nothing answers: a hung machine. Their pids."""
        parent = self.pid
        assert parent, f"{self.name} does not run"
        os.kill(parent, signal.SIGSTOP)  # first, so that it starts no more children
        processes = [parent, *children_of(parent)]
        for pid in processes:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGSTOP)
        return processes

    def thaw(self) -> None:
        for pid in (self.pid, *children_of(self.pid)):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)

    def sql(self, statement: str, database: str = "postgres", port: int | None = None) -> str:
        where = ["-h", "127.0.0.1", "-p", port or self.port, "-U", "postgres", "-d", database]
        return said_by(psql(), "-X", "-q", "-A", "-t", *where, "-c", statement)

    def url(self, database: str, port: int | None = None) -> str:
        """For --database; through `port` when a proxy stands in front."""
        return f"postgresql://postgres@127.0.0.1:{port or self.port}/{database}"

    def new_database(self) -> str:
        """An empty one; its name."""
        name = f"t{next(_database_numbers)}"
        self.sql(f"CREATE DATABASE {name}")
        return name


_database_numbers = itertools.count(1)


@contextmanager
def held(server: PostgresServer, database: str, statement: str) -> Iterator[None]:
    """A session of somebody else's in whose open transaction `statement` was done."""
    name = f"held {time.monotonic_ns()}"
    sql = f"SET application_name = '{name}'; BEGIN; {statement}; SELECT pg_sleep(150)"

    def hold() -> None:
        with suppress(AssertionError):  # ended below
            server.sql(sql, database)

    holder = threading.Thread(target=hold)
    holder.start()
    mine = f"FROM pg_stat_activity WHERE application_name = '{name}'"
    try:
        wait_until(lambda: server.sql(f"SELECT wait_event {mine}") == "PgSleep", "it is held")
        yield
    finally:
        server.sql(f"SELECT pg_terminate_backend(pid) {mine}")
        holder.join()


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


@contextmanager
def postgres_server(has_disk: bool = False) -> Iterator[PostgresServer]:
    with folder_for_postgres() as folder, ExitStack() as disks:
        server = PostgresServer(folder)
        if has_disk:
            server.disk = disks.enter_context(small_disk(server.folder))
        try:
            yield server.start()
        finally:
            if server.pid:
                server.thaw()
            server.stop("immediate")


class Cluster:
    """A primary, and a standby without which no commit is acknowledged.

    As a failover manager does, promotion lifts that demand until a new standby has caught up.
    """

    def __init__(self, folder: Path, database: str = "livros") -> None:
        self.servers = (PostgresServer(folder, "a"), PostgresServer(folder, "b"))
        self.database = database
        self.primary, self.standby = self.servers

    @property
    def url(self) -> str:
        """Names both servers; whichever takes writes is meant, whoever that is."""
        hosts = ",".join(f"127.0.0.1:{server.port}" for server in self.servers)
        return f"postgresql://postgres@{hosts}/{self.database}?target_session_attrs=read-write"

    def start(self) -> "Cluster":
        self.primary.start()
        self.primary.sql(f"CREATE DATABASE {self.database}")
        self.rebuild_standby()
        return self

    def rebuild_standby(self) -> None:
        """Makes the standby from the primary's data; returns once commits wait for it."""
        standby, primary = self.standby, self.primary
        shutil.rmtree(standby.folder / "data", ignore_errors=True)
        standby.folder.mkdir(exist_ok=True)
        shutil.chown(standby.folder, "postgres", "postgres")
        # No application_name: the standby is known by its cluster_name, and the copying by a name
        # that no commit may mistake for the standby's.
        source = f"host=127.0.0.1 port={primary.port} user=postgres"
        options = ["--checkpoint=fast", "--no-sync", "--write-recovery-conf", "--dbname", source]
        control("run", "pg_basebackup", "--pgdata", standby.folder / "data", *options)
        standby.start()
        primary.sql("ALTER SYSTEM SET synchronous_commit = 'on'")
        primary.sql(f"ALTER SYSTEM SET synchronous_standby_names = '{standby.name}'")
        primary.sql("SELECT pg_reload_conf()")
        state = "SELECT sync_state || ' ' || state FROM pg_stat_replication"
        wait_until(lambda: primary.sql(state) == "sync streaming", "the standby is synchronous")

    def fail_over(self) -> None:
        """Promotes the standby; the primary must be gone. Returns once it takes writes."""
        self.standby.sql("ALTER SYSTEM RESET synchronous_standby_names")
        self.standby.sql("SELECT pg_reload_conf()")
        assert self.standby.sql("SELECT pg_promote(true, 60)") == "t"
        self.primary, self.standby = self.standby, self.primary

    def mend(self) -> None:
        """A standby that does not come back by itself is made anew."""
        state = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'"
        for _ in range(25 if self.standby.pid else 0):
            if self.primary.sql(state) == "1":
                return
            time.sleep(0.2)
        self.standby.kill()
        self.rebuild_standby()

    def stop(self) -> None:
        for server in self.servers:
            if server.pid:
                server.thaw()
            server.stop("immediate")


@contextmanager
def postgres_cluster(have_disks: bool = False) -> Iterator[Cluster]:
    with folder_for_postgres() as folder, ExitStack() as disks:
        cluster = Cluster(folder)
        for server in cluster.servers if have_disks else ():
            server.disk = disks.enter_context(small_disk(server.folder))
        try:
            yield cluster.start()
        finally:
            cluster.stop()
