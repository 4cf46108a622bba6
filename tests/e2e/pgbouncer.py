"""PgBouncer in transaction mode before one server, as many put it there."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from postgres_cluster import free_port
from service import wait_until

PGBOUNCER = shutil.which("pgbouncer") or "/usr/sbin/pgbouncer"

CONFIGURATION = """
[databases]
* = host=127.0.0.1 port={target}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 3
server_login_retry = 1
logfile = {folder}/pgbouncer.log
pidfile = {folder}/pgbouncer.pid
"""


def pgbouncer_is_here() -> bool:
    if not Path(PGBOUNCER).exists() and shutil.which("apt-get"):
        command = "apt-get install --yes --no-install-recommends pgbouncer".split()
        subprocess.run(command, check=False, capture_output=True)
    return Path(PGBOUNCER).exists()


@contextmanager
def pgbouncer(folder: Path, target: int) -> Iterator[int]:
    """The port that leads to the server at `target`. `folder` belongs to the user postgres."""
    folder.mkdir()
    shutil.chown(folder, "postgres", "postgres")
    port = free_port()
    file = folder / "pgbouncer.ini"
    # `auth_type = any` logs everybody in as the user that the database names.
    text = CONFIGURATION.format(folder=folder, target=target, port=port)
    file.write_text(text.replace(f"port={target}", f"port={target} user=postgres"))
    owner = "--reuid=postgres --regid=postgres --clear-groups".split()
    process = subprocess.Popen(
        ["setpriv", *owner, PGBOUNCER, "--quiet", file],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
    )
    try:
        wait_until(lambda: (folder / "pgbouncer.pid").exists(), "PgBouncer runs")
        yield port
    finally:
        process.terminate()
        process.wait(20)
