"""A slow, cutting, hanging or absent database: refusals in time, bounded memory, full recovery."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from postgres_cluster import postgres_server
from postgres_load import Load, highest_rss_mib, instances_of
from service import Service, wait_until
from slow_proxy import SlowProxy
from wire import Client, assert_problem, book

pytestmark = pytest.mark.slow_database

SLOW_SECONDS = 0.2  # added each way
CUT_PROBABILITY = 0.02  # per chunk in each direction
CLIENTS = 64  # writers, and twice as many readers
LISTS_AT_ONCE = 160
RSS_MIB_MAX = 150
REFUSAL_SECONDS_MAX = 20  # of which 9 are its own
GONE_SECONDS_MAX = 6  # a refusal when nothing listens any more, of which 1 is its own
# What a busy machine does to the threads of the instance is no matter of the database's.
NEVER_LAGS = ("--lag-max", "60")


@pytest.fixture
def postgres():
    with postgres_server() as server:
        yield server


def assert_refusals_come_in_time(load: Load, seconds: float) -> None:
    for one in load.refusals():
        assert one.status == 409 or (one.status == 503 and one.retry_after), one
        assert one.end - one.begin < seconds, one


def assert_serves(api: Client) -> None:
    made = api.create()
    assert api.get(f"/livros/{made['id']}").expect(200).json == made
    assert made in api.get("/livros", ordem="-id", limite=10).expect(200).json
    wait_until(lambda: api.get("/readyz").status == 200, "it is ready")


def unserved(service: Service) -> list[tuple[str, int, bytes]]:
    with service.client() as api:
        targets = ("/readyz", "/livros", "/livros/1", "/livros/1/versoes")
        answers = [(target, api.get(target)) for target in targets]
    return [(target, one.status, one.body) for target, one in answers if one.status >= 500]


def await_served(service: Service) -> None:
    try:
        wait_until(lambda: not unserved(service), "everything is served again")
    except AssertionError as late:
        raise AssertionError(f"{late}, but {unserved(service)}") from late


def test_a_slow_and_cutting_way_to_the_database_costs_time_only(postgres, tmp_path, capsys):
    with SlowProxy(postgres.port) as proxy:
        url = postgres.url(postgres.new_database(), proxy.port)
        with instances_of(url, tmp_path, NEVER_LAGS, count=1) as (service,):
            with Load([service.port], CLIENTS, 2 * CLIENTS) as load:
                load.await_writes(300, "writes while the way is fast")
                proxy.delay_seconds, proxy.cut_probability = SLOW_SECONDS, CUT_PROBABILITY
                load.await_writes(300, "writes while the way is slow")
                wait_until(lambda: proxy.cuts >= 10, "connections were cut")
                proxy.delay_seconds, proxy.cut_probability = 0.0, 0.0
                fast = time.monotonic()
                await_served(service)
                load.await_writes(1000, "writes at full speed again")
                recovered = time.monotonic() - fast
                settled = time.monotonic()
                load.await_writes(300, "writes without any refusal")
            late = [one for one in load.refusals() if one.begin > settled]
            assert not late, f"refused although the way is fast: {late[:3]}"
            slowest = {
                kind: max((one.end - one.begin for one in load.met if one.kind == kind), default=0)
                for kind in ("write", "read", "list")
            }
            with capsys.disabled():
                print(
                    f"\nslow way: {proxy.cuts} cuts, {len(load.refusals())} refusals,"
                    f" slowest answers { ({k: round(v, 2) for k, v in slowest.items()}) } s,"
                    f" RSS at most {highest_rss_mib(service):.0f} MiB,"
                    f" 1000 writes {recovered:.1f} s after the way became fast"
                )
            assert_refusals_come_in_time(load, REFUSAL_SECONDS_MAX)
            assert highest_rss_mib(service) < RSS_MIB_MAX
            with service.client() as api:
                load.verify(api)
                assert_serves(api)


def test_lists_do_not_pile_up_behind_a_slow_way(postgres, tmp_path):
    """However many ask at once, each is answered or refused in time: none waits behind all."""
    with SlowProxy(postgres.port) as proxy:
        url = postgres.url(postgres.new_database(), proxy.port)
        with instances_of(url, tmp_path, count=1) as (service,):
            with service.client() as api:
                assert_serves(api)
            proxy.delay_seconds = SLOW_SECONDS

            def ask(n: int) -> float:
                begin = time.monotonic()
                with service.client() as api:
                    answer = api.get("/livros", limite=n + 1)
                assert answer.status in (200, 503), answer
                return time.monotonic() - begin

            with ThreadPoolExecutor(LISTS_AT_ONCE) as pool:
                slowest = max(pool.map(ask, range(LISTS_AT_ONCE)))
            proxy.delay_seconds = 0.0
            assert slowest < REFUSAL_SECONDS_MAX, f"a list took {slowest:.1f} s"


ENDED_READS = ("/livros/1", "/livros?limite=3", "/livros?q=livro", "/livros/1/versoes")
ANSWER_MESSAGES = {
    "BindComplete": b"2",
    "DataRow": b"D",
    "CommandComplete": b"C",
    "ReadyForQuery": b"Z",
    "nothing": b"",
}


@pytest.mark.parametrize("letter", ANSWER_MESSAGES.values(), ids=ANSWER_MESSAGES)
def test_a_server_may_end_its_connections_anywhere(postgres, tmp_path, letter):
    with SlowProxy(postgres.port) as proxy:
        url = postgres.url(postgres.new_database(), proxy.port)
        with instances_of(url, tmp_path, count=1) as (service,), service.client() as api:
            assert api.create()["id"] == 1
            asks = [lambda at=at: api.get(at) for at in ENDED_READS]
            for ask in [*asks, lambda: api.post("/livros", json=book())] * 3:
                await_served(service)
                proxy.farewell_before, cuts, begin = letter, proxy.cuts, time.monotonic()
                while proxy.cuts == cuts:
                    answer = ask()
                    assert answer.status in (200, 201, 503), answer
                assert time.monotonic() - begin < REFUSAL_SECONDS_MAX
            await_served(service)
            assert_serves(api)


REQUESTS = {
    "readiness": lambda api: api.get("/readyz"),
    "book": lambda api: api.get("/livros/1"),
    "list": lambda api: api.get("/livros?limite=3"),
    "history": lambda api: api.get("/livros/1/versoes"),
    "creation": lambda api: api.post("/livros", json=book()),
    "change": lambda api: api.patch("/livros/1", json={"ano": 1950}),
    "deletion": lambda api: api.delete("/livros/1"),
}


@pytest.fixture
def service(postgres, tmp_path):
    url = postgres.url(postgres.new_database())
    with instances_of(url, tmp_path, count=1) as (service,):
        with service.client() as api:
            assert api.create()["id"] == 1
        yield service


def ask_everything(service: Service) -> dict[str, tuple[int, bool, float]]:
    """Of each kind of request, asked at once: status, whether told when to return, seconds."""

    def ask(request) -> tuple[int, bool, float]:
        begin = time.monotonic()
        with service.client() as api:
            answer = request(api)
        return answer.status, "Retry-After" in answer.headers, time.monotonic() - begin

    with ThreadPoolExecutor(len(REQUESTS)) as pool:
        return dict(zip(REQUESTS, pool.map(ask, REQUESTS.values()), strict=True))


def assert_refused(met: dict[str, tuple[int, bool, float]], seconds: float) -> None:
    for kind, (status, _, _) in met.items():
        assert status == 503, (kind, met)
    late = {kind: took for kind, (_, _, took) in met.items() if took > seconds}
    assert not late, f"refused only after seconds: {late}"
    silent = [kind for kind, (_, told, _) in met.items() if not told and kind != "readiness"]
    assert not silent, f"without Retry-After: {silent}"


def test_a_stopped_database_is_said_within_seconds_and_its_return_noticed(postgres, service):
    postgres.stop("immediate")
    stopped = time.monotonic()
    assert_refused(
        {kind: met for kind, met in ask_everything(service).items() if kind != "readiness"},
        GONE_SECONDS_MAX,
    )
    with service.client() as api:
        wait_until(lambda: api.get("/readyz").status == 503, "it is not ready", GONE_SECONDS_MAX)
        assert time.monotonic() - stopped < GONE_SECONDS_MAX
        assert_problem(api.get("/livros/1"), 503, "armazenamento-indisponivel")
        api.get("/healthz").expect(200)
    assert_refused(ask_everything(service), GONE_SECONDS_MAX)
    postgres.start()
    await_served(service)
    with service.client() as api:
        assert_serves(api)


def test_a_hanging_database_is_said_in_time_and_its_return_noticed(postgres, service):
    """Its kernel takes connections, its processes do nothing: only a clock can tell."""
    postgres.freeze()
    met = ask_everything(service)
    with service.client() as api:
        wait_until(lambda: api.get("/readyz").status == 503, "it is not ready")
    again = ask_everything(service)
    postgres.thaw()
    await_served(service)
    with service.client() as api:
        assert_serves(api)
    del met["readiness"]  # nothing was asked of the database before
    assert_refused(met, REFUSAL_SECONDS_MAX)
    assert_refused(again, REFUSAL_SECONDS_MAX)
