"""The word `instructions`: user-space instructions per GET of a cached book.

callgrind counts them, so the figure is the same on a busy machine and on a quiet one; it
leaves out the kernel, which is most of a request's time and none of our code.
"""

import argparse
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from measure import servers, tools
from measure.servers import Running, Server

BUDGET = 2900
REQUESTS = 2000
WARM_UP = 500
# As wrk sends it, so that both words speak of the same request.
REQUEST = b"GET /livros/7 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
# Time for the server to fall asleep again, so that each request wakes it exactly once.
PAUSE_SECONDS = 0.001
ANSWER = re.compile(rb"HTTP/1\.1 200 OK\r\n(?:.*\r\n)*?content-length: (\d+)\r\n", re.I)


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--server", default="api-livros")
    parser.add_argument("--no-budget", action="store_true", help="only tell the figure")


def main(chosen: argparse.Namespace) -> int:
    tools.need("valgrind", "callgrind_control")
    [server], _ = servers.chosen(chosen.server)
    each = count(server)
    tools.save("instructions", {"server": server.name, "instructions": each})
    print(f"{server.name}: {each:.0f} instructions per GET of a cached book")
    if chosen.no_budget:
        return 0
    print(f"budget {BUDGET}: {'kept' if each <= BUDGET else 'EXCEEDED'}")
    return 0 if each <= BUDGET else 1


def count(server: Server) -> float:
    valgrind = "valgrind --tool=callgrind --instr-atstart=no"
    output = "--callgrind-out-file=callgrind.out"
    with Running(server, (*valgrind.split(), output)) as running:
        with connected(running.port) as connection:
            repeat(connection, WARM_UP)
            control(running, "--instr=on")
            repeat(connection, REQUESTS)
            control(running, "--instr=off")
            control(running, "--dump")
        return total(running.work) / REQUESTS


@contextmanager
def connected(port: int) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield connection


def repeat(connection: socket.socket, requests: int) -> None:
    """One request after the other, each answered in full."""
    for _ in range(requests):
        connection.sendall(REQUEST)
        read_answer(connection)
        time.sleep(PAUSE_SECONDS)


def read_answer(connection: socket.socket) -> None:
    received = b""
    while True:
        part = connection.recv(65536)
        received += part
        head, separator, body = received.partition(b"\r\n\r\n")
        found = ANSWER.match(head + b"\r\n")
        if separator and found and len(body) == int(found[1]):
            return
        if not part or (separator and not found):
            raise tools.Failed(f"unexpected answer: {received[:400]!r}")


def control(running: Running, action: str) -> None:
    done = subprocess.run(
        ["callgrind_control", action, str(running.pid)],
        capture_output=True,
        text=True,
        timeout=60,
    )
    if done.returncode != 0:
        raise tools.Failed(f"callgrind_control {action}: {done.stdout}{done.stderr}")


def total(work: Path) -> int:
    """Instructions of all threads in the dump; its `summary` is 0 once counting is off."""
    dump = (work / "callgrind.out.1").read_text()
    return int(re.search(r"^totals: (\d+)", dump, re.M)[1])
