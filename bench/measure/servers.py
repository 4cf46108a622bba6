"""The servers that are measured: one entry each, and how one is started and asked.

To add a server, add an entry to `servers()`; README.md says what it has to answer.
"""

import dataclasses
import http.client
import itertools
import os
import shutil
import signal
import socket
import subprocess
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote_plus

from measure import paths, postgres
from measure.tools import Failed

READ = ("item", "list")
ALL = ("item", "list", "mixed", "post")
SEARCHED = ("search",)

BOOKS = 10_000  # in the catalogue of every server
START_SECONDS_MAX = 60.0
STOP_SECONDS_MAX = 30.0


@dataclass(frozen=True)
class Server:
    """`command` may hold {port} and {work}, the emptied folder it runs in."""

    name: str
    command: tuple[str, ...]
    artefact: Path  # what must have been built before it can run
    workloads: tuple[str, ...] = ALL
    folder: Path | None = None  # copied to {work} before the start
    template: str | None = None  # PostgreSQL database of which it gets a copy of its own
    environment: dict[str, str] = field(default_factory=dict)
    ids: int = BOOKS  # ids 1 to this exist
    list_path: str = "/livros"  # the first 50 books
    search_limit: str = ""  # of the query, where 20 books are not what is answered unasked

    def search_path(self, text: str) -> str:
        """The best 20 books that have these words."""
        return f"/livros?{self.search_limit}q={quote_plus(text)}"

    def missing(self) -> str | None:
        """What has to be run before this server can be."""
        if not self.artefact.exists():
            own = self.artefact == paths.BINARY
            return "./dev build release" if own else "bench/run peers"
        if self.folder and not self.folder.exists():
            return f"bench/run data {self.folder.name.partition('-')[2]}"
        if self.template and not postgres.filled_mark(self.template).exists():
            return f"bench/run data {self.ids} --postgres"
        return None


def own(books: int) -> Server:
    """API Livros with a catalogue of synthetic books and one I/O thread."""
    serve = (
        "serve --listen 127.0.0.1:{port} --database {work}/livros.db --auth=open "
        "--access-log=off --threads 1"
    )
    return Server(
        name="api-livros",
        command=(str(paths.BINARY), *serve.split()),
        artefact=paths.BINARY,
        folder=paths.own_folder(books),
        ids=books,
        list_path="/livros?limite=50",
        search_limit="limite=20&",
        workloads=ALL + SEARCHED,
    )


def own_postgres(books: int) -> Server:
    """The same over PostgreSQL."""
    name = "api-livros-postgres"
    where = {"{work}/livros.db": postgres.url(database_of(name))}
    return dataclasses.replace(
        own(books),
        name=name,
        command=tuple(where.get(part, part) for part in own(books).command),
        folder=None,
        template=postgres.template("own", books),
    )


def uncached(cached: Server) -> Server:
    """The same with every read built from the database."""
    name = f"{cached.name}-uncached"
    shared, own_database = database_of(cached.name), database_of(name)
    options = "--book-cache-mib 0 --page-cache-mib 0".split()
    return dataclasses.replace(
        cached,
        name=name,
        command=(
            *(p.replace(f"/{shared}?", f"/{own_database}?") for p in cached.command),
            *options,
        ),
        workloads=READ + SEARCHED,
    )


def database_of(server_name: str) -> str:
    """The server's own database in PostgreSQL."""
    return server_name.replace("-", "_")


def peer_postgres(name: str, program: Path, **options) -> Server:
    """A peer that reads its database's address from $DSN."""
    return Server(
        name=name,
        command=(str(program), "postgres"),
        artefact=program,
        template=postgres.template("peers", BOOKS),
        environment={"DSN": postgres.dsn(database_of(name))},
        **options,
    )


def peer(name: str, *command: str | Path, **options) -> Server:
    """A server that reads $DATA, or $DB, or both."""
    options.setdefault("artefact", Path(command[0]))
    return Server(
        name=name,
        command=tuple(map(str, command)),
        environment={"DATA": str(paths.books_file(BOOKS)), "DB": "livros.db"},
        folder=paths.peers_folder(BOOKS),
        **options,
    )


def flask_original() -> Server:
    """Its POST answers the whole growing list, so only its reads are measured."""
    environment = paths.BUILD / "venv" / "bin"
    program = paths.BENCH / "peers" / "python" / "seed_app.py"
    return peer(
        "flask-original",
        environment / "python",
        program,
        artefact=environment / "flask",
        workloads=READ,
        ids=50,
    )


def servers() -> list[Server]:
    """All of them, in the order of the table."""
    rust = paths.BUILD / "rust" / "release"
    go = paths.BUILD / "go"
    return [
        own(BOOKS),
        uncached(own(BOOKS)),
        own_postgres(BOOKS),
        uncached(own_postgres(BOOKS)),
        peer("floor", paths.BUILD / "floor", workloads=READ),
        peer("actix-cache", rust / "actix"),
        peer("axum-memory", rust / "axum", "memory"),
        peer("axum-sqlite", rust / "axum", "sqlite", workloads=ALL + SEARCHED),
        peer("fiber-cache", go / "fiber", "cache"),
        peer("fiber-sqlite", go / "fiber", "sqlite"),
        peer("nethttp-memory", go / "nethttp", "memory"),
        peer("nethttp-sqlite", go / "nethttp", "sqlite"),
        peer_postgres("axum-postgres", rust / "axum", workloads=ALL + SEARCHED),
        peer_postgres("go-postgres", go / "nethttp"),
        flask_original(),
    ]


def chosen(only: str | None) -> tuple[list[Server], list[str]]:
    """The servers named in a comma list, or all that can run; and what was left out."""
    known = {server.name: server for server in servers()}
    if only:
        return [named(name, known) for name in only.split(",")], []
    left_out = [f"{s.name} ({s.missing()})" for s in known.values() if s.missing()]
    return [s for s in known.values() if not s.missing()], left_out


def named(name: str, known: dict[str, Server]) -> Server:
    if name not in known:
        raise Failed(f"no server {name!r}; there are {', '.join(known)}")
    return ready(known[name])


def ready(server: Server) -> Server:
    """The same server, once it is known that it can run."""
    if missing := server.missing():
        raise Failed(f"{server.name} cannot run yet: {missing}")
    return server


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Running:
    """A started server; a context manager.

    `prefix` goes before its command; `core` is the one its database is pinned to.
    """

    def __init__(self, server: Server, prefix: tuple[str, ...] = (), core: int | None = None):
        self.server = server
        self.port = free_port()
        self.work = paths.WORK / server.name
        self.seeds = itertools.count()  # one per load: it also picks the ISBNs posted
        self._fill_work_folder()
        self._database = ExitStack()
        with ExitStack() as opened:
            if server.template:
                opened.enter_context(postgres.running(core))
                postgres.create(database_of(server.name), server.template)
            self.seconds_to_first_answer = self._start(prefix)
            self._database = opened.pop_all()

    def __enter__(self) -> "Running":
        return self

    def __exit__(self, *_) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        return self._process.pid

    def database_cpu_seconds(self) -> float:
        """Of the database server it asks; 0 where the store is its own."""
        return postgres.CLUSTER.cpu_seconds() if self.server.template else 0.0

    def alive(self) -> bool:
        return self._process.poll() is None

    def _fill_work_folder(self) -> None:
        shutil.rmtree(self.work, ignore_errors=True)
        self.work.parent.mkdir(parents=True, exist_ok=True)
        if self.server.folder:
            shutil.copytree(self.server.folder, self.work)
        else:
            self.work.mkdir()

    def _start(self, prefix: tuple[str, ...]) -> float:
        values = {"port": str(self.port), "work": str(self.work)}
        command = [part.format_map(values) for part in self.server.command]
        environment = {
            **os.environ,
            **self.server.environment,
            "PORT": str(self.port),
        }
        begin = time.perf_counter()
        with (self.work / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                [*prefix, *command],
                cwd=self.work,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            self._await_answer(begin + START_SECONDS_MAX)
        except BaseException:
            self.stop()
            raise
        return time.perf_counter() - begin

    def _await_answer(self, deadline: float) -> None:
        while not self._answers():
            if not self.alive() or time.perf_counter() > deadline:
                raise Failed(f"{self.server.name} did not start: {self._log_tail()}")
            time.sleep(0.001)

    def _answers(self) -> bool:
        try:
            return self.ask("GET", "/livros/1")[0] == 200
        except (OSError, http.client.HTTPException):
            return False

    def _log_tail(self) -> str:
        path = self.work / "server.log"
        return f"{path}: {path.read_text(errors='replace')[-400:]}"

    def ask(
        self, method: str, path: str, body: bytes | None = None
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        """One request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            fields = {"Content-Type": "application/json"} if body else {}
            connection.request(method, path, body, fields)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def stop(self) -> None:
        with self._database:
            self._stop_process()

    def _stop_process(self) -> None:
        if not self.alive():
            return
        os.killpg(self.pid, signal.SIGTERM)
        try:
            self._process.wait(STOP_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            os.killpg(self.pid, signal.SIGKILL)
            self._process.wait()
