"""One JSON line a request, the request's identity passed on, metrics that Prometheus can read."""

import json
import re
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from service import run_cli, wait_until
from wire import book

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
TRACEPARENT = f"00-{TRACE}-00f067aa0ba902b7-01"

# Family -> its type: what the documentation promises to whoever draws graphs.
PROMISED = {
    "livros_http_requests_total": "counter",
    "livros_http_request_duration_seconds": "histogram",
    "livros_http_connections": "gauge",
    "livros_search_index_bytes": "gauge",
    "livros_write_queue": "gauge",
    "livros_write_batch": "histogram",
    "livros_commit_seconds": "histogram",
    "livros_cache_hits_total": "counter",
    "livros_cache_misses_total": "counter",
}


def logged(service, count: int) -> list[dict]:
    """The access log once it has `count` lines; they may be written a second late."""
    return wait_until(
        lambda: len(lines := service.requests()) >= count and lines, f"{count} lines in the log"
    )


def test_each_request_leaves_one_json_line(own_server):
    service = own_server()
    with service.client() as api:
        made = api.post("/livros", json=book(), headers={"User-Agent": "teste/1"}).expect(201)
        path = made.headers["Location"]
        api.get(f"{path}?x=1").expect(400)
        api.head(path).expect(200)
        api.get("/nada").expect(404)
    lines = logged(service, 4)
    assert len(lines) == 4
    told = [(one["metodo"], one["alvo"], one["rota"], one["status"]) for one in lines]
    assert told[:3] == [
        ("POST", "/livros", "/livros", 201),
        ("GET", f"{path}?x=1", "/livros/{id}", 400),
        ("HEAD", path, "/livros/{id}", 200),
    ]
    assert told[3][:2] == ("GET", "/nada") and told[3][3] == 404
    assert lines[0]["agente"] == "teste/1"
    assert lines[0]["cliente"].startswith("127.0.0.1")
    assert lines[0]["pedido"] == made.headers["X-Request-Id"]
    assert lines[0]["bytes"] == len(made.body)
    assert all(one["duracao_us"] >= 0 for one in lines)
    assert all(re.fullmatch(r"\d{4}-.*T.*Z", one["em"]) for one in lines)


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_what_machines_ask_every_few_seconds_is_logged_only_when_it_fails(own_server, path):
    service = own_server().await_ready()
    with service.client() as api:
        for method in ("GET", "HEAD"):
            api.request(method, path).expect(200)
        api.request("DELETE", path).expect(405)
        api.get("/livros").expect(200)
    wait_until(lambda: "/livros" in [one["alvo"] for one in service.requests()], "it is logged")
    told = [(one["alvo"], one["status"]) for one in service.requests()]
    # While it was not ready it said so.
    assert [one for one in told if one != ("/readyz", 503)] == [(path, 405), ("/livros", 200)]


def test_the_identity_of_a_request_is_passed_on(own_server):
    service = own_server()
    with service.client() as api:
        named = api.get("/livros", headers={"X-Request-Id": "pedido-7", "traceparent": TRACEPARENT})
        traced = api.get("/livros", headers={"traceparent": TRACEPARENT})
        broken = api.get("/livros", headers={"traceparent": "00-xyz-01"})
    assert named.headers["X-Request-Id"] == "pedido-7"
    assert traced.headers["X-Request-Id"] == TRACE
    assert broken.headers["X-Request-Id"] not in ("", TRACE)
    for answer in (named, traced):
        assert TRACE in answer.headers["traceparent"]
    lines = logged(service, 3)
    assert [one["pedido"] for one in lines[:2]] == ["pedido-7", TRACE]
    assert [one.get("traceparent") for one in lines[:2]] == [TRACEPARENT, TRACEPARENT]


def test_an_error_answer_and_its_line_share_the_id(own_server):
    service = own_server()
    with service.client() as api:
        problem = api.post("/livros", json={}).expect(422).json
    assert logged(service, 1)[0]["pedido"] == problem["pedido"]


def test_a_log_line_cannot_be_forged(own_server):
    service = own_server()
    with service.client() as api:
        api.get("/x%0a%7b%7d", headers={"User-Agent": 'a"}\t{"status":200'})
        api.get('/x"\\{}')
    lines = logged(service, 2)
    assert len(lines) == 2
    assert lines[0]["agente"] == 'a"}\t{"status":200'
    assert lines[1]["alvo"] == '/x"\\{}'


def test_the_access_log_can_be_turned_off(own_server):
    service = own_server("--access-log=off")
    with service.client() as api:
        api.get("/livros").expect(200)
    assert service.stop() == 0
    assert service.stdout.read_bytes() == b""


def test_events_are_json_and_tell_start_and_end(own_server):
    service = own_server()
    assert service.stop() == 0
    events = service.events()
    assert all({"em", "nivel", "evento"} <= event.keys() for event in events)
    assert "ouvindo" in [event["evento"] for event in events]
    assert len(events) >= 2


class Scrape:
    """One reading of /metrics."""

    def __init__(self, api) -> None:
        answer = api.get("/metrics").expect(200)
        assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
        text = answer.body.decode()
        types = [line.split()[2:] for line in text.splitlines() if line.startswith("# TYPE ")]
        self.types = dict(types)
        assert len(types) == len(self.types), "a family is told twice"
        self.families = list(text_string_to_metric_families(text))
        assert all(family.documentation for family in self.families)
        self.samples = [sample for family in self.families for sample in family.samples]

    def value(self, name: str, **labels: str) -> float:
        """The sum of the samples that have these labels."""
        return sum(sample.value for sample in self.series(name, **labels))

    def series(self, name: str, **labels: str) -> list:
        return [
            sample
            for sample in self.samples
            if sample.name == name and labels.items() <= sample.labels.items()
        ]


@pytest.mark.parametrize("family", PROMISED)
def test_a_promised_family_exists(own_server, family):
    with own_server().client() as api:
        api.post("/livros", json=book()).expect(201)
        assert Scrape(api).types[family] == PROMISED[family]


def test_requests_are_counted_by_route_and_status(own_server):
    with own_server().client() as api:
        path = api.post("/livros", json=book()).headers["Location"]
        for _ in range(3):
            api.get(path).expect(200)
        api.get("/livros/999").expect(404)
        api.get("/nada").expect(404)
        told = Scrape(api)
    total, seconds = "livros_http_requests_total", "livros_http_request_duration_seconds"
    assert told.value(total, rota="/livros", metodo="POST", status="201") == 1
    assert told.value(total, rota="/livros/{id}", metodo="GET", status="200") == 3
    assert told.value(total, rota="/livros/{id}", metodo="GET", status="404") == 1
    assert told.value(f"{seconds}_count", rota="/livros/{id}") == 4
    assert 0 < told.value(f"{seconds}_sum", rota="/livros/{id}") < 10
    assert told.value("livros_cache_hits_total") >= 2


def test_a_durable_write_is_measured(own_server):
    with own_server().client() as api:
        before = Scrape(api)
        for _ in range(5):
            api.post("/livros", json=book()).expect(201)
        after = Scrape(api)
        wait_until(lambda: Scrape(api).value("livros_write_queue") == 0, "the queue is empty")
    for name, added in (("livros_commit_seconds", 5), ("livros_write_batch", 5)):
        assert after.value(f"{name}_count") - before.value(f"{name}_count") == added
    assert after.value("livros_write_batch_sum") - before.value("livros_write_batch_sum") == 5


def test_open_connections_are_counted(own_server):
    service = own_server()
    with service.client() as api:
        alone = Scrape(api).value("livros_http_connections")
        others = [service.client() for _ in range(3)]
        for client in others:
            client.get("/livros").expect(200)
        assert Scrape(api).value("livros_http_connections") == alone + 3 == 4
        for client in others:
            client.close()
        wait_until(
            lambda: Scrape(api).value("livros_http_connections") == 1, "the closed ones are gone"
        )


def test_histograms_are_cumulative_and_end_in_infinity(own_server):
    with own_server().client() as api:
        api.post("/livros", json=book()).expect(201)
        told = Scrape(api)
    for family in told.families:
        series: dict[frozenset, list] = {}
        for sample in family.samples if family.type == "histogram" else ():
            if sample.name.endswith("_bucket"):
                others = frozenset(sample.labels.items() - {("le", sample.labels["le"])})
                series.setdefault(others, []).append((float(sample.labels["le"]), sample.value))
        for buckets in series.values():
            assert buckets == sorted(buckets)
            assert [count for _, count in buckets] == sorted(count for _, count in buckets)
            assert buckets[-1][0] == float("inf")


def test_unknown_addresses_do_not_make_new_series(own_server):
    with own_server().client() as api:
        api.get("/livros").expect(200)
        before = len(Scrape(api).series("livros_http_requests_total"))
        for n in range(50):
            api.get(f"/nada/{n}").expect(404)
            api.request(f"METODO{n}", "/livros").expect(501)
        after = len(Scrape(api).series("livros_http_requests_total"))
    assert after - before <= 4


def test_threads_have_names(own_server):
    tasks = Path(f"/proc/{own_server().pid}/task")
    names = {"http", "sqlite-writer", "index", "imports", "import-run"}
    # Each names itself once it runs, which may be behind the first answer.
    wait_until(
        lambda: names <= {task.read_text().strip() for task in tasks.glob("*/comm")},
        f"threads of the names {names}",
    )


@pytest.mark.parametrize("has_disk", [True, False])
def test_a_large_index_is_mapped_or_the_log_says_once_why_not(own_server, tmp_path, has_disk):
    books = tmp_path / "livros.ndjson"
    books.write_text(
        "".join(
            json.dumps({"título": f"Livro {n} de nome {n * 7919 % 10007}", "autor": f"Autor {n}"})
            + "\n"
            for n in range(12_000)
        )
    )
    folder = tmp_path / "catalogue"
    folder.mkdir()
    assert run_cli("import", books, "--database", folder / "livros.db").returncode == 0
    index_folder = tmp_path if has_disk else tmp_path / "none"
    service = own_server("--index-folder", str(index_folder), folder=folder)
    with service.client() as api:
        assert len(api.get("/livros?q=nome").expect(200).json) > 0
        scrape = Scrape(api)
    kind, other = ("mapped", "memory") if has_disk else ("memory", "mapped")
    assert scrape.value("livros_search_index_bytes", kind=kind) > 1_048_576
    assert scrape.value("livros_search_index_bytes", kind=other) == 0
    assert not any("index" in file.name for file in tmp_path.iterdir())
    assert service.stop() == 0
    told = [event for event in service.events() if event["evento"] == "indice-em-memoria"]
    assert len(told) == (0 if has_disk else 1)
