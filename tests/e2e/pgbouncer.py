"""PgBouncer in transaction mode before one server, as many put it there."""

import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from postgres_cluster import free_port
from service import wait_until

PGBOUNCER = shutil.which("pgbouncer") or "/usr/sbin/pgbouncer"

# The times are those of docs/scaling.md. `auth_type = any` logs everybody in as the user that the
# database names.
CONFIGURATION = """
[databases]
* = host=127.0.0.1 port={target} user=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = {pool_size}
max_client_conn = 200
server_login_retry = 1
server_connect_timeout = 2
query_wait_timeout = 5
tcp_user_timeout = 3000
logfile = {folder}/pgbouncer.log
pidfile = {folder}/pgbouncer.pid
"""


def pgbouncer_is_here() -> bool:
    if not Path(PGBOUNCER).exists() and shutil.which("apt-get"):
        command = "apt-get install --yes --no-install-recommends pgbouncer".split()
        subprocess.run(command, check=False, capture_output=True)
    return Path(PGBOUNCER).exists()


class PgBouncer:
    """127.0.0.1:port -> the server at `target`. `folder` belongs to the user postgres."""

    def __init__(self, folder: Path, target: int, pool_size: int = 20) -> None:
        folder.mkdir()
        shutil.chown(folder, "postgres", "postgres")
        self.folder, self.pool_size = folder, pool_size
        self.port = free_port()
        self.process: subprocess.Popen | None = None
        self._configure(target)

    def _configure(self, target: int) -> None:
        text = CONFIGURATION.format(
            folder=self.folder, target=target, port=self.port, pool_size=self.pool_size
        )
        (self.folder / "pgbouncer.ini").write_text(text)

    def start(self) -> "PgBouncer":
        owner = "--reuid=postgres --regid=postgres --clear-groups".split()
        (self.folder / "pgbouncer.pid").unlink(missing_ok=True)
        self.process = subprocess.Popen(
            ["setpriv", *owner, PGBOUNCER, "--quiet", self.folder / "pgbouncer.ini"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
        )
        wait_until(lambda: (self.folder / "pgbouncer.pid").exists(), "PgBouncer runs")
        return self

    def repoint(self, target: int) -> None:
        """RELOAD, as scripts do at a failover; connections to the old server end when free."""
        self._configure(target)
        self.process.send_signal(signal.SIGHUP)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(20)

    def freeze(self) -> None:
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.thaw()
            self.process.terminate()
            self.process.wait(20)


@contextmanager
def pgbouncer(folder: Path, target: int, pool_size: int = 3) -> Iterator[PgBouncer]:
    """Few connections, so that sessions come to one client after the other."""
    bouncer = PgBouncer(folder, target, pool_size)
    try:
        yield bouncer.start()
    finally:
        bouncer.stop()
