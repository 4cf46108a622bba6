"""The parts of bench/ that can be wrong without anybody noticing."""

import http.server
import json
import os
import shutil
import sys
import threading
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))

from measure import books, load, memory, table  # noqa: E402


def is_valid_isbn13(text: str) -> bool:
    """ISO 2108: the digits, weighted 1, 3, 1, 3, …, add up to a multiple of ten."""
    digits = [int(digit) for digit in text]
    return len(digits) == 13 and (sum(digits[::2]) + 3 * sum(digits[1::2])) % 10 == 0


def row(server: str, number: int, cpu_us: float, **figures: float) -> dict:
    plain = {"workload": "item", "per_second": 1000, "p99_ms": 2.5, "failed": 0}
    return {"server": server, "round": number, "cpu_us": cpu_us, **plain, **figures}


@pytest.fixture
def posted():
    """Bodies of POST requests, and the port that collects them."""
    bodies: list[dict] = []

    class Collector(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self):
            bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(201)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Collector) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield bodies, server.server_address[1]
        server.shutdown()


def test_isbn13_ends_with_its_check_digit():
    assert books.isbn13(853590277) == "9788535902778"
    assert all(is_valid_isbn13(books.isbn13(number)) for number in range(1, 2000))


@pytest.mark.skipif(
    not shutil.which("wrk") or len(os.sched_getaffinity(0)) < 2,
    reason="needs wrk, which bench/run table installs, and two cores",
)
def test_every_book_the_load_posts_has_a_valid_isbn_of_its_own(posted):
    bodies, port = posted
    for seed in ("0", "1"):
        settings = {"BENCH_WORKLOAD": "post", "BENCH_SEED": seed, "BENCH_IDS": "1"}
        counted = load.wrk(port, {**settings, "BENCH_LIST": "/livros"}, load.Strength(1, 1))
        assert counted["failed"] == 0
    isbns = [body["isbn"] for body in bodies]
    assert len(isbns) > 20
    assert len(set(isbns)) == len(isbns)
    assert all(map(is_valid_isbn13, isbns))


def test_table_shows_medians_and_the_ratio_within_each_round():
    # The second round ran on a busy machine: it slowed both servers and must not move the ratio.
    rows = [
        row("base", 1, 10.0),
        row("base", 2, 40.0),
        row("base", 3, 10.0),
        row("ours", 1, 5.0),
        row("ours", 2, 20.0),
        row("ours", 3, 6.0, failed=2),
    ]
    text = table.render(rows, "base")
    assert "| base | 10.0 · 1000 · 2.5 · 1.00× |" in text
    assert "| ours | 6.0 · 1000 · 2.5 · 0.50× (2 failed) |" in text


def test_the_database_s_cpu_stands_beside_the_server_s_and_not_in_the_ratio():
    rows = [row("base", 1, 10.0), row("ours", 1, 5.0, database_us=40.0)]
    text = table.render(rows, "base")
    assert "| base | 10.0 · 1000 · 2.5 · 1.00× |" in text
    assert "| ours | 5.0 + 40.0 · 1000 · 2.5 · 0.50× |" in text


def test_a_workload_that_a_server_lacks_is_a_dash():
    rows = [row("base", 1, 10.0), row("base", 1, 12.0, workload="list"), row("ours", 1, 5.0)]
    assert "| ours | 5.0 · 1000 · 2.5 · 0.50× | – |" in table.render(rows, "base")


def test_a_target_is_missed_just_above_its_factor():
    rows = [row("floor", 1, 10.0), row("api-livros", 1, 11.5)]
    assert "reached" in table.render_targets(rows)
    rows[1]["cpu_us"] = 11.6
    assert "MISSED" in table.render_targets(rows)


def test_without_our_own_server_no_target_is_judged():
    assert table.render_targets([row("floor", 1, 10.0), row("actix-cache", 1, 12.0)]) == ""


def test_a_copy_of_a_book_has_an_id_of_its_own_and_nothing_else_changed():
    line = '{"id":250000,"versao":1,"título":"Os, \\"id\\":7"}\n'
    copy = json.loads(memory.shifted(line, 750_000))
    assert copy == {**json.loads(line), "id": 1_000_000}


def test_a_merge_is_over_when_its_file_is_no_longer_open():
    written = [0, 1, 30, 0, 0, 2, 5]
    samples = [memory.Sample(at, 10.0, 20.0, mib) for at, mib in enumerate(written)]
    merges = memory.merges_of(samples)
    assert [(one.end, one.mib, one.is_over) for one in merges] == [(2, 30, True), (6, 5, False)]
