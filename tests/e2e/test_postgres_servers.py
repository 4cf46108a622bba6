"""Servers that change their parts, hang, or stand behind PgBouncer; reading from a replica."""

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

import pytest
from pgbouncer import pgbouncer, pgbouncer_is_here
from postgres_cluster import Cluster, PostgresServer, folder_for_postgres, postgres_cluster
from postgres_load import OURS, Load, connects_of, instances_of
from service import Service, run_cli, wait_until
from slow_proxy import SlowProxy
from wire import Client, assert_problem, book

pytestmark = pytest.mark.failover

# Without a write although a server takes them: an own share of about 1.5 s, and what a loaded
# machine adds to it.
HUNG_SECONDS_MAX = 8
NOTICED_SECONDS_MAX = 15


@pytest.fixture(scope="module")
def servers() -> Iterator[Cluster]:
    with postgres_cluster() as cluster:
        yield cluster


CONNECTIONS = 7  # of an instance: one that writes, one for books, four for lists, one that asks


@pytest.fixture
def cluster(servers) -> Cluster:
    """With a standby, whatever the last test did to it, and an empty database."""
    if not servers.primary.pid:
        servers.primary.start()
    servers.mend()
    servers.database = servers.primary.new_database()
    return servers


def writes(api: Client) -> bool:
    return api.post("/livros", json=book()).status == 201


def state_of(api: Client, target: str = "/readyz") -> tuple[int, str]:
    answer = api.get(target)
    return answer.status, answer.json["estado"]


def test_a_long_commit_is_no_hung_server(cluster, tmp_path):
    """Its standby is away: the server answers whoever asks, so the commit is waited for."""
    with instances_of(cluster.url, tmp_path, count=1) as (one,), one.client() as api:
        assert writes(api)
        wait_until(lambda: connects_of(api) == CONNECTIONS, "all are connected")
        cluster.standby.freeze()
        with ThreadPoolExecutor() as pool:
            waiting = pool.submit(lambda: Client(one.port).post("/livros", json=book()))
            time.sleep(3)
            assert not waiting.done()
            cluster.standby.thaw()
            waiting.result().expect(201)
        assert connects_of(api) == CONNECTIONS, "a connection was given up"


@contextmanager
def read_only(server: PostgresServer) -> Iterator[None]:
    server.sql("ALTER SYSTEM SET default_transaction_read_only = on")
    server.sql("SELECT pg_reload_conf()")
    try:
        yield
    finally:
        server.sql("ALTER SYSTEM RESET default_transaction_read_only")
        server.sql("SELECT pg_reload_conf()")


# ---- one frozen process -------------------------------------------------------------------------

ASKED = {
    "write": lambda api: api.post("/livros", json=book()).expect(201),
    "book": lambda api: api.get("/livros/1").expect(200),
    "history": lambda api: api.get("/livros/1/versoes").expect(200),
}
HISTORIES_AT_ONCE = 8  # so that each connection for lists is asked


@contextmanager
def frozen(pid: int) -> Iterator[None]:
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def slowest_answers(one: Service) -> dict[str, float]:
    """Seconds until each kind of request was answered, all asked at once."""

    def seconds(kind: str) -> tuple[str, float]:
        begin = time.monotonic()
        with one.client() as api:
            ASKED[kind](api)
        return kind, time.monotonic() - begin

    kinds = [*ASKED, *["history"] * HISTORIES_AT_ONCE]
    with ThreadPoolExecutor(len(kinds)) as pool:
        slowest: dict[str, float] = {}
        for kind, took in pool.map(seconds, kinds):
            slowest[kind] = max(took, slowest.get(kind, 0))
        return slowest


def test_one_frozen_process_of_a_server_is_left_within_seconds(cluster, tmp_path, capsys):
    """Every connection has one. The server goes on, and says what each of them waits for."""
    with instances_of(cluster.url, tmp_path, count=1) as (one,), one.client() as api:
        assert writes(api)
        pids = f"SELECT pid {OURS}"
        wait_until(
            lambda: len(cluster.primary.sql(pids, cluster.database).split()) >= CONNECTIONS,
            "all connections are there",
        )
        met, connects = [], connects_of(api)
        for pid in cluster.primary.sql(pids, cluster.database).split():
            with frozen(int(pid)):
                met.append(slowest_answers(one))
        with capsys.disabled():
            slowest = {kind: round(max(each[kind] for each in met), 2) for kind in ASKED}
            print(f"\none frozen process of {len(met)}: slowest answers {slowest} s")
        # The one that writes, that for books, a list's; other lists are not asked for.
        assert connects_of(api) >= connects + 3
        for each in met:
            assert max(each.values()) < HUNG_SECONDS_MAX, met
        changes = api.get("/mudancas?limite=1000").expect(200)
        assert len(changes.json) == changes.sequence == len(met) + 1, "written twice"


# In the middle of a statement nothing tells it from work; what each kind of read has in its own.
READING = {"book": "%unnest($1::bigint[]) AS w(id)%", "history": "%FROM document_versions%"}
LOCKED_SECONDS = 1
FREEZES_MAX = 10  # tries until a process was met in the middle of a statement
FROZEN_SECONDS_MAX = 5  # the statement's own time is 6 s


def seconds_with_a_statement_frozen(cluster: Cluster, one: Service, kind: str) -> float | None:
    """From when the tables are free again until the read is answered; None: nobody was met."""

    def ask() -> float:
        with one.client() as api:
            ASKED[kind](api)
        return time.monotonic()

    waiting = (
        "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        f" AND query LIKE '{READING[kind]}' LIMIT 1"
    )
    lock = f"BEGIN; LOCK TABLE documents, document_versions; SELECT pg_sleep({LOCKED_SECONDS})"
    with ThreadPoolExecutor(2) as pool, ExitStack() as freezing:
        locking = pool.submit(cluster.primary.sql, lock, cluster.database)
        time.sleep(LOCKED_SECONDS / 4)
        asking = pool.submit(ask)
        pid = ""
        while not pid and not locking.done():
            pid = cluster.primary.sql(waiting, cluster.database)
        if pid:
            freezing.enter_context(frozen(int(pid)))
        locking.result()
        free = time.monotonic()
        answered = asking.result()
        return max(answered - free, 0) if pid else None


def assert_frozen_statements_are_left(cluster: Cluster, one: Service, capsys) -> None:
    for kind in READING:
        tries = (seconds_with_a_statement_frozen(cluster, one, kind) for _ in range(FREEZES_MAX))
        seconds = next(seconds for seconds in tries if seconds is not None)
        with capsys.disabled():
            print(f"\nfrozen in the middle of a statement, {kind}: answered after {seconds:.2f} s")
        assert seconds < FROZEN_SECONDS_MAX, kind


def test_a_read_whose_process_is_frozen_within_a_statement_is_asked_again(
    cluster, tmp_path, capsys
):
    with instances_of(cluster.url, tmp_path, count=1) as (one,), one.client() as api:
        wait_until(lambda: writes(api), "it writes")
        assert_frozen_statements_are_left(cluster, one, capsys)


def test_a_primary_that_became_a_standby_is_left(cluster, tmp_path):
    """The server goes on under its connections, and only says no: a switchover by hand."""
    with instances_of(cluster.url, tmp_path, count=1) as (one,), one.client() as api:
        assert writes(api)
        with read_only(cluster.primary):
            wait_until(
                lambda: state_of(api) == (503, "somente-leitura"),
                "it is said that nothing can be written",
                NOTICED_SECONDS_MAX,
            )
            answer = api.post("/livros", json=book())
            assert_problem(answer, 503, "armazenamento-indisponivel")
        wait_until(lambda: writes(api), "it writes again")


# ---- the replica --------------------------------------------------------------------------------

READS = [
    "/livros/1",
    "/livros",
    "/livros?total=1",
    "/livros?ordem=titulo",
    "/livros?ordem=-autor,ano&total=1",
    "/livros?ordem=criado_em&limite=1",
    "/livros?ordem=-atualizado_em",
    "/livros?q=viva",
    "/livros?autor=clarice&assunto=romance&idioma=pt&ano_min=1900&total=1",
    "/livros?id=1,2,3&campos=id,t%C3%ADtulo",
    "/livros?alterado_desde=2001-01-01",
    "/livros/1/versoes",
    "/livros/1/versoes/1",
    "/livros/2/versoes",
    "/mudancas",
    "/mudancas?desde=2",
    "/facetas?por=autor",
    "/sugestoes?q=cla",
    "/isbn/9788535902778",
]
PAGES = ["/", "/busca?q=viva", "/livro/1", "/livro/1/historia", "/acervo", "/sitemap/1"]


def test_every_kind_of_read_goes_on_from_the_replica(cluster, tmp_path):
    replica = cluster.standby.url(cluster.database)
    options = ("--database-replica", replica)
    url = cluster.primary.url(cluster.database)
    with instances_of(url, tmp_path, options, count=1) as (one,), one.client() as api:
        clarice = {"autor": "Clarice Lispector", "idioma": "pt", "ano": 1973}
        titles = {"título": "Água Viva", "assuntos": ["Romance"], "isbn": "9788535902778"}
        api.create(**clarice, **titles)
        for n in (2, 3):
            api.create(título=f"Livro {n}", **clarice)
        api.patch("/livros/1", json={"ano": 1974}).expect(200)
        api.delete("/livros/2").expect(204)
        before = {target: api.get(target) for target in READS}
        pages = {target: page_of(api, target) for target in PAGES}
        cluster.primary.stop("immediate")
        wait_until(lambda: api.get("/livros/1").status == 200, "the replica is read")
        wait_until(lambda: state_of(api) == (503, "somente-leitura"), "it is said what can be done")
        assert state_of(api, "/readyz?leitura=1") == (200, "somente-leitura")
        wrong = {}
        for target, was in before.items():
            now = api.get(target)
            if (now.status, now.body) != (was.status, was.body):
                wrong[target] = (was.status, now.status, now.body[:200])
            elif now.status == 200 and "X-Catalogo-Atraso" not in now.headers:
                wrong[target] = "X-Catalogo-Atraso is missing"
            elif "ETag" in was.headers:
                same = api.get(target, headers={"If-None-Match": was.etag})
                if same.status != 304:
                    wrong[target] = f"{same.status} instead of 304"
        wrong |= {
            target: status for target, status in pages.items() if page_of(api, target) != status
        }
        assert not wrong, wrong
        assert_problem(api.get("/livros/2"), 410, "livro-excluido")
        assert_problem(api.post("/livros", json=book()), 503, "armazenamento-indisponivel")


def page_of(api: Client, target: str) -> int:
    return api.get(target, headers={"Accept": "text/html"}).status


# ---- PgBouncer ----------------------------------------------------------------------------------

needs_pgbouncer = pytest.mark.skipif(
    not pgbouncer_is_here(), reason="NOT TESTED: PgBouncer is not installable here"
)
SETTINGS = "lock_timeout statement_timeout idle_in_transaction_session_timeout".split()


@needs_pgbouncer
def test_behind_pgbouncer_writes_go_on_wherever_they_are_taken(cluster, tmp_path):
    """It answers logins by what it remembers of a server, whatever has become of that one."""
    with (
        folder_for_postgres() as folder,
        pgbouncer(folder / "a", cluster.primary.port) as first,
        pgbouncer(folder / "b", cluster.standby.port) as second,
    ):
        hosts = f"127.0.0.1:{first.port},127.0.0.1:{second.port}"
        url = f"postgresql://postgres@{hosts}/{cluster.database}"
        options = ("--database-prepared", "off")
        with instances_of(url, tmp_path, options, count=2) as instances:
            apis = [one.client() for one in instances]
            assert all(wait_until(lambda a=api: writes(a), "it writes") for api in apis)
            cluster.primary.stop("fast")
            for api in apis:
                wait_until(
                    lambda a=api: state_of(a)[0] == 503,
                    "it is said that nothing can be written",
                    NOTICED_SECONDS_MAX,
                )
            cluster.fail_over()
            promoted = time.monotonic()
            for api in apis:
                wait_until(lambda a=api: writes(a), "it writes again")
                wait_until(lambda a=api: state_of(a)[0] == 200, "it is ready")
            assert time.monotonic() - promoted < NOTICED_SECONDS_MAX
            assert_leaves_no_setting(cluster, second.port)
            for api in apis:
                api.close()


@needs_pgbouncer
def test_behind_pgbouncer_a_read_is_asked_again_too(cluster, tmp_path, capsys):
    """Whose processes cannot be known."""
    with (
        folder_for_postgres() as folder,
        pgbouncer(folder / "a", cluster.primary.port, pool_size=20) as bouncer,
    ):
        url = cluster.primary.url(cluster.database, bouncer.port)
        options = ("--database-prepared", "off")
        with instances_of(url, tmp_path, options, count=1) as (one,), one.client() as api:
            wait_until(lambda: writes(api), "it writes")
            assert_frozen_statements_are_left(cluster, one, capsys)


@needs_pgbouncer
def test_behind_pgbouncer_a_connection_is_asked_one_thing_at_a_time(cluster, tmp_path):
    """It would give what is still to come to the next client, when this one is gone meanwhile."""
    with (
        folder_for_postgres() as folder,
        pgbouncer(folder / "a", cluster.primary.port, pool_size=20) as bouncer,
        SlowProxy(bouncer.port) as way,
    ):
        way.delay_seconds = 0.01
        url = cluster.primary.url(cluster.database, way.port)
        options = ("--database-prepared", "off")
        with (
            instances_of(url, tmp_path, options, count=1) as (one,),
            Load([one.port], writers=4, readers=12) as load,
        ):
            load.await_writes(30, "writes")
            load.await_reads(100, "reads")
        assert way.asked_at_once_max == 1


@needs_pgbouncer
def test_behind_pgbouncer_a_swallowed_write_is_given_up(cluster, tmp_path):
    """The server has no process that works for it, though it answers whoever else asks."""
    with (
        folder_for_postgres() as folder,
        SlowProxy(cluster.primary.port) as way,
        pgbouncer(folder / "a", way.port, pool_size=20) as bouncer,
    ):
        url = cluster.primary.url(cluster.database, bouncer.port)
        options = ("--database-prepared", "off")
        with instances_of(url, tmp_path, options, count=1) as (one,):
            with Load([one.port], writers=4, readers=4) as load:
                load.await_writes(30, "writes before")
                swallowed = time.monotonic()
                way.darken(ends_at_server=False)
                load.await_writes(30, "writes over new connections")
                pause = load.seconds_without({"write"}, swallowed)
            assert pause < FROZEN_SECONDS_MAX
            with one.client() as api:
                load.verify(api)


def assert_leaves_no_setting(cluster: Cluster, *ports: int) -> None:
    """Sessions are other clients' next; those of the command line too."""
    hosts = ",".join(f"127.0.0.1:{port}" for port in ports)
    url = f"postgresql://postgres@{hosts}/{cluster.database}"
    for words in (["check"], ["keys", "list"], ["reindex"]):
        done = run_cli(*words, "--database", url, "--database-prepared", "off")
        assert done.returncode == 0, done.stderr
    shown = ", ".join(f"current_setting('{name}')" for name in SETTINGS)
    for port in ports:
        wait_until(lambda at=port: answers(cluster, at), "PgBouncer has found its server again")
        for _ in range(6):
            found = cluster.servers[0].sql(f"SELECT {shown}", cluster.database, port)
            assert found == "0|0|0"


def answers(cluster: Cluster, port: int) -> bool:
    try:
        return cluster.servers[0].sql("SELECT 1", cluster.database, port) == "1"
    except AssertionError:
        return False


# ---- a server that hangs ------------------------------------------------------------------------


def test_a_hung_primary_is_left_within_seconds(cluster, tmp_path, capsys):
    """Its kernel takes and keeps connections, and nobody says anything on them any more."""
    with instances_of(cluster.url, tmp_path, count=2) as instances:
        ports = [one.port for one in instances]
        with Load(ports, writers=4, readers=4) as load:
            load.await_writes(50, "writes before")
            hung = time.monotonic()
            cluster.primary.freeze()
            cluster.fail_over()
            promoted = time.monotonic()
            load.await_writes(100, "writes at the promoted standby")
            load.await_reads(100, "reads there")
            pauses = {
                kind: load.seconds_without({kind}, hung) for kind in ("write", "read", "list")
            }
            with capsys.disabled():
                shown = {kind: round(pause, 2) for kind, pause in pauses.items()}
                print(f"\nhung primary: promoted after {promoted - hung:.2f} s, without {shown} s")
        for kind, pause in pauses.items():
            assert pause - (promoted - hung) < HUNG_SECONDS_MAX, kind
        for instance in instances:
            with instance.client() as api:
                load.verify(api)
