#!/usr/bin/env python3
"""Reads and writes books at URL while COMMAND runs; fails when a single request does.

What a rehearsal needs: tools/load_while.py http://localhost:8081 -- deploy/replace-instances
Adds books: not for a catalogue that you want to keep as it is.
"""

import argparse
import http.client
import json
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter
from urllib.parse import urlsplit

JSON = {"Content-Type": "application/json"}
# Longer than any pause that a client would bear, so that a slow answer is told from a lost one.
TIMEOUT_SECONDS = 30
FAILURES_SHOWN = 5


class Load:
    """Counts what its clients see; each client is a thread with a connection of its own."""

    def __init__(self, url: str, repeats: int) -> None:
        self.address = urlsplit(url)
        self.repeats = repeats
        self.run = uuid.uuid4().hex
        self.ended = threading.Event()
        self.lock = threading.Lock()
        self.statuses: Counter[str] = Counter()
        self.failures: list[str] = []
        self.seconds: list[float] = []

    def run_client(self, number: int) -> None:
        connection = None
        count = 0
        while not self.ended.is_set():
            # Every other client opens a connection per request, as browsers and probes do.
            if connection is None or number % 2:
                connection = self.connect(connection)
            count += 1
            for attempt in range(self.repeats + 1):
                if self.ask(connection, (number, count), is_last=attempt == self.repeats):
                    break
                connection = self.connect(connection)

    def connect(self, old: http.client.HTTPConnection | None) -> http.client.HTTPConnection:
        if old is not None:
            old.close()
        return http.client.HTTPConnection(
            self.address.hostname, self.address.port or 80, timeout=TIMEOUT_SECONDS
        )

    def ask(
        self, connection: http.client.HTTPConnection, which: tuple[int, int], *, is_last: bool
    ) -> bool:
        number, count = which
        body, headers = None, {}
        method, path, wanted = "GET", "/livros?limite=5", 200
        if count % 4 == 0:
            book = {"título": f"Ensaio {number}.{count}", "autor": None}
            method, path, wanted, body = "POST", "/livros", 201, json.dumps(book).encode()
            # A repeated one is answered with the first one's answer, by whichever instance.
            headers = {**JSON, "Idempotency-Key": f"{self.run}-{number}-{count}"}
        started = time.monotonic()
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            answer.read()
            told = str(answer.status)
            failure = "" if answer.status == wanted else f"{method} {path}: {told}"
        except (OSError, http.client.HTTPException) as error:
            told, failure = type(error).__name__, f"{method} {path}: {error!r}"
        with self.lock:
            self.seconds.append(time.monotonic() - started)
            self.statuses[told] += 1
            if failure and is_last:
                self.failures.append(failure)
        return not failure

    def report(self) -> None:
        ordered = sorted(self.seconds)
        p99 = ordered[len(ordered) * 99 // 100]
        print(
            f"requests {len(ordered)}, failed {len(self.failures)}, "
            f"answers {dict(self.statuses)}, p99 {p99:.3f} s, slowest {ordered[-1]:.3f} s"
        )
        for failure in self.failures[:FAILURES_SHOWN]:
            print(f"  {failure}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument(
        "--repeats", type=int, default=0, help="times that a client tries again before it fails"
    )
    parser.add_argument("url")
    parser.add_argument("command", nargs="+")
    chosen = parser.parse_args()
    load = Load(chosen.url, chosen.repeats)
    clients = [threading.Thread(target=load.run_client, args=(n,)) for n in range(chosen.clients)]
    for client in clients:
        client.start()
    try:
        code = subprocess.run(chosen.command, check=False).returncode
    finally:
        load.ended.set()
        for client in clients:
            client.join()
    load.report()
    return code or (1 if load.failures else 0)


if __name__ == "__main__":
    sys.exit(main())
